import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Devices, type KnownDevice } from '../../src/remote/devices.ts';
import { ManualClock } from '../manual-clock.ts';
import { until } from '../until.ts';
import { bearer, Client, FROM_AFAR, type RemoteKit, remoteKit } from './remote-kit.ts';

/** A disk that keeps what it is given, or is full. */
class Paper {
  known: readonly KnownDevice[] = [];
  saves = 0;
  fault: string | undefined;
  async save(devices: readonly KnownDevice[]): Promise<string | undefined> {
    this.saves += 1;
    if (this.fault === undefined) this.known = devices;
    return this.fault;
  }
}

let paper: Paper;
let kit: RemoteKit;
let pin: number;
beforeEach(async () => {
  paper = new Paper();
  pin = 480_000;
  kit = await remoteKit({ devices: paper, drawPin: () => String(++pin) });
});
afterEach(() => kit.stop());

const exchange = (given: string, name = "Anna's iPad", headers: Record<string, string> = FROM_AFAR) =>
  kit.json('/api/v1/pair/exchange', 'POST', { pin: given, name }, headers);

interface Paired {
  readonly id: string;
  readonly token: string;
}

/** Somebody at the desk shows a PIN, and a device types it. */
async function pair(role: 'viewer' | 'mixer' | 'admin' = 'mixer', name = "Anna's iPad"): Promise<Paired> {
  const shown = await kit.json('/api/v1/pair', 'POST', { role });
  const { body } = await exchange((shown.body as { pin: string }).pin, name);
  return body;
}

describe('pairing over HTTP', () => {
  test('a PIN becomes a token of 256 bits with the role that was meant, and opens HTTP and WebSocket', async () => {
    const shown = await kit.json('/api/v1/pair', 'POST', { role: 'viewer' });
    expect(shown.body).toMatchObject({ pin: '480001', role: 'viewer', leftMs: 120_000, pages: [], join: null });
    const { status, body } = await exchange('480 001');
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: "Anna's iPad", role: 'viewer' });
    const { token } = body as Paired;
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect((await kit.json('/api/v1/status', 'GET', undefined, { ...FROM_AFAR, ...bearer(token) })).status).toBe(200);
    const client = new Client(kit.remote.url, FROM_AFAR);
    await client.next('hello');
    client.say({ t: 'auth', token });
    expect(await client.next('hello')).toMatchObject({ role: 'viewer' });
    expect(await client.ask({ t: 'set', path: 'ch/1/fader', value: -1 })).toMatchObject({ t: 'refused', error: { code: 'role' } });
    client.ws.terminate();
  });

  test('what is kept and what is said hold neither PIN nor token', async () => {
    const { token } = await pair();
    await exchange('999999');
    const written = JSON.stringify(paper.known) + kit.lines.join('\n');
    expect(paper.known).toHaveLength(1);
    expect(paper.known[0]).toMatchObject({ name: "Anna's iPad", role: 'mixer', hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(kit.lines.join('\n')).toContain("Anna's iPad at 127.0.0.1 was paired as mixer");
    for (const secret of [token, '480001', '999999']) expect(written).not.toContain(secret);
    const status = await kit.http('/api/v1/status').then((answer) => answer.text());
    expect(status).not.toContain(token);
  });

  test('a wrong PIN says how many tries are left, and the sixth nothing more', async () => {
    await kit.json('/api/v1/pair', 'POST', {});
    const answers = [];
    for (let i = 0; i < 6; i++) answers.push(await exchange('000000'));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429]);
    expect(answers[0]?.body).toMatchObject({ error: { code: 'unauthorized', message: expect.stringContaining('4 tries are left') } });
    expect(answers[5]?.body).toMatchObject({ error: { code: 'busy', message: expect.stringContaining('deskbridge pair') } });
    expect((await exchange('480001')).status).toBe(429);
    await kit.json('/api/v1/pair', 'POST', {});
    expect((await exchange('480002')).status).toBe(200);
  });

  test('another site cannot ask for a PIN or show one, and a form cannot either', async () => {
    const origin = { origin: 'http://evil.example' };
    expect((await kit.json('/api/v1/pair', 'POST', {}, origin)).status).toBe(403);
    await kit.json('/api/v1/pair', 'POST', {});
    expect((await exchange('480001', 'x', { ...FROM_AFAR, ...origin })).status).toBe(403);
    const form = await kit.http('/api/v1/pair/exchange', { method: 'POST', body: 'pin=480001' });
    expect(form.status).toBe(415);
    expect((await exchange('480001')).status).toBe(200);
  });

  test('two of one name are told apart; a name is one line', async () => {
    await pair('mixer', 'iPad');
    await pair('mixer', 'ipad');
    await pair('mixer', 'i\nPad\u202e');
    expect(paper.known.map(({ name }) => name)).toEqual(['iPad', 'ipad 2', 'i Pad']);
  });

  test('a disk that is full lets the device in all the same, and says so', async () => {
    paper.fault = 'cannot write state/devices.json: the disk is full';
    const { token } = await pair();
    expect((await kit.json('/api/v1/verbs', 'GET', undefined, { ...FROM_AFAR, ...bearer(token) })).status).toBe(200);
    expect(kit.lines.join('\n')).toContain("the disk is full: Anna's iPad has to be paired again after a restart");
  });
});

