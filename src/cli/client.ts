import { resolve } from 'node:path';
import type { Answer } from '../desk/verb.ts';
import type { ErrorBody } from '../remote/protocol/common.ts';
import type { LayoutBody } from '../remote/protocol/http.ts';
import { defaultShow } from '../show/folder.ts';
import { runningIn } from '../show/run-file.ts';
import type { DaemonOptions } from './common.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A running daemon, as commands reach it. */
export interface Daemon {
  /** `http://127.0.0.1:8480` */
  readonly url: string;
  readonly token?: string;
}

/** No daemon, in a plain sentence. */
export interface NoDaemon {
  readonly missing: string;
}

const TIMEOUT_MS = 5000;

/** Finds the daemon by `--url`, or by the run file of its show. */
export async function findDaemon(options: DaemonOptions, environment: Environment): Promise<Daemon | NoDaemon> {
  const show = resolve(options.show ?? environment.DESKBRIDGE_SHOW ?? defaultShow(environment));
  const run = await runningIn(show);
  if (options.url !== undefined) {
    const url = options.url.replace(/\/+$/, '');
    if (!/^https?:\/\/[^/]+$/.test(url)) return { missing: `--url: "${options.url}" is not an address such as http://127.0.0.1:8480` };
    return run?.http === url ? { url, token: run.token } : { url };
  }
  if (!run) return { missing: `no daemon runs on the show ${show}; "deskbridge start" starts one, --show or --url name another` };
  if (run.http === undefined) return { missing: `the daemon of ${show} (process ${run.pid}) is starting or stopping; try again` };
  return { url: run.http, token: run.token };
}

/** Who asks, for the log, and what opens the door. */
export const headersOf = ({ token }: Daemon): Record<string, string> => ({
  'x-deskbridge-client': 'command line',
  ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
});

export type Reply = { readonly answer: Answer } | { readonly refusal: ErrorBody } | NoDaemon;

/** Says a line to the daemon. */
export async function askLine(daemon: Daemon, line: string, dry: boolean): Promise<Reply> {
  const response = await request(daemon, '/api/v1/say', { method: 'POST', body: JSON.stringify({ line, dry }) });
  if ('missing' in response) return response;
  // Both shapes are the daemon's own, of the same version as this command.
  return response.ok ? { answer: response.body as Answer } : { refusal: (response.body as { error: ErrorBody }).error };
}

/** What the daemon tells about its layout. */
export async function askLayout(daemon: Daemon): Promise<LayoutBody | NoDaemon> {
  const response = await request(daemon, '/api/v1/layout', { method: 'GET' });
  // As above.
  return 'missing' in response ? response : (response.body as LayoutBody);
}

/** Asks for something besides lines: devices, PINs. The shape is the caller's to know: the daemon is of the same version. */
export async function ask<T>(
  daemon: Daemon,
  method: string,
  path: string,
  body?: object,
): Promise<{ readonly body: T } | { readonly refusal: ErrorBody } | NoDaemon> {
  const response = await request(daemon, path, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
  if ('missing' in response) return response;
  return response.ok ? { body: response.body as T } : { refusal: (response.body as { error: ErrorBody }).error };
}

async function request(
  daemon: Daemon,
  path: string,
  options: { readonly method: string; readonly body?: string },
): Promise<{ readonly ok: boolean; readonly body: unknown } | NoDaemon> {
  try {
    const headers = { 'content-type': 'application/json', ...headersOf(daemon) };
    const response = await fetch(daemon.url + path, { ...options, headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
    return { ok: response.ok, body: await response.json() };
  } catch (error) {
    if (error instanceof SyntaxError) return { missing: `what answers at ${daemon.url} is no Deskbridge` };
    const late = error instanceof Error && error.name === 'TimeoutError';
    return { missing: late ? `${daemon.url} does not answer within ${TIMEOUT_MS / 1000} s` : `no daemon answers at ${daemon.url}` };
  }
}
