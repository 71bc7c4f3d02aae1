import { expect, test } from 'vitest';
import { LEAVES } from '../../src/desk/parameters.ts';
import { patternFault } from '../../src/scenes/pattern-words.ts';

test.each([
  'ch/24',
  'ch/99/fader',
  'bus/*',
  'ch/1..8/eq',
  'ch/*/eq/2/gain',
  '**/mute',
  '**',
  '*:ch/1',
  'mon:main/fader',
  'main',
  'player',
  'solo/mode',
  'ch/3/dca/4',
  '*/*/name',
])('%s means parameters of some desk', (text) => expect(patternFault(text)).toBeUndefined());

test.each([
  ['ch/2/fadr', 'no parameter "ch/2/fadr"; did you mean "ch/2/fader"?'],
  ['ch/1..8/eqq', 'no parameter "ch/1..8/eqq"; did you mean "ch/1..8/eq"?'],
  ['mon:bsu/1', 'no parameter "mon:bsu/1"; did you mean "mon:bus/1"?'],
  ['ch/*/eq/2/gian', 'no parameter "ch/*/eq/2/gian"; did you mean "ch/*/eq/2/gain"?'],
  ['main/1', 'no parameter "main/1"'],
  ['**/mutte', 'no parameter "**/mutte"'],
  ['nonsense', 'no parameter "nonsense"'],
  ['a b', '"a b" is not a path or pattern such as ch/24, bus/* or ch/1..8/eq'],
  ['', '"" is not a path or pattern such as ch/24, bus/* or ch/1..8/eq'],
])('%s is mistyped', (text, says) => expect(patternFault(text)).toBe(says));

test('every parameter of the model is meant by its own path', () => {
  for (const { leaf, on } of LEAVES)
    for (const owner of on) {
      const number = ['main', 'mono', 'player', 'monitor', 'solo'].includes(owner) ? '' : '/3';
      expect(patternFault(`${owner}${number}/${leaf.replaceAll('{n}', '2')}`)).toBeUndefined();
    }
});
