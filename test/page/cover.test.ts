import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRefusal } from '../../src/desk/refusal.ts';
import { coverOf } from '../../src/page/mixer/cover.ts';
import { readScope } from '../../src/scenes/scope.ts';
import { deskKit } from '../desk/desk-kit.ts';

const { desk } = deskKit();

/** By the daemon: every parameter of the strip or section is taken. */
function isTaken(patterns: readonly string[], path: string): boolean {
  const scope = readScope(desk, patterns);
  if (isRefusal(scope)) throw new Error(`not read: ${patterns}`);
  const below = desk.model.entries.filter((entry) => `${entry.path}/`.startsWith(`${path}/`));
  return below.length > 0 && below.every(({ role, segments }) => scope.patternOf(role, segments) !== undefined);
}

describe('what a page calls safe', () => {
  test.each([
    ['ch/7', 'ch/7', true],
    ['ch/7/**', 'ch/7', true],
    ['ch/*', 'ch/7', true],
    ['ch', 'ch/7', true],
    ['ch/1..4', 'ch/4', true],
    ['ch/1..4', 'ch/5', false],
    ['**', 'ch/5', true],
    ['*:ch/5', 'ch/5', true],
    ['ch/*/eq', 'ch/5/eq', true],
    ['ch/*/eq', 'ch/5', false],
    ['**/eq', 'ch/5', false],
    ['ch/7/fader', 'ch/7', false],
    ['ch/70', 'ch/7', false],
    ['mon:ch/7', 'ch/7', false],
  ])('%s takes %s: %s', (pattern, path, isSafe) => {
    expect(coverOf([pattern], path) !== undefined).toBe(isSafe);
  });

  test('a pattern may be the name of a strip, in any capitals', () => {
    expect(coverOf(['ch/2', 'lead vox'], 'ch/7', 'Lead Vox')).toBe('lead vox');
    expect(coverOf(['lead vox'], 'ch/7', '')).toBeUndefined();
  });

  test('whatever a page calls safe as a whole, every recall leaves alone', () => {
    const part = fc.constantFrom('ch', 'bus', 'main', '*', '**', '1', '7', '2..5', 'eq', 'fader');
    const pattern = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    const path = fc.constantFrom('ch/1', 'ch/4', 'ch/7', 'bus/2', 'main', 'ch/4/eq', 'bus/1/fader');
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 3 }), path, (patterns, at) => {
        if (coverOf(patterns, at) !== undefined) expect(isTaken(patterns, at)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
