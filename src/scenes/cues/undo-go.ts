import type { Actor } from '../../desk/actor.ts';
import type { Desk } from '../../desk/desk.ts';
import { isRefusal, type Refusal } from '../../desk/refusal.ts';
import { planMove, takeBack } from '../../desk/undo.ts';
import { formatValue, type Stored } from '../../desk/value.ts';
import type { Answer, PlannedChange, Verb } from '../../desk/verb.ts';
import type { CueRunner } from './runner.ts';
import type { Start } from './starts.ts';

/** Paths that are named in the answer. */
const NAMED = 4;

/** A value that goes back: as it stands after the start, and as it was before. */
interface Way {
  readonly from: Stored;
  to: Stored;
}

/** The newest start that has moved something or still goes on: never a step that somebody else made. */
function newest(desk: Desk, runner: CueRunner): Start | undefined {
  return runner.starts.find((start) => desk.gestures.of(start.actors).length > 0 || runner.goesOn(start));
}

/** What goes back, and what does not, with why: somebody moved or holds it since. */
interface Back {
  readonly ways: ReadonlyMap<number, Way>;
  readonly left: ReadonlyMap<string, string>;
}

/** What would go back now. */
function planned(desk: Desk, actor: Actor, { actors }: Start): Back {
  const ways = new Map<number, Way>();
  for (const { changes } of desk.gestures.of(actors))
    for (const [id, { before, after }] of changes) {
      const way = ways.get(id);
      if (way) way.to = before;
      else if (desk.model.entries[id]?.parameter.leaf.is === undefined) ways.set(id, { from: after, to: before });
    }
  const left = new Map<string, string>();
  for (const [id, { from, to }] of ways) {
    const refusal = desk.reachable(actor, id);
    const why = refusal ? `held by ${refusal.by ?? 'another hand'}` : `changed since by ${desk.values.by(id)?.name ?? 'somebody'}`;
    const isFree = desk.wanted(id) === from && !refusal;
    if (!isFree && from !== to) left.set(desk.model.entries[id]?.path ?? '', why);
    if (!isFree || from === to) ways.delete(id);
  }
  return { ways, left };
}

function undone(desk: Desk, actor: Actor, { actors }: Start): Back | Refusal {
  const ways = new Map<number, Way>();
  const left = new Map<string, string>();
  // A fade that has not moved yet is in no step.
  for (const one of actors) desk.hands.takenBack(one);
  for (const step of desk.gestures.of(actors)) {
    const done = takeBack(desk, actor, step);
    if (isRefusal(done)) return done;
    for (const { path, why } of done.skipped) left.set(path, why);
    for (const { path, from, value } of done.restored) {
      const id = desk.model.byPath.get(path)?.id ?? -1;
      const way = ways.get(id);
      if (way) way.to = value;
      else ways.set(id, { from, to: value });
    }
  }
  return { ways, left };
}

/** Why nothing at all can be taken back now: an engine of it is away. */
const away = (desk: Desk, actor: Actor, { actors }: Start): Refusal | undefined =>
  desk.gestures
    .of(actors)
    .map((step) => planMove(desk, actor, step, 'undo'))
    .find(isRefusal);

function leftText(left: ReadonlyMap<string, string>): string {
  if (left.size === 0) return '';
  const named = [...left].slice(0, NAMED).map(([path, why]) => `${path} (${why})`);
  return `; left ${named.join(', ')}${left.size > NAMED ? ` and ${left.size - NAMED} more` : ''}`;
}

function changesOf({ model }: Desk, ways: ReadonlyMap<number, Way>): PlannedChange[] {
  return [...ways].flatMap(([id, { from, to }]) => {
    const entry = model.entries[id];
    return entry ? [{ path: entry.path, from: formatValue(entry.parameter, from), to: formatValue(entry.parameter, to) }] : [];
  });
}

/** The verb that takes back the last Go with all that followed it by itself. */
export const undoGoVerb = (hostOf: () => { readonly runner: CueRunner } | undefined): Verb => ({
  name: 'undo-go',
  says: 'takes back what the last cue did, with those that followed it by themselves, and puts standby back to where it was',
  example: 'undo-go',
  role: 'mixer',
  args: [],
  run({ desk, actor, dry }): Answer | Refusal {
    const host = hostOf();
    if (!host) return { code: 'offline', what: 'not there', got: 'the cue list', want: 'no show is open' };
    const start = newest(desk, host.runner);
    if (!start) return { says: 'no cue has moved anything that could be taken back', changes: [], refusals: [] };
    const refusal = away(desk, actor, start);
    if (refusal) return refusal;
    const done = dry ? planned(desk, actor, start) : undone(desk, actor, start);
    if (isRefusal(done)) return done;
    if (!dry) host.runner.takenBack(start);
    const { number, name } = start.cue;
    const changes = changesOf(desk, done.ways);
    const says = `${dry ? 'would take back' : 'took back'} cue ${[number, name].filter(Boolean).join(' ')}: ${changes.length === 1 ? '1 value' : `${changes.length} values`}${leftText(done.left)}`;
    return {
      says,
      changes,
      refusals: [],
      found: { cue: number, name, atMs: start.atMs, left: done.left.size, skipped: [...done.left].map(([path, why]) => ({ path, why })) },
    };
  },
});
