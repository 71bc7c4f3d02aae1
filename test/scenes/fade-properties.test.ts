import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { isRefusal } from '../../src/desk/refusal.ts';
import { readValue, type Stored, type Value } from '../../src/desk/value.ts';
import { CURVES } from '../../src/scenes/scene.ts';
import { actor } from '../desk/desk-kit.ts';
import { anyLevel, anyValue, apply, tinyKit } from './recall-arbitraries.ts';
import { type RecallKit, scene } from './recall-kit.ts';

// Hundreds of fades, one after the other: a busy machine may take its time.
vi.setConfig({ testTimeout: 180_000 });

const SCRIPT = actor('script', 'script');
const HAND = actor('X-Touch', 'surface');
const FADED = ['ch/1/fader', 'ch/1/pan', 'ch/1/eq/2/freq', 'ch/2/send/1/level', 'mon:ch/1/fader'] as const;

/** From where to where, how long and along what. */
const way = fc.constantFrom(...FADED).chain((path) =>
  fc.record({
    path: fc.constant(path),
    from: anyValue(path),
    to: anyValue(path),
    ms: fc.integer({ min: 20, max: 3000 }),
    curve: fc.constantFrom(...CURVES),
  }),
);

function stored(kit: RecallKit, path: string, value: Value): Stored {
  const entry = kit.desk.find(path);
  const found = isRefusal(entry) ? entry : readValue(entry.parameter, value);
  if (typeof found === 'object') throw new Error(`${path} ${value}`);
  return found;
}

const set = (kit: RecallKit, path: string, value: Value, hand = false): void =>
  void kit.desk.intend(hand ? HAND : SCRIPT, [{ kind: 'set', id: kit.id(path), value }], { hand });

type Push =
  | { readonly kind: 'pass' | 'late'; readonly ms: number }
  | { readonly kind: 'faster'; readonly times: number }
  | { readonly kind: 'pause' | 'resume' | 'cut' };
const push: fc.Arbitrary<Push> = fc.oneof(
  fc.record({ kind: fc.constantFrom('pass' as const, 'late' as const), ms: fc.integer({ min: 0, max: 700 }) }),
  fc.record({ kind: fc.constant('faster' as const), times: fc.constantFrom(0.25, 0.5, 1, 2, 10) }),
  fc.constantFrom<Push>({ kind: 'pause' }, { kind: 'resume' }, { kind: 'cut' }),
);

function pushes(kit: RecallKit, one: Push): void {
  const { recalls, clock } = kit;
  if (one.kind === 'pass') clock.advance(one.ms);
  else if (one.kind === 'late') clock.sleep(one.ms);
  else if (one.kind === 'faster') recalls.faster(one.times);
  else recalls[one.kind]();
}

