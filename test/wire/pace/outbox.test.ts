import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Outbox, type Outgoing, PHASES, type Phase, PRIORITIES, type Priority } from '../../../src/wire/pace/outbox.ts';

function takeAll<V, E>(outbox: Outbox<V, E>): Outgoing<V, E>[] {
  const taken: Outgoing<V, E>[] = [];
  for (let next = outbox.take(); next; next = outbox.take()) taken.push(next);
  return taken;
}

const keysOf = (taken: Outgoing<number, unknown>[]) => taken.map((entry) => (entry.kind === 'value' ? entry.key : entry.event));

describe('newest value only', () => {
  test('a thousand moves of one fader leave as one value, the last', () => {
    const outbox = new Outbox<number>(8);
    for (let move = 0; move < 1000; move++) outbox.put(3, move, 'fader');
    expect(outbox.size).toBe(1);
    expect(takeAll(outbox)).toEqual([{ kind: 'value', key: 3, value: 999, phase: 'live' }]);
  });

  test('a key that is put again keeps its place in the row', () => {
    const outbox = new Outbox<number>(8);
    outbox.put(1, 10, 'fader');
    outbox.put(2, 20, 'fader');
    outbox.put(1, 11, 'fader');
    expect(keysOf(takeAll(outbox))).toEqual([1, 2]);
  });

  test('faders go before lights, rings, meters and text', () => {
    const outbox = new Outbox<number>(8);
    for (const [key, priority] of [...PRIORITIES].reverse().entries()) outbox.put(key, 0, priority);
    expect(keysOf(takeAll(outbox))).toEqual([4, 3, 2, 1, 0]);
  });

  test('a key outside the layout is our own mistake and is thrown', () => {
    expect(() => new Outbox<number>(8).put(8, 0, 'fader')).toThrow('outside 0..7');
  });

  test('a link that is gone keeps nothing for later', () => {
    const outbox = new Outbox<number, string>(8);
    outbox.put(1, 1, 'fader', 'mutes');
    outbox.post('go');
    outbox.clear();
    expect([outbox.size, outbox.unsettled, outbox.take()]).toEqual([0, 0, undefined]);
  });
});

describe('events', () => {
  test('are never merged, keep their order, and go before values', () => {
    const outbox = new Outbox<number, string>(8);
    outbox.put(0, 1, 'fader');
    for (const event of ['press', 'press', 'release']) outbox.post(event);
    expect(keysOf(takeAll(outbox))).toEqual(['press', 'press', 'release', 0]);
  });

  test('are refused, not dropped in silence, when too many wait', () => {
    const outbox = new Outbox<number, string>(8, 2);
    expect([outbox.post('a'), outbox.post('b'), outbox.post('c')]).toEqual([true, true, false]);
    expect(outbox.size).toBe(2);
  });
});

describe('phases of a recall', () => {
  test('no value is sent before every mute is confirmed, no unmute before every value', () => {
    const outbox = new Outbox<number>(8);
    outbox.put(5, 0, 'light', 'unmutes');
    outbox.put(3, -10, 'fader', 'values');
    outbox.put(0, 1, 'light', 'mutes');
    outbox.put(1, 1, 'light', 'mutes');
    expect(keysOf(takeAll(outbox))).toEqual([0, 1]);
    outbox.settle(0);
    expect(outbox.take()).toBeUndefined();
    outbox.settle(1);
    expect(keysOf(takeAll(outbox))).toEqual([3]);
    outbox.settle(3);
    expect(keysOf(takeAll(outbox))).toEqual([5]);
    outbox.settle(5);
    expect(outbox.unsettled).toBe(0);
  });

  test('a hand does not wait for a recall, and its value replaces the planned one', () => {
    const outbox = new Outbox<number>(8);
    outbox.put(0, 1, 'light', 'mutes');
    outbox.put(3, -10, 'fader', 'values');
    outbox.put(3, -5, 'fader');
    expect(outbox.take()).toEqual({ kind: 'value', key: 3, value: -5, phase: 'live' });
    expect(outbox.take()).toMatchObject({ key: 0 });
    outbox.settle(0);
    expect([outbox.take(), outbox.unsettled]).toEqual([undefined, 0]);
  });

  test('a hand that moves a value already sent by the recall leaves it to be settled by the driver', () => {
    const outbox = new Outbox<number>(8);
    outbox.put(3, -10, 'fader', 'values');
    outbox.put(5, 0, 'light', 'unmutes');
    outbox.take();
    outbox.put(3, -5, 'fader');
    outbox.put(3, -4, 'fader');
    expect(keysOf(takeAll(outbox))).toEqual([3]);
    outbox.settle(3);
    expect(keysOf(takeAll(outbox))).toEqual([5]);
  });

  test('a value dropped as failed lets the next phase start', () => {
    const outbox = new Outbox<number>(8);
    outbox.put(0, 1, 'light', 'mutes');
    outbox.put(3, -10, 'fader', 'values');
    outbox.drop(0);
    expect(keysOf(takeAll(outbox))).toEqual([3]);
  });
});

