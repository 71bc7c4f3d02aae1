import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { limitFile, master } from '../../src/audio/master.ts';
import { measure } from '../../src/audio/measure.ts';
import { block, db, noise, RATE_HZ, referencePeak, sine } from './signals.ts';

/** Something with the crest of a band: pulses over a bed of noise, softer at the start. */
function band(seconds: number, seed: number, level: number): Float32Array {
  const rnd = noise(seed);
  let low = 0;
  return block(seconds * RATE_HZ, (i) => {
    low += 0.15 * (rnd() - low);
    const beat = Math.exp(-(i % 24_000) / 2500) * Math.sin((2 * Math.PI * 70 * (i % 24_000)) / RATE_HZ);
    const soft = i < 2 * RATE_HZ ? 0.5 : 1;
    return level * soft * (0.6 * beat + 0.5 * low + 0.05 * rnd());
  });
}

test.each([
  [-14, -1],
  [-16, -1],
  [-23, -2],
])('a band comes to %i LUFS within 0.1 LU, under %i dBTP by a 32-fold reference', (lufs, ceilingDb) => {
  const left = band(6, 1, 0.4);
  const right = band(6, 2, 0.4);
  const result = master([left, right], RATE_HZ, { lufs, ceilingDb });
  expect(result.message).toMatch(/^-\d\d\.\d LUFS, -\d+\.\d dBTP$/);
  expect(result.outcome).toBe('on target');
  expect(Math.abs((result.after.integratedLufs ?? 0) - lufs)).toBeLessThanOrEqual(0.1);
  for (const channel of result.channels) expect(db(referencePeak(channel))).toBeLessThanOrEqual(ceilingDb);
  expect(result.channels.map((channel) => channel.length)).toEqual([left.length, right.length]);
});

test('a target that needs more than 6 dB of limiting is not forced, and says so', () => {
  const result = master([band(4, 3, 0.3), band(4, 4, 0.3)], RATE_HZ, { lufs: -3, ceilingDb: -1 });
  expect(result.outcome).toBe('short of target');
  expect(result.message).toMatch(/-3\.0 LUFS would take more than 6 dB of limiting$/);
  expect(result.reductionDb).toBeLessThanOrEqual(6.2);
  expect(result.reductionDb).toBeGreaterThan(5);
});

test('lowering is a plain gain: nothing is limited', () => {
  const x = band(4, 5, 0.3);
  const result = master([x, x], RATE_HZ, { lufs: -30, ceilingDb: -1 });
  expect(result.reductionDb).toBe(0);
  expect(result.loweredDb).toBe(0);
  expect(db((result.channels[0]?.[100_000] ?? 0) / (x[100_000] ?? 1))).toBeCloseTo(result.gainDb, 3);
});

describe('the guarantee of a finished file', () => {
  const random = noise(11);
  test.each([
    ['white noise', () => 3 * random()],
    ['bit noise', () => (random() > 0 ? 1 : -1)],
    ['23 kHz', (i: number) => 2 * Math.sin((2 * Math.PI * 23_000 * i) / RATE_HZ)],
    ['ends at a crest', (i: number) => 2 * Math.cos((2 * Math.PI * 999 * i) / RATE_HZ)],
  ])('%s', (_, signal) => {
    const padded = new Float32Array(12_200);
    const limited = limitFile([block(12_000, signal)], RATE_HZ, -1);
    padded.set(limited.channels[0] ?? padded, 100); // so that start and end are read too
    expect(db(referencePeak(padded))).toBeLessThanOrEqual(-1);
  });
});

/** The samples of a 16-bit mono WAV with the shortest header. */
function mono16(name: string): Float32Array {
  const file = readFileSync(new URL(`../captures/${name}`, import.meta.url));
  return Float32Array.from({ length: (file.length - 44) / 2 }, (_, i) => file.readInt16LE(44 + 2 * i) / 32_768);
}

test('a quarter of a second has no loudness: nothing is raised, the message says what is needed, peaks are known', () => {
  // origin: the report of a sting that was raised by 52 dB because its meter stood at -70; 997 Hz, -20.0 dBFS, 0.25 s, mono
  const x = mono16('loudness-quarter-second.wav');
  const result = master([x], RATE_HZ, { lufs: -18, ceilingDb: -1 });
  expect(result.before.integratedLufs).toBeUndefined();
  expect(result.outcome).toBe('no loudness');
  expect(result.gainDb).toBe(0);
  expect(result.channels[0]).toEqual(x);
  expect(result.message).toBe('0.25 s is too short to have a loudness, at least 0.4 s is needed; no gain was applied');
  expect(result.before.truePeakDb).toBeCloseTo(-20, 1);
  expect(result.before.samplePeakDb).toBeCloseTo(-20, 1);
});

test('silence has no loudness either', () => {
  const result = master([new Float32Array(RATE_HZ), new Float32Array(RATE_HZ)], RATE_HZ, { lufs: -14, ceilingDb: -1 });
  expect(result.outcome).toBe('no loudness');
  expect(result.message).toBe('no sound above -70 LUFS, so there is no loudness to raise; no gain was applied');
});

test('a mono file is measured as one channel', () => {
  expect(measure([sine(997, 1, RATE_HZ * 5)], RATE_HZ).integratedLufs).toBeCloseTo(-3.01, 2);
});
