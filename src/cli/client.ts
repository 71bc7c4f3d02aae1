import { resolve } from 'node:path';
import type { Refusal } from '../desk/refusal.ts';
import type { Answer } from '../desk/verb.ts';
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

export const credentials = ({ token }: Daemon): Record<string, string> => (token === undefined ? {} : { authorization: `Bearer ${token}` });

/** A verb with its arguments taken apart. */
export interface Ask {
  readonly verb: string;
  readonly args: Readonly<Record<string, string>>;
  readonly overMs?: number;
  readonly dry: boolean;
}

export type Reply = { readonly answer: Answer } | { readonly refusal: Refusal & { readonly says: string } } | NoDaemon;

/** Asks the daemon for a verb. */
export async function askVerb(daemon: Daemon, { verb, args, overMs, dry }: Ask): Promise<Reply> {
  const body = JSON.stringify({ args, dry, ...(overMs === undefined ? {} : { overMs }) });
  const response = await request(daemon, `/api/v1/verbs/${encodeURIComponent(verb)}`, { method: 'POST', body });
  if ('missing' in response) return response;
  // Both shapes are the daemon's own, of the same version as this command.
  return response.ok ? { answer: response.body as Answer } : { refusal: response.body as Refusal & { says: string } };
}

async function request(
  daemon: Daemon,
  path: string,
  options: { readonly method: string; readonly body: string },
): Promise<{ readonly ok: boolean; readonly body: unknown } | NoDaemon> {
  try {
    const headers = { 'content-type': 'application/json', ...credentials(daemon) };
    const response = await fetch(daemon.url + path, { ...options, headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
    return { ok: response.ok, body: await response.json() };
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError';
    return { missing: late ? `${daemon.url} does not answer within ${TIMEOUT_MS / 1000} s` : `no daemon answers at ${daemon.url}` };
  }
}
