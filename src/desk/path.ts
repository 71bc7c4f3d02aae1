import type { Entry, Model } from './model.ts';
import type { Refusal } from './refusal.ts';
import { suggestion } from './suggest.ts';

/**
 * The one parser of addresses. A path is `[role:]segment/segment...`: `ch/7/fader`, `mon:ch/7/fader`.
 * A pattern may carry `*` (one segment), `**` (the rest, or any number of segments) and `a..b` (numbers from a to b).
 */
export interface Address {
  /** Engine the path belongs to; undefined for the first. */
  readonly role?: string;
  readonly segments: readonly string[];
}

const LIMIT = 128;
const ROLE = /^[a-z][a-z0-9-]{0,15}$/;
const SEGMENT = /^(?:\*\*?|[A-Za-z0-9_.-]+)$/;

export function parseAddress(text: string): Address | Refusal {
  const malformed = (want: string): Refusal => ({ code: 'malformed', got: text.slice(0, 80), want });
  if (text.length > LIMIT) return malformed(`a path of at most ${LIMIT} characters`);
  const colon = text.indexOf(':');
  const role = colon >= 0 ? text.slice(0, colon) : undefined;
  if (role !== undefined && !ROLE.test(role)) return malformed('a path such as mon:ch/7/fader');
  const segments = text.slice(colon + 1).split('/');
  if (segments[0] === '') segments.shift();
  if (segments.length === 0 || !segments.every((segment) => SEGMENT.test(segment))) return malformed('a path such as ch/7/fader');
  return role === undefined ? { segments } : { role, segments };
}

export const isPattern = (text: string): boolean => /\*|\d\.\.\d/.test(text);

const RANGE = /^(\d+)\.\.(\d+)$/;

function segmentMatches(pattern: string, segment: string): boolean {
  if (pattern === '*' || pattern === segment) return true;
  const range = pattern.includes('..') ? RANGE.exec(pattern) : null;
  if (!range || !/^\d+$/.test(segment)) return false;
  const number = Number(segment);
  return number >= Number(range[1]) && number <= Number(range[2]);
}

/** Whether segments match a pattern's; `**` takes any number of segments. Cost is bounded by their product, and nothing is allocated. */
export function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  let part = 0;
  let at = 0;
  /** The last `**` that was passed, and where what stands behind it was tried: it takes one segment more when that fails. */
  let rest = -1;
  let tried = 0;
  while (at < segments.length) {
    const wanted = pattern[part];
    if (wanted === '**') {
      rest = part++;
      tried = at;
    } else if (wanted !== undefined && segmentMatches(wanted, segments[at] ?? '')) {
      part++;
      at++;
    } else if (rest >= 0) {
      part = rest + 1;
      at = ++tried;
    } else return false;
  }
  while (pattern[part] === '**') part++;
  return part === pattern.length;
}

/** The parameter a path names, or why there is none: with the nearest one that exists. */
export function find(model: Model, text: string): Entry | Refusal {
  const known = model.byPath.get(text);
  if (known) return known;
  const address = parseAddress(text);
  if ('code' in address) return address;
  const plain = (address.role === undefined || address.role === model.roles[0] ? '' : `${address.role}:`) + address.segments.join('/');
  return model.byPath.get(plain) ?? unknown(model, text, address);
}

/**
 * All parameters a pattern names, in the order of the layout. Without a role a pattern speaks of the first engine; `*:` of all.
 * @param below a strip or section alone (`ch/7`, `ch/7/eq`) names all below it: to look at, not to set
 */
export function findAll(model: Model, pattern: string, below = false): Entry[] | Refusal {
  const single = model.byPath.get(pattern);
  if (single) return [single];
  const everywhere = pattern.startsWith('*:');
  const address = parseAddress(everywhere ? pattern.slice(2) : pattern);
  if ('code' in address) return address;
  const role = address.role ?? model.roles[0];
  const list = model.entries.filter((entry) => (everywhere || entry.role === role) && matches(address.segments, entry.segments));
  if (list.length > 0) return list;
  const under = [...address.segments, '**'];
  const inside = below ? model.entries.filter((entry) => (everywhere || entry.role === role) && matches(under, entry.segments)) : [];
  return inside.length > 0 ? inside : unknown(model, pattern, address);
}

function unknown(model: Model, text: string, address: Address): Refusal {
  const refusal: Refusal = { code: 'unknown-path', got: text.slice(0, 80) };
  if (address.role !== undefined && !model.roles.includes(address.role)) {
    return { ...refusal, want: `one of the engines ${model.roles.join(', ')}` };
  }
  const want = suggestion(model, address.role ?? model.roles[0] ?? '', address.segments);
  return want === undefined ? refusal : { ...refusal, want };
}
