import fc from 'fast-check';
import { expect, test } from 'vitest';
import { secondsText } from '../../src/mapping/fields.ts';
import { tellKept, tellOutcome } from '../../src/mapping/outcome-text.ts';
import type { Left } from '../../src/mapping/playback.ts';
import { sentence, spread } from '../../src/mapping/row-text.ts';

test.each([
  ['27 changes, 2 left (Sam’s hand)', 8, ['27', 'changes', '2 left', '(Sam’s', 'hand)', '', '', '']],
  ['no scene "7"', 3, ['no', 'scene', '"7"']],
  ['Introduction', 2, ['Introdu', 'ction']],
  ['a b c d e f g h', 2, ['a b c d', 'e f g h']],
  ['', 2, ['', '']],
])('"%s" on %d displays', (text, displays, rows) => expect(spread(text, displays, 7)).toEqual(rows));

test('no display gets more than it has cells, and what is on them stands in the order of the text', () =>
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), fc.integer({ min: 1, max: 16 }), (text, displays) => {
      const rows = spread(text, displays, 7);
      expect(rows.length).toBe(displays);
      expect(rows.filter((row) => row.length > 7)).toEqual([]);
      let at = 0;
      for (const letter of rows.join('').replaceAll(' ', '')) {
        at = text.indexOf(letter, at) + 1;
        expect(at).toBeGreaterThan(0);
      }
    }),
  ));

test('a sentence that is too long for one line takes the title’s, too', () => {
  expect(sentence('Song 2', 'not there', 2, 7)).toEqual([
    ['Song 2', ''],
    ['not', 'there'],
  ]);
  expect(sentence('Song 2', 'it is not there today', 2, 7)).toEqual([
    ['it is', 'not'],
    ['there', 'today'],
  ]);
});

const left = (why: string, by?: string): Left => ({ path: 'ch/1/fader', why, ...(by === undefined ? {} : { by }) });

test.each<[number, readonly Left[], string, string]>([
  [27, [left('held', 'Sam'), left('held', 'Sam')], "27 changes, 2 left (Sam's hand)", '2 left'],
  [1, [left('held', 'Sam'), left('held', 'Ann'), left('safe', 'ch/1')], '1 change, 2 left (Sam, Ann), 1 safe', '2 left'],
  [0, [left('scope')], 'nothing to change', ''],
  [2, [left('held', 'X-Touch')], '2 changes, 1 left (your hand)', '1 left'],
  [3, [left('missing'), left('offline', 'foh')], '3 changes, 1 offline, 1 missing', '1 off'],
])('%d changes and what is left: %s', (changes, rows, told, short) => {
  expect([tellOutcome({ changes, left: rows }, 'X-Touch'), tellKept(rows)]).toEqual([told, short]);
});

test.each([
  [0, ''],
  [1, '0.1s'],
  [3200, '3.2s'],
  [9900, '9.9s'],
  [9901, '10s'],
  [48_000, '48s'],
  [125_000, '2:05'],
])('%d ms left is "%s"', (ms, text) => expect(secondsText(ms)).toBe(text));
