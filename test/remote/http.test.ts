import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lawFrom } from '../../src/desk/law.ts';
import { errorAnswer, layout, logLine, parameter, ROUTES, status, verbRow } from '../../src/remote/protocol/http.ts';
import { actor } from '../desk/desk-kit.ts';
import { bearer, FROM_AFAR, type RemoteKit, remoteKit, TOKENS } from './remote-kit.ts';
import { askRoute } from './route-kit.ts';

const FADER = '/api/v1/params/ch/7/fader';

let kit: RemoteKit;
beforeEach(async () => {
  kit = await remoteKit();
});
afterEach(() => kit.stop());

const codeOf = async (answer: Promise<{ status: number; body: unknown }>) => {
  const { status: code, body } = await answer;
  return [code, errorAnswer.parse(body).error.code];
};

describe('a parameter over HTTP', () => {
  test('is shown with value, unit, text, range, step, revision and who moved it', async () => {
    const fresh = await kit.json(FADER);
    expect(parameter.parse(fresh.body)).toEqual(fresh.body);
    expect(fresh.body).toMatchObject({
      path: 'ch/7/fader',
      value: 0,
      unit: 'dB',
      text: '0.0 dB',
      range: ['-inf', 10],
      step: 0.1,
      rev: 0,
      by: null,
    });
    await kit.json(FADER, 'PUT', { value: -10 }, { 'x-deskbridge-client': 'stage plot' });
    const moved = await kit.json(FADER);
    expect(moved.body).toMatchObject({
      value: -10,
      rev: 1,
      by: { who: 'stage plot', origin: 'http 127.0.0.1', at: kit.clock.wallMs() },
      pending: true,
    });
  });

  test('takes silence as "-inf", switches as true or "on", choices by their word', async () => {
    expect((await kit.json(FADER, 'PUT', { value: '-inf' })).body).toMatchObject({ value: '-inf', text: '-inf dB', step: 0.1 });
    expect((await kit.json('/api/v1/params/ch/7/mute', 'PUT', { value: true })).body).toMatchObject({
      value: true,
      unit: null,
      range: null,
    });
    expect((await kit.json('/api/v1/params/ch/7/mute', 'PUT', { value: 'off' })).body).toMatchObject({ value: false, text: 'off' });
    const type = await kit.json('/api/v1/params/ch/7/eq/2/type', 'PUT', { value: 'notch' });
    expect(type.body).toMatchObject({ value: 'notch', range: ['low-shelf', 'bell', 'high-shelf', 'low-cut', 'high-cut', 'notch'] });
    expect((await kit.json('/api/v1/params/ch/7/name', 'PUT', { value: '<b>Kick</b>' })).body).toMatchObject({ value: '<b>Kick</b>' });
  });

  test('moves by an amount, turns over, and goes to a position', async () => {
    await kit.json(FADER, 'PUT', { value: -10 });
    expect((await kit.json(FADER, 'PUT', { delta: -1 })).body).toMatchObject({ value: -11 });
    expect((await kit.json(FADER, 'PUT', { position: 0.75 })).body).toMatchObject({ value: 0 });
    expect((await kit.json('/api/v1/params/ch/7/mute', 'PUT', { toggle: true })).body).toMatchObject({ value: true });
  });

  test('patterns and strips are answered with a list', async () => {
    const faders = await kit.json('/api/v1/params/ch/1..4/fader');
    expect(faders.body).toHaveLength(4);
    const strip = await kit.json('/api/v1/params/ch/7/eq');
    expect((strip.body as { path: string }[]).map((one) => one.path)).toContain('ch/7/eq/2/freq');
  });
});

