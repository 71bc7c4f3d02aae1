import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Limiter } from '../../src/audio/limiter.ts';
import { block, clickDb, db, noise, RATE_HZ, referencePeak, run, sine } from './signals.ts';

const N = 12_000;
const random = noise(1);
const hostile: Record<string, (i: number) => number> = {
  'fs/4 bursts at 45 degrees': (i) => (i % 2400 < 1200 ? 1.2 * Math.sin((Math.PI * i) / 2 + Math.PI / 4) : 0.05),
  'white noise at +6 dB': () => 2 * random(),
  'white noise at +18 dB': () => 8 * random(),
  'square at 997 Hz': (i) => 1.2 * Math.sign(Math.sin((2 * Math.PI * 997 * i) / RATE_HZ)),
  'alternating pairs': (i) => 1.1 * ((i >> 1) & 1 ? 1 : -1),
  'kick and hat': (i) =>
    1.6 * Math.exp(-(i % 6000) / 900) * Math.sin((2 * Math.PI * 60 * (i % 6000)) / RATE_HZ) + 0.8 * random() * Math.exp(-(i % 3000) / 200),
  'spikes of five samples': (i) => [1, -1, 1, 1, -1][i % 997] ?? 0,
  'sine at 15.1 kHz, +3 dB': (i) => 1.41 * Math.sin((2 * Math.PI * 15_100 * i) / RATE_HZ),
  'sine at 20 kHz, +12 dB': (i) => 4 * Math.sin((2 * Math.PI * 20_000 * i) / RATE_HZ),
  'bit noise': () => (random() > 0 ? 1.5 : -1.5),
};

describe('live, a 32-fold reference never reads over the ceiling', () => {
  test.each(Object.entries(hostile))('%s', (_, signal) => {
    const limiter = new Limiter(RATE_HZ);
    limiter.setCeiling(-1);
    const x = block(N, signal);
    const { left, right } = run(
      limiter,
      x,
      x.map((v) => v * 0.5),
    );
    expect(db(referencePeak(left))).toBeLessThanOrEqual(-1);
    expect(db(referencePeak(right))).toBeLessThanOrEqual(-1);
    // Not silenced either: it works near its ceiling.
    expect(db(referencePeak(left))).toBeGreaterThan(-2.6);
  });

  test('mixtures drawn at random', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.array(
          fc.record({ freqHz: fc.double({ min: 20, max: 20_000, noNaN: true }), gain: fc.double({ min: 0, max: 4, noNaN: true }) }),
          { minLength: 1, maxLength: 4 },
        ),
        fc.double({ min: 0, max: 2, noNaN: true }),
        fc.integer({ min: 1, max: 3000 }),
        (seed, tones, hiss, gate) => {
          const rnd = noise(seed);
          const x = block(4000, (i) =>
            i % gate < gate / 2
              ? 0
              : hiss * rnd() + tones.reduce((sum, t) => sum + t.gain * Math.sin((2 * Math.PI * t.freqHz * i) / RATE_HZ), 0),
          );
          const limiter = new Limiter(RATE_HZ);
          limiter.setRelease(20);
          expect(db(referencePeak(run(limiter, x, x).left))).toBeLessThanOrEqual(-1);
        },
      ),
      { numRuns: 60, seed: 20_261_125 },
    );
  });
});

test('below the ceiling the output is the input, sample for sample, later', () => {
  const limiter = new Limiter(RATE_HZ);
  limiter.setCeiling(-0.3);
  const rnd = noise(3);
  const x = block(N, () => 0.3 * rnd());
  const { left } = run(limiter, x, x);
  expect(left.subarray(limiter.latencySamples)).toEqual(x.subarray(0, N - limiter.latencySamples));
  expect(limiter.reductionDb).toBe(0);
});

