import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { matches } from '../../src/desk/path.ts';
import { isRefusal } from '../../src/desk/refusal.ts';
import { readValue, type Stored, type Value, writeValue } from '../../src/desk/value.ts';
import { capture } from '../../src/scenes/capture.ts';
import { readScope } from '../../src/scenes/scope.ts';
import { actor } from '../desk/desk-kit.ts';
import { anyValue, apply, snapshot, tinyKit, valuesOf } from './recall-arbitraries.ts';
import { type RecallKit, scene } from './recall-kit.ts';

// Thousands of desks, one after the other: a busy machine may take its time.
vi.setConfig({ testTimeout: 180_000 });

const PATTERNS = ['ch/1', 'ch/*/mute', 'ch/2..3', '**/fader', 'mon:ch/**', '*:ch/2', 'ch/1/eq', 'dca/1/fader', 'bus/9'];
const patterns = fc.subarray(PATTERNS, { maxLength: 3 });

const takes = (list: readonly string[], kit: RecallKit, path: string): boolean => {
  const entry = kit.desk.model.byPath.get(path);
  const scope = readScope(kit.desk, list);
  return entry !== undefined && !isRefusal(scope) && scope.patternOf(entry.role, entry.segments) !== undefined;
};

describe('a recall, whatever the scene, the desk, scope and safes', () => {
  test('makes the desk the scene within its scope, leaves everything else, does what the plan said, and undo restores all', () => {
    fc.assert(
      fc.property(valuesOf(), valuesOf(1), patterns, patterns, fc.constantFrom(undefined, 300), (before, wanted, only, safe, overMs) => {
        const kit = tinyKit([scene('A', wanted, { safe })]);
        apply(kit, before);
        const was = snapshot(kit);
        const options = { only, ...(overMs ? { overMs } : {}) };
        const plan = kit.recalls.plan('A', options);
        if (isRefusal(plan)) throw new Error('refused');
        const anna = actor('Anna');
        kit.recalls.recallPlan(anna, plan, options);
        kit.clock.advance(2000);
        expect(kit.recalls.list()).toEqual([]);
        const is = snapshot(kit);
        for (const [path, stored] of is) {
          const entry = kit.desk.model.byPath.get(path);
          const said = wanted[path];
          const meant = said !== undefined && (only.length === 0 || takes(only, kit, path)) && !takes(safe, kit, path);
          expect([path, stored]).toEqual([path, meant && entry ? readValue(entry.parameter, said) : was.get(path)]);
        }
        const changed = [...is].filter(([path, stored]) => was.get(path) !== stored).map(([path]) => path);
        expect(new Set(plan.rows.map(({ path }) => path))).toEqual(new Set(changed));
        const again = kit.recalls.plan('A', options);
        expect(isRefusal(again) || again.rows).toEqual([]);
        kit.say('undo', anna);
        expect(snapshot(kit)).toEqual(was);
      }),
      { numRuns: 150 },
    );
  });

  test('what gets silent goes out first, and what opens last, each after the answer to the one before', () => {
    fc.assert(
      fc.property(valuesOf(), valuesOf(1), (before, wanted) => {
        const kit = tinyKit([scene('A', wanted)]);
        apply(kit, before);
        kit.foh.written.length = 0;
        kit.mon.written.length = 0;
        const plan = kit.recalls.plan('A');
        if (isRefusal(plan)) throw new Error('refused');
        kit.recalls.recallPlan(actor('Anna'), plan);
        kit.clock.advance(2000);
        const phase = new Map(plan.rows.map((row) => [row.path, row.phase]));
        const sent = [...kit.foh.written, ...kit.mon.written];
        const times = (of: string) => sent.filter(({ path }) => phase.get(path) === of).map(({ atMs }) => atMs);
        const [mutes, values, unmutes] = [times('mutes'), times('values'), times('unmutes')];
        if (mutes.length > 0 && values.length > 0) expect(Math.min(...values)).toBeGreaterThanOrEqual(Math.max(...mutes) + 5);
        if (values.length > 0 && unmutes.length > 0) expect(Math.min(...unmutes)).toBeGreaterThanOrEqual(Math.max(...values) + 20);
        expect(sent).toHaveLength(plan.rows.length);
      }),
      { numRuns: 100 },
    );
  });
});

/** Something that happens while recalls are on their way. */
type Event =
  | { readonly kind: 'recall'; readonly name: 'A' | 'B'; readonly overMs: number }
  | { readonly kind: 'fade'; readonly to: number }
  | { readonly kind: 'hand'; readonly path: string; readonly value: Value }
  | { readonly kind: 'console'; readonly path: string; readonly value: Value }
  | { readonly kind: 'undo' };
const MOVED = ['ch/1/fader', 'ch/2/fader', 'ch/1/mute', 'mon:ch/1/fader'] as const;
const moved = fc.constantFrom(...MOVED).chain((path) => fc.record({ path: fc.constant(path), value: anyValue(path) }));
const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({
    kind: fc.constant('recall' as const),
    name: fc.constantFrom('A' as const, 'B' as const),
    overMs: fc.constantFrom(0, 200, 900),
  }),
  fc.record({ kind: fc.constant('fade' as const), to: fc.integer({ min: -60, max: 10 }) }),
  moved.map((one) => ({ kind: 'hand' as const, ...one })),
  moved.map((one) => ({ kind: 'console' as const, ...one })),
  fc.constant({ kind: 'undo' as const }),
);
const story = fc.array(fc.tuple(event, fc.integer({ min: 0, max: 400 })), { minLength: 1, maxLength: 12 });

