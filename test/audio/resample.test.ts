import { describe, expect, test } from 'vitest';
import { Resampler } from '../../src/audio/resample.ts';
import { amplitudeAt, clickDb, db, noise, residue, sine } from './signals.ts';

/** Streams a whole signal through, pulling blocks of 128. */
function resampled(x: Float32Array, step: number, each?: (resampler: Resampler, made: number) => void): Float32Array {
  const resampler = new Resampler(1, step, 128);
  const out = new Float32Array(128);
  const made: number[] = [];
  for (let from = 0; ; ) {
    each?.(resampler, made.length);
    const wanted = Math.min(resampler.framesNeeded(128), x.length - from);
    resampler.push([x], from, wanted);
    from += wanted;
    const got = resampler.pull([out], 128);
    made.push(...out.subarray(0, got));
    if (got < 128) return Float32Array.from(made);
  }
}

const pairs = [
  [44_100, 48_000],
  [48_000, 44_100],
  [96_000, 48_000],
  [48_000, 96_000],
  [88_200, 48_000],
] as const;

describe.each(pairs)('%i to %i Hz', (fromHz, toHz) => {
  test('a 997 Hz tone keeps pitch and level, THD+N under -100 dB', () => {
    const y = resampled(sine(997, 0.5, fromHz, fromHz), fromHz / toHz).subarray(500, -500);
    expect(db(residue(y, 997, toHz))).toBeLessThan(-100);
    expect(db(amplitudeAt(y, 997, toHz) / 0.5)).toBeCloseTo(0, 3);
  });

  test.each([20, 1000, 10_000, 16_000, 19_000])('%i Hz passes within 0.05 dB', (freqHz) => {
    const y = resampled(sine(freqHz, 0.5, fromHz, fromHz), fromHz / toHz).subarray(2000, -2000);
    expect(Math.abs(db(amplitudeAt(y, freqHz, toHz) / 0.5))).toBeLessThan(0.05);
  });
});

test.each([30_000, 36_000, 43_000])('%i Hz at 96 kHz does not fold into 48 kHz: under -80 dB', (freqHz) => {
  const y = resampled(sine(freqHz, 1, 96_000, 96_000), 2).subarray(500, -500);
  expect(db(y.reduce((a, b) => Math.max(a, Math.abs(b)), 0))).toBeLessThan(-80);
});

test('at the same rate and speed every sample passes unchanged', () => {
  const rnd = noise(2);
  const x = Float32Array.from({ length: 5000 }, () => rnd());
  const y = resampled(x, 1);
  expect(y).toEqual(x.subarray(0, y.length));
  expect(y.length).toBeGreaterThan(4990);
});

test('the first output stands at the first input', () => {
  const x = new Float32Array(4000);
  x[1470] = 1;
  const y = resampled(x, 44_100 / 48_000);
  expect(y.indexOf(Math.max(...y))).toBe(1600);
});

test.each([0.5, 0.8, 1.5, 2])('speed %d moves the pitch by exactly that', (speed) => {
  const y = resampled(sine(1000, 0.5, 48_000), speed).subarray(500, -500);
  expect(db(residue(y, 1000 * speed))).toBeLessThan(-95);
});

test('a change of speed while it plays leaves no click', () => {
  const y = resampled(sine(100, 0.5, 96_000), 1, (resampler, made) => {
    if (made === 12_800) resampler.setStep(1.3);
    if (made === 25_600) resampler.setStep(1);
    if (made === 38_400) resampler.setStep(Number.NaN);
  });
  expect(y.length).toBeGreaterThan(80_000);
  expect(clickDb(y, 5000, 60_000)).toBeLessThan(-75);
});

test('starved it gives what it can, and goes on without a seam when fed', () => {
  const x = sine(440, 0.5, 4000, 44_100);
  const whole = resampled(x, 44_100 / 48_000);
  const resampler = new Resampler(1, 44_100 / 48_000, 128);
  const out = new Float32Array(128);
  const made: number[] = [];
  for (let from = 0; from < x.length; from += 50) {
    resampler.push([x], from, 50);
    made.push(...out.subarray(0, resampler.pull([out], 128)));
  }
  expect(made.length).toBeGreaterThan(4200);
  made.forEach((sample, i) => {
    if (i < whole.length) expect(sample).toBeCloseTo(whole[i] ?? Number.NaN, 6);
  });
});

test('more than there is room for is refused', () => {
  const resampler = new Resampler(1, 1, 128);
  expect(() => resampler.push([new Float32Array(100_000)], 0, 100_000)).toThrow(/100000 frames pushed, there is room for \d+/);
});