test('after limiting it returns to an exact copy', () => {
  const limiter = new Limiter(RATE_HZ);
  limiter.setRelease(5);
  const rnd = noise(4);
  const x = block(N, (i) => (i < 2000 ? 2 : 0.3) * rnd());
  const { left } = run(limiter, x, x);
  expect(left.subarray(8000 + limiter.latencySamples)).toEqual(x.subarray(8000, N - limiter.latencySamples));
});

test('a full-blast first sample does not overshoot at the start', () => {
  const limiter = new Limiter(RATE_HZ);
  const x = block(2000, (i) => 3 * Math.cos((2 * Math.PI * 440 * i) / RATE_HZ));
  expect(db(referencePeak(run(limiter, x, x).left))).toBeLessThanOrEqual(-1);
});

test('both channels get the same gain', () => {
  const limiter = new Limiter(RATE_HZ);
  const loud = sine(440, 2, N);
  const soft = sine(440, 0.2, N);
  const { left, right } = run(limiter, loud, soft);
  for (let i = 0; i < N; i++) expect((right[i] ?? 0) * 10).toBeCloseTo(left[i] ?? 0, 5);
});

test('a sine 6 dB over is held 6.4 dB lower, and the reduction can be read', () => {
  const limiter = new Limiter(RATE_HZ);
  limiter.setCeiling(0);
  const x = sine(997, 2, N);
  run(limiter, x, x);
  expect(limiter.reductionDb).toBeCloseTo(6.02 + 0.4, 1);
});

test('the gain comes back with the set release: 63 % after one time constant', () => {
  const limiter = new Limiter(RATE_HZ);
  limiter.setCeiling(0);
  limiter.setRelease(100);
  const x = block(48_000, (i) => (i < 9600 ? 4 : 0.1) * Math.sin((2 * Math.PI * 3000 * i) / RATE_HZ));
  const { left } = run(limiter, x, x);
  // Gain of the quiet part, read over a whole number of periods.
  const gainAt = (i: number) => {
    const out = left.subarray(i, i + 16).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    return out / 0.1;
  };
  const low = 10 ** (-0.4 / 20) / 4;
  const start = 9600 + limiter.latencySamples;
  expect(gainAt(start + 4800)).toBeCloseTo(1 - (1 - low) * Math.exp(-1), 1.5);
});

test.each([
  ['ceiling', (limiter: Limiter) => limiter.setCeiling(-12)],
  ['off', (limiter: Limiter) => limiter.setEnabled(false)],
])('%s changed while it works leaves no click', (_, change) => {
  const limiter = new Limiter(RATE_HZ);
  const x = sine(100, 1, 48_000);
  const { left } = run(limiter, x, x, 100, (from) => {
    if (from === 24_000) change(limiter);
  });
  expect(clickDb(left, 20_000, 34_000)).toBeLessThan(-50);
});

test('on and off have the same latency', () => {
  const limiter = new Limiter(RATE_HZ);
  limiter.setEnabled(false);
  const x = sine(440, 3, N);
  const { left } = run(limiter, x, x);
  expect(left.subarray(limiter.latencySamples)).toEqual(x.subarray(0, N - limiter.latencySamples));
});

test('NaN and infinities become silence and never stay', () => {
  const limiter = new Limiter(RATE_HZ);
  const x = sine(440, 0.5, N);
  x[100] = Number.NaN;
  x[101] = Number.POSITIVE_INFINITY;
  x[102] = 3e38;
  limiter.setCeiling(Number.NaN);
  const { left } = run(limiter, x, x);
  expect(left.every(Number.isFinite)).toBe(true);
  expect(left.subarray(6000)).toEqual(x.subarray(6000 - limiter.latencySamples, N - limiter.latencySamples));
});

test.each([44_100, 96_000])('it holds the ceiling at %i Hz too', (rateHz) => {
  const limiter = new Limiter(rateHz);
  const rnd = noise(9);
  const x = block(N, () => 2 * rnd());
  expect(db(referencePeak(run(limiter, x, x).left))).toBeLessThanOrEqual(-1);
});
