import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Outbox, type Priority } from '../../../src/wire/pace/outbox.ts';
import { Rounds } from '../../../src/wire/pace/rounds.ts';

const ORDER: readonly Priority[] = ['fader', 'meter', 'light', 'ring', 'text'];
const BYTES: Readonly<Record<Priority, number>> = { fader: 3, meter: 2, light: 3, ring: 3, text: 15 };
const REST_BYTES = 26;
const PIECE_BYTES = 16;

/** Keys 0.. are of the priorities given. */
function roundsOf(priorities: readonly Priority[]) {
  const outbox = new Outbox<true>(priorities.length, 1, ORDER);
  const rounds = new Rounds(outbox, priorities.length, REST_BYTES, PIECE_BYTES);
  const put = (key: number): void => outbox.put(key, true, priorities[key] ?? 'text');
  const take = (): number => {
    const entry = rounds.take();
    if (entry?.kind !== 'value') return -1;
    rounds.sent(BYTES[priorities[entry.key] ?? 'text']);
    return entry.key;
  };
  return { put, take, outbox };
}

describe('an outbox in rounds', () => {
  test('faders, then meters, then the rest', () => {
    const { put, take } = roundsOf(['text', 'meter', 'light', 'fader', 'fader']);
    for (const key of [0, 1, 2, 3, 4]) put(key);
    expect([take(), take(), take(), take(), take(), take()]).toEqual([3, 4, 1, 2, 0, -1]);
  });

  test('a fader that moves all the time does not keep the meters and the rest from going', () => {
    const { put, take } = roundsOf(['fader', 'meter', 'text']);
    for (const key of [0, 1, 2]) put(key);
    const taken = Array.from({ length: 6 }, () => {
      const key = take();
      put(0);
      return key;
    });
    expect(taken).toEqual([0, 1, 2, 0, 0, 0]);
  });

  test('a fader that has not gone in this round goes before the rest of it, also behind one that has', () => {
    const { put, take } = roundsOf(['fader', 'fader', 'text', 'text']);
    for (const key of [0, 2, 3]) put(key);
    expect(take()).toBe(0);
    put(0);
    put(1);
    expect(take()).toBe(1);
    expect(take()).toBe(2);
    // 15 and 15 bytes are more than the rest's share: the next round begins.
    expect(take()).toBe(0);
    expect(take()).toBe(3);
  });

  test('lights that change all the time leave a text its turn', () => {
    const lights = Array<Priority>(10).fill('light');
    const { put, take } = roundsOf([...lights, 'text']);
    for (let key = 0; key <= 10; key++) put(key);
    const taken: number[] = [];
    while (!taken.includes(10) && taken.length < 100) {
      const key = take();
      taken.push(key);
      if (key < 10) put(key);
    }
    expect(taken.length).toBeLessThanOrEqual(20);
  });

  test('with everything always waiting, no key of a fader or meter waits longer than the bytes of one round', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 0, max: 40 }),
        (faders, meters, rest) => {
          const priorities: Priority[] = [
            ...Array<Priority>(faders).fill('fader'),
            ...Array<Priority>(meters).fill('meter'),
            ...Array.from({ length: rest }, (_, i) => ORDER[2 + (i % 3)] ?? 'text'),
          ];
          const { put, take } = roundsOf(priorities);
          for (const key of priorities.keys()) put(key);
          const lastAt = new Map<number, number>();
          let bytes = 0;
          for (let i = 0; i < 600; i++) {
            const key = take();
            expect(key).toBeGreaterThanOrEqual(0);
            const since = bytes - (lastAt.get(key) ?? bytes);
            if (key < faders + meters) expect(since).toBeLessThanOrEqual(3 * faders + 2 * meters + REST_BYTES);
            lastAt.set(key, bytes);
            bytes += BYTES[priorities[key] ?? 'text'];
            put(key);
          }
        },
      ),
      { numRuns: 50 },
    ));

  test('what was taken waits no longer; nothing is left behind', () => {
    const { put, take, outbox } = roundsOf(['fader', 'meter', 'text']);
    for (const key of [0, 1, 2]) put(key);
    while (take() >= 0);
    expect(outbox.size).toBe(0);
  });
});
