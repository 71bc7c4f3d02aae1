import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Law, lawFrom, linear, lines, logarithmic, logSteps } from '../../src/desk/law.ts';
import * as embedded from '../../src/engines/embedded/laws.ts';

/** The 1,024-step fader of a digital console: corners of the law in facts about that family. */
const stepped = lines(
  'dB',
  [
    [0, -90],
    [0.0625, -60],
    [0.25, -30],
    [0.5, -10],
    [1, 10],
  ],
  { steps: 1024 },
);

const LAWS: [string, Law][] = [
  ...Object.entries(embedded),
  ['1,024 steps', stepped],
  [
    '161 steps',
    lines(
      'dB',
      [
        [0, -90],
        [0.0625, -60],
        [0.25, -30],
        [0.5, -10],
        [1, 10],
      ],
      { steps: 161 },
    ),
  ],
  ['201 frequencies', logSteps('Hz', 20, 20_000, 201)],
  ['Q, narrow first', logSteps('Q', 10, 0.3, 72)],
  ['quarter decibels', linear('dB', -15, 15, 0.25)],
];

describe.each(LAWS)('the law of %s', (_name, law) => {
  const value = fc.double({ min: Math.max(law.min, -200), max: law.max, noNaN: true });

  test('a value on the grid stays where it is', () => {
    fc.assert(
      fc.property(value, (any) => {
        const snapped = law.snap(any);
        expect(law.snap(snapped)).toBe(snapped);
      }),
    );
  });

  test('nothing leaves the range, whatever is asked', () => {
    const anything = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Infinity, -Infinity, 1e300, -1e300));
    fc.assert(
      fc.property(anything, (any) => {
        const snapped = law.snap(any);
        expect(snapped >= law.min && snapped <= law.max).toBe(true);
      }),
    );
  });

  test('a step up is higher until the top, and a step down comes back', () => {
    fc.assert(
      fc.property(value, (any) => {
        const from = law.snap(any);
        const up = law.step(from, 1);
        if (from === law.max) expect(up).toBe(from);
        else {
          expect(up).toBeGreaterThan(from);
          expect(law.step(up, -1)).toBe(from);
        }
      }),
    );
  });

  test('position and value go round on the grid, but for the silence at the very bottom', () => {
    fc.assert(
      fc.property(value, (any) => {
        const snapped = law.snap(any);
        const back = law.snap(law.toValue(law.toPosition(snapped)));
        if (law.toPosition(snapped) > 0) expect(back).toBe(snapped);
        else expect(back).toBe(law.snap(law.toValue(0)));
      }),
    );
  });

  test('its data rebuild the same law', () => {
    const again = lawFrom(JSON.parse(JSON.stringify(law.shape)));
    fc.assert(
      fc.property(value, (any) => {
        expect(again.snap(any)).toBe(law.snap(any));
      }),
    );
  });
});

test('a 1,024-step fader reads as the console shows it', () => {
  // index: dB as printed by the console; facts "laws", fader vectors, checked there against real files
  const printed: [number, string][] = [
    [1, '-89.5'],
    [10, '-85.3'],
    [64, '-60.0'],
    [255, '-30.1'],
    [511, '-10.0'],
    [640, '-5.0'],
    [767, '0.0'],
    [844, '3.0'],
    [1023, '10.0'],
  ];
  for (const [index, text] of printed)
    expect(
      stepped
        .toValue(index / 1023)
        .toFixed(1)
        .replace('-0.0', '0.0'),
      `index ${index}`,
    ).toBe(text);
  expect(stepped.toValue(0)).toBe(Number.NEGATIVE_INFINITY);
});

test('the decimal fader holds -10 exactly, and 0 dB stands at three quarters', () => {
  expect(embedded.fader.snap(-10)).toBe(-10);
  expect(embedded.fader.snap(-10.04)).toBe(-10);
  expect(embedded.fader.toPosition(0)).toBe(0.75);
});

test('three digits hold 1.23, 12.3, 123 and 1230', () => {
  const law = logarithmic('Hz', 1, 20_000);
  expect([1.234, 12.34, 123.4, 1234].map((value) => law.snap(value))).toEqual([1.23, 12.3, 123, 1230]);
});

test.each([
  ['tenths', linear('dB', -18, 18, 0.1)],
  ['halves', linear('dB', -15, 15, 0.5)],
  ['whole steps', linear('pan', -100, 100, 1)],
  ['a thousandth', linear('s', 0, 3, 0.001)],
  ['a step that does not divide one', linear('ms', 0, 30, 0.3)],
])('a grid of %s has the numbers that people write, and no -0', (_name, law) => {
  if (law.shape.kind !== 'linear') throw new Error('made above');
  const { min, step } = law.shape;
  for (let index = 0; min + index * step <= law.max; index++) {
    const value = law.snap(min + index * step);
    expect(Object.is(value, Number((min + index * step).toPrecision(12)))).toBe(true);
  }
});
