import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Listener } from '../../src/engines/engine.ts';
import { type Client, type RemoteKit, remoteKit } from './remote-kit.ts';

let kit: RemoteKit;
/** A second of sound to all who listen. */
let play: (seconds: number) => void;
beforeEach(async () => {
  const listeners = new Set<Listener>();
  play = (seconds) => {
    for (const listener of listeners) listener(new Float32Array(seconds * 96_000).fill(0.25));
  };
  kit = await remoteKit({
    limits: { messagesPerS: 1e6 },
    engine: {
      sound: () => ({ output: 'none', reason: '', sampleRate: 48_000 }),
      listen: (_, listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  });
});
afterEach(() => kit.stop());

const settled = (client: Client) => client.ask({ t: 'verb', verb: 'get', args: { target: 'solo/mode' } });
/** Time passes, second by second, while the others go on living. */
async function pass(seconds: number, alive: Client): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    kit.clock.advance(1000);
    await settled(alive);
  }
}
const buffered = async () => {
  const { body } = await kit.json('/api/v1/status');
  return (body as { clients: { bufferedBytes: number }[] }).clients[0]?.bufferedBytes ?? -1;
};
/** Sound of one frame (s). */
const FRAME_S = 0.02;
const TEXT = 'x'.repeat(150);
let turns = 0;
/** Changes of some 3 KB, as many as a number. */
function change(times: number): void {
  for (let i = 0; i < times; i++) kit.say(`set ch/*/name ${++turns}${TEXT}`);
}
/** Changes until the sockets of the system are full and frames are held back. */
async function fill(alive: Client): Promise<void> {
  while (kit.remote.counts.heldBack === 0) {
    change(50);
    await settled(alive);
  }
}

