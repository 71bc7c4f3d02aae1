import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { type PortFault, portFault } from './fault.ts';

export interface HttpRequest {
  readonly url: string;
  readonly method: string;
  readonly body?: string;
  readonly isJson?: boolean;
  /** For the whole of it: finding, connecting, sending, answer. */
  readonly timeoutMs: number;
  /** Ends it early. */
  readonly signal?: AbortSignal;
}

/** Of an answer that says no, so much is told. */
const SHOWN_BYTES = 200;

/**
 * Sends one request and looks at the answer's status. No redirect is followed, no cookie and no connection is kept.
 * @returns undefined when the answer was a 2xx, else why not
 */
export function sendHttp({ url, method, body, isJson = false, timeoutMs, signal }: HttpRequest): Promise<PortFault | undefined> {
  const to = new URL(url);
  const { hostname: address, port, protocol } = to;
  const where = { address, port: Number(port || (protocol === 'https:' ? 443 : 80)) };
  const headers = {
    'user-agent': 'deskbridge',
    connection: 'close',
    ...(body === undefined
      ? {}
      : { 'content-type': isJson ? 'application/json' : 'text/plain; charset=utf-8', 'content-length': String(Buffer.byteLength(body)) }),
  };
  return new Promise((resolve) => {
    let cut: PortFault | undefined;
    const options = { method, headers, agent: false } as const;
    let isAnswered = false;
    const request = (protocol === 'https:' ? requestHttps : requestHttp)(to, options, (answer) => {
      isAnswered = true;
      if (!isGood(answer)) told(answer).then(end, fail);
      else {
        end(undefined);
        answer.destroy();
      }
    });
    const stop = (code: string, reason: string): void => {
      cut = { kind: 'fault', code, reason };
      request.destroy(new Error(reason));
    };
    const closed = (): void => stop('ABORTED', 'the show was closed');
    const timer = setTimeout(() => stop('ETIMEDOUT', `no answer within ${timeoutMs / 1000} s`), timeoutMs);
    const end = (fault: PortFault | undefined): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', closed);
      resolve(fault);
    };
    const fail = (error: unknown): void => end(cut ?? portFault(error, where));
    signal?.addEventListener('abort', closed);
    request.on('error', fail);
    // An answer that asks for another protocol ends the connection without an error.
    request.on('close', () => {
      if (!isAnswered) fail(new Error('it ended the connection without an answer'));
    });
    request.end(body);
  });
}

const isGood = ({ statusCode = 0 }: IncomingMessage): boolean => statusCode >= 200 && statusCode < 300;

/** Status and the first words of an answer. */
async function told(answer: IncomingMessage): Promise<PortFault> {
  const { statusCode = 0 } = answer;
  let text = '';
  // Leaving the loop ends the connection: whoever sends without end is not read to the end.
  for await (const chunk of answer.setEncoding('latin1')) {
    text += String(chunk);
    if (text.length >= SHOWN_BYTES) break;
  }
  const plain = shown(text);
  const more = statusCode >= 300 && statusCode < 400 ? '; redirects are not followed' : plain === '' ? '' : `: ${plain}`;
  return {
    kind: 'fault',
    code: `HTTP ${statusCode}`,
    reason: `it answered ${statusCode} ${shown(answer.statusMessage ?? '')}`.trimEnd() + more,
  };
}

/** What a stranger says, as logs and terminals may show it. */
const shown = (text: string): string =>
  text
    .slice(0, SHOWN_BYTES)
    .replace(/[^!-~]+/g, ' ')
    .trim();
