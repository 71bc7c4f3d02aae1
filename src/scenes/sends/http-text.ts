import { words } from '../../desk/line.ts';
import { isRefusal, type Refusal } from '../../desk/refusal.ts';
import { wrong } from '../word-reader.ts';
import type { HttpTarget, Message } from './target.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** Visible ASCII without what could lead elsewhere: no backslash, no fragment, no quotes. */
const PATH = /^\/(?!\/)[!$%&'()*+,\-./0-9:;=?@A-Z_a-z~]*$/;
/** A step up, plain or written in percent. */
const UP = /(?:^|\/)(?:\.|%2e){1,2}(?=\/|$)/i;

/**
 * Nothing, `/path`, `POST /path {"a": 1}`: a method (POST if left out), a path that is appended to the target's own address, and a body: JSON
 * where it begins like it, else text. The host is always that of the target.
 */
export function readHttp(text: string, target: HttpTarget): Extract<Message, { kind: 'http' }> | Refusal {
  const [, first = '', behind = ''] = /^(\S*)\s*([\s\S]*)$/.exec(text.trim()) ?? [];
  const named = METHODS.find((method) => method === first.toUpperCase());
  if (named === undefined && first !== '' && !first.startsWith('/') && !/^["'{[]/.test(first))
    return wrong(first, `${METHODS.join(', ')} or a path: /hook/12`);
  const rest = named === undefined ? text.trim() : behind;
  const [, path = '', said = ''] = rest.startsWith('/') ? (/^(\S+)\s*([\s\S]*)$/.exec(rest) ?? []) : ['', '', rest];
  if (path !== '' && (!PATH.test(path) || UP.test(path.split('?', 1)[0] ?? '')))
    return wrong(path, 'a path: /hook/12, without spaces, # and steps up');
  const method = named ?? 'POST';
  const message = { kind: 'http', target, method, url: target.base + path } as const;
  const body = bodyOf(said);
  if (isRefusal(body) || body === undefined) return body ?? message;
  if (method === 'GET') return wrong(said, 'part of a GET: it has no body');
  return { ...message, ...body };
}

function bodyOf(said: string): { body: string; isJson: boolean } | Refusal | undefined {
  if (said === '') return undefined;
  // What a shell has quoted as one word is that word.
  const split = words(said);
  const [only, ...others] = isRefusal(split) ? [] : split;
  const body = only?.quoted && others.length === 0 ? only.text : said;
  if (!/^\s*[[{]/.test(body)) return { body, isJson: false };
  try {
    JSON.parse(body);
    return { body, isJson: true };
  } catch (error) {
    return wrong(body, `JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
