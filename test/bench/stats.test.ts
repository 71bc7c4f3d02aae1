import { expect, test } from 'vitest';
import { median, percentile, seeded, shuffle, stepsBack } from './kit/stats.ts';
import { figure, goalRow, overFloorRow, ratioRow, table } from './row.ts';

test('a percentile is a value that was measured, by nearest rank', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([percentile(hundred, 50), percentile(hundred, 99), percentile(hundred, 100), percentile(hundred, 0)]).toEqual([50, 99, 100, 1]);
  expect(median([3, 1, 2])).toBe(2);
  expect(percentile([], 50)).toBeNaN();
});

test('a value told twice is no step back, an older one after a newer one is', () => {
  expect(stepsBack([1, 2, 2, 3])).toBe(0);
  expect(stepsBack([1, 3, 2, 2, 4])).toBe(2);
});

test('the same seed gives the same order, and nothing is lost in it', () => {
  const order = (seed: number): number[] => shuffle([1, 2, 3, 4, 5, 6, 7, 8], seeded(seed));
  expect(order(1)).toEqual(order(1));
  expect(order(1)).not.toEqual(order(2));
  expect(order(3).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test('a goal is missed by what is above it, below it, or was never reached', () => {
  expect(goalRow('ms', 10, { most: 10 }).ok).toBe(true);
  expect(goalRow('ms', 10.1, { most: 10 }).ok).toBe(false);
  expect(goalRow('moves', 9999, { least: 10_000 }).ok).toBe(false);
  expect(goalRow('ms', Number.NaN, { most: 10 }).ok).toBe(false);
  expect(overFloorRow('ms', 1.05, 1, 0.06).ok).toBe(true);
  expect(ratioRow('cpu', 13, 10, 1.2)).toMatchObject({ ratio: 1.3, ok: false });
});

test('columns of the table stand under their titles', () => {
  expect(
    table(
      ['what', 'ms', 'ok'],
      [
        ['a', '1.00', 'yes'],
        ['longer', '12.00', 'no'],
      ],
    ).split('\n'),
  ).toEqual(['what       ms  ok ', '------  -----  ---', 'a        1.00  yes', 'longer  12.00  no ']);
  expect([figure(12_345.6), figure(123.45), figure(1.234), figure(0.12345), figure(null)]).toEqual(['12346', '123.5', '1.23', '0.123', '']);
});
