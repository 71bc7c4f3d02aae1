import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Budget, UNLIMITED } from '../../../src/wire/pace/budget.ts';
import { Drain } from '../../../src/wire/pace/drain.ts';
import { Outbox } from '../../../src/wire/pace/outbox.ts';
import { ManualClock } from '../../manual-clock.ts';

/** 1,000 packets a second of at most 10,000 bytes a second: ten bytes a packet keep both full. */
const RATE = { bytesPerS: 10_000, packetsPerS: 1000, burstMs: 5 };

function link(budget: Pick<Budget, 'waitMs' | 'spend'>, clock: ManualClock, bytes = 10) {
  const outbox = new Outbox<number>(64);
  const sent: { key: number; value: number; atMs: number }[] = [];
  const drain = new Drain(outbox, budget, clock, (entry) => {
    if (entry.kind === 'value') sent.push({ key: entry.key, value: entry.value, atMs: clock.nowMs() });
    return bytes;
  });
  return { outbox, sent, drain };
}

describe('a link', () => {
  test('that is idle sends in the turn of the change: no tick, no timer', () => {
    const clock = new ManualClock();
    const { outbox, sent, drain } = link(new Budget(RATE, 0), clock);
    outbox.put(1, -6, 'fader');
    drain.flush();
    expect(sent).toEqual([{ key: 1, value: -6, atMs: 0 }]);
    expect(clock.timers).toBe(0);
  });

  test('that is full waits on one timer, and sends the newest value when it opens', () => {
    const clock = new ManualClock();
    const { outbox, sent, drain } = link(new Budget(RATE, 0), clock);
    for (let move = 0; move < 1000; move++) {
      outbox.put(1, move, 'fader');
      drain.flush();
    }
    expect(clock.timers).toBe(1);
    clock.advance(10);
    expect(sent.at(-1)?.value).toBe(999);
    expect(sent.length).toBeLessThanOrEqual(7);
    expect(clock.timers).toBe(0);
  });

  test('sends faders first when a recall of 60 texts stands in front', () => {
    const clock = new ManualClock();
    const { outbox, sent, drain } = link(new Budget(RATE, 0), clock);
    for (let key = 1; key <= 60; key++) outbox.put(key, 0, 'text');
    drain.flush();
    outbox.put(0, -6, 'fader');
    drain.flush();
    clock.advance(2);
    expect(sent.findIndex((entry) => entry.key === 0)).toBeLessThanOrEqual(7);
  });

  test('that was stopped keeps its values and sends none', () => {
    const clock = new ManualClock();
    const { outbox, sent, drain } = link(new Budget(RATE, 0), clock);
    for (let key = 0; key < 20; key++) outbox.put(key, 0, 'fader');
    drain.flush();
    const before = sent.length;
    drain.stop();
    clock.advance(1000);
    expect([sent.length, outbox.size]).toEqual([before, 20 - before]);
  });

  test('without a budget sends all at once', () => {
    const clock = new ManualClock();
    const { outbox, sent, drain } = link(UNLIMITED, clock);
    for (let key = 0; key < 64; key++) outbox.put(key, 0, 'fader');
    drain.flush();
    expect([sent.length, clock.timers]).toEqual([64, 0]);
  });
});

test('over any second a link sends at most its rate, a burst and one packet, and never rests while it may send', () => {
  const puts = fc.array(fc.record({ key: fc.nat(63), afterMs: fc.nat(8), bytes: fc.integer({ min: 1, max: 100 }) }), { maxLength: 200 });
  fc.assert(
    fc.property(puts, (moves) => {
      const clock = new ManualClock();
      const budget = new Budget(RATE, 0);
      const outbox = new Outbox<number>(64);
      let packets = 0;
      let bytes = 0;
      const drain = new Drain(outbox, budget, clock, (entry) => {
        packets += 1;
        bytes += entry.kind === 'value' ? entry.value : 0;
        return entry.kind === 'value' ? entry.value : 0;
      });
      for (const { key, afterMs, bytes: size } of moves) {
        clock.advance(afterMs);
        outbox.put(key, size, 'fader');
        drain.flush();
        expect(clock.timers).toBe(outbox.size > 0 ? 1 : 0);
      }
      const seconds = clock.nowMs() / 1000 + RATE.burstMs / 1000;
      expect(packets).toBeLessThanOrEqual(RATE.packetsPerS * seconds + 1.001);
      expect(bytes).toBeLessThanOrEqual(RATE.bytesPerS * seconds + 100.001);
      clock.advance(100_000);
      expect([outbox.size, clock.timers]).toEqual([0, 0]);
    }),
    { numRuns: 100 },
  );
});

test('a packet larger than the bucket still goes, and the link rests after it', () => {
  const clock = new ManualClock();
  const budget = new Budget(RATE, 0);
  budget.spend(1000, clock.nowMs());
  expect(budget.waitMs(clock.nowMs())).toBeCloseTo(95, 0);
  clock.advance(96);
  expect(budget.waitMs(clock.nowMs())).toBe(0);
});

test('a budget without a rate is our own mistake and is thrown', () => {
  expect(() => new Budget({ bytesPerS: 0, packetsPerS: 1 }, 0)).toThrow('above zero');
});
