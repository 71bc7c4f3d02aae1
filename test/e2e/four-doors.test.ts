import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import { oscPackage as osc } from '../../src/wire/formats/osc-package.ts';
import { cleanEnvironment, Running } from '../cli/daemon.ts';
import { scratch } from '../scratch.ts';

const SOON = { timeout: 10_000, interval: 10 };

interface OscMessage {
  readonly address: string;
  readonly args: readonly unknown[];
}
interface OscPacket {
  readonly address?: string;
  readonly args?: readonly unknown[];
  readonly packets?: readonly OscPacket[];
}

/** An OSC app of somebody else's making: its bytes are written and read by the npm package `osc`. */
class OscApp {
  readonly heard: OscMessage[] = [];
  readonly #socket: Socket = createSocket('udp4');
  readonly #port: number;
  constructor(port: number) {
    this.#port = port;
    this.#socket.on('message', (bytes) => this.#take(osc.readPacket(bytes, { metadata: false }) as OscPacket));
  }
  send(address: string, ...args: { type: string; value: unknown }[]): void {
    this.#socket.send(osc.writePacket({ address, args }, { metadata: true }), this.#port, '127.0.0.1');
  }
  last(address: string): unknown {
    return this.heard.findLast((message) => message.address === address)?.args[0];
  }
  close(): void {
    this.#socket.close();
  }
  #take(packet: OscPacket): void {
    for (const inner of packet.packets ?? []) this.#take(inner);
    if (packet.address !== undefined) this.heard.push({ address: packet.address, args: packet.args ?? [] });
  }
}

/** A page: what it was told, by path. */
class Page {
  readonly socket: WebSocket;
  readonly values = new Map<string, unknown>();
  readonly who = new Map<string, string>();
  meterFrames = 0;
  #paths: string[] = [];
  constructor(url: string) {
    this.socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { perMessageDeflate: false });
    this.socket.on('message', (data, isBinary) => {
      if (isBinary) this.meterFrames++;
      else this.#hear(JSON.parse(String(data)));
    });
  }
  async open(): Promise<void> {
    await new Promise((resolve) => this.socket.once('open', resolve));
    this.say({ t: 'hello', name: 'a page' });
    this.say({ t: 'snapshot' });
    this.say({ t: 'sub', pattern: '**' });
    await vi.waitFor(() => expect(this.#paths.length).toBeGreaterThan(3000), SOON);
  }
  say(message: object): void {
    this.socket.send(JSON.stringify(message));
  }
  #hear(message: {
    t: string;
    paths?: string[];
    values?: unknown[];
    c?: [number | string, unknown, number?][];
    by?: { who: string }[];
  }): void {
    if (message.t === 'snapshot' && message.paths) this.#paths = message.paths;
    if (message.t !== 'changes') return;
    for (const [id, value, by] of message.c ?? []) {
      const path = typeof id === 'number' ? (this.#paths[id] ?? String(id)) : id;
      this.values.set(path, value);
      this.who.set(path, message.by?.[by ?? 0]?.who ?? '');
    }
  }
}