describe('recalls, fades, hands and the console at the same time', () => {
  const values = fc.record(Object.fromEntries(MOVED.map((path) => [path, anyValue(path)])));

  test('every parameter ends where its last owner wanted it, all runs end, and every watcher saw the same order', () => {
    fc.assert(
      fc.property(values, values, story, (a, b, events) => {
        const kit = tinyKit([scene('A', a), scene('B', b)]);
        const hand = actor('X-Touch', 'surface');
        const script = actor('script', 'script');
        const goal = new Map<string, Stored>();
        const want = (path: string, value: Value): void => {
          const entry = kit.desk.model.byPath.get(path);
          const stored = entry && readValue(entry.parameter, value);
          if (stored !== undefined && !isRefusal(stored)) goal.set(path, stored);
        };
        let undone = false;
        for (const [one, waitMs] of events) {
          const free = MOVED.filter((path) => kit.desk.holder(kit.id(path)) === undefined);
          if (one.kind === 'recall') {
            kit.recalls.recall(script, one.name, { overMs: one.overMs });
            for (const path of free) want(path, (one.name === 'A' ? a : b)[path] ?? 0);
          } else if (one.kind === 'fade') {
            if (!isRefusal(kit.recalls.fade(script, [kit.id('ch/1/fader')], one.to, { ms: 500, curve: 's' }))) want('ch/1/fader', one.to);
          } else if (one.kind === 'hand') {
            kit.desk.intend(hand, [{ kind: 'set', id: kit.id(one.path), value: one.value }], { hand: true });
            want(one.path, one.value);
          } else if (one.kind === 'undo') {
            kit.say('undo', script);
            undone = true;
          }
          if (one.kind === 'console') {
            const entry = kit.desk.find(one.path);
            if (isRefusal(entry)) throw new Error('no path');
            // Nothing of ours is on its way: the engine's word is no echo.
            kit.clock.advance(6);
            const stored = readValue(entry.parameter, one.value);
            if (isRefusal(stored)) throw new Error('no value');
            const held = kit.desk.holder(entry.id) !== undefined;
            const mon = entry.role === 'mon';
            // A press there that changes nothing is not heard of.
            const isNew = kit.desk.wanted(entry.id) !== stored;
            (mon ? kit.mon : kit.foh).says([[entry.id, stored]]);
            if (isNew && !held && kit.desk.wanted(entry.id) === stored) want(one.path, one.value);
          }
          const owners = MOVED.map((path) => kit.recalls.ownersOf(kit.id(path)));
          expect(Math.max(...owners)).toBeLessThanOrEqual(1);
          kit.clock.advance(waitMs);
        }
        kit.clock.advance(10_000);
        expect(kit.recalls.list()).toEqual([]);
        expect(kit.clock.timers).toBe(0);
        const revisions = kit.turns
          .filter(({ changes, cause }) => changes.length > 0 && cause !== 'hand kept')
          .map(({ revision }) => revision);
        expect(revisions).toEqual([...revisions].sort((x, y) => x - y));
        if (undone) return;
        for (const [path, stored] of goal) expect([path, kit.desk.wanted(kit.id(path))]).toEqual([path, stored]);
      }),
      { numRuns: 150 },
    );
  });
});

describe('scope', () => {
  const segment = fc.constantFrom('ch', '1', '2', '7', 'eq', 'fader', 'mute', 'bus');
  const part = fc.oneof(segment, fc.constantFrom('*', '**', '1..2'));

  test('takes what the patterns of the house take, and all below it', () => {
    const { desk } = tinyKit();
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 5 }),
        fc.array(segment, { minLength: 1, maxLength: 5 }),
        (pattern, segments) => {
          const scope = readScope(desk, [pattern.join('/')]);
          if (isRefusal(scope)) throw new Error('refused');
          const taken = matches(pattern, segments) || matches([...pattern, '**'], segments);
          expect(scope.patternOf('foh', segments) !== undefined).toBe(taken);
          expect(scope.patternOf('mon', segments)).toBeUndefined();
        },
      ),
      { numRuns: 2000 },
    );
  });
});

test('what was captured and recalled on the same desk changes nothing', () => {
  fc.assert(
    fc.property(valuesOf(), valuesOf(), (first, then) => {
      const kit = tinyKit();
      apply(kit, first);
      const stored = capture(kit.desk, 'A', { number: '1' });
      if (isRefusal(stored)) throw new Error('refused');
      const was = snapshot(kit);
      kit.shelf.scenes.push({ ...stored, preamps: true });
      apply(kit, then);
      kit.recalls.recall(actor('Anna'), 'A');
      kit.clock.advance(1000);
      expect(snapshot(kit)).toEqual(was);
      for (const [path, { value }] of stored.values) {
        const entry = kit.desk.model.byPath.get(path);
        expect(entry && writeValue(entry.parameter, kit.desk.wanted(entry.id))).toEqual(value);
      }
    }),
    { numRuns: 30 },
  );
});
