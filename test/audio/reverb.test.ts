import { describe, expect, test } from 'vitest';
import { Reverb } from '../../src/audio/reverb.ts';
import { block, clickDb, db, noise, RATE_HZ, run, sine } from './signals.ts';

function impulse(seconds: number, rateHz = RATE_HZ): Float32Array {
  const x = new Float32Array(Math.round(seconds * rateHz));
  x[0] = 1;
  return x;
}

/** T30: twice the time from -5 to -35 dB of the backward energy integral (Schroeder, ISO 3382). */
function rt60(x: Float32Array, rateHz = RATE_HZ): number {
  const energy = new Float64Array(x.length + 1);
  for (let i = x.length - 1; i >= 0; i--) energy[i] = (energy[i + 1] ?? 0) + (x[i] ?? 0) ** 2;
  const below = (level: number) => energy.findIndex((e) => e < (energy[0] ?? 0) * 10 ** (level / 10));
  return (2 * (below(-35) - below(-5))) / rateHz;
}

/** Second-order band-pass, Q 12. */
function band(x: Float32Array, freqHz: number): Float32Array {
  const w = (2 * Math.PI * freqHz) / RATE_HZ;
  const alpha = Math.sin(w) / 24;
  let x1 = 0;
  let x2 = 0;
  let y1 = 0;
  let y2 = 0;
  return x.map((v) => {
    const y = (alpha * (v - x2) + 2 * Math.cos(w) * y1 - (1 - alpha) * y2) / (1 + alpha);
    x2 = x1;
    x1 = v;
    y2 = y1;
    y1 = y;
    return y;
  });
}

function answer(set: (reverb: Reverb) => void, seconds: number, rateHz = RATE_HZ) {
  const reverb = new Reverb(rateHz);
  set(reverb);
  reverb.reset();
  const x = impulse(seconds, rateHz);
  return run(reverb, x, x, 128);
}

describe('the decay is the set one within 5 %, damping off', () => {
  test.each([
    [0.5, 48_000],
    [2, 48_000],
    [5, 48_000],
    [2, 44_100],
    [2, 96_000],
  ])('%d s at %i Hz', (decayS, rateHz) => {
    const { left, right } = answer(
      (reverb) => {
        reverb.setDecay(decayS);
        reverb.setDamping(1);
      },
      decayS * 1.2,
      rateHz,
    );
    expect(rt60(left, rateHz) / decayS).toBeGreaterThan(0.95);
    expect(rt60(left, rateHz) / decayS).toBeLessThan(1.05);
    expect(rt60(right, rateHz) / decayS).toBeGreaterThan(0.95);
    expect(rt60(right, rateHz) / decayS).toBeLessThan(1.05);
  });
});

test('damping 0.4: 6 kHz decays 0.4 times as long, 120 Hz as long as ever', () => {
  const { left } = answer((reverb) => {
    reverb.setDecay(2);
    reverb.setDamping(0.4);
  }, 2.4);
  expect(rt60(band(left, 6000))).toBeGreaterThan(0.8 * 0.9);
  expect(rt60(band(left, 6000))).toBeLessThan(0.8 * 1.1);
  expect(rt60(band(left, 120))).toBeGreaterThan(2 * 0.9);
  expect(rt60(band(left, 120))).toBeLessThan(2 * 1.1);
});

test.each([0, 50, 200])('a pre-delay of %i ms keeps silence exactly that long', (predelayMs) => {
  const { left, right } = answer((reverb) => reverb.setPredelay(predelayMs), 0.5);
  const first = (x: Float32Array) => x.findIndex((v) => v !== 0);
  expect(first(left)).toBe(predelayMs * 48);
  expect(first(right)).toBe(predelayMs * 48);
});

test('a longer decay is not a louder one: noise comes back within 1.5 dB of what was sent', () => {
  for (const decayS of [0.3, 1, 3, 8]) {
    const reverb = new Reverb(RATE_HZ);
    reverb.setDecay(decayS);
    reverb.setDamping(1);
    reverb.reset();
    const a = noise(1);
    const b = noise(2);
    const n = Math.round((decayS + 1) * RATE_HZ);
    const inL = block(n, () => 0.1 * a());
    const inR = block(n, () => 0.1 * b());
    const { left } = run(reverb, inL, inR, 128);
    const rms = (x: Float32Array) => Math.sqrt(x.reduce((sum, v) => sum + v * v, 0) / x.length);
    expect(Math.abs(db(rms(left.subarray(n - RATE_HZ)) / rms(inL)))).toBeLessThan(1.5);
  }
});

