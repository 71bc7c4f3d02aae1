import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { isRefusal } from '../../src/desk/refusal.ts';
import { actor } from '../desk/desk-kit.ts';
import { apply, snapshot, tinyKit, valuesOf } from './recall-arbitraries.ts';
import { type RecallKit, recallKit, scene } from './recall-kit.ts';
import { house } from './verbs-kit.ts';

// Hundreds of recalls, one after the other: a busy machine may take its time.
vi.setConfig({ testTimeout: 180_000 });

const ANNA = actor('Anna');

/** The engine is there again with what it has; its word is read. */
function back({ desk, foh }: Pick<RecallKit, 'desk' | 'foh'>): void {
  const pending = desk.model.entries.filter(({ id, role }) => role === 'foh' && desk.values.pending(id));
  desk.setLink('foh', 'live');
  foh.says(
    pending.map(({ id }) => [id, desk.values.heard(id)]),
    'read',
  );
}

describe('an engine that is lost in the middle of a recall', () => {
  /** 400 values, of which the engine confirms the first 250 before it is gone. */
  const half = () => {
    const kit = recallKit();
    const entries = kit.desk.model.entries.filter(
      ({ role, parameter: { type, leaf } }) => role === 'foh' && type === 'number' && leaf.is === undefined,
    );
    const some = entries
      .filter(({ parameter: { law } }, at) => at < 500 && law.snap(law.toValue(0.3)) !== law.snap(law.toValue(0.7)))
      .slice(0, 400);
    expect(some).toHaveLength(400);
    const goal = new Map(
      some.map(({ id, parameter: { law } }) => [id, law.snap(law.toValue(kit.desk.wanted(id) === law.toValue(0.3) ? 0.7 : 0.3))]),
    );
    kit.shelf.scenes.push(
      scene(
        'A',
        Object.fromEntries(some.map(({ id, path }) => [path, goal.get(id) === Number.NEGATIVE_INFINITY ? '-inf' : (goal.get(id) ?? 0)])),
      ),
    );
    let turns = 0;
    kit.foh.fate = () => (turns++ === 0 ? 5 : 1000);
    const was = snapshot(kit);
    kit.recalls.recall(ANNA, 'A');
    kit.clock.advance(100);
    kit.desk.setLink('foh', 'down', 'no reply for 10 s');
    kit.foh.fate = () => 5;
    const is = () => some.filter(({ id }) => kit.desk.wanted(id) === goal.get(id)).length;
    return { ...kit, was, is };
  };

  test('leaves it partial, and what is missing is told to the last value', () => {
    const kit = half();
    expect(kit.recalls.list()).toMatchObject([{ state: 'partial', done: 250, of: 400 }]);
    expect(kit.recalls.list()[0]?.missing).toHaveLength(150);
    expect(kit.said.at(-1)).toBe('recall "A": partial, 150 of 400 not done; finish it or roll it back');
  });

  test('is finished when it is back and somebody says so, and not before; that is one undo step with the first half', () => {
    const kit = half();
    expect(kit.recalls.finish()).toMatchObject({ code: 'offline' });
    kit.clock.advance(1000);
    expect(kit.recalls.list()).toMatchObject([{ state: 'partial', done: 250 }]);
    back(kit);
    kit.clock.advance(5000);
    expect(kit.is()).toBe(250);
    kit.recalls.finish();
    kit.clock.advance(1000);
    expect([kit.is(), kit.recalls.list()]).toEqual([400, []]);
    kit.say('undo', ANNA);
    expect(snapshot(kit)).toEqual(kit.was);
  });

  test('or all of it is taken back', () => {
    const kit = half();
    back(kit);
    const undone = kit.recalls.rollBack(ANNA);
    expect(isRefusal(undone) ? undone : undone.restored.length).toBe(250);
    kit.clock.advance(1000);
    expect(snapshot(kit)).toEqual(kit.was);
    expect(kit.recalls.list()).toEqual([]);
  });

  test('at whatever moment: missing is what it does not have, finish makes the scene, rollback and undo make what was before', () => {
    // While answers are awaited, and after the driver has given up on some.
    const lost = fc.oneof(fc.integer({ min: 0, max: 150 }), fc.integer({ min: 900, max: 2500 }));
    const fates = fc.array(fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined, freq: 5 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(valuesOf(), valuesOf(1), fates, lost, fc.boolean(), (before, wanted, delays, lostMs, finish) => {
        const kit = tinyKit([scene('A', wanted)]);
        apply(kit, before);
        const was = snapshot(kit);
        const plan = kit.recalls.plan('A');
        if (isRefusal(plan)) throw new Error('refused');
        let at = 0;
        kit.foh.fate = () => delays[at++ % delays.length];
        kit.recalls.recall(ANNA, 'A');
        kit.clock.advance(lostMs);
        kit.desk.setLink('foh', 'down', 'no reply');
        kit.clock.advance(5000);
        const missing = new Set(kit.recalls.list().flatMap((run) => run.missing));
        for (const { id, path, to } of plan.rows) expect([path, missing.has(path)]).toEqual([path, kit.desk.values.heard(id) !== to]);
        kit.foh.fate = () => 5;
        back(kit);
        if (finish) kit.recalls.finish();
        else kit.recalls.rollBack(ANNA);
        kit.clock.advance(5000);
        expect(kit.recalls.list()).toEqual([]);
        for (const { id, path, to } of plan.rows) if (finish) expect([path, kit.desk.wanted(id)]).toEqual([path, to]);
        // One that had all its answers in time is over: it cannot be rolled back, but undone.
        if (finish || missing.size === 0) kit.say('undo', ANNA);
        expect(snapshot(kit)).toEqual(was);
      }),
      { numRuns: 150 },
    );
  });
});

describe('two recalls that want the same', () => {
  const slow = { fade: { ms: 2000, curve: 'linear' } } as const;

  test('have one owner, and the log says what the older one left, to whom and where', () => {
    const { does, desk, clock, get } = house([
      scene('A', { 'ch/1/fader': -40, 'ch/2/fader': -40 }, slow),
      scene('B', { 'ch/2/fader': 5 }, slow),
    ]);
    does('recall A');
    clock.advance(500);
    does('recall B');
    clock.advance(4000);
    expect([get('ch/1/fader'), get('ch/2/fader')]).toEqual([-40, 5]);
    const left = does('log ch/2/fader').says.split('\n');
    expect(left.some((line) => /ch\/2\/fader -\S+ dB was left by recall "A" of Anna \(.*\): taken by recall "B" of Anna$/.test(line))).toBe(
      true,
    );
    // It is no change: who muted a channel, and what may be undone, do not ask it.
    expect(desk.log.newest(10, (path) => path === 'ch/2/fader', true).every(({ left: why }) => why === undefined)).toBe(true);
  });

  test('of three thousand values are told in twenty lines', () => {
    const { does, desk, clock } = house();
    does('fade ch/*/send/*/level -20 over 5s');
    clock.advance(100);
    does('fade ch/*/send/*/level -30 over 1s');
    const told = desk.log.newest(100).flatMap(({ left }) => left ?? []);
    expect(told).toHaveLength(20);
    expect(told[0]).toMatch(/^taken by fade of 32 of Anna, as were 12 more$/);
  });
});
