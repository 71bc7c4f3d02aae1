import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Actor, Role } from '../desk/actor.ts';
import type { Refusal } from '../desk/refusal.ts';
import { type HttpActors, programOf } from './actors.ts';
import { callerOf } from './caller.ts';
import { doorError, errorOf, STATUS_OF } from './errors.ts';
import { HttpBudget } from './http-budget.ts';
import { readJson } from './json.ts';
import { type Page, pageAnswer, securityHeaders } from './pages.ts';
import type { ErrorBody } from './protocol/common.ts';
import type { Shared } from './shared.ts';

export interface Env {
  Bindings: { incoming: IncomingMessage };
  Variables: { role: Role; address: string; actor: () => Actor; spend: <T>(work: () => T) => T };
}
export type Request = Context<Env>;

/** Addresses that tell nothing about the show: for probes, and the one that takes the PIN. */
const OPEN: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/api/v1/pair/exchange']);
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** An error as an answer. */
export function refuse(c: Request, error: ErrorBody, status: ContentfulStatusCode = STATUS_OF[error.code]): Response {
  return c.json({ error }, status);
}
export const refuseWith = (c: Request, refusal: Refusal): Response => refuse(c, errorOf(refusal));

/** What every request goes through before it is looked at: name, page, credential, size; and what every answer carries. */
export function newDoor(shared: Shared, actors: HttpActors, pages: ReadonlyMap<string, Page>): Hono<Env> {
  const { access, house, counts } = shared;
  const app = new Hono<Env>();
  const budget = new HttpBudget(house.clock, shared.limits);
  app.onError((error, c) => {
    counts.faults += 1;
    house.say(`http: fault at ${c.req.method} ${c.req.path}: ${error.message}`);
    return refuse(c, doorError('internal', 'a fault of the daemon; its log says more'));
  });
  app.notFound((c) =>
    refuse(c, doorError('not-found', `nothing is served at ${c.req.path.slice(0, 80)}; /api/openapi.json lists what is`)),
  );
  app.use('*', async (c, next) => {
    const caller = callerOf(c.env.incoming);
    c.header('cache-control', 'no-store');
    if (!access.hostAllowed(caller)) return refuse(c, doorError('host', `"${caller.host ?? ''}" is not a name of this daemon`));
    for (const [name, value] of Object.entries(securityHeaders(caller.host ?? ''))) c.header(name, value);
    if (!SAFE.has(c.req.method) && !access.originAllowed(caller))
      return refuse(c, doorError('origin', `the page ${caller.origin} is not of this daemon`));
    const credential = access.credentialOf(caller);
    if (!credential && !OPEN.has(c.req.path) && !pages.has(c.req.path)) {
      c.header('www-authenticate', 'Bearer');
      return refuse(c, doorError('unauthorized', 'show a credential: Authorization: Bearer TOKEN'));
    }
    const role = credential?.role ?? 'viewer';
    c.set('role', role);
    c.set('address', caller.address);
    const program = credential?.name ?? programOf(c.req.header('x-deskbridge-client'), c.req.header('user-agent'));
    c.set('actor', () => actors.of(program, caller.address, role));
    if (!c.req.path.startsWith('/api/')) return next();
    // Programs of this machine are told apart by the names they give themselves; others are not trusted with that.
    const rate = budget.take(access.isLocal(caller) ? `here ${program}` : `${caller.address} ${credential?.device ?? ''}`);
    if (!rate) {
      c.header('retry-after', '1');
      return refuseWith(c, {
        code: 'busy',
        got: 'too many requests',
        want: `at most ${shared.limits.messagesPerS} per second, or less work`,
      });
    }
    c.set('spend', (work) => budget.spend(rate, work));
    return next();
  });
  for (const [address, page] of pages)
    app.get(address, (c) => {
      const { body, headers } = pageAnswer(page, c.req.header('accept-encoding') ?? '');
      return c.body(body, 200, headers);
    });
  return app;
}

/** The body as JSON; a Response when it is none. A browser's form cannot send this media type to another site unasked. */
export async function jsonBody(c: Request, limitBytes: number): Promise<{ readonly said: unknown } | Response> {
  const type = c.req.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json') return refuse(c, doorError('media-type', `the body is ${type ?? 'of no type'}; send application/json`));
  const bytes = await bodyOf(c.env.incoming, limitBytes);
  if (!bytes) {
    // The rest of it is not worth reading.
    c.header('connection', 'close');
    return refuse(c, doorError('too-large', `a body has at most ${limitBytes} bytes`));
  }
  const read = isUtf8(bytes) ? readJson(bytes.toString()) : { got: 'the body', want: 'UTF-8' };
  return 'said' in read ? read : refuse(c, errorOf({ code: 'malformed', got: read.got, want: read.want }), 400);
}

/** @returns undefined as soon as it is too large */
async function bodyOf(incoming: IncomingMessage, limitBytes: number): Promise<Buffer | undefined> {
  const length = incoming.headers['content-length'];
  if (Number(length ?? 0) > limitBytes) return undefined;
  if (length !== undefined) return soonBodyOf(incoming);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limitBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A body of a known length, which the parser keeps to: what a Go comes in waits for no iterator. @throws when the caller is gone */
function soonBodyOf(incoming: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.once('end', () => resolve(Buffer.concat(chunks)));
    incoming.once('error', reject);
  });
}

/** The same address with another method. Stands behind the routes. */
export function otherMethods(app: Hono<Env>, address: string, methods: readonly string[]): void {
  const allow = methods.includes('GET') ? ['HEAD', ...methods] : methods;
  app.all(address, (c) => {
    c.header('allow', allow.join(', '));
    return refuse(c, doorError('method', `${c.req.path.slice(0, 80)} takes ${methods.join(' or ')}, not ${c.req.method}`));
  });
}