test('a mono send comes back wide: left and right hardly correlate', () => {
  const { left, right } = answer(() => {}, 1.5);
  const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, v, i) => sum + v * (b[i] ?? 0), 0);
  expect(Math.abs(dot(left, right) / Math.sqrt(dot(left, left) * dot(right, right)))).toBeLessThan(0.25);
});

test('the network moves: two equal clicks do not ring alike', () => {
  const reverb = new Reverb(RATE_HZ);
  reverb.setDecay(0.5);
  reverb.reset();
  const x = new Float32Array(RATE_HZ * 2.8);
  x[0] = 1;
  x[67_200] = 1;
  const { left } = run(reverb, x, x, 128);
  const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, v, i) => sum + v * (b[i] ?? 0), 0);
  const one = left.subarray(10_000, 30_000);
  const two = left.subarray(77_200, 97_200);
  expect(dot(one, two) / Math.sqrt(dot(one, one) * dot(two, two))).toBeLessThan(0.7);
});

test('lowcut and highcut filter the send', () => {
  const at = (freqHz: number, set: (reverb: Reverb) => void) => {
    const reverb = new Reverb(RATE_HZ);
    reverb.setDamping(1);
    set(reverb);
    reverb.reset();
    const x = sine(freqHz, 0.5, 96_000);
    const { left, right } = run(reverb, x, x, 128);
    return left.subarray(48_000).reduce((sum, v) => sum + v * v, 0) + right.subarray(48_000).reduce((sum, v) => sum + v * v, 0);
  };
  const ratioDb = (freqHz: number, set: (reverb: Reverb) => void) => 10 * Math.log10(at(freqHz, set) / at(freqHz, () => {}));
  // The network is linear but for its slow modulation, so the wet level follows the filter of the send.
  expect(ratioDb(100, (reverb) => reverb.setLowcut(200))).toBeCloseTo(-12.3, 0);
  expect(ratioDb(8000, (reverb) => reverb.setHighcut(4000))).toBeLessThan(-12);
  expect(ratioDb(1000, (reverb) => reverb.setLowcut(200))).toBeCloseTo(0, 0);
});

test.each([
  ['decay', (reverb: Reverb) => reverb.setDecay(0.3)],
  ['longer decay', (reverb: Reverb) => reverb.setDecay(15)],
  ['pre-delay', (reverb: Reverb) => reverb.setPredelay(130)],
  ['damping', (reverb: Reverb) => reverb.setDamping(0.1)],
  ['lowcut', (reverb: Reverb) => reverb.setLowcut(500)],
  ['highcut', (reverb: Reverb) => reverb.setHighcut(2000)],
])('a jump of the %s leaves no click', (_, change) => {
  const reverb = new Reverb(RATE_HZ);
  const x = sine(100, 0.5, 60_000);
  const { left } = run(reverb, x, x, 128, (from) => {
    if (from === 32_000) change(reverb);
  });
  expect(clickDb(left, 28_000, 48_000)).toBeLessThan(-75);
});

test('when the tail is over the output is exactly zero, and the next note sounds again', () => {
  const reverb = new Reverb(RATE_HZ);
  reverb.setDecay(0.3);
  const x = new Float32Array(RATE_HZ * 4);
  x[10] = 1;
  x[RATE_HZ * 3] = 1;
  const { left, right } = run(reverb, x, x, 128);
  const end = left.subarray(RATE_HZ * 2.5, RATE_HZ * 3);
  expect(end.every((v) => v === 0)).toBe(true);
  expect(right.subarray(RATE_HZ * 2.5, RATE_HZ * 3).every((v) => v === 0)).toBe(true);
  expect(left.subarray(RATE_HZ * 3).some((v) => Math.abs(v) > 0.01)).toBe(true);
});

test('NaN, infinities and absurd values never stay; a NaN parameter changes nothing', () => {
  const reverb = new Reverb(RATE_HZ);
  const x = new Float32Array(48_000);
  x.fill(Number.NaN, 100, 200);
  x[300] = Number.POSITIVE_INFINITY;
  x[400] = 3e38;
  x[500] = 1;
  reverb.setDecay(Number.NaN);
  reverb.setPredelay(Number.NaN);
  const { left } = run(reverb, x, x, 128);
  expect(left.every(Number.isFinite)).toBe(true);
  expect(left.some((v) => v !== 0)).toBe(true);
});

test('block sizes do not matter', () => {
  const x = impulse(0.3);
  const whole = run(new Reverb(RATE_HZ), x, x, 128).left;
  const odd = run(new Reverb(RATE_HZ), x, x, 128 * 3).left;
  expect(odd).toEqual(whole);
  const tiny = run(new Reverb(RATE_HZ), x, x, 1).left;
  tiny.forEach((v, i) => {
    expect(v).toBeCloseTo(whole[i] ?? Number.NaN, 3);
  });
});
