import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { distance } from '../../src/desk/nearest.ts';
import { findAll, matches, parseAddress } from '../../src/desk/path.ts';
import { isRefusal } from '../../src/desk/refusal.ts';
import { CONSOLE, deskKit, smallLayout } from './desk-kit.ts';

const kit = deskKit();
const paths = (pattern: string): string[] => {
  const found = findAll(kit.desk.model, pattern);
  return isRefusal(found) ? [found.code] : found.map((entry) => entry.path);
};

describe('a path that does not exist is answered with the one that was meant', () => {
  test.each([
    ['ch/7/fadr', 'ch/7/fader'],
    ['ch/77/fader', 'ch/8/fader'],
    ['chh/7/mute', 'ch/7/mute'],
    ['ch/3/eq/2/freqency', 'ch/3/eq/2/freq'],
    ['ch/3/eq/9/gain', 'ch/3/eq/4/gain'],
    ['bus/1/fadre', 'bus/1/fader'],
    ['main/fadder', 'main/fader'],
    ['playr/state', 'player/state'],
    ['ch/3/eq/gain', 'ch/3/eq/1/gain'],
    ['ch/99/eq/gain', 'ch/8/eq/1/gain'],
    ['ch/03/mix/fader', 'ch/3/fader'],
    ['ch/3/nothinglikeit', 'ch/3/name'],
  ])('%s -> %s', (typed, meant) => {
    expect(kit.desk.find(typed)).toMatchObject({ code: 'unknown-path', want: meant });
  });
  test('far from everything, nothing is suggested', () => {
    expect(kit.desk.find('zzzzzzzz/qqqq')).toEqual({ code: 'unknown-path', got: 'zzzzzzzz/qqqq' });
  });
  test.each(['', '/', 'ch//fader', 'ch/7/fäder', 'CH:ch/7/fader', 'x'.repeat(200), '../etc/passwd;'])('%j is no path at all', (text) => {
    expect(kit.desk.find(text)).toMatchObject({ code: 'malformed' });
  });
});

test('a distance counted only as far as it matters agrees with the whole one', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 8 }), (from, to, enough) => {
      expect(Math.min(distance(from, to, enough), enough)).toBe(Math.min(distance(from, to), enough));
    }),
  );
});

describe('patterns', () => {
  test('a star is one segment', () => expect(paths('ch/*/fader')).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((n) => `ch/${n}/fader`)));
  test('two dots are a range', () => expect(paths('ch/2..4/mute')).toEqual(['ch/2/mute', 'ch/3/mute', 'ch/4/mute']));
  test('two stars are the rest', () => expect(paths('group/**')).toEqual(['group/1/name', 'group/2/name', 'group/1/mute', 'group/2/mute']));
  test('two stars in the middle take any number of segments', () =>
    expect(paths('ch/1/**/gain')).toEqual([1, 2, 3, 4].map((n) => `ch/1/eq/${n}/gain`)));
  test('a strip alone names nothing to set', () => expect(paths('ch/3')).toEqual(['unknown-path']));

  test('matching agrees with a plain search of all splits', () => {
    const segment = fc.constantFrom('a', 'b', '1', '2', '17');
    const part = fc.oneof(segment, fc.constantFrom('*', '**', '1..9', '2..30'));
    const slow = (pattern: string[], rest: string[]): boolean => {
      const [first, ...others] = pattern;
      if (first === undefined) return rest.length === 0;
      if (first === '**') return rest.some((_, at) => slow(others, rest.slice(at))) || slow(others, []);
      const [head, ...tail] = rest;
      if (head === undefined) return false;
      const [low, high] = first.split('..').map(Number);
      const fits =
        first === '*' ||
        first === head ||
        (high !== undefined && low !== undefined && /^\d+$/.test(head) && Number(head) >= low && Number(head) <= high);
      return fits && slow(others, tail);
    };
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), fc.array(segment, { maxLength: 5 }), (pattern, segments) => {
        expect(matches(pattern, segments)).toBe(slow(pattern, segments));
      }),
    );
  });
});

test('anything that is typed parses or is refused, and never throws', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      const address = parseAddress(text);
      expect('code' in address || address.segments.length > 0).toBe(true);
      kit.desk.find(text);
    }),
  );
});

describe('two engines in one show', () => {
  const two = deskKit();
  two.desk.attach('mon', smallLayout());
  two.desk.setLink('mon', 'live');

  test('the first needs no prefix, the other is named by its role', () => {
    two.say('set ch/1/fader -10');
    two.say('set mon:ch/1/fader -20');
    expect([two.get('ch/1/fader'), two.get('foh:ch/1/fader'), two.get('mon:ch/1/fader')]).toEqual([-10, -10, -20]);
  });
  test('a pattern speaks of one engine unless it says all', () => {
    const count = (pattern: string): number => {
      const found = findAll(two.desk.model, pattern);
      return isRefusal(found) ? 0 : found.length;
    };
    expect([count('ch/*/mute'), count('mon:ch/*/mute'), count('*:ch/*/mute')]).toEqual([8, 8, 16]);
  });
  test('DCAs act within one engine', () => {
    two.say('set mon:ch/2/dca/1 on');
    two.say('set dca/1/mute on');
    expect(two.get('mon:ch/2/audible')).toBe('yes');
    two.say('set mon:dca/1/mute on');
    expect(two.get('mon:ch/2/audible')).toBe('dca/1');
  });
  test('an engine that is away refuses, the other goes on', () => {
    two.desk.setLink('mon', 'stale', 'silent for 3 s');
    expect(two.refused('set mon:ch/1/fader 0')).toBe('mon:ch/1/fader: engine "mon" is not live (silent for 3 s)');
    expect(two.refused('set ch/1/fader 0')).toBe('');
    two.desk.setLink('mon', 'live');
  });
  test('values keep their paths when an engine describes itself anew', () => {
    two.desk.report(CONSOLE, 'foh', [[two.id('ch/1/fader'), -33]]);
    two.desk.attach('foh', smallLayout());
    expect([two.get('ch/1/fader'), two.get('mon:ch/1/fader')]).toEqual([-33, -20]);
  });
  test('an unknown role lists the known ones', () => {
    expect(two.refused('set moo:ch/1/fader 0')).toContain('foh, mon');
  });
});

test('a pattern matches what its parts say, one after the other, however many ** it has', () => {
  /** Word for word what a pattern means, at any cost. */
  const means = ([part, ...rest]: readonly string[], segments: readonly string[]): boolean => {
    if (part === undefined) return segments.length === 0;
    if (part === '**')
      return Array.from({ length: segments.length + 1 }, (_, from) => from).some((from) => means(rest, segments.slice(from)));
    const [segment, ...others] = segments;
    if (segment === undefined) return false;
    const fits = part === '*' || part === segment || (part === '1..2' && (segment === '1' || segment === '2'));
    return fits && means(rest, others);
  };
  const segments = fc.array(fc.constantFrom('a', 'b', '1', '3'), { maxLength: 7 });
  const pattern = fc.array(fc.constantFrom('a', 'b', '1', '*', '**', '1..2'), { maxLength: 6 });
  fc.assert(
    fc.property(pattern, segments, (parts, path) => matches(parts, path) === means(parts, path)),
    { numRuns: 3000 },
  );
});