describe('every status', () => {
  test('404 for an unknown path, with the nearest one', async () => {
    const { status: code, body } = await kit.json('/api/v1/params/ch/7/fadr');
    expect(code).toBe(404);
    expect(body).toEqual({
      error: { code: 'unknown-path', message: 'no parameter "ch/7/fadr"; did you mean ch/7/fader?', want: 'ch/7/fader' },
    });
    expect(await codeOf(kit.json('/api/v1/verbs/togle', 'POST', {}))).toEqual([404, 'unknown-verb']);
    expect(await codeOf(kit.json('/nowhere'))).toEqual([404, 'not-found']);
  });

  test('422 for a bad value, with path and range', async () => {
    const { status: code, body } = await kit.json(FADER, 'PUT', { value: 14 });
    expect(code).toBe(422);
    expect(body).toEqual({
      error: { code: 'out-of-range', message: 'ch/7/fader: +14.0 dB is outside -inf..+10 dB', path: 'ch/7/fader', want: '-inf..+10 dB' },
    });
    for (const wrong of [{ value: 'loud' }, { toggle: true }, { value: -1, delta: 1 }, {}, [], null, { position: 2 }]) {
      expect((await kit.json(FADER, 'PUT', wrong)).status, JSON.stringify(wrong)).toBe(422);
    }
    expect(await codeOf(kit.json('/api/v1/params/ch/*/fader', 'PUT', { value: 0 }))).toEqual([422, 'malformed']);
  });

  test('409 while another hand holds it, by whom', async () => {
    const hand = actor('X-Touch');
    kit.desk.touch(hand, kit.id('ch/7/fader'), true);
    kit.clock.advance(2000);
    const { status: code, body } = await kit.json(FADER, 'PUT', { value: -3 });
    expect(code).toBe(409);
    expect(body).toEqual({
      error: { code: 'held', message: 'ch/7/fader: held by X-Touch since 2 s', path: 'ch/7/fader', by: 'X-Touch since 2 s' },
    });
  });

  test('503 while the engine is not live, and /readyz says so', async () => {
    expect((await kit.json('/readyz')).body).toEqual({ ok: true });
    kit.desk.setLink('foh', 'calling', 'no reply for 10 s');
    expect(await codeOf(kit.json(FADER, 'PUT', { value: -3 }))).toEqual([503, 'offline']);
    const ready = await kit.json('/readyz');
    expect([ready.status, ready.body]).toEqual([503, { ok: false, missing: ['engine "foh": no reply for 10 s'] }]);
    expect((await kit.json('/healthz')).body).toEqual({ ok: true });
  });

  test('400 for what is no JSON, 415 for another type, 413 for too much', async () => {
    const put = (body: string | Buffer, type = 'application/json') =>
      kit.http(FADER, { method: 'PUT', body, headers: { 'content-type': type } });
    expect((await put('{"value":')).status).toBe(400);
    expect((await put('{"value":-3}', 'text/plain')).status).toBe(415);
    expect((await put('value=-3', 'application/x-www-form-urlencoded')).status).toBe(415);
    expect((await put(`{"value":"${'x'.repeat(70_000)}"}`)).status).toBe(413);
    expect((await put(Buffer.from('{"value":"\\xff"}', 'latin1'))).status).toBe(400);
    const endless = new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(1024).fill(32)) });
    // Cast: a body that is a stream needs a field that the types of fetch do not know.
    const init = { method: 'PUT', body: endless, duplex: 'half', headers: { 'content-type': 'application/json' } } as RequestInit;
    expect((await kit.http(FADER, init)).status).toBe(413);
    expect((await put('{"value":-3}', 'application/json; charset=utf-8')).status).toBe(200);
  });

  test('405 with what is allowed, for other methods and for what can only be read', async () => {
    for (const address of ['/', '/healthz', '/api/v1/layout', '/api/v1/log', '/api/v1/status', '/api/v1/verbs', '/metrics', '/readyz']) {
      const { status: code, headers } = await kit.json(address, 'DELETE');
      expect([address, code, headers.get('allow')]).toEqual([address, 405, 'HEAD, GET']);
    }
    const wrong = await kit.json(FADER, 'POST', {});
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'HEAD, GET, PUT']);
    expect((await kit.json('/api/v1/say')).headers.get('allow')).toBe('POST');
    const derived = await kit.json('/api/v1/params/ch/7/audible', 'PUT', { value: 'yes' });
    expect([derived.status, derived.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  test('500 for a fault of ours, said in the log without its inside in the answer', async () => {
    kit.desk.find = () => {
      throw new Error('secret inside');
    };
    const { status: code, body } = await kit.json(FADER);
    expect([code, JSON.stringify(body).includes('secret')]).toEqual([500, false]);
    expect(kit.lines).toEqual(['http: fault at GET /api/v1/params/ch/7/fader: secret inside']);
  });
});

