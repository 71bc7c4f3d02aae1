import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileName, isInside } from '../../src/show/names.ts';

test.each([
  ['Verse 2', 'Verse 2'],
  ['Größe/Änderung', 'Gro-e-Anderung'],
  ['../../etc/passwd', '-..-etc-passwd'],
  ['.hidden', 'hidden'],
  ['CON', '_CON'],
  ['lpt1.txt', '_lpt1.txt'],
  ['', 'unnamed'],
  ['🎸', 'unnamed'],
  ['a. ', 'a'],
])('the name %j is the file %j', (text, name) => {
  expect(fileName(text)).toBe(name);
});

test('any text gives a name that every system takes and that stays in its folder', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 100 }),
        fc.string({ unit: fc.constantFrom('.', '/', '\\', ' ', 'a', 'con', '\u0000') }),
      ),
      (text) => {
        const name = fileName(text);
        expect(name).toMatch(/^[A-Za-z0-9_-](?:[A-Za-z0-9 _.-]{0,62}[A-Za-z0-9_-])?$/);
        expect(isInside('/show/scenes', join('/show/scenes', name))).toBe(true);
      },
    ),
  );
});

test.each([
  ['a.yaml', true],
  ['sub/a.yaml', true],
  ['..a', true],
  ['', false],
  ['.', false],
  ['..', false],
  ['../scenes-other/a', false],
  ['/etc/passwd', false],
])('inside /show/scenes is %j: %s', (path, inside) => {
  expect(isInside('/show/scenes', path)).toBe(inside);
});
