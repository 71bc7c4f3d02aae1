import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Rate } from '../../src/remote/rate.ts';

test('however much a page looks, and whatever its looks cost, a hand on it finds room', () => {
  const look = fc.record({ costs: fc.nat(2000), afterMs: fc.nat(300) });
  fc.assert(
    fc.property(fc.array(look, { maxLength: 60 }), (looks) => {
      const rate = new Rate(500, 0);
      let nowMs = 0;
      for (const { costs, afterMs } of looks) {
        nowMs += afterMs;
        if (rate.take(1, nowMs, true)) rate.owe(costs, true);
      }
      expect(rate.take(1, nowMs)).toBe(true);
    }),
  );
});

test('looks that cost much have to wait, and deeds beyond the rate too', () => {
  const rate = new Rate(100, 0);
  expect(rate.take(1, 0, true)).toBe(true);
  rate.owe(1000, true);
  expect([rate.take(1, 0, true), rate.take(1, 249, true), rate.take(1, 261, true)]).toEqual([false, false, true]);
  let done = 0;
  while (rate.take(1, 261)) done += 1;
  expect(done).toBeLessThan(100);
});