describe('a fade', () => {
  test('ends exactly at its goal and never leaves its way, however it is held, run faster or cut, and however late the loop is', () => {
    fc.assert(
      fc.property(way, fc.array(push, { maxLength: 12 }), ({ path, from, to, ms, curve }, story) => {
        const kit = tinyKit();
        set(kit, path, from);
        kit.clock.advance(100);
        const goal = stored(kit, path, to);
        const [low, high] = [kit.desk.values.number(kit.id(path)), Number(goal)].sort((x, y) => x - y);
        kit.recalls.fade(SCRIPT, [kit.id(path)], to, { ms, curve });
        const rising = Number(goal) >= kit.desk.values.number(kit.id(path));
        let last = kit.desk.values.number(kit.id(path));
        let paused = false;
        kit.desk.watch(({ changes }) => {
          for (const change of changes) {
            if (change.id !== kit.id(path)) continue;
            const value = Number(change.to);
            expect(paused).toBe(false);
            expect(value).toBeGreaterThanOrEqual(low ?? 0);
            expect(value).toBeLessThanOrEqual(high ?? 0);
            // Never back.
            if (rising) expect(value).toBeGreaterThanOrEqual(last);
            else expect(value).toBeLessThanOrEqual(last);
            last = value;
          }
        });
        for (const one of story) {
          if (one.kind === 'pause') paused = true;
          if (one.kind === 'resume' || one.kind === 'cut') paused = false;
          pushes(kit, one);
        }
        paused = false;
        kit.recalls.resume();
        kit.recalls.faster(1000);
        kit.clock.advance(60_000);
        expect(kit.desk.wanted(kit.id(path))).toBe(goal);
        expect(kit.recalls.list()).toEqual([]);
        expect(kit.clock.timers).toBe(0);
      }),
      { numRuns: 400 },
    );
  });

  test('takes its time, less what it is made faster: it is at its goal then, and not a step before', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 200, max: 3000 }),
        fc.constantFrom(0.5, 1, 2, 4),
        fc.integer({ min: 1, max: 8 }),
        (ms, times, tenths) => {
          const kit = tinyKit();
          kit.recalls.fade(SCRIPT, [kit.id('ch/1/fader')], -30, { ms, curve: 'linear' });
          const firstMs = Math.floor((ms * tenths) / 10);
          kit.clock.advance(firstMs);
          kit.recalls.faster(times);
          const restMs = (ms - firstMs) / times;
          kit.clock.advance(Math.max(0, restMs - 41));
          expect(kit.get('ch/1/fader')).not.toBe(-30);
          kit.clock.advance(82);
          expect(kit.get('ch/1/fader')).toBe(-30);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('that a hand touches keeps the hand’s value; with resume it goes on to its goal when the hand lets go', () => {
    const release = fc.constantFrom('hold' as const, 'resume' as const);
    const times = fc.tuple(fc.integer({ min: 0, max: 1900 }), fc.integer({ min: 0, max: 600 }));
    fc.assert(
      fc.property(
        anyLevel,
        anyLevel,
        fc.option(anyLevel, { nil: undefined }),
        times,
        release,
        (from, to, value, [atMs, holdsMs], choice) => {
          const kit = tinyKit();
          const [id, other] = [kit.id('ch/1/fader'), kit.id('ch/2/fader')];
          set(kit, 'ch/1/fader', from);
          kit.clock.advance(100);
          kit.recalls.fade(SCRIPT, [id, other], to, { ms: 2000, curve: 's' }, choice);
          kit.clock.advance(atMs);
          kit.desk.touch(HAND, id, true);
          if (value !== undefined) set(kit, 'ch/1/fader', value, true);
          const held = kit.desk.wanted(id);
          kit.clock.advance(holdsMs);
          // Nothing moves it under the finger.
          expect(kit.desk.wanted(id)).toBe(held);
          kit.desk.touch(HAND, id, false);
          kit.clock.advance(10_000);
          expect(kit.desk.wanted(id)).toBe(choice === 'hold' ? held : stored(kit, 'ch/1/fader', to));
          // The others of the fade go their way.
          expect(kit.desk.wanted(other)).toBe(stored(kit, 'ch/2/fader', to));
          expect(kit.recalls.list()).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('ends where the console moves its fader: nothing of it is written there any more', () => {
    fc.assert(
      fc.property(anyLevel, anyLevel, fc.integer({ min: 25, max: 1900 }), (to, moved, atMs) => {
        const kit = tinyKit();
        const [id, other] = [kit.id('ch/1/fader'), kit.id('ch/2/fader')];
        kit.recalls.fade(SCRIPT, [id, other], to, { ms: 2000, curve: 's' });
        kit.clock.advance(atMs);
        const value = stored(kit, 'ch/1/fader', moved);
        fc.pre(value !== kit.desk.wanted(id));
        kit.foh.says([[id, value]]);
        const written = kit.foh.written.length;
        kit.clock.advance(10_000);
        expect(kit.desk.wanted(id)).toBe(value);
        expect(kit.foh.written.slice(written).filter(({ path }) => path === 'ch/1/fader')).toEqual([]);
        expect(kit.desk.wanted(other)).toBe(stored(kit, 'ch/2/fader', to));
      }),
      { numRuns: 200 },
    );
  });
});

describe('a recall that is taken back', () => {
  const PATHS = ['ch/1/fader', 'ch/2/fader', 'ch/3/fader', 'ch/1/mute', 'ch/2/mute', 'mon:ch/1/fader'] as const;
  const values = fc.record(Object.fromEntries(PATHS.map((path) => [path, anyValue(path)])));
  const touched = fc.array(
    fc.tuple(
      fc.constantFrom(...PATHS).chain((path) => fc.record({ path: fc.constant(path), value: anyValue(path) })),
      fc.integer({ min: 0, max: 500 }),
    ),
    { maxLength: 4 },
  );

  test('restores all that nobody else moved since, at any moment, and leaves the rest as it is', () => {
    fc.assert(
      fc.property(
        values,
        values,
        touched,
        fc.constantFrom(0, 800),
        fc.integer({ min: 0, max: 900 }),
        (first, wanted, hands, overMs, afterMs) => {
          const kit = tinyKit([scene('A', wanted)]);
          apply(kit, first);
          const before = new Map(PATHS.map((path) => [path, kit.desk.wanted(kit.id(path))]));
          kit.recalls.recall(SCRIPT, 'A', { overMs });
          const movedByHand = new Map<string, Stored>();
          kit.desk.watch(({ actor: by, changes }) => {
            if (by === HAND) for (const { id, to } of changes) movedByHand.set(kit.desk.model.entries[id]?.path ?? '', to);
          });
          for (const [{ path, value }, waitMs] of hands) {
            set(kit, path, value, true);
            kit.clock.advance(waitMs);
          }
          kit.clock.advance(afterMs);
          // What is in a hand is skipped; here all have let go.
          kit.clock.advance(400);
          kit.say('undo', SCRIPT);
          kit.clock.advance(10_000);
          for (const path of PATHS) {
            const byHand = movedByHand.get(path);
            // A hand that left it where the recall wanted it is not told from the recall.
            if (byHand !== undefined && byHand === stored(kit, path, wanted[path] ?? 0)) continue;
            expect([path, kit.desk.wanted(kit.id(path))]).toEqual([path, byHand ?? before.get(path)]);
          }
          expect(kit.recalls.list()).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });
});
