import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EngineLink, LINK_TIMES } from '../../src/engines/link.ts';
import { Pending } from '../../src/engines/pending.ts';
import { seededRandom } from '../../src/wire/pace/random.ts';
import { ManualClock } from '../manual-clock.ts';

function linkKit() {
  const clock = new ManualClock();
  const states: string[] = [];
  let calls = 0;
  let reads = 0;
  const link = new EngineLink(clock, seededRandom(3), {
    call: () => {
      calls++;
    },
    read: () => {
      reads++;
    },
    changed: (state, reason) => states.push(reason ? `${state}: ${reason}` : state),
  });
  link.start();
  return { clock, link, states, calls: () => calls, reads: () => reads };
}
const live = () => {
  const kit = linkKit();
  kit.link.answered();
  kit.link.complete();
  return kit;
};

describe('the link to an engine', () => {
  test('calls, reads everything, and is live', () => {
    const { states, calls, reads } = live();
    expect(states).toEqual(['calling', 'reading', 'live']);
    expect([calls(), reads()]).toEqual([1, 1]);
  });

  test('calls again without an answer, ever later but never more than 10 s apart, and says how long it is silent', () => {
    const { clock, states, calls } = linkKit();
    clock.advance(120_000);
    expect(calls()).toBeGreaterThan(10);
    expect(calls()).toBeLessThan(120);
    expect(states.some((state) => /^calling: no reply for \d+ s, calling again in [\d.]+ s$/.test(state))).toBe(true);
  });

  test('is stale after 3 s of silence, and reads everything again when the engine is back', () => {
    const { clock, link, states, reads } = live();
    clock.advance(LINK_TIMES.staleMs - 1);
    link.heard();
    clock.advance(LINK_TIMES.staleMs - 1);
    expect(link.state).toBe('live');
    clock.advance(1);
    expect(states.at(-1)).toBe('stale: silent for 3 s');
    link.heard();
    expect([link.state, reads()]).toEqual(['reading', 2]);
    link.complete();
    expect(link.state).toBe('live');
  });

  test('a full read that does not end starts over', () => {
    const { clock, link, calls } = linkKit();
    link.answered();
    clock.advance(LINK_TIMES.readMs + 2000);
    expect(calls()).toBeGreaterThan(1);
    expect(link.state).toBe('calling');
  });

  test('a lost port is said with its reason and called again', () => {
    const { clock, link, states, calls } = live();
    link.lost('the network is down');
    expect(states.at(-1)).toMatch(/^calling: the network is down, calling again in/);
    clock.advance(1001);
    expect(calls()).toBe(2);
    link.answered();
    expect(link.state).toBe('reading');
  });

  test('after stop nothing happens any more', () => {
    const { clock, link, calls } = live();
    link.stop();
    clock.advance(60_000);
    expect([link.state, calls(), clock.timers]).toEqual(['down', 1, 0]);
  });
});

describe('writes on their way', () => {
  test('an older own value is an echo, the newest confirms', () => {
    const pending = new Pending();
    for (const value of [-3, -2, -1]) pending.sent(7, value, 0);
    expect([pending.heard(7, -3), pending.heard(7, -2), pending.heard(7, -1), pending.size]).toEqual(['echo', 'echo', 'confirmed', 0]);
  });

  test("somebody else's value is believed when it is said twice", () => {
    const pending = new Pending();
    pending.sent(7, -3, 0);
    expect([pending.heard(7, -40), pending.heard(7, -40), pending.heard(7, -3)]).toEqual(['unclear', 'foreign', 'foreign']);
  });

  test('what is not confirmed goes out three times more within a second, and then is given up', () => {
    const pending = new Pending();
    pending.sent(7, -3, 0);
    let resent = 0;
    for (let nowMs = 0; nowMs < 2000; nowMs++) {
      if (nowMs < pending.nextDueMs()) continue;
      const { resend, lost } = pending.due(nowMs);
      resent += resend.length;
      if (lost.length > 0) {
        expect([lost, nowMs, resent]).toEqual([[7], 1000, 3]);
        return;
      }
    }
    throw new Error('it was never given up');
  });

  test('whatever is sent and heard, what is resent is the newest value', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('sent' as const), id: fc.nat(3), value: fc.nat(5) }),
      fc.record({ do: fc.constant('heard' as const), id: fc.nat(3), value: fc.nat(5) }),
      fc.record({ do: fc.constant('wait' as const), ms: fc.nat(500) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const pending = new Pending();
        const newest = new Map<number, number>();
        let nowMs = 0;
        for (const one of steps) {
          if (one.do === 'sent') {
            newest.set(one.id, one.value);
            pending.sent(one.id, one.value, nowMs);
          } else if (one.do === 'heard') {
            const heard = pending.heard(one.id, one.value);
            if (heard === 'confirmed') expect(one.value).toBe(newest.get(one.id));
            if (heard === 'echo') expect(one.value).not.toBe(newest.get(one.id));
          } else {
            nowMs += one.ms;
            for (const { id, value } of pending.due(nowMs).resend) expect(value).toBe(newest.get(id));
          }
        }
        expect(pending.size).toBeLessThanOrEqual(4);
      }),
    );
  });
});