describe('a client that does not read', () => {
  test('holds 64 KiB and one frame at most, however much happens; the others are told everything at once', async () => {
    const slow = await kit.client();
    await slow.ask({ t: 'sub', pattern: 'ch/*/name' });
    slow.ws.pause();
    const quick = await kit.client();
    await quick.ask({ t: 'sub', pattern: 'ch/1/name' });
    await fill(quick);
    const full = await buffered();
    expect(full).toBeLessThan(65_536 + 5000);
    change(500);
    await settled(quick);
    expect(await buffered()).toBe(full);
    const told = quick.told.flatMap((one) => (one.t === 'changes' ? one.c.map(([, value]) => value) : []));
    expect(told.at(-1)).toBe(kit.get('ch/1/name'));
    expect(told).toHaveLength(turns);
  });

  test('is closed with 4408 after 10 s, and what it held is free', async () => {
    const slow = await kit.client();
    await slow.ask({ t: 'sub', pattern: 'ch/*/name' });
    await slow.ask({ t: 'touch', path: 'ch/7/fader', down: true });
    slow.ws.pause();
    const quick = await kit.client();
    await fill(quick);
    await pass(9, quick);
    expect(kit.remote.clients).toBe(2);
    expect(kit.desk.holder(kit.id('ch/7/fader'))).toBeDefined();
    await pass(2, quick);
    expect(kit.remote.clients).toBe(1);
    expect(kit.desk.holder(kit.id('ch/7/fader'))).toBeUndefined();
    expect(kit.remote.counts.closedSlow).toBe(1);
    slow.ws.resume();
    expect(await slow.code()).toBe(4408);
  });

  test('that reads again is told the newest values in one frame, nothing old after something new', async () => {
    const slow = await kit.client();
    await slow.ask({ t: 'sub', pattern: 'ch/*/name' });
    slow.ws.pause();
    const quick = await kit.client();
    await fill(quick);
    change(300);
    await pass(3, quick);
    slow.ws.resume();
    const newest = kit.get('ch/1/name');
    const values = () => slow.told.flatMap((one) => (one.t === 'changes' ? [one.c[0]?.[1]] : []));
    await slow.until(() => values().at(-1) === newest);
    const numbers = values().map((value) => Number.parseInt(String(value), 10));
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    // Hundreds of turns in between were never sent.
    expect(numbers.length).toBeLessThan(turns - 250);
    change(1);
    await slow.until(() => values().at(-1) === kit.get('ch/1/name'));
    expect(kit.remote.clients).toBe(2);
  });

  test('loses sound first, then meters, and changes never', async () => {
    const slow = await kit.client();
    await slow.ask({ t: 'sub', pattern: 'ch/*/name' });
    expect(await slow.ask({ t: 'listen', source: 'main' })).toMatchObject({ sampleRateHz: 48_000, channels: 2, frameMs: 20 });
    slow.ws.pause();
    const quick = await kit.client();
    play(1);
    const lost = kit.remote.counts.dropped;
    // What a paused client has not answered for fits its first window.
    expect(lost).toBeGreaterThan(46);
    change(5);
    await settled(quick);
    play(1);
    expect(kit.remote.counts.dropped).toBe(lost + 50);
    expect(kit.remote.counts.heldBack).toBe(0);
    slow.ws.resume();
    await slow.until(() => slow.told.filter(({ t }) => t === 'changes').length === 5);
  });

  test('whose link is slow gets no sound or meters on top of what is under way, until it has caught up', async () => {
    const slow = await kit.client();
    await slow.ask({ t: 'sub', pattern: 'ch/*/name' });
    await slow.ask({ t: 'listen', source: 'main' });
    play(FRAME_S);
    await slow.until(() => slow.frames.length === 1);
    // The question in front of the first frame is answered.
    await settled(slow);
    slow.ws.pause();
    kit.clock.advance(600);
    // The system would take megabytes without a word; the answer to a ping is what is missing.
    expect(await buffered()).toBe(0);
    play(FRAME_S);
    expect(kit.remote.counts.dropped).toBe(1);
    change(1);
    slow.ws.resume();
    await slow.until(() => slow.told.some((told) => told.t === 'changes'));
    await settled(slow);
    // What may be under way grows again with each frame that is left out for nothing.
    const heard = () => slow.frames.length;
    for (let before = -1; heard() < before + 10; ) {
      before = heard();
      for (let frame = 0; frame < 10; frame++) {
        play(FRAME_S);
        await settled(slow);
      }
    }
    // Each frame is sent when the one before has arrived: a client that keeps up loses none.
    const lost = kit.remote.counts.dropped;
    for (let frame = heard() + 1, last = frame + 30; frame < last; frame++) {
      play(FRAME_S);
      await slow.until(() => heard() === frame);
      await settled(slow);
    }
    expect(kit.remote.counts.dropped).toBe(lost);
  });

  test('does not keep the daemon from ending', async () => {
    const slow = await kit.client();
    await slow.ask({ t: 'sub', pattern: 'ch/*/name' });
    slow.ws.pause();
    await fill(await kit.client());
    await kit.remote.stop();
    await vi.waitFor(() => expect(kit.port.connections).toBe(0));
  });

  test('that asks on without reading is not read from either', async () => {
    const slow = await kit.client();
    slow.ws.pause();
    const quick = await kit.client();
    const first = (await quick.ask({ t: 'snapshot' })) as { values: unknown };
    const size = JSON.stringify(first).length;
    const asked = 2000;
    for (let i = 0; i < asked; i++) slow.say({ t: 'snapshot' });
    let heard = -1;
    do {
      heard = kit.remote.counts.messagesIn;
      for (let i = 0; i < 5; i++) await settled(quick);
    } while (kit.remote.counts.messagesIn > heard + 5);
    expect(heard).toBeLessThan(asked / 2);
    expect(await buffered()).toBeLessThan(65_536 + size);
    slow.ws.resume();
    await slow.until(() => slow.told.length === asked);
  });
});

test('a client that vanishes without a word is let go within 15 s, and its faders are free', async () => {
  const gone = await kit.client();
  await gone.ask({ t: 'touch', path: 'ch/7/fader', down: true });
  // A paused socket answers no ping: what a tablet without network looks like from here.
  gone.ws.pause();
  const other = await kit.client();
  await pass(13, other);
  expect(kit.desk.holder(kit.id('ch/7/fader'))).toBeDefined();
  await pass(2, other);
  expect(kit.desk.holder(kit.id('ch/7/fader'))).toBeUndefined();
  expect([kit.remote.clients, kit.remote.counts.gone]).toEqual([1, 1]);
  expect(kit.lines).toEqual(['ws: ws 127.0.0.1 (ws 127.0.0.1) has not been heard and is let go']);
});

test('a client that answers pings stays, however silent it is', async () => {
  const silent = await kit.client();
  const other = await kit.client();
  await pass(40, other);
  expect(silent.closed).toBeUndefined();
  expect(kit.remote.clients).toBe(2);
});

test('after a minute in which the daemon itself was stopped nobody is thrown out', async () => {
  const client = await kit.client();
  await client.ask({ t: 'touch', path: 'ch/7/fader', down: true });
  // Timers ring late and once, as after SIGSTOP and SIGCONT.
  kit.clock.sleep(60_000);
  kit.clock.advance(1000);
  expect(kit.remote.clients).toBe(1);
  expect(kit.desk.holder(kit.id('ch/7/fader'))).toBeDefined();
});
