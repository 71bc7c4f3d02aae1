import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explainMcu } from '../../../src/surfaces/mcu/explain.ts';
import { bytesOf } from './profiles.ts';

test.each([
  ['in', '90 6A 7F', 'touch 3'],
  ['in', '90 70 00', 'let go of main'],
  ['in', 'E0 30 66', 'move 1 to 13104'],
  ['out', 'E0 30 66', 'motor 1 to 13104'],
  ['out', '90 0B 01', 'light SOLO 4 blinks'],
  ['out', '90 5E 7F', 'light PLAY on'],
  ['in', '90 2E 7F', 'press BANK LEFT'],
  ['in', '80 10 40', 'release MUTE 1'],
  ['out', 'F0 00 00 66 14 12 3F 56 6F 78 20 31 20 20 F7', 'LCD 2 lower: Vox 1'],
  ['out', 'F0 00 00 66 14 12 00 48 65 6C 6C 6F 20 77 6F 72 6C 64 F7', 'LCD upper from cell 0: Hello world'],
  ['out', 'F0 00 00 66 14 12 00 20 F7', 'LCD 1 upper: (blank)'],
  ['out', 'F0 00 00 66 14 72 01 02 03 04 05 06 07 00 F7', 'LCD colours: red green yellow blue magenta cyan white dark'],
  ['out', 'F0 00 00 66 14 00 F7', 'who is there? (id 14)'],
  ['in', 'F0 00 00 66 14 01 58 59 5A 57 18 61 05 57 18 61 05 F7', 'announces itself (id 14)'],
  ['in', 'F0 00 00 66 14 14 56 31 2E 30 20 F7', 'firmware V1.0'],
  ['in', 'F0 00 00 66 05 00 00 F7', 'HUI: set the unit to MC mode'],
  ['in', 'B0 10 41', 'turn 1 by -1'],
  ['in', 'B0 3C 03', 'jog by +3'],
  ['in', 'B0 2E 40', 'pedal at 64 of 127'],
  ['out', 'B0 33 2B', 'ring 4 wrap 1 to 11 of 11'],
  ['out', 'B0 30 46', 'ring 1 dot 6 of 11, center light on'],
  ['out', 'B0 30 00', 'ring 1 dark'],
  ['out', 'D0 25', 'meter 3 at 5 of 12'],
  ['out', 'D0 0E', 'clip 1 on'],
  ['out', 'D0 0F', 'clip 1 off'],
  ['out', 'B0 43 71', 'time digit 4 from the right: 1.'],
  ['out', 'B0 4B 10', 'left assignment digit: P'],
  ['in', 'C0 01', 'unknown'],
  ['in', 'F0 7E 7F 06 01 F7', 'unknown'],
] as const)('%s %s: %s', (direction, bytes, meaning) => {
  expect(explainMcu(bytesOf(bytes), direction)).toBe(meaning);
});

test('every message has a meaning, also one of random bytes', () =>
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 30 }), fc.constantFrom('in' as const, 'out' as const), (bytes, direction) => {
      expect(explainMcu(bytes, direction)).not.toBe('');
    }),
  ));
