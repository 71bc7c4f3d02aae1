import { expect, test } from 'vitest';
import { bar, screenOf } from '../../src/cli/bars.ts';

test.each([
  [Number.NEGATIVE_INFINITY, ''],
  [-60, ''],
  [-30, '████'],
  [-22.5, '█████'],
  [0, '████████'],
  [6, '████████'],
  [Number.NaN, ''],
  [-59, '▏'],
])('a level of %d dB is the bar %j of eight', (levelDb, expected) => {
  expect(bar(levelDb, 8)).toBe(expected.padEnd(8));
});

test('meters stand in as many columns as the terminal has room for, read downwards', () => {
  const meters = [1, 2, 3].map((n) => ({ label: `ch/${n} Strip ${n}`, levelDb: -10 * n }));
  const rows = screenOf(meters, 80, false);
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatch(/^ch\/1 Strip .* -10\.0 {2}ch\/3 Strip .* -30\.0$/);
  expect(rows[1]).toMatch(/^ch\/2 Strip .* -20\.0$/);
  expect(screenOf(meters, 20, false)).toHaveLength(3);
  expect(screenOf([], 80, false)).toEqual([]);
});

test('a level shows its colour, and none where the terminal has none', () => {
  const [row = ''] = screenOf([{ label: 'main', levelDb: -3 }], 80, true);
  expect(row).toContain('\u001b[31m');
  expect(screenOf([{ label: 'main', levelDb: -3 }], 80, false)[0]).not.toContain('\u001b');
});
