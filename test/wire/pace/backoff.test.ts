import { describe, expect, test } from 'vitest';
import { Backoff } from '../../../src/wire/pace/backoff.ts';
import { seededRandom } from '../../../src/wire/pace/random.ts';

const SEEDS = Array.from({ length: 10 }, (_, seed) => seed);

describe('fifty peers that lost one server in the same instant', () => {
  test.each(SEEDS)('come back within 1 s, and no more than half of a round in any 100 ms (seed %i)', (seed) => {
    const random = seededRandom(seed);
    const peers = Array.from({ length: 50 }, () => new Backoff({ random }));
    const attemptsMs = peers.map((peer) => peer.nextMs());
    for (let round = 0; round < 6; round++) {
      if (round === 0) for (const at of attemptsMs) expect(at).toBeLessThanOrEqual(1000);
      const sorted = [...attemptsMs].sort((a, b) => a - b);
      const crowd = Math.max(...sorted.map((from) => sorted.filter((at) => at >= from && at < from + 100).length));
      expect(crowd).toBeLessThanOrEqual(25);
      for (const [index, peer] of peers.entries()) attemptsMs[index] = (attemptsMs[index] ?? 0) + peer.nextMs();
    }
  });
});

test('the longest wait doubles from 1 s and stays at 10 s', () => {
  const backoff = new Backoff({ random: () => 1 });
  expect(Array.from({ length: 6 }, () => backoff.nextMs())).toEqual([1000, 2000, 4000, 8000, 10_000, 10_000]);
  expect(backoff.attempts).toBe(6);
});

test('after a success the next loss starts from the short wait again', () => {
  const backoff = new Backoff({ random: () => 1 });
  backoff.nextMs();
  backoff.nextMs();
  backoff.reset();
  expect([backoff.nextMs(), backoff.attempts]).toEqual([1000, 1]);
});

test('a seed repeats its row, and another seed gives another', () => {
  const row = (seed: number) => {
    const random = seededRandom(seed);
    return Array.from({ length: 1000 }, () => random());
  };
  expect(row(7)).toEqual(row(7));
  expect(row(7)).not.toEqual(row(8));
  const mean = row(7).reduce((sum, value) => sum + value, 0) / 1000;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.05);
  expect(row(7).every((value) => value >= 0 && value < 1)).toBe(true);
});