/** The daemon with everything on, for as long as the tests of this file. */
class Daemon {
  readonly #child: ChildProcess;
  #out = '';
  constructor(environment: Record<string, string>) {
    this.#child = spawn(process.execPath, ['dist/main.js', 'start', '--json', '--port', '0', '--osc-port', '0'], {
      env: environment,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    this.#child.stdout?.on('data', (part) => {
      this.#out += String(part);
    });
  }
  async ready(): Promise<{ http: string; osc: number }> {
    await vi.waitFor(() => expect(this.#out).toContain('"event":"ready"'), SOON);
    return JSON.parse(this.#out.split('\n').find((line) => line.includes('"event":"ready"')) ?? '{}') as { http: string; osc: number };
  }
  end(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGTERM');
    return ended;
  }
}

describe('one desk behind four doors', () => {
  const environment = cleanEnvironment(scratch());
  let daemon: Daemon;
  let http: string;
  let app: OscApp;
  let page: Page;

  const get = async (path: string) => ((await (await fetch(`${http}/api/v1/params/${path}`)).json()) as { value: unknown }).value;
  const put = (path: string, body: object) =>
    fetch(`${http}/api/v1/params/${path}`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const command = async (...args: string[]) => {
    const ran = await new Running(args, environment).ended;
    return { code: ran.code, out: ran.out.trim(), err: ran.err.trim() };
  };

  beforeAll(async () => {
    daemon = new Daemon(environment);
    const ready = await daemon.ready();
    http = ready.http;
    app = new OscApp(ready.osc);
    page = new Page(http);
    await page.open();
    app.send('/subscribe', { type: 's', value: 'ch/**' }, { type: 'i', value: 100 });
    // Subscriptions are renewed by the same message; the first value shows that it stands.
    await put('ch/30/fader', { value: -33 });
    await vi.waitFor(() => expect(app.last('/ch/30/fader')).toBeCloseTo(-33, 5), SOON);
  });
  afterAll(async () => {
    app.close();
    page.socket.terminate();
    await daemon.end();
  });

  test('an OSC fader is seen by HTTP, the page and the command line', async () => {
    app.send('/ch/25/fader', { type: 'f', value: -6 });
    await vi.waitFor(() => expect(page.values.get('ch/25/fader')).toBe(-6), SOON);
    expect(page.who.get('ch/25/fader')).toContain('osc');
    expect(await get('ch/25/fader')).toBe(-6);
    expect(await command('get', 'ch/25/fader')).toMatchObject({ code: 0, out: 'ch/25/fader -6.0 dB' });
  });

  test('a PUT is seen by OSC and the page', async () => {
    expect((await put('ch/26/mute', { value: true })).status).toBe(200);
    await vi.waitFor(() => expect(page.values.get('ch/26/mute')).toBe(true), SOON);
    await vi.waitFor(() => expect(app.last('/ch/26/mute')).toBe(1), SOON);
    expect(page.values.get('ch/26/audible')).toBe('mute');
  });

  test('a page is seen by OSC and HTTP', async () => {
    page.say({ t: 'set', path: 'ch/27/fader', value: -12.3, hand: true });
    await vi.waitFor(() => expect(app.last('/ch/27/fader')).toBeCloseTo(-12.3, 4), SOON);
    expect(await get('ch/27/fader')).toBe(-12.3);
  });

  test('the command line is seen by all, and its log says who it was', async () => {
    expect((await command('set', 'ch/28/fader', '-20')).code).toBe(0);
    await vi.waitFor(() => expect(app.last('/ch/28/fader')).toBeCloseTo(-20, 5), SOON);
    expect(page.values.get('ch/28/fader')).toBe(-20);
    const { out } = await command('why', 'ch/28/fader');
    expect(out).toContain('0.0 dB -> -20.0 dB');
    expect((await command('undo')).code).toBe(0);
    expect(await get('ch/28/fader')).toBe(0);
  });

  test('a wrong thing is refused at every door, in the same words', async () => {
    const answer = await put('ch/25/fader', { value: 14 });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ error: { code: 'out-of-range', path: 'ch/25/fader', want: '-inf..+10 dB' } });
    expect(await command('set', 'ch/25/fadr', '0')).toMatchObject({ code: 6, err: expect.stringContaining('did you mean ch/25/fader?') });
    app.send('/ch/25/fadr', { type: 'f', value: 0 });
    await vi.waitFor(
      () => expect(app.heard.some((message) => message.address === '/error' && String(message.args[0]) === 'unknown-path')).toBe(true),
      SOON,
    );
  });

  test('meters stream to the page, and the mixer keeps its queue', async () => {
    page.say({ t: 'view', points: ['ch/*/meter/post', 'main/meter/post'], rate: 25 });
    await vi.waitFor(() => expect(page.meterFrames).toBeGreaterThan(10), SOON);
    const status = (await (await fetch(`${http}/api/v1/status`)).json()) as {
      engines: { state: string; figures: Record<string, number> }[];
    };
    expect(status.engines[0]?.state).toBe('live');
    expect(status.engines[0]?.figures.faults).toBe(0);
  });

  test('after a restart it stands as it was left', async () => {
    await put('ch/29/fader', { value: -7.7 });
    expect(await daemon.end()).toBe(0);
    daemon = new Daemon(environment);
    await daemon.ready();
    expect(await command('get', 'ch/29/fader')).toMatchObject({ out: 'ch/29/fader -7.7 dB' });
    expect((await command('why', 'ch/29/fader')).out).toContain('-7.7 dB');
  });
});
