import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { runVerb } from '../../src/desk/line.ts';
import { isRefusal } from '../../src/desk/refusal.ts';
import type { Turn } from '../../src/desk/turn.ts';
import { readValue, type Value } from '../../src/desk/value.ts';
import { readCues } from '../../src/scenes/cues/cue-file.ts';
import { Panic } from '../../src/scenes/cues/panic.ts';
import { CueRunner } from '../../src/scenes/cues/runner.ts';
import { lengthIn, motionsOf } from '../../src/scenes/cues/scene-ties.ts';
import { cueVerbs } from '../../src/scenes/cues/verbs.ts';
import { OPEN_AFTER_MS } from '../../src/scenes/run.ts';
import { sceneVerbs } from '../../src/scenes/verbs.ts';
import { actor } from '../desk/desk-kit.ts';
import { anyValue, tinyKit } from './recall-arbitraries.ts';
import { type SlowEngine, scene } from './recall-kit.ts';

// Hundreds of shows, one after the other: a busy machine may take its time.
vi.setConfig({ testTimeout: 180_000 });

const MOVED = ['ch/1/fader', 'ch/2/fader', 'ch/1/mute', 'ch/2/mute', 'mon:ch/1/fader', 'mon:ch/1/mute'] as const;
const ROLES = ['foh', 'mon'] as const;
type Role = (typeof ROLES)[number];

/** What somebody says to the desk. */
const LINES = [
  'recall A',
  'recall A only ch/1',
  'recall B',
  'recall B over 0.4s',
  'recall B resume over 0.6s',
  'fade ch/1/fader -20 over 0.5s',
  'fade ch/1..2/fader +5 over 0.3s',
  'set ch/2/fader -7',
  'mute ch/1',
  'unmute mon:ch/1',
  'go',
  'go',
  'back',
  'undo any',
  'redo any',
  'undo-go',
  'rollback',
  'finish',
  'cut',
  'faster 3',
  'faster 0.5',
  'pause-fade',
  'resume-fade',
  'stop-fade',
  'pause',
  'resume',
  'stop',
  'panic',
] as const;

const CUES = `
- { cue: 1, do: [recall A, fade ch/2/fader -30 over 0.4s], then: go after 0.2 s }
- { cue: 2, wait: 0.1 s, do: [mute ch/2, recall B over 0.5s], then: follow }
- { cue: 3, do: [set ch/1/fader -3, unmute ch/1] }
- { cue: 4, do: recall A }
`;

type Event =
  | { readonly kind: 'says'; readonly line: (typeof LINES)[number] }
  | { readonly kind: 'touch'; readonly path: string; readonly down: boolean }
  | { readonly kind: 'hand' | 'console'; readonly path: string; readonly value: Value }
  | { readonly kind: 'link'; readonly role: Role; readonly live: boolean };

const moved = fc.constantFrom(...MOVED).chain((path) => fc.record({ path: fc.constant(path), value: anyValue(path) }));
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...LINES).map((line) => ({ kind: 'says' as const, line })) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('touch' as const), path: fc.constantFrom(...MOVED), down: fc.boolean() }),
  },
  { weight: 2, arbitrary: moved.map((one) => ({ kind: 'hand' as const, ...one })) },
  { weight: 2, arbitrary: moved.map((one) => ({ kind: 'console' as const, ...one })) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('link' as const), role: fc.constantFrom(...ROLES), live: fc.boolean() }) },
);
const story = fc.array(fc.tuple(event, fc.integer({ min: 0, max: 250 })), { minLength: 1, maxLength: 15 });
/** After how many ms the engine confirms; undefined: never. */
const fates = fc.array(fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined, freq: 6 }), { minLength: 1, maxLength: 8 });
const values = fc.record(Object.fromEntries(MOVED.map((path) => [path, anyValue(path)])));

