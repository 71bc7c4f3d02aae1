import { describe, expect, test } from 'vitest';
import { Delay } from '../../src/audio/delay.ts';
import { clickDb, RATE_HZ, run, sine } from './signals.ts';

function impulse(seconds: number): Float32Array {
  const x = new Float32Array(seconds * RATE_HZ);
  x[0] = 1;
  return x;
}

/** All samples that are not zero, as [sample, value]. */
function echoes(x: Float32Array): [number, number][] {
  return Array.from(x.entries()).filter(([, v]) => v !== 0);
}

function set(timeMs: number, feedbackPercent: number, pingPong = false): Delay {
  const delay = new Delay(RATE_HZ);
  delay.setTime(timeMs);
  delay.setFeedback(feedbackPercent);
  delay.setPingPong(pingPong);
  delay.reset();
  return delay;
}

describe('echoes', () => {
  test.each([
    [1, 50],
    [125, 50],
    [350.5, 80],
    [2000, 95],
  ])('every %d ms, each %i percent of the one before', (timeMs, percent) => {
    const x = impulse(9);
    const { left, right } = run(set(timeMs, percent), x, x);
    const found = echoes(left).slice(0, 4);
    expect(found).toHaveLength(4);
    found.forEach(([sample, value], k) => {
      expect(sample).toBe((k + 1) * Math.round(timeMs * 48));
      expect(value).toBeCloseTo((percent / 100) ** k, 6);
    });
    expect(right).toEqual(left);
  });

  test('without feedback there is one', () => {
    const x = impulse(2);
    expect(echoes(run(set(250, 0), x, x).left)).toEqual([[12_000, 1]]);
  });

  test('stereo keeps sides apart', () => {
    const x = impulse(2);
    const { left, right } = run(set(250, 50), x, new Float32Array(x.length));
    expect(echoes(left).length).toBeGreaterThan(5);
    expect(echoes(right)).toEqual([]);
  });

  test('ping-pong: left, right, left, right', () => {
    const x = impulse(2);
    const { left, right } = run(set(250, 50, true), x, x);
    expect(
      echoes(left)
        .slice(0, 2)
        .map(([i, v]) => [i, Number(v.toFixed(6))]),
    ).toEqual([
      [12_000, 1],
      [36_000, 0.25],
    ]);
    expect(
      echoes(right)
        .slice(0, 2)
        .map(([i, v]) => [i, Number(v.toFixed(6))]),
    ).toEqual([
      [24_000, 0.5],
      [48_000, 0.125],
    ]);
  });
});

test('lowcut and highcut stand in the loop: each repeat is filtered once more', () => {
  const delay = set(500, 90);
  delay.setHighcut(2000);
  delay.setLowcut(100);
  delay.reset();
  const x = new Float32Array(RATE_HZ * 3);
  x.set(sine(2000, 1, 9600));
  const { left } = run(delay, x, x);
  const level = (k: number) => left.subarray(24_000 * k + 4000, 24_000 * k + 8000).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  expect(level(1)).toBeCloseTo(Math.SQRT1_2, 2);
  expect(level(2)).toBeCloseTo(0.9 * 0.5, 2);
  expect(level(3)).toBeCloseTo(0.81 * Math.SQRT1_2 ** 3, 2);
});

test.each([
  ['time, shorter', (delay: Delay) => delay.setTime(83.3)],
  ['time, longer', (delay: Delay) => delay.setTime(705.2)],
  ['feedback', (delay: Delay) => delay.setFeedback(0)],
  ['ping-pong', (delay: Delay) => delay.setPingPong(true)],
  ['lowcut', (delay: Delay) => delay.setLowcut(800)],
  ['highcut', (delay: Delay) => delay.setHighcut(600)],
])('a jump of the %s leaves no click', (_, change) => {
  const delay = set(350.7, 60);
  const x = sine(100, 0.3, 110_000);
  const { left } = run(delay, x, x, 128, (from) => {
    if (from === 70_400) change(delay);
  });
  expect(clickDb(left, 69_000, 82_000)).toBeLessThan(-70);
});

test('a time change is a crossfade of 50 ms: pitch never slides', () => {
  const delay = set(300, 0);
  const x = sine(1000, 0.5, 60_000);
  const { left } = run(delay, x, x, 128, (from) => {
    if (from === 25_600) delay.setTime(400); // a whole number of periods later: both taps read the same
  });
  for (let i = 20_000; i < 50_000; i++)
    expect(left[i] ?? Number.NaN).toBeCloseTo(0.5 * Math.sin((2 * Math.PI * 1000 * (i - 14_400)) / RATE_HZ), 4);
});

test('when the echoes are over the output is exactly zero', () => {
  const x = new Float32Array(RATE_HZ * 8);
  x.set(sine(300, 0.5, 4000));
  const delay = set(100, 40);
  delay.setHighcut(3000);
  delay.reset();
  const { left, right } = run(delay, x, x, 128);
  expect(left.subarray(RATE_HZ * 6.5).every((v) => v === 0)).toBe(true);
  expect(right.subarray(RATE_HZ * 6.5).every((v) => v === 0)).toBe(true);
});

test('NaN and infinities never stay in the loop; a NaN parameter changes nothing', () => {
  const delay = set(10, 95);
  delay.setTime(Number.NaN);
  delay.setFeedback(Number.NaN);
  const x = new Float32Array(48_000);
  x.fill(Number.NaN, 50, 60);
  x[70] = Number.NEGATIVE_INFINITY;
  x[80] = 1;
  const { left } = run(delay, x, x);
  expect(left.every(Number.isFinite)).toBe(true);
  expect(left[80 + 480]).toBe(1);
});

test('feedback is held to 95 percent', () => {
  const delay = set(10, 400);
  const x = impulse(1);
  const { left } = run(delay, x, x);
  expect(left[960]).toBeCloseTo(0.95, 6);
});