type Step = { do: 'put'; key: number; priority: Priority; phase: Phase } | { do: 'post' } | { do: 'take' } | { do: 'settle'; key: number };

const KEYS = 6;
const key = fc.nat(KEYS - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('put' as const), key, priority: fc.constantFrom(...PRIORITIES), phase: fc.constantFrom(...PHASES) }),
  fc.record({ do: fc.constant('post' as const) }),
  fc.record({ do: fc.constant('take' as const) }),
  fc.record({ do: fc.constant('settle' as const), key }),
);

/** A slow and plain outbox to compare with: what waits, as a map and a list. */
class Model {
  readonly waiting = new Map<number, { serial: number; priority: Priority; phase: Phase }>();
  readonly unsettled = new Map<number, Phase>();
  readonly events: number[] = [];

  mayGo(): { priority: number } | undefined {
    const open = PHASES.find((phase) => phase !== 'live' && [...this.unsettled.values()].includes(phase));
    const ready = [...this.waiting.values()].filter(({ phase }) => phase === 'live' || phase === open);
    if (ready.length === 0) return undefined;
    return { priority: Math.min(...ready.map(({ priority }) => PRIORITIES.indexOf(priority))) };
  }

  put(at: number, serial: number, priority: Priority, phase: Phase): void {
    const waits = this.waiting.get(at);
    if (phase !== 'live') this.unsettled.set(at, phase);
    else if (waits && waits.phase !== 'live') this.unsettled.delete(at);
    this.waiting.set(at, { serial, priority, phase });
  }

  settle(at: number): void {
    if ((this.waiting.get(at)?.phase ?? 'live') === 'live') this.unsettled.delete(at);
  }
}

test('any puts, events, takes and settles: one value a key, newest wins, never an older after a newer, events in order, by priority', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const outbox = new Outbox<number, number>(KEYS);
      const model = new Model();
      const lastSent = new Map<number, number>();
      for (const [serial, at] of steps.entries()) {
        if (at.do === 'put') {
          outbox.put(at.key, serial, at.priority, at.phase);
          model.put(at.key, serial, at.priority, at.phase);
        } else if (at.do === 'post') {
          outbox.post(serial);
          model.events.push(serial);
        } else if (at.do === 'settle') {
          outbox.settle(at.key);
          model.settle(at.key);
        } else {
          const taken = outbox.take();
          const event = model.events.shift();
          if (event !== undefined) {
            expect(taken).toEqual({ kind: 'event', event });
          } else {
            const best = model.mayGo();
            expect(taken !== undefined).toBe(best !== undefined);
            if (taken?.kind === 'value') {
              const expected = model.waiting.get(taken.key);
              expect(taken.value).toBe(expected?.serial);
              expect(PRIORITIES.indexOf(expected?.priority ?? 'text')).toBe(best?.priority);
              expect(taken.value).toBeGreaterThan(lastSent.get(taken.key) ?? -1);
              lastSent.set(taken.key, taken.value);
              model.waiting.delete(taken.key);
            }
          }
        }
        expect(outbox.size).toBe(model.waiting.size + model.events.length);
        expect(outbox.unsettled).toBe(model.unsettled.size);
      }
    }),
    { numRuns: 500 },
  );
});