function house(a: Readonly<Record<string, Value>>, b: Readonly<Record<string, Value>>) {
  const kit = tinyKit([scene('A', a), scene('B', b)]);
  const { desk, clock, verbs, recalls, shelf } = kit;
  const say: ConstructorParameters<typeof CueRunner>[0]['say'] = (line, by) =>
    runVerb(line.verb, line.args, { desk, actor: by }, line.overMs);
  verbs.add(sceneVerbs(() => ({ recalls, library: shelf })));
  verbs.add(cueVerbs(() => ({ runner, panic, plan: say })));
  const read = readCues(CUES, 'cues.yaml', verbs);
  if (!('good' in read)) throw new Error(JSON.stringify(read.errors));
  const runner: CueRunner = new CueRunner({
    cues: read.good,
    clock,
    say,
    oneStep: (by, cause, deed) => desk.hands.inOneStep(by, cause, deed),
    lengthMs: lengthIn(shelf),
    motions: motionsOf(recalls),
  });
  const panic: Panic = new Panic({ runner, lines: () => [], say, clock });
  return { ...kit, runner };
}
type House = ReturnType<typeof house>;

/** Looks at every turn: who may write, and what must have arrived before. */
class Referee {
  readonly #kit: House;
  /** What a recall at once has written and what may not be open before it is there, by its gesture. */
  readonly #writes = new Map<number, Map<number, { phase: number; atMs: number }>>();
  readonly #statedBy = new Map<number, number>();
  revision = 0;

