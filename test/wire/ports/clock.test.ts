import { afterEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../../src/wire/ports/clock.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('a fade over two months ends after two months: no timer is so long that the system fires it at once', () => {
  vi.useFakeTimers();
  const DAY_MS = 86_400_000;
  const ends: string[] = [];
  systemClock.setTimer(60 * DAY_MS, () => ends.push('two months'));
  const forgotten = systemClock.setTimer(40 * DAY_MS, () => ends.push('forgotten'));
  vi.advanceTimersByTime(30 * DAY_MS);
  expect(ends).toEqual([]);
  forgotten.cancel();
  vi.advanceTimersByTime(30 * DAY_MS - 1);
  expect(ends).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(ends).toEqual(['two months']);
});
