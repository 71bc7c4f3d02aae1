import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatTimecode, frameOf, framesPerDay, secondsOf, TIMECODE_RATES, timecodeAt } from '../../../src/wire/formats/timecode.ts';
import { vectors } from './show-control.ts';

test.each(vectors<{ frame: number; tc: string; seconds?: number }>('dropframe'))('drop frame $frame is $tc', ({ frame, tc, seconds }) => {
  const time = timecodeAt(frame, '29.97df');
  expect(formatTimecode(time)).toBe(tc);
  expect(frameOf(time)).toBe(frame % framesPerDay('29.97df'));
  if (seconds !== undefined) expect(secondsOf(time)).toBeCloseTo(seconds, 5);
});

test('every frame of a day has its own number, at every rate', () => {
  fc.assert(
    fc.property(fc.constantFrom(...TIMECODE_RATES), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (rate, part) => {
      const frame = Math.floor(part * framesPerDay(rate));
      expect(frameOf(timecodeAt(frame, rate))).toBe(frame);
    }),
  );
});

test('a number that drop frame leaves out stands for the next one', () => {
  expect(frameOf({ hours: 0, minutes: 22, seconds: 0, frames: 0, rate: '29.97df' })).toBe(
    frameOf({ hours: 0, minutes: 22, seconds: 0, frames: 2, rate: '29.97df' }),
  );
});