  constructor(kit: House) {
    this.#kit = kit;
    kit.desk.watch((turn) => this.#look(turn));
  }

  lost(role: Role): void {
    const { entries } = this.#kit.desk.model;
    for (const ids of this.#writes.values()) for (const id of ids.keys()) if (entries[id]?.role === role) ids.delete(id);
  }

  #look(turn: Turn): void {
    const { desk, recalls } = this.#kit;
    if (turn.cause !== 'hand kept' && turn.changes.length > 0) {
      expect(turn.revision).toBe(this.revision + 1);
      this.revision = turn.revision;
    }
    for (const path of MOVED) expect(recalls.ownersOf(this.#kit.id(path))).toBeLessThanOrEqual(1);
    if (turn.actor.kind === 'engine' || turn.cause === 'hand kept') return;
    const stated = turn.changes.filter(({ id }) => desk.model.entries[id]?.parameter.leaf.is === undefined);
    for (const { id } of stated) {
      const hold = desk.holder(id);
      // Held parameters are never written by anybody else.
      if (hold) expect(hold.actor).toBe(turn.actor);
    }
    if (turn.cause === 'recall "A"') this.#inOrder(turn);
    for (const { id } of stated) this.#statedBy.set(id, turn.gesture);
  }

  /** Mutes, then values, then unmutes; each when those before are confirmed or given up. */
  #inOrder({ gesture, changes }: Turn): void {
    const { desk, clock, recalls } = this.#kit;
    const before = this.#writes.get(gesture) ?? new Map<number, { phase: number; atMs: number }>();
    this.#writes.set(gesture, before);
    const phaseOf = (id: number, to: unknown): number => {
      if (!desk.model.entries[id]?.path.endsWith('mute')) return 1;
      return to === 0 ? 2 : 0;
    };
    // What somebody has taken from the recall is no longer its matter.
    const taken = new Set(recalls.list().flatMap(({ lost }) => lost.map(({ path }) => path)));
    const now = changes.filter(({ id }) => desk.model.entries[id]?.parameter.leaf.is === undefined);
    for (const { id, to } of now) {
      const phase = phaseOf(id, to);
      for (const [earlier, wrote] of before) {
        const isTaken = this.#statedBy.get(earlier) !== gesture || taken.has(desk.model.entries[earlier]?.path ?? '');
        if (wrote.phase >= phase || isTaken) continue;
        expect(desk.values.pending(earlier)).toBe(false);
        if (phase === 2 && wrote.phase === 1) expect(clock.nowMs() - wrote.atMs).toBeGreaterThanOrEqual(OPEN_AFTER_MS);
      }
    }
    for (const { id, to } of now) before.set(id, { phase: phaseOf(id, to), atMs: clock.nowMs() });
  }
}

/** The link is there again: the engine's word is read, nothing is sent. */
function back(kit: House, role: Role): void {
  const { desk } = kit;
  const engine: SlowEngine = kit[role];
  const pending = desk.model.entries.filter(({ id, role: of }) => of === role && desk.values.pending(id));
  desk.setLink(role, 'live');
  engine.says(
    pending.map(({ id }) => [id, desk.values.heard(id)]),
    'read',
  );
}

function happens(kit: House, referee: Referee, one: Event, hand: ReturnType<typeof actor>): void {
  const { desk } = kit;
  if (one.kind === 'says') kit.say(one.line);
  else if (one.kind === 'touch') desk.touch(hand, kit.id(one.path), one.down);
  else if (one.kind === 'hand') desk.intend(hand, [{ kind: 'set', id: kit.id(one.path), value: one.value }], { hand: true });
  else if (one.kind === 'link') {
    if (one.live === (desk.link(one.role).state === 'live')) return;
    if (one.live) back(kit, one.role);
    else {
      referee.lost(one.role);
      desk.setLink(one.role, 'down', 'no reply');
    }
  } else {
    const entry = desk.find(one.path);
    if (isRefusal(entry) || desk.link(entry.role).state !== 'live') return;
    const stored = readValue(entry.parameter, one.value);
    const engine: SlowEngine = entry.role === 'mon' ? kit.mon : kit.foh;
    if (!isRefusal(stored)) engine.says([[entry.id, stored]]);
  }
}

/** Everybody lets go, the engines are there and well, and what was held or interrupted goes on. */
function comesToRest(kit: House, hand: ReturnType<typeof actor>): void {
  const { desk, clock, recalls, runner } = kit;
  for (const role of ROLES) {
    kit[role].fate = () => 5;
    if (desk.link(role).state !== 'live') back(kit, role);
  }
  for (const path of MOVED) desk.touch(hand, kit.id(path), false);
  runner.resume();
  recalls.resume();
  clock.advance(10_000);
  recalls.finish();
  clock.advance(10_000);
}

test('whatever happens at once, each parameter has one owner, hands are left alone, and nothing opens before its time', () => {
  fc.assert(
    fc.property(values, values, fates, story, (a, b, delays, events) => {
      const kit = house(a, b);
      let at = 0;
      for (const role of ROLES) kit[role].fate = () => delays[at++ % delays.length];
      const referee = new Referee(kit);
      const hand = actor('X-Touch', 'surface');
      for (const [one, waitMs] of events) {
        happens(kit, referee, one, hand);
        kit.clock.advance(waitMs);
      }
      comesToRest(kit, hand);
      // All came to its end: nothing runs or waits, and each engine has what the desk shows.
      expect(kit.recalls.list()).toEqual([]);
      expect(kit.clock.timers).toBe(0);
      for (const path of MOVED) {
        const id = kit.id(path);
        expect([path, kit.desk.values.pending(id), kit.desk.values.heard(id)]).toEqual([path, false, kit.desk.wanted(id)]);
      }
    }),
    { numRuns: 200 },
  );
});

test('a daemon that stops in the middle writes nothing more', () => {
  fc.assert(
    fc.property(values, values, story, fc.integer({ min: 0, max: 400 }), (a, b, events, untilMs) => {
      const kit = house(a, b);
      const referee = new Referee(kit);
      const hand = actor('X-Touch', 'surface');
      for (const [one, waitMs] of events) {
        happens(kit, referee, one, hand);
        kit.clock.advance(waitMs);
      }
      kit.say('recall B over 0.4s');
      kit.say('go');
      kit.clock.advance(untilMs);
      for (const path of MOVED) kit.desk.touch(hand, kit.id(path), false);
      kit.recalls.close();
      expect(kit.recalls.list()).toEqual([]);
      kit.runner.stop();
      const turns = kit.turns.length;
      kit.clock.advance(10_000);
      // What a hand has kept against the console is sent when it lets go: that is the hand's.
      const later = kit.turns
        .slice(turns)
        .filter(({ actor: by, cause, changes }) => by.kind !== 'engine' && cause !== 'hand kept' && changes.length > 0);
      expect(later).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