describe('what can be asked', () => {
  test('verbs run with JSON arguments, dry or not', async () => {
    const dry = await kit.json('/api/v1/verbs/toggle', 'POST', { target: 'ch/7/mute', dry: true });
    expect(dry.body).toMatchObject({ says: 'would set ch/7/mute off -> on', changes: [{ path: 'ch/7/mute', from: 'off', to: 'on' }] });
    expect(kit.get('ch/7/mute')).toBe(false);
    await kit.json('/api/v1/verbs/toggle', 'POST', { target: 'ch/7/mute' });
    expect(kit.get('ch/7/mute')).toBe(true);
    await kit.json('/api/v1/verbs/set', 'POST', { target: 'ch/1..4/fader', value: -12.5 });
    expect(kit.get('ch/4/fader')).toBe(-12.5);
    expect(await codeOf(kit.json('/api/v1/verbs/toggle', 'POST', { targt: 'ch/7/mute' }))).toEqual([422, 'malformed']);
    expect(await codeOf(kit.json('/api/v1/verbs/toggle', 'POST', { target: 'strip/mute' }))).toEqual([422, 'no-context']);
    expect((await kit.json('/api/v1/verbs/toggle', 'POST', { target: 'strip/mute', strip: 'ch/2' })).status).toBe(200);
    expect(kit.get('ch/2/mute')).toBe(true);
  });

  test('lines are said as on the command line', async () => {
    expect((await kit.json('/api/v1/say', 'POST', { line: 'set ch/7/name "Kick In"' })).status).toBe(200);
    expect(kit.get('ch/7/name')).toBe('Kick In');
    expect(await codeOf(kit.json('/api/v1/say', 'POST', { line: 'togle ch/7/mute' }))).toEqual([404, 'unknown-verb']);
    expect(await codeOf(kit.json('/api/v1/say', 'POST', { lin: 'x' }))).toEqual([422, 'malformed']);
  });

  test('undo takes back what the same program did some requests ago, not what another did', async () => {
    const by = (name: string) => ({ 'x-deskbridge-client': name });
    await kit.json(FADER, 'PUT', { value: -10 }, by('cue player'));
    await kit.json('/api/v1/params/ch/8/fader', 'PUT', { value: -20 }, by('other'));
    await kit.json('/api/v1/verbs/undo', 'POST', {}, by('cue player'));
    expect([kit.get('ch/7/fader'), kit.get('ch/8/fader')]).toEqual([0, -20]);
  });

  test('the list of verbs is the list of the house', async () => {
    const { body } = await kit.json('/api/v1/verbs');
    expect((body as unknown[]).map((row) => verbRow.parse(row).name)).toEqual(kit.verbs.list().map((verb) => verb.name));
  });
});

