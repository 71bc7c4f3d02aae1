import { expect, test } from 'vitest';
import { gainOf, levelOf, PeakBar } from '../../src/audio/levels.ts';
import { vector } from './signals.ts';

test('0 dB is 1, -6.02 dB is half, silence is -Infinity', () => {
  expect(gainOf(0)).toBe(1);
  expect(levelOf(-0.5)).toBeCloseTo(-6.0206, 4);
  expect(levelOf(0)).toBe(Number.NEGATIVE_INFINITY);
  expect(gainOf(Number.NEGATIVE_INFINITY)).toBe(0);
});

const { digital_peak } = vector<{ digital_peak: { fall_gain_per_block: Record<string, number> } }>('digital-peak');

test.each(Object.entries(digital_peak.fall_gain_per_block))('a bar falls by the published gain per block of %s', (n, gain) => {
  const bar = new PeakBar(48_000);
  bar.feed(0, Number(n));
  bar.feed(Number.NEGATIVE_INFINITY, Number(n));
  expect(gainOf(bar.levelDb)).toBeCloseTo(gain, 7);
});

test('a peak is held 1.5 s, then the hold follows the bar', () => {
  const bar = new PeakBar(48_000);
  bar.feed(-3, 128);
  for (let s = 0; s < 1.4; s += 128 / 48_000) bar.feed(-60, 128);
  expect(bar.heldDb).toBe(-3);
  for (let s = 0; s < 0.2; s += 128 / 48_000) bar.feed(-60, 128);
  expect(bar.heldDb).toBeLessThan(-15);
});

test('three samples at full scale latch the clip, two do not, and they may fall in two blocks', () => {
  const bar = new PeakBar(48_000);
  bar.feedBlock(Float32Array.of(0, 1, -1, 0.5), 4);
  expect(bar.clipped).toBe(false);
  bar.feedBlock(Float32Array.of(0, 0.1, 1, 1), 4);
  bar.feedBlock(Float32Array.of(-1, 0, 0, 0), 4);
  expect(bar.clipped).toBe(true);
  bar.clear();
  expect(bar.clipped).toBe(false);
});

test('NaN shows nothing', () => {
  const bar = new PeakBar(48_000);
  bar.feed(-20, 128);
  bar.feed(Number.NaN, 128);
  expect(bar.levelDb).toBeLessThan(-20);
  bar.feedBlock(Float32Array.of(Number.NaN), 1);
  expect(bar.levelDb).toBeGreaterThan(-21);
});
