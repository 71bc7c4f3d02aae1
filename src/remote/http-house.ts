import type { Hono } from 'hono';
import { isRefusal } from '../desk/refusal.ts';
import { type Env, otherMethods, refuseWith } from './http-door.ts';
import type { Shared } from './shared.ts';

const LOG_USUAL = 100;
const LOG_MOST = 1000;

/** What the routes of the house need besides. */
export interface HouseAnswers {
  status(): unknown;
  metrics(): Promise<{ readonly type: string; readonly text: string }>;
  documents(): Promise<{ readonly openapi: unknown; readonly asyncapi: unknown }>;
}

/** What stands, what happened, and how it is. */
export function serveHouse(app: Hono<Env>, { house, snapshots }: Shared, answers: HouseAnswers): void {
  const { desk } = house;

  app.get('/api/v1/layout', (c) => {
    c.header('content-type', 'application/json');
    c.header('vary', 'accept-encoding');
    if (!/\bgzip\b/.test(c.req.header('accept-encoding') ?? '')) return c.body(snapshots.layoutText());
    c.header('content-encoding', 'gzip');
    return c.body(snapshots.layoutGzip());
  });

  app.get('/api/v1/log', (c) => {
    const { path, limit } = c.req.query();
    const count = limit === undefined ? LOG_USUAL : /^\d{1,5}$/.test(limit) ? Number(limit) : Number.NaN;
    if (!(count >= 1 && count <= LOG_MOST)) return refuseWith(c, { code: 'out-of-range', got: `limit ${limit}`, want: `1..${LOG_MOST}` });
    if (path === undefined) return c.json(desk.log.newest(count));
    const entries = snapshots.select(path);
    if (isRefusal(entries)) return refuseWith(c, entries);
    const paths = new Set(entries.map((entry) => entry.path));
    return c.json(desk.log.newest(count, (one) => paths.has(one)));
  });

  app.get('/api/v1/status', (c) => c.json(answers.status() as object));
  app.get('/api/v1/surfaces', (c) => c.json(house.hands?.list() ?? []));
  app.get('/healthz', (c) => c.json({ ok: true }));
  app.get('/readyz', (c) => {
    const links = house.engines().map((engine) => desk.link(engine.role));
    const missing = links.filter((link) => link.state !== 'live').map((link) => `engine "${link.role}": ${link.reason || link.state}`);
    return missing.length === 0 ? c.json({ ok: true }) : c.json({ ok: false, missing }, 503);
  });
  app.get('/metrics', async (c) => {
    const { type, text } = await answers.metrics();
    return c.body(text, 200, { 'content-type': type });
  });
  app.get('/api/openapi.json', async (c) => c.json((await answers.documents()).openapi as object));
  app.get('/api/asyncapi.json', async (c) => c.json((await answers.documents()).asyncapi as object));
  for (const address of [
    '/',
    '/api/v1/layout',
    '/api/v1/log',
    '/api/v1/status',
    '/api/v1/surfaces',
    '/healthz',
    '/readyz',
    '/metrics',
    '/api/openapi.json',
    '/api/asyncapi.json',
  ]) {
    otherMethods(app, address, ['GET']);
  }
}
