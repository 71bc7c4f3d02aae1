import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { allows, ROLES, type Role } from '../../src/desk/actor.ts';
import { CLIENT_MESSAGES, type ClientMessage } from '../../src/remote/protocol/client.ts';
import { ROUTES } from '../../src/remote/protocol/http.ts';
import { bearer, Client, FROM_AFAR, type RemoteKit, remoteKit, TOKENS } from './remote-kit.ts';
import { askRoute } from './route-kit.ts';

let kit: RemoteKit;
beforeEach(async () => {
  kit = await remoteKit({ hosts: ['foh.local'], origins: ['https://desk.example'], limits: { perAddress: 2, sockets: 6 } });
});
afterEach(() => kit.stop());

type Headers = Record<string, string>;

/** Status of a request with headers that `fetch` would not let through. */
const statusOf = (
  method: string,
  headers: Headers,
  path = '/api/v1/params/ch/1/fader',
  body = '{"value":-1}',
): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const asked = request(
      { port: kit.port.local.port, host: '127.0.0.1', path, method, headers: { 'content-type': 'application/json', ...headers } },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      },
    );
    asked.on('error', reject);
    asked.end(method === 'GET' ? '' : body);
  });

/** What an upgrade is answered with: 101, or the status of the refusal. */
const upgradeOf = (headers: Headers, path = '/ws'): Promise<number | undefined> =>
  new Promise((resolve) => {
    const ws = new WebSocket(`ws://127.0.0.1:${kit.port.local.port}${path}`, { headers });
    ws.on('open', () => {
      ws.terminate();
      resolve(101);
    });
    ws.on('unexpected-response', (_, answer) => {
      answer.resume();
      ws.terminate();
      resolve(answer.statusCode);
    });
    ws.on('error', () => {});
  });

describe('the name in the address', () => {
  const own = () => kit.port.local.port;
  test.each([
    ['127.0.0.1:PORT', true],
    ['localhost:PORT', true],
    ['LOCALHOST', true],
    ['[::1]:PORT', true],
    ['foh.local:PORT', true],
    ['localhost:9000', true],
    ['evil.example:PORT', false],
    ['127.0.0.1.evil.example', false],
    ['localhost.evil.example:PORT', false],
    ['evil.example#localhost', false],
    ['user@localhost', false],
  ])('%s is %s', async (name, isAllowed) => {
    const host = name.replace('PORT', String(own()));
    // What is no host name at all does not even get past the framework: 400.
    for (const path of ['/api/v1/params/ch/1/fader', '/healthz', '/'])
      expect(isAllowed ? [200, 401] : [400, 403]).toContain(await statusOf('GET', { host }, path));
    expect(await upgradeOf({ host })).toBe(isAllowed ? 101 : 403);
  });
});

