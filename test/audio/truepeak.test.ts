import { expect, test } from 'vitest';
import { TruePeakMeter } from '../../src/audio/truepeak.ts';
import { db, RATE_HZ, sine, vector } from './signals.ts';

interface Tone {
  id: string;
  f: string;
  phase_deg: number;
  amplitude: number;
  required_dBTP: number;
  annex2_dBTP: number;
  kaiser24_dBTP: number;
}
const { true_peak } = vector<{ true_peak: { annex2_phases: number[][]; tones: Tone[]; kaiser24_phase1_first6: number[] } }>('true-peak');

function readDb(x: Float32Array): number {
  const meter = new TruePeakMeter(1);
  for (let from = 0; from < x.length; from += 100) meter.process([x.subarray(from)], Math.min(100, x.length - from));
  return meter.maxDb;
}

/** The standard's own filter, as written. */
function annex2Db(x: Float32Array): number {
  let largest = 0;
  for (const h of true_peak.annex2_phases) {
    for (let i = 12; i < x.length; i++) largest = Math.max(largest, Math.abs(h.reduce((sum, c, k) => sum + c * (x[i - k] ?? 0), 0)));
  }
  return db(largest);
}

test.each(true_peak.tones)('EBU $id ($f, $phase_deg degrees) reads $required_dBTP dBTP, +0.2 -0.4', (tone) => {
  const freqHz = RATE_HZ / Number(tone.f.slice(3));
  const x = sine(freqHz, tone.amplitude, 9600, RATE_HZ, (tone.phase_deg * Math.PI) / 180);
  // A tone as long as the standard's starts softly: the jump at its first sample would be a peak of its own.
  for (let i = 0; i < 480; i++) x[i] = (x[i] ?? 0) * (i / 480);
  for (let i = 0; i < 480; i++) x[x.length - 1 - i] = (x[x.length - 1 - i] ?? 0) * (i / 480);
  const got = readDb(x);
  expect(got - tone.required_dBTP).toBeLessThanOrEqual(0.2);
  expect(got - tone.required_dBTP).toBeGreaterThanOrEqual(-0.4);
  expect(got).toBeCloseTo(tone.kaiser24_dBTP, 2);
  expect(annex2Db(x)).toBeCloseTo(tone.annex2_dBTP, 1);
});

test.each([1000, 5000, 10_000, 15_000, 18_000])('a full-scale sine at %i Hz reads 0 dBTP within 0.01 dB', (freqHz) => {
  const x = sine(freqHz + 0.7, 1, 48_000);
  for (let i = 0; i < 480; i++) x[i] = (x[i] ?? 0) * (i / 480);
  for (let i = 0; i < 480; i++) x[x.length - 1 - i] = (x[x.length - 1 - i] ?? 0) * (i / 480);
  expect(Math.abs(readDb(x))).toBeLessThan(0.01);
});

test('the meter never reads below the samples, keeps the largest, and a take begins anew', () => {
  const meter = new TruePeakMeter(2);
  const spike = new Float32Array(200);
  spike[50] = -0.5;
  meter.process([new Float32Array(200), spike], 200);
  expect(meter.takeDb()).toBeGreaterThanOrEqual(db(0.5));
  meter.process([new Float32Array(200), new Float32Array(200)], 200);
  expect(meter.takeDb()).toBe(Number.NEGATIVE_INFINITY);
  expect(meter.maxDb).toBeCloseTo(db(0.5), 5);
  meter.process([new Float32Array(200).fill(Number.NaN), spike], 200);
  expect(meter.takeDb()).toBeCloseTo(db(0.5), 5);
});
