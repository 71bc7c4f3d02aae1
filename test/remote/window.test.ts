import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Window } from '../../src/remote/window.ts';

interface Link {
  readonly bytesPerMs: number;
  /** There and back, of an empty link. */
  readonly ownMs: number;
  readonly frameBytes: number;
  readonly frameEveryMs: number;
}

/** A stream over a link with an endless queue, millisecond by millisecond. @returns how long the line was, and what got through, after 3 s */
function stream({ bytesPerMs, ownMs, frameBytes, frameEveryMs }: Link) {
  const window = new Window();
  let line = 0;
  /** Bytes in front of the open question, and when its answer is here. */
  let before = Number.NaN;
  let answerMs = Number.NaN;
  const waits: number[] = [];
  let passed = 0;
  const ask = (nowMs: number): void => {
    window.asked(nowMs);
    before = line;
  };
  for (let nowMs = 0; nowMs < 12_000; nowMs++) {
    line = Math.max(0, line - bytesPerMs);
    if (!Number.isNaN(before)) {
      before -= bytesPerMs;
      if (before <= 0 && Number.isNaN(answerMs)) answerMs = nowMs + ownMs;
    }
    if (nowMs >= answerMs) {
      window.answered(nowMs);
      before = Number.NaN;
      answerMs = Number.NaN;
    }
    if (nowMs % frameEveryMs === 0 && window.takes(frameBytes, 1)) {
      window.sent(frameBytes);
      line += frameBytes;
      if (nowMs > 3000) passed += 1;
    }
    if (Number.isNaN(before) && (window.wantsAnswer || nowMs % 200 === 0)) ask(nowMs);
    if (nowMs > 3000) waits.push(line / bytesPerMs);
  }
  return { worstMs: Math.max(...waits), share: passed / Math.floor(9000 / frameEveryMs) };
}

describe('what is under way to a client', () => {
  test('430 meters at 50 Hz on 256 kbit/s keep a fader waiting for less than 300 ms, and the link stays busy', () => {
    const { worstMs, share } = stream({ bytesPerMs: 32, ownMs: 5, frameBytes: 868, frameEveryMs: 20 });
    expect(worstMs).toBeLessThan(300);
    // 43 kB/s are wanted, 32 are there.
    expect(share).toBeGreaterThan(0.4);
  });

  test('any slow link keeps a fader waiting for less than 300 ms beyond its own time and one frame', () => {
    const link = fc.record({
      bytesPerMs: fc.integer({ min: 8, max: 1000 }),
      ownMs: fc.integer({ min: 0, max: 150 }),
      frameBytes: fc.integer({ min: 100, max: 4100 }),
      frameEveryMs: fc.constantFrom(10, 20, 40),
    });
    fc.assert(
      fc.property(link, (one) => {
        expect(stream(one).worstMs).toBeLessThan(300 + one.frameBytes / one.bytesPerMs);
      }),
      { numRuns: 60 },
    );
  });

  test('a link that is quick enough carries what is sent, near or far', () => {
    for (const ownMs of [1, 20, 60, 120])
      expect(stream({ bytesPerMs: 1250, ownMs, frameBytes: 868, frameEveryMs: 40 }).share).toBeGreaterThan(0.99);
    // Sound: 192 kB/s over a WLAN.
    expect(stream({ bytesPerMs: 1250, ownMs: 10, frameBytes: 3848, frameEveryMs: 20 }).share).toBeGreaterThan(0.99);
  });

  test('a frame larger than the window goes when nothing is under way', () => {
    const window = new Window();
    expect(window.takes(100_000, 0.5)).toBe(true);
    window.sent(100_000);
    expect(window.takes(1, 1)).toBe(false);
    window.asked(0);
    window.answered(5);
    expect(window.takes(1, 1)).toBe(true);
  });

  test('changes that trickle all the time keep no sound out after a link was slow for a moment', () => {
    const window = new Window();
    window.asked(0);
    window.answered(1);
    window.sent(3848);
    window.asked(10);
    // Half a second for one frame: the window is at its least.
    window.answered(510);
    expect(window.size).toBeLessThan(3848);
    window.sent(150);
    expect(window.takes(3848, 0.75)).toBe(true);
  });
});
