import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildLayout } from '../../src/desk/layout.ts';
import { DEFAULT_SIZE, describe as describeMixer } from '../../src/engines/embedded/table.ts';
import type { Listener } from '../../src/engines/engine.ts';
import { readFrame, readLevels } from '../../src/remote/protocol/frames.ts';
import { type Client, type RemoteKit, remoteKit } from './remote-kit.ts';

let kit: RemoteKit;
let listeners: Map<Listener, string>;
beforeEach(async () => {
  listeners = new Map();
  kit = await remoteKit({
    engine: {
      sound: () => ({ output: 'none', reason: 'no device', sampleRate: 48_000 }),
      listen: (source, listener) => {
        listeners.set(listener, source);
        return () => listeners.delete(listener);
      },
    },
  });
});
afterEach(() => kit.stop());

const settled = (client: Client) => client.ask({ t: 'verb', verb: 'get', args: { target: 'solo/mode' } });
const slotOf = (path: string): number => kit.meters.points('foh').find((point) => point.path === path)?.slot ?? -1;
function publish(levels: Record<string, number>): void {
  const frame = new Float32Array(kit.meters.points('foh').length).fill(Number.NEGATIVE_INFINITY);
  for (const [path, level] of Object.entries(levels)) frame[slotOf(path)] = level;
  kit.meters.publish('foh', frame, kit.clock.nowMs());
}
const view = (bytes: Buffer) => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
const levelsOf = (bytes: Buffer | undefined) => {
  const frame = bytes && readFrame(view(bytes));
  return frame ? readLevels(frame.payload) : [];
};

describe('meters', () => {
  test('a client gets only what it shows, in its order, as the bytes of the document', async () => {
    const client = await kit.client();
    expect(await client.ask({ t: 'view', points: ['main/meter/post', 'ch/1..2/meter/post', 'ch/2/meter/dyn'] })).toEqual({
      t: 'view',
      ref: 1,
      layout: 1,
      points: ['main/meter/post', 'ch/1/meter/post', 'ch/2/meter/post', 'ch/2/meter/dyn'],
      rate: 25,
    });
    publish({ 'main/meter/post': -10, 'ch/1/meter/post': -0.5, 'ch/2/meter/dyn': -3, 'ch/3/meter/post': -1 });
    await settled(client);
    // kind 1, version 1, layout 1, sequence 0; -1000, -50, silence, -300 as i16, low byte first.
    expect(client.frames.map((frame) => frame.toString('hex'))).toEqual(['0101010000000000' + '18fc' + 'ceff' + '0080' + 'd4fe']);
  });

  test('peaks between two frames are kept, and the rate is not exceeded', async () => {
    const client = await kit.client();
    await client.ask({ t: 'view', points: ['ch/1/meter/post', 'ch/1/meter/dyn'], rate: 10 });
    publish({ 'ch/1/meter/post': -40, 'ch/1/meter/dyn': 0 });
    for (const [post, dyn] of [
      [-6, 0],
      [-30, -9],
      [-40, -1],
      [-50, 0],
    ] as const) {
      kit.clock.advance(25);
      publish({ 'ch/1/meter/post': post, 'ch/1/meter/dyn': dyn });
    }
    await settled(client);
    const frames = client.frames.map(levelsOf);
    expect(frames[0]).toEqual([-40, 0]);
    expect(frames.length).toBeLessThanOrEqual(3);
    expect(Math.max(...frames.slice(1).map(([post = 0]) => post))).toBe(-6);
    expect(Math.min(...frames.slice(1).map(([, dyn = 0]) => dyn))).toBe(-9);
  });

  test('over a second the rate is what was asked, whatever the engine does', async () => {
    for (const [rate, everyMs, least, most] of [
      [25, 20, 24, 26],
      [25, 10, 24, 26],
      [50, 20, 49, 51],
      [20, 21.3, 16, 21],
      [100, 20, 49, 51],
    ] as const) {
      const client = await kit.client();
      await client.ask({ t: 'view', points: ['ch/1/meter/post'], rate });
      for (let passed = 0; passed < 1000; passed += everyMs) {
        publish({ 'ch/1/meter/post': -10 });
        kit.clock.advance(everyMs);
        // Pings are answered meanwhile, as they are when time passes by itself.
        if (passed % 100 < everyMs) await settled(client);
      }
      await settled(client);
      expect(client.frames.length, `${rate} Hz of frames every ${everyMs} ms`).toBeGreaterThanOrEqual(least);
      expect(client.frames.length, `${rate} Hz of frames every ${everyMs} ms`).toBeLessThanOrEqual(most);
      client.ws.terminate();
      await client.code();
    }
  });

  test('a source that falls silent goes dark once, and is not frozen', async () => {
    const client = await kit.client();
    await client.ask({ t: 'view', points: ['ch/1/meter/post'] });
    publish({ 'ch/1/meter/post': -10 });
    kit.clock.advance(400);
    await settled(client);
    expect(client.frames.map(levelsOf)).toEqual([[-10]]);
    kit.clock.advance(2000);
    await settled(client);
    expect(client.frames.map(levelsOf)).toEqual([[-10], [Number.NEGATIVE_INFINITY]]);
    publish({ 'ch/1/meter/post': -20 });
    await settled(client);
    expect(levelsOf(client.frames.at(-1))).toEqual([-20]);
  });

  test('level and reduction of 72 strips are 304 bytes at most', async () => {
    const layout = buildLayout(describeMixer({ ...DEFAULT_SIZE, channels: 64, buses: 16, fx: 8 }));
    kit.desk.attach('foh', layout);
    kit.meters.attach('foh', layout);
    const client = await kit.client();
    const strips = [...Array.from({ length: 64 }, (_, i) => `ch/${i + 1}`), ...Array.from({ length: 8 }, (_, i) => `bus/${i + 1}`)];
    await client.ask({ t: 'view', points: strips.flatMap((strip) => [`${strip}/meter/post`, `${strip}/meter/dyn`]) });
    publish({ 'ch/64/meter/post': -3 });
    await settled(client);
    expect(client.frames.map((frame) => frame.length)).toEqual([296]);
    expect(levelsOf(client.frames[0])[126]).toBe(-3);
  });

  test('the frames name the layout, and after another one the view is worked out again', async () => {
    const client = await kit.client();
    await client.ask({ t: 'view', points: ['ch/*/meter/post'] });
    const layout = buildLayout(describeMixer({ ...DEFAULT_SIZE, channels: 4 }));
    kit.meters.attach('foh', layout);
    kit.desk.attach('foh', layout);
    await client.until(() => client.told.some((told) => told.t === 'view' && told.layout === 2 && told.points.length === 4));
    publish({ 'ch/4/meter/post': -7 });
    await settled(client);
    expect(readFrame(view(client.frames[0] ?? Buffer.alloc(0)))?.layout).toBe(2);
    expect(levelsOf(client.frames[0])[3]).toBe(-7);
  });

  test('points that do not exist are refused, and no points end the view', async () => {
    const client = await kit.client();
    expect(await client.ask({ t: 'view', points: ['ch/99/meter/post'] })).toMatchObject({ t: 'refused', error: { code: 'unknown-path' } });
    await client.ask({ t: 'view', points: ['ch/1/meter/post'] });
    expect(await client.ask({ t: 'view', points: [] })).toMatchObject({ points: [] });
    publish({ 'ch/1/meter/post': -7 });
    await settled(client);
    expect(client.frames).toEqual([]);
  });

  test('equal views share one feed', async () => {
    for (let i = 0; i < 10; i++) await (await kit.client()).ask({ t: 'view', points: ['ch/*/meter/post'] });
    expect(await (await kit.http('/metrics')).text()).toContain('deskbridge_meter_feeds 1');
  });
});

