import { expect, test } from 'vitest';
import { type Biquad, KWeightedEnergy, kWeighting } from '../../src/audio/kweighting.ts';
import { sine, vector } from './signals.ts';

interface Vectors {
  k_weighting: {
    published_48k: { pre: number[]; rlb: number[] };
    derived: Record<string, [number[], number[]]>;
    mag_dB_48k: Record<string, number>;
  };
}
const { k_weighting: published } = vector<Vectors>('k-weighting');

function expectNear(filter: Biquad, table: readonly number[]): void {
  expect(table).toHaveLength(5);
  filter.forEach((coefficient, i) => {
    expect(coefficient).toBeCloseTo(table[i] ?? Number.NaN, 12);
  });
}

test('at 48 kHz the K-weighting is the published table of BS.1770', () => {
  const { shelf, rlb } = kWeighting(48_000);
  expectNear(shelf, published.published_48k.pre);
  expectNear(rlb, published.published_48k.rlb);
});

test.each(Object.entries(published.derived))('at %s Hz the K-weighting is the same analogue filter', (rate, [pre, low]) => {
  const { shelf, rlb } = kWeighting(Number(rate));
  expectNear(shelf, pre);
  expectNear(rlb, low);
});

test.each(Object.entries(published.mag_dB_48k))('a sine at %s Hz is weighted by %d dB', (freqHz, wantedDb) => {
  const filter = new KWeightedEnergy(48_000);
  const tone = sine(Number(freqHz), 1, 96_000);
  filter.add(tone, 0, 48_000); // the filters settle
  filter.sum = 0;
  filter.add(tone, 48_000, 96_000);
  expect(10 * Math.log10(filter.sum / 48_000 / 0.5)).toBeCloseTo(wantedDb, 2);
});
