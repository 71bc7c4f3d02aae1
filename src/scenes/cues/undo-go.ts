import type { Actor } from '../../desk/actor.ts';
import type { Desk } from '../../desk/desk.ts';
import { isRefusal, type Refusal } from '../../desk/refusal.ts';
import { takeBack } from '../../desk/undo.ts';
import { formatValue, type Stored } from '../../desk/value.ts';
import type { Answer, PlannedChange, Verb } from '../../desk/verb.ts';
import type { CueRunner } from './runner.ts';
import type { Start } from './starts.ts';

/** A value that goes back: as it stands after the start, and as it was before. */
interface Way {
  readonly from: Stored;
  to: Stored;
}

/** The newest start that has moved something or still goes on: never a step that somebody else made. */
function newest(desk: Desk, runner: CueRunner): Start | undefined {
  return runner.starts.find((start) => desk.gestures.of(start.actors).length > 0 || runner.goesOn(start));
}

/** What would go back now, and what somebody moved or holds since. */
function planned(desk: Desk, actor: Actor, { actors }: Start): { ways: Map<number, Way>; left: number } {
  const ways = new Map<number, Way>();
  for (const { changes } of desk.gestures.of(actors))
    for (const [id, { before, after }] of changes) {
      const way = ways.get(id);
      if (way) way.to = before;
      else if (desk.model.entries[id]?.parameter.leaf.is === undefined) ways.set(id, { from: after, to: before });
    }
  let left = 0;
  for (const [id, { from, to }] of ways) {
    const isFree = desk.wanted(id) === from && !desk.reachable(actor, id);
    if (!isFree) left++;
    if (!isFree || from === to) ways.delete(id);
  }
  return { ways, left };
}

function undone(desk: Desk, actor: Actor, { actors }: Start): { ways: Map<number, Way>; left: number } | Refusal {
  const ways = new Map<number, Way>();
  const left = new Set<string>();
  for (const one of actors) desk.hands.closeOf(one);
  for (const step of desk.gestures.of(actors)) {
    const done = takeBack(desk, actor, step);
    if (isRefusal(done)) return done;
    for (const { path } of done.skipped) left.add(path);
    for (const { path, from, value } of done.restored) {
      const id = desk.model.byPath.get(path)?.id ?? -1;
      const way = ways.get(id);
      if (way) way.to = value;
      else ways.set(id, { from, to: value });
    }
  }
  return { ways, left: left.size };
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
  says: 'takes back what the last cue did, with those that followed it by themselves, and stands by for it again',
  example: 'undo-go',
  role: 'mixer',
  args: [],
  run({ desk, actor, dry }): Answer | Refusal {
    const host = hostOf();
    if (!host) return { code: 'offline', got: 'the cue list', want: 'no show is open' };
    const start = newest(desk, host.runner);
    if (!start) return { says: 'no cue has moved anything that could be taken back', changes: [], refusals: [] };
    const done = dry ? planned(desk, actor, start) : undone(desk, actor, start);
    if (isRefusal(done)) return done;
    if (!dry) host.runner.takenBack(start);
    const { number, name } = start.cue;
    const changes = changesOf(desk, done.ways);
    const kept = done.left > 0 ? `; ${done.left} left, somebody moved or holds them since` : '';
    const says = `${dry ? 'would take back' : 'took back'} cue ${[number, name].filter(Boolean).join(' ')}: ${changes.length} values${kept}`;
    return { says, changes, refusals: [], found: { cue: number, name, atMs: start.atMs, left: done.left } };
  },
});