describe('listen', () => {
  test('sound comes as frames of 20 ms, 16 bit, left and right in turn, clipped and without NaN', async () => {
    const client = await kit.client();
    expect(await client.ask({ t: 'listen', source: 'monitor' })).toEqual({
      t: 'listen',
      ref: 1,
      source: 'monitor',
      sampleRateHz: 48_000,
      channels: 2,
      frameMs: 20,
    });
    expect([...listeners.values()]).toEqual(['monitor']);
    const block = new Float32Array(256);
    block.set([0.5, -0.5, 2, -2, Number.NaN, 1 / 32_767]);
    for (let i = 0; i < 16; i++) for (const listener of listeners.keys()) listener(block);
    await settled(client);
    // 16 blocks of 128 stereo samples are 2,048: two frames of 960, and the rest waits.
    expect(client.frames.map((frame) => frame.length)).toEqual([3848, 3848]);
    const first = readFrame(view(client.frames[0] ?? Buffer.alloc(0)));
    expect(first).toMatchObject({ kind: 'pcm', layout: 1, sequence: 0 });
    expect([0, 2, 4, 6, 8, 10].map((at) => first?.payload.getInt16(at, true))).toEqual([16_384, -16_383, 32_767, -32_768, 0, 1]);
    expect(readFrame(view(client.frames[1] ?? Buffer.alloc(0)))?.sequence).toBe(1);
  });

  test('a mix is tapped once for all who listen, and only while somebody does', async () => {
    const [one, two] = [await kit.client(), await kit.client()];
    await one.ask({ t: 'listen', source: 'main' });
    await two.ask({ t: 'listen', source: 'main' });
    expect(listeners.size).toBe(1);
    await one.ask({ t: 'listen', source: null });
    expect(listeners.size).toBe(1);
    two.ws.terminate();
    await two.code();
    await settled(one);
    expect(listeners.size).toBe(0);
  });
});