describe('what stands', () => {
  test('the layout has every parameter at the place of its id, and laws that can be rebuilt', async () => {
    const plain = await kit.json('/api/v1/layout', 'GET', undefined, { 'accept-encoding': 'identity' });
    const found = layout.parse(plain.body);
    expect(found.parameters.map((one) => one.path)).toEqual(kit.desk.model.entries.map((entry) => entry.path));
    const fader = found.parameters[kit.id('ch/7/fader')];
    // Cast: the schema keeps the shape loose; the test is that it rebuilds.
    expect(lawFrom(found.laws[fader?.law ?? -1] as never).toPosition(0)).toBe(0.75);
    expect(found.meters).toContain('main/meter/integrated');
    const packed = await kit.json('/api/v1/layout', 'GET', undefined, { 'accept-encoding': 'gzip' });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(packed.body).toEqual(plain.body);
  });

  test('the log answers who did it, by path and number', async () => {
    await kit.json(FADER, 'PUT', { value: -10 });
    await kit.json('/api/v1/params/ch/7/mute', 'PUT', { value: true });
    const lines = (await kit.json('/api/v1/log?path=ch/7/fader')).body as unknown[];
    expect(lines.map((line) => logLine.parse(line))).toMatchObject([
      { path: 'ch/7/fader', from: '0.0 dB', to: '-10.0 dB', origin: 'http 127.0.0.1' },
    ]);
    expect((await kit.json('/api/v1/log?limit=1')).body).toHaveLength(1);
    expect((await kit.json('/api/v1/log?limit=0')).status).toBe(422);
    expect((await kit.json('/api/v1/log?path=zz/1')).status).toBe(404);
  });

  test('the status names engines, clients and what is missing', async () => {
    const client = await kit.client();
    await client.ask({ t: 'sub', pattern: 'ch/*/fader' });
    const { body } = await kit.json('/api/v1/status');
    expect(status.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      missing: ['no sound device'],
      engines: [{ role: 'foh', state: 'live', type: 'embedded', figures: { sent: 3 }, canListen: false, metersStale: true }],
      clients: [{ actor: 'ws 1', role: 'admin', subscriptions: 1 }],
    });
  });

  test('metrics are Prometheus text with engines, clients, counts and the process', async () => {
    await kit.client();
    const text = await (await kit.http('/metrics')).text();
    for (const line of [
      'deskbridge_engine_up{role="foh",type="embedded"} 1',
      'deskbridge_engine_writes_resent_total{role="foh"} 1',
      'deskbridge_engine_figure{role="foh",name="blocks"} 7',
      'deskbridge_clients 1',
      'deskbridge_remote_total{what="accepted"} 1',
    ])
      expect(text).toContain(line);
    expect(text).toMatch(/deskbridge_loop_lag_seconds\{quantile="0.99"\} \d/);
    expect(text).toMatch(/deskbridge_process_resident_bytes \d{7,}/);
    kit.meters.publish('foh', new Float32Array(3), kit.clock.nowMs());
    kit.clock.advance(3000);
    expect(await (await kit.http('/metrics')).text()).toContain('deskbridge_engine_last_heard_seconds{role="foh"} 3');
  });

  test('the page is served from memory, with a policy that allows no inline script', async () => {
    const answer = await kit.http('/');
    const html = await answer.text();
    expect(html).toContain('<title>Deskbridge</title>');
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|\son\w+=|style=/);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    const named = [...html.matchAll(/<(?:script|link)[^>]*\s(?:src|href)="([^"]+)"/g)].map(([, name = '']) => name);
    for (const name of named) expect((await kit.http(new URL(name, 'http://desk/').pathname)).status, name).toBe(200);
    for (const path of ['/../remote.ts', '/%2e%2e/remote.ts', '/..%2fremote.ts', '/README.md', '/status/'])
      expect(await statusOfRaw(kit, path), path).toBe(404);
  });

  test('every route of the list answers, and no other does', async () => {
    for (const route of ROUTES) {
      const answer = await askRoute(kit, route);
      expect([route.method, route.address, answer.status]).toEqual([route.method, route.address, 200]);
      const text = await answer.text();
      if (route.answer) expect(() => route.answer?.parse(JSON.parse(text)), route.address).not.toThrow();
    }
    expect(ROUTES).toHaveLength(20);
  });
});

/** A request whose path the client does not tidy up. */
const statusOfRaw = ({ port }: RemoteKit, path: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const asked = request({ port: port.local.port, host: '127.0.0.1', path }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.on('error', reject).end();
  });

describe('what one caller may ask', () => {
  const statuses = (count: number, headers: Record<string, string> = {}) =>
    Promise.all(Array.from({ length: count }, () => kit.http('/api/v1/params/ch/1/fader', { headers }).then(({ status }) => status)));
  const as = (program: string) => ({ 'x-deskbridge-client': program });

  test('is as many requests a second as messages on a WebSocket; other callers and probes are not refused', async () => {
    const all = await statuses(205, as('loop'));
    expect(all.filter((status) => status === 429)).toHaveLength(5);
    const { status, headers } = await kit.http('/api/v1/say', { method: 'POST', headers: as('loop') });
    expect([status, headers.get('retry-after')]).toEqual([429, '1']);
    expect(await statuses(1, as('other'))).toEqual([200]);
    expect((await kit.http('/healthz', { headers: as('loop') })).status).toBe(200);
    kit.clock.advance(1000);
    expect(await statuses(1, as('loop'))).toEqual([200]);
  });

  test('from elsewhere is one budget for a device, whatever it calls itself', async () => {
    const from = { ...FROM_AFAR, ...bearer(TOKENS.mixer) };
    const all = await Promise.all(Array.from({ length: 205 }, (_, index) => statuses(1, { ...from, ...as(`name ${index}`) })));
    expect(all.flat().filter((status) => status === 429)).toHaveLength(5);
  });

  test('is a part of the time of the daemon: wide work waits sooner', async () => {
    kit.desk.watch(() => kit.clock.sleep(100));
    const body = JSON.stringify({ line: 'toggle ch/1/mute' });
    const ask = () => kit.http('/api/v1/say', { method: 'POST', body, headers: { 'content-type': 'application/json', ...as('wide') } });
    const all = [];
    for (let i = 0; i < 5; i++) all.push((await ask()).status);
    expect(all.filter((status) => status === 200).length).toBeLessThan(5);
    expect(all).toContain(429);
  });
});