describe('the page that asks', () => {
  test.each([
    [undefined, true],
    ['http://HOST', true],
    ['https://HOST', true],
    ['https://desk.example', true],
    ['http://desk.example', false],
    ['http://evil.example', false],
    ['http://localhost:3000', false],
    ['null', false],
    ['http://HOST.evil.example', false],
    ['file://', false],
  ])('%s is %s', async (page, isAllowed) => {
    const host = `127.0.0.1:${kit.port.local.port}`;
    const headers: Headers = page === undefined ? { host } : { host, origin: page.replace('HOST', host) };
    expect(await statusOf('PUT', headers)).toBe(isAllowed ? 200 : 403);
    expect(await statusOf('POST', headers, '/api/v1/say', '{"line":"get ch/1/fader"}')).toBe(isAllowed ? 200 : 403);
    expect(await upgradeOf(headers)).toBe(isAllowed ? 101 : 403);
  });

  test('no answer ever allows another site to read it', async () => {
    for (const path of ['/', '/api/v1/layout', '/api/v1/params/ch/1/fader', '/metrics']) {
      const { headers } = await kit.http(path, { headers: { origin: 'http://evil.example' } });
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
    expect((await kit.http('/api/v1/params/ch/1/fader', { method: 'OPTIONS' })).status).toBe(405);
  });
});

describe('the credential', () => {
  test('this machine needs none; what comes through a proxy does, and a wrong one is refused everywhere', async () => {
    expect(await statusOf('GET', {})).toBe(200);
    expect(await statusOf('GET', FROM_AFAR)).toBe(401);
    expect(await statusOf('GET', { ...FROM_AFAR, ...bearer(TOKENS.viewer) })).toBe(200);
    expect(await statusOf('GET', bearer('x'.repeat(43)))).toBe(401);
    expect(await statusOf('GET', { authorization: 'Basic YTpi' })).toBe(200);
    expect(await statusOf('GET', { ...FROM_AFAR, authorization: 'Basic YTpi' })).toBe(401);
    for (const path of ['/healthz', '/readyz', '/']) expect(await statusOf('GET', FROM_AFAR, path)).toBe(200);
    for (const path of ['/metrics', '/api/v1/status', '/api/v1/layout', '/api/v1/log', '/api/openapi.json'])
      expect(await statusOf('GET', FROM_AFAR, path), path).toBe(401);
    expect(await upgradeOf(bearer('x'.repeat(43)))).toBe(401);
  });

  test('this machine is asked for one by any name but its own: that is how proxies and tunnels ask', async () => {
    for (const host of ['127.0.0.1', 'localhost', '[::1]:9', '127.0.0.2:80']) expect(await statusOf('GET', { host }), host).not.toBe(401);
    expect(await statusOf('GET', { host: 'foh.local' })).toBe(401);
    expect(await statusOf('GET', { host: 'foh.local', ...bearer(TOKENS.viewer) })).toBe(200);
  });

  test('a socket may show it in its first message; until then it is told nothing and can do nothing', async () => {
    const client = new Client(kit.remote.url, FROM_AFAR);
    expect(await client.next('hello')).toMatchObject({ role: null, engines: [] });
    kit.desk.setLink('foh', 'stale');
    kit.desk.setLink('foh', 'live');
    client.say({ t: 'auth', token: TOKENS.mixer });
    expect(await client.next('hello')).toMatchObject({ role: 'mixer', engines: [{ role: 'foh' }] });
    expect(client.told).toEqual([]);
    expect(await client.ask({ t: 'set', path: 'ch/1/fader', value: -5 })).toMatchObject({ t: 'ok' });
    expect(kit.desk.values.by(kit.id('ch/1/fader'))?.name).toBe('mixer tablet');
    client.ws.terminate();
  });

  test('4401 for a wrong one, for asking without one, and for saying nothing', async () => {
    const wrong = new Client(kit.remote.url, FROM_AFAR);
    await wrong.next('hello');
    wrong.say({ t: 'auth', token: 'nonsense' });
    expect(await wrong.code()).toBe(4401);
    const early = new Client(kit.remote.url, FROM_AFAR);
    await early.next('hello');
    early.say({ t: 'snapshot' });
    expect(await early.code()).toBe(4401);
    const silent = new Client(kit.remote.url, FROM_AFAR);
    await silent.next('hello');
    kit.clock.advance(7000);
    expect(await silent.code()).toBe(4401);
    expect(silent.told).toEqual([]);
  });
});

describe('limits', () => {
  test('so many sockets in all, so many from one address; this machine has no such limit of its own', async () => {
    const afar = { ...FROM_AFAR, ...bearer(TOKENS.viewer) };
    const clients = await Promise.all([kit.client(), kit.client(), kit.client(), kit.client()]);
    expect(await upgradeOf(afar)).toBe(429);
    for (const client of clients.splice(0)) {
      client.ws.terminate();
      await client.code();
    }
    await Promise.all([kit.client(afar), kit.client(afar)]);
    expect(await upgradeOf(afar)).toBe(429);
    await Promise.all([kit.client(), kit.client(), kit.client(), kit.client()]);
    expect(await upgradeOf({})).toBe(503);
    expect(kit.remote.counts.turnedAway).toBe(3);
  });
});

/** A message of each kind that is right in itself. */
const SAYINGS: Readonly<Record<ClientMessage['t'], ClientMessage>> = {
  hello: { t: 'hello', name: 'x' },
  auth: { t: 'auth', token: TOKENS.viewer },
  snapshot: { t: 'snapshot' },
  sub: { t: 'sub', pattern: 'ch/1/fader' },
  unsub: { t: 'unsub' },
  view: { t: 'view', points: ['ch/1/meter/post'] },
  set: { t: 'set', path: 'ch/1/fader', value: -1 },
  touch: { t: 'touch', path: 'ch/1/fader', down: true },
  verb: { t: 'verb', verb: 'get', args: { target: 'ch/1/fader' } },
  say: { t: 'say', line: 'get ch/1/fader' },
  resume: { t: 'resume', run: 'x', layout: 0, rev: 0 },
  listen: { t: 'listen', source: null },
  surface: { t: 'surface', profile: null },
};

describe.each(ROLES)('the role %s', (role: Role) => {
  test('may say exactly the messages of its role', async () => {
    const client = await kit.client(bearer(TOKENS[role]));
    for (const [name, { role: needed }] of Object.entries(CLIENT_MESSAGES)) {
      if (name === 'auth' || name === 'hello') continue;
      // Cast: the keys of the one table are the keys of the other.
      const answer = await client.ask(SAYINGS[name as ClientMessage['t']]);
      const isRefused = answer.t === 'refused' && answer.error.code === 'role';
      expect([name, isRefused]).toEqual([name, !allows(role, needed)]);
    }
  });

  test('may run exactly the verbs of its role, by every way', async () => {
    const client = await kit.client(bearer(TOKENS[role]));
    for (const verb of kit.verbs.list()) {
      const args = Object.fromEntries(
        verb.args.flatMap(({ name, optional }) => (optional ? [] : [[name, name === 'target' ? 'ch/1/mute' : 'on']])),
      );
      const may = allows(role, verb.role);
      const told = await client.ask({ t: 'verb', verb: verb.name, args, dry: true });
      const said = await client.ask({ t: 'say', line: [verb.name, ...Object.values(args)].join(' '), dry: true });
      const posted = await kit.json(`/api/v1/verbs/${verb.name}`, 'POST', { ...args, dry: true }, bearer(TOKENS[role]));
      expect([verb.name, told.t === 'refused' && told.error.code === 'role']).toEqual([verb.name, !may]);
      expect([verb.name, said.t === 'refused' && said.error.code === 'role']).toEqual([verb.name, !may]);
      expect([verb.name, posted.status === 403]).toEqual([verb.name, !may]);
    }
    expect(kit.verbs.list().length).toBeGreaterThanOrEqual(12);
  });

  test('may ask exactly the addresses of its role', async () => {
    for (const route of ROUTES) {
      const { status } = await askRoute(kit, route, bearer(TOKENS[role]));
      const may = route.role === 'open' || allows(role, route.role);
      expect([route.method, route.address, status]).toEqual([route.method, route.address, may ? 200 : 403]);
    }
  });

  test('may move by HTTP only from mixer on', async () => {
    expect(await statusOf('PUT', bearer(TOKENS[role]))).toBe(allows(role, 'mixer') ? 200 : 403);
  });
});

test('without a credential exactly the open addresses are answered', async () => {
  for (const route of ROUTES) {
    const { status } = await askRoute(kit, route, FROM_AFAR);
    expect([route.method, route.address, status]).toEqual([route.method, route.address, route.role === 'open' ? 200 : 401]);
  }
});

test('4403 for a client that keeps asking for what its role does not allow', async () => {
  const client = await kit.client(bearer(TOKENS.viewer));
  for (let i = 0; i < 100; i++) client.say({ t: 'set', path: 'ch/1/fader', value: -1 });
  expect(await client.code()).toBe(4403);
  expect(kit.get('ch/1/fader')).toBe(0);
});