describe('a device that is revoked', () => {
  test('is closed with 4401 at once, its hold is free, and its token opens nothing', async () => {
    const { id, token } = await pair();
    const client = new Client(kit.remote.url, { ...FROM_AFAR, ...bearer(token) });
    const late = new Client(kit.remote.url, FROM_AFAR);
    await late.next('hello');
    late.say({ t: 'auth', token });
    await late.next('hello');
    await client.next('hello');
    client.say({ t: 'hello', name: 'somebody else' });
    await client.ask({ t: 'touch', path: 'ch/1/fader', down: true });
    expect(kit.desk.holder(kit.id('ch/1/fader'))?.actor.name).toBe("Anna's iPad");
    const other = await kit.client();
    expect(await other.ask({ t: 'set', path: 'ch/1/fader', value: -5 })).toMatchObject({ t: 'refused', error: { code: 'held' } });
    expect((await kit.json('/api/v1/devices')).body).toMatchObject([{ id, sockets: 2 }]);
    const { body } = await kit.json(`/api/v1/devices/${encodeURIComponent("anna's ipad")}`, 'DELETE');
    expect(body).toEqual({ id, name: "Anna's iPad", kept: true });
    expect(await client.code()).toBe(4401);
    expect(await late.code()).toBe(4401);
    expect(await other.ask({ t: 'set', path: 'ch/1/fader', value: -5 })).toMatchObject({ t: 'ok' });
    expect(paper.known).toEqual([]);
    expect((await kit.json('/api/v1/status', 'GET', undefined, { ...FROM_AFAR, ...bearer(token) })).status).toBe(401);
    const again = new Client(kit.remote.url, FROM_AFAR);
    await again.next('hello');
    again.say({ t: 'auth', token });
    expect(await again.code()).toBe(4401);
  });

  test('others stay; one that is not there is said so', async () => {
    const anna = await pair('mixer', 'Anna');
    const ben = await pair('mixer', 'Ben');
    const client = new Client(kit.remote.url, bearer(ben.token));
    await client.next('hello');
    await kit.json(`/api/v1/devices/${anna.id}`, 'DELETE');
    expect((await kit.json(`/api/v1/devices/${anna.id}`, 'DELETE')).status).toBe(404);
    expect(await client.ask({ t: 'set', path: 'ch/1/fader', value: -5 })).toMatchObject({ t: 'ok' });
    client.ws.terminate();
  });

  test('that could not be written is out for this run, and the answer says what a restart would bring', async () => {
    const { id, token } = await pair();
    paper.fault = 'cannot write state/devices.json: the disk is full';
    const { body } = await kit.json(`/api/v1/devices/${id}`, 'DELETE');
    expect(body).toMatchObject({ kept: false });
    expect((await kit.json('/api/v1/status', 'GET', undefined, { ...FROM_AFAR, ...bearer(token) })).status).toBe(401);
  });
});

describe('devices', () => {
  test('are known again in the next run, and when they were seen is written once a minute at most, and at the end', async () => {
    const { token } = await pair();
    const before = paper.saves;
    const clock = new ManualClock(1_700_000_000_000);
    const devices = new Devices(clock, paper);
    for (let i = 0; i < 10; i++) expect(devices.credential(token)).toMatchObject({ role: 'mixer', name: "Anna's iPad" });
    expect(devices.credential('x'.repeat(43))).toBeUndefined();
    expect(paper.saves).toBe(before);
    clock.advance(60_000);
    await until('the write', () => paper.saves === before + 1);
    expect(paper.known[0]?.seen).toBe(1_700_000_000_000);
    devices.credential(token);
    await devices.end();
    expect(paper.known[0]?.seen).toBe(1_700_000_060_000);
    expect(clock.timers).toBe(0);
  });

  test('are at most 256', () => {
    const devices = new Devices(new ManualClock(), paper);
    const added = Array.from({ length: 257 }, (_, index) => devices.add(`iPad ${index}`, 'mixer'));
    expect(added.filter((one) => one === undefined)).toHaveLength(1);
    expect(new Set(added.map((one) => one?.token)).size).toBe(257);
  });
});
