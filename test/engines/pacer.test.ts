import { describe, expect, test } from 'vitest';
import { LiveInputs } from '../../src/engines/embedded/inputs.ts';
import { Pacer } from '../../src/engines/embedded/pacer.ts';
import { shareArrays, Tap, ValueReader, ValueWriter } from '../../src/engines/embedded/shared.ts';

const RATE = 48_000;
const BLOCK = 128;

describe('the clock of the audio thread', () => {
  test('makes as many blocks as time has passed, and keeps the queue ahead', () => {
    const pacer = new Pacer(RATE, BLOCK, 10, 0);
    let made = 0;
    for (let nowMs = 0; nowMs <= 10_000; nowMs += 2) made += pacer.due(nowMs) * BLOCK;
    expect(made / RATE).toBeGreaterThanOrEqual(10.01);
    expect(made / RATE).toBeLessThan(10.02);
    expect(pacer.dry).toBe(0);
  });

  test('a look that comes too late is counted as a dry queue', () => {
    const pacer = new Pacer(RATE, BLOCK, 10, 0);
    pacer.due(0);
    pacer.due(30);
    expect(pacer.dry).toBe(1);
  });

  test('after ten seconds of standing still there is no burst', () => {
    const pacer = new Pacer(RATE, BLOCK, 10, 0);
    pacer.due(0);
    expect(pacer.due(10_000)).toBeLessThan(8);
    expect(pacer.forgotten).toBeGreaterThan(9 * RATE);
  });

  test('follows a device that is 100 ppm slower without ever bending more than 0.2 %', () => {
    const pacer = new Pacer(RATE, BLOCK, 10, 0);
    let queueFrames = 0;
    for (let nowMs = 0; nowMs <= 600_000; nowMs += 2) {
      queueFrames += pacer.due(nowMs) * BLOCK - 2 * (RATE / 1000) * 0.9999;
      pacer.follow((queueFrames / RATE) * 1000, 20);
      expect(Math.abs(pacer.rate - 1)).toBeLessThanOrEqual(0.002 + 1e-12);
    }
    expect((queueFrames / RATE) * 1000).toBeGreaterThan(15);
    expect((queueFrames / RATE) * 1000).toBeLessThan(25);
  });
});

describe('shared values', () => {
  test('a batch arrives whole, and only after it was published', () => {
    const arrays = shareArrays(100, 10);
    const writer = new ValueWriter(arrays);
    const reader = new ValueReader(arrays);
    const seen: [number, number][] = [];
    writer.write(3, -6);
    writer.write(4, 1);
    reader.changed((id, value) => seen.push([id, value]));
    expect(seen).toEqual([]);
    writer.publish();
    reader.changed((id, value) => seen.push([id, value]));
    expect(seen).toEqual([
      [3, -6],
      [4, 1],
    ]);
  });

  test('when more changed than the ring holds, all values are looked at', () => {
    const arrays = shareArrays(50, 1);
    const writer = new ValueWriter(arrays);
    const reader = new ValueReader(arrays);
    for (let n = 0; n < 20_000; n++) writer.write(n % 50, n);
    writer.publish();
    const seen = new Map<number, number>();
    reader.changed((id, value) => seen.set(id, value));
    expect([...seen]).toEqual(Array.from({ length: 50 }, (_, id) => [id, 19_950 + id]));
  });

  test('a tap gives what was written, in order, around its end', () => {
    const { main } = shareArrays(1, 1);
    const tap = new Tap(main);
    const block = new Float32Array(BLOCK);
    const out = new Float32Array(2 * BLOCK);
    for (let n = 0; n < 400; n++) {
      block.fill(n);
      const from = tap.head;
      tap.write(block, block);
      tap.copy(from, BLOCK, out);
      expect(out.every((one) => one === n)).toBe(true);
    }
  });
});

describe('live inputs', () => {
  test('come in pieces and leave in blocks, in order', () => {
    const inputs = new LiveInputs(2);
    let pushed = 0;
    let taken = 0;
    const block = new Float32Array(BLOCK);
    for (let piece = 0; piece < 200; piece++) {
      const frames = Float32Array.from({ length: 2 * 96 }, (_, i) => (i % 2 === 0 ? 1 : -1) * (pushed + (i >> 1)));
      pushed += 96;
      inputs.push(frames, 2);
      while (inputs.next(BLOCK)) {
        inputs.read(1, block);
        expect(block[0]).toBeCloseTo(-taken, 9);
        taken += BLOCK;
      }
    }
    expect(pushed - taken).toBeLessThan(BLOCK);
  });

  test('the oldest is left out when too much waits: live sound does not come ever later', () => {
    const inputs = new LiveInputs(1);
    for (let piece = 0; piece < 20; piece++) inputs.push(new Float32Array(96).fill(piece), 1);
    inputs.next(BLOCK);
    const block = new Float32Array(BLOCK);
    inputs.read(0, block);
    expect(block[BLOCK - 1]).toBeGreaterThan(15);
  });
});
