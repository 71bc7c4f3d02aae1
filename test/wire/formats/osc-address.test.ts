import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileOscPattern, isOscPattern } from '../../../src/wire/formats/osc-address.ts';

const matches = (pattern: string, address: string): boolean | undefined => compileOscPattern(pattern)?.(address);

test.each([
  ['/ch/{01,02}/mix/*', '/ch/01/mix/on', true],
  ['/ch/{01,02}/mix/*', '/ch/01/mix/eq/on', false],
  ['/ch/0[!1]/x', '/ch/02/x', true],
  ['/ch/0[!1]/x', '/ch/01/x', false],
  ['/ch/7/fader', '/ch/7/fader', true],
  ['/ch/7/fader', '/ch/7/fader/pos', false],
  ['/ch/?/fader', '/ch/7/fader', true],
  ['/ch/?/fader', '/ch/17/fader', false],
  ['/ch/[1-8]/fader', '/ch/8/fader', true],
  ['/ch/[1-8]/fader', '/ch/9/fader', false],
  ['/ch/[1-]/fader', '/ch/-/fader', true],
  ['/*/*/fader', '/bus/12/fader', true],
  ['/*/fader', '/bus/12/fader', false],
  ['/*a*b', '/xaybzb', true],
  ['/*a*b', '/xaybz', false],
  ['//fader', '/ch/7/fader', true],
  ['//fader', '/fader', true],
  ['/ch//gain', '/ch/7/eq/2/gain', true],
  ['/ch//gain', '/bus/7/eq/2/gain', false],
  ['/ch//', '/ch/7/eq/2/gain', true],
  ['/{ch,bus}/*/{fader,mute}', '/bus/1/mute', true],
  ['/{ch,}x', '/x', true],
  ['/ch.7', '/chx7', false],
])('%s and %s: %s', (pattern, address, expected) => {
  expect(matches(pattern, address)).toBe(expected);
});

describe('no pattern', () => {
  test.each([
    'ch/7/fader',
    '/ch/[1/x',
    '/ch/{1,2/x',
    '/ch/]/x',
    '/ch/[]/x',
    '/ch/{a{b}}/x',
    '/*/',
    `/${'a'.repeat(300)}`,
    `/*${'/a'.repeat(40)}`,
  ])('%s', (pattern) => expect(compileOscPattern(pattern)).toBeUndefined());
});

test('wild characters are seen, plain addresses are not taken for patterns', () => {
  expect(['/a*', '/a?', '/[a]', '/{a}', '/a//b'].every(isOscPattern)).toBe(true);
  expect(['/ch/7/fader', '/', '/a/'].some(isOscPattern)).toBe(false);
});

test('a pattern made to explode a backtracking matcher is answered', () => {
  expect(matches(`/${'*a'.repeat(100)}b`, `/${'a'.repeat(255)}`)).toBe(false);
  expect(matches(`/${'{a,aa,aaa}'.repeat(25)}b`, `/${'a'.repeat(255)}`)).toBe(false);
  expect(matches(`/${'/*'.repeat(2)}${'//a'.repeat(12)}`, `/${'a/'.repeat(30)}b`)).toBe(false);
});

const letters = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 6 });
test('stars agree with the same pattern as a regular expression', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom('*', '?'), letters), { minLength: 1, maxLength: 5 }), letters, (pieces, level) => {
      const source = pieces.map((piece) => (piece === '*' ? '.*' : piece === '?' ? '.' : piece)).join('');
      expect(matches(`/${pieces.join('')}`, `/${level}`)).toBe(new RegExp(`^${source}$`).test(level));
    }),
  );
});
