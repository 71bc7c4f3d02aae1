import { describe, expect, test } from 'vitest';
import { lines } from '../../src/desk/law.ts';
import { fader } from '../../src/engines/embedded/laws.ts';
import { Drag, levelText, spokenLevel } from '../../src/page/mixer/drag.ts';

const TRAVEL = 400;
/** A finger that has rested for a second: past the rise guard and no brush. */
const CALM_MS = 1000;

/** Moves a finger through points [px right, px down], 10 ms apart. @returns what the fader did */
function slide(drag: Drag, points: readonly (readonly [number, number])[], fromMs = 0, isFine = false): (number | undefined)[] {
  return points.map(([x, y], i) => drag.move({ x, y, timeMs: fromMs + i * 10 }, isFine));
}
const begin = (levelDb: number): Drag => new Drag(fader, TRAVEL, { x: 0, y: 0, timeMs: 0 }, levelDb);

describe('a finger on a fader', () => {
  test('claims it after 6 px up or down; those 6 px move nothing', () => {
    const drag = begin(-10);
    expect(
      slide(drag, [
        [0, 3],
        [0, 5],
      ]),
    ).toEqual([undefined, undefined]);
    expect(drag.isClaimed).toBe(false);
    expect(slide(drag, [[0, 6]])).toEqual([-10]);
    // -10 dB to -30 dB is a quarter of the travel: 100 px.
    expect(slide(drag, [[0, 56]], 20)).toEqual([-20]);
  });

  test('that goes sideways more than it goes up never claims', () => {
    const drag = begin(-10);
    expect(
      slide(drag, [
        [10, 8],
        [20, 16],
        [40, 30],
      ]),
    ).toEqual([undefined, undefined, undefined]);
  });

  test('more than 64 px aside works at a fifth, and coming back does not jump', () => {
    const drag = begin(-10);
    slide(drag, [[0, 6]]);
    expect(
      slide(
        drag,
        [
          [80, 6],
          [80, 56],
        ],
        CALM_MS,
      ),
    ).toEqual([-10, -12]);
    expect(drag.isFine).toBe(true);
    expect(
      slide(
        drag,
        [
          [0, 56],
          [0, 61],
        ],
        CALM_MS + 100,
      ),
    ).toEqual([-12, -13]);
  });

  test('rests at 0 dB for 8 px, in fine not', () => {
    const drag = begin(-1);
    slide(drag, [[0, -6]]);
    // 1 dB is 10 px here: past 0 dB by 5 px, which stays at 0.
    expect(
      slide(
        drag,
        [
          [0, -21],
          [0, -26],
        ],
        CALM_MS,
      ),
    ).toEqual([0, 0]);
    const past = slide(
      drag,
      [
        [0, -36],
        [0, -46],
      ],
      CALM_MS + 100,
    );
    expect(past.at(-1)).toBeGreaterThan(0);
    const fine = begin(-0.1);
    slide(fine, [[0, -6]]);
    expect(slide(fine, [[0, -26]], CALM_MS, true).at(-1)).toBeGreaterThan(0);
  });

  test('may raise it by no more than 6 dB in the first 200 ms, and cut it at once', () => {
    const up = begin(-30);
    slide(up, [[0, -6]]);
    expect(up.move({ x: 0, y: -300, timeMs: 100 }, false)).toBe(-24);
    expect(up.move({ x: 0, y: -320, timeMs: 300 }, false)).toBeCloseTo(-20, 1);
    const down = begin(0);
    slide(down, [[0, 6]]);
    expect(down.move({ x: 0, y: 400, timeMs: 20 }, false)).toBe(Number.NEGATIVE_INFINITY);
  });

  test('cannot throw a silent fader to full level', () => {
    const drag = begin(Number.NEGATIVE_INFINITY);
    slide(drag, [[0, -6]]);
    expect(drag.move({ x: 0, y: -400, timeMs: 60 }, false)).toBe(-54);
  });

  test('stops at both ends, and what it goes beyond is not owed back', () => {
    const drag = begin(0);
    slide(drag, [[0, -6]]);
    expect(drag.move({ x: 0, y: -600, timeMs: CALM_MS }, false)).toBe(10);
    expect(drag.move({ x: 0, y: -900, timeMs: CALM_MS + 10 }, false)).toBe(10);
    expect(drag.move({ x: 0, y: -890, timeMs: CALM_MS + 20 }, false)).toBe(9);
  });

  test('is a tap when short and still', () => {
    expect(begin(0).isTap({ x: 3, y: 3, timeMs: 150 })).toBe(true);
    expect(begin(0).isTap({ x: 3, y: 3, timeMs: 200 })).toBe(false);
    expect(begin(0).isTap({ x: 9, y: 0, timeMs: 100 })).toBe(false);
  });

  test('goes by the law of the engine, whatever that is', () => {
    const law = lines(
      'dB',
      [
        [0, -60],
        [1, 0],
      ],
      { step: 0.5 },
    );
    const drag = new Drag(law, 600, { x: 0, y: 0, timeMs: 0 }, -30);
    drag.move({ x: 0, y: 6, timeMs: 10 }, false);
    expect(drag.move({ x: 0, y: 56, timeMs: CALM_MS }, false)).toBe(-35);
  });
});

test('a level is written as on a strip and said as by a person', () => {
  expect([1.4, -10, 0, -0.04, Number.NEGATIVE_INFINITY].map(levelText)).toEqual(['+1.4', '−10.0', '0.0', '0.0', '−∞']);
  expect([1.4, -3.2, 0, Number.NEGATIVE_INFINITY].map(spokenLevel)).toEqual(['plus 1.4 dB', 'minus 3.2 dB', '0.0 dB', 'minus infinity']);
});
