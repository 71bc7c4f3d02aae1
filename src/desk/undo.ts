import type { Actor } from './actor.ts';
import type { Desk } from './desk.ts';
import type { Gesture } from './gestures.ts';
import { isRefusal, type Refusal } from './refusal.ts';
import { formatValue, type Stored } from './value.ts';
import type { PlannedChange } from './verb.ts';

export interface Undone {
  /** What the step was: its cause, and whose. */
  readonly cause: string;
  readonly who: string;
  readonly restored: readonly { readonly path: string; readonly id: number; readonly from: Stored; readonly value: Stored }[];
  /** Left as they are, with the reason: somebody else moved them since, or holds them. */
  readonly skipped: readonly { readonly path: string; readonly why: string }[];
}

/**
 * Takes back the caller's last gesture, or with `any` the desk's last.
 * @returns what it did, or undefined when there is nothing to take back
 */
export function undo(desk: Desk, actor: Actor, any = false): Undone | Refusal | undefined {
  desk.hands.closeOf(any ? undefined : actor);
  const gesture = desk.gestures.lastOf(any ? undefined : actor);
  if (!gesture) return undefined;
  return takeBack(desk, actor, gesture);
}

/** Takes back one certain gesture; one that still goes on ends with that. */
export function takeBack(desk: Desk, actor: Actor, gesture: Gesture): Undone | Refusal {
  return move(desk, actor, gesture, 'undo');
}

/** Does again what the last undo took back. */
export function redo(desk: Desk, actor: Actor, any = false): Undone | Refusal | undefined {
  desk.hands.closeOf(any ? undefined : actor);
  const gesture = desk.gestures.lastUndone(any ? undefined : actor);
  if (!gesture) return undefined;
  return move(desk, actor, gesture, 'redo');
}

type Step = { readonly before: Stored; readonly after: Stored };
type Verb = 'undo' | 'redo';
const SIDES: Readonly<Record<Verb, (step: Step) => [Stored, Stored]>> = {
  undo: ({ before, after }) => [after, before],
  redo: ({ before, after }) => [before, after],
};

/** What taking a gesture back, or doing it again, would do now; it does nothing. @returns a refusal where an engine of it is away */
export function planMove(desk: Desk, actor: Actor, gesture: Gesture, verb: Verb): Undone | Refusal {
  const restored: { path: string; id: number; from: Stored; value: Stored }[] = [];
  const skipped: { path: string; why: string }[] = [];
  for (const [id, step] of gesture.changes) {
    const entry = desk.model.entries[id];
    if (!entry || entry.parameter.leaf.is !== undefined) continue;
    const { path } = entry;
    const [from, value] = SIDES[verb](step);
    if (from === value) continue;
    const refusal = desk.reachable(actor, id);
    // Nothing of the step is used up while its engine is away: it can be taken back later.
    if (refusal?.code === 'offline') return refusal;
    if (refusal) skipped.push({ path, why: `held by ${refusal.by ?? 'another hand'}` });
    else if (desk.wanted(id) !== from) skipped.push({ path, why: `changed since by ${desk.values.by(id)?.name ?? 'somebody'}` });
    else restored.push({ path, id, from, value });
  }
  return { cause: gesture.cause, who: gesture.actor.name, restored, skipped };
}

function move(desk: Desk, actor: Actor, gesture: Gesture, verb: Verb): Undone | Refusal {
  const done = planMove(desk, actor, gesture, verb);
  if (isRefusal(done)) return done;
  if (verb === 'undo') desk.gestures.markUndone(gesture);
  else desk.gestures.markRedone(gesture);
  desk.hands.takenBack(gesture);
  for (const { id, from, value } of done.restored) {
    // A part that is taken back alone is no longer in its step.
    const whole = gesture.step?.changes.get(id);
    if (whole?.after === from) whole.after = value;
  }
  // Backwards: what a recall has muted first is opened last, also where a console gets one value after the other.
  const inOrder = verb === 'undo' ? done.restored.toReversed() : done.restored;
  desk.apply(actor, `${verb} ${gesture.cause}`, new Map(inOrder.map(({ id, value }) => [id, value])));
  return done;
}

/** The changes as an engineer says them. */
export const undoneChanges = ({ model }: Desk, { restored }: Undone): PlannedChange[] =>
  restored.flatMap(({ path, id, from, value }) => {
    const parameter = model.entries[id]?.parameter;
    return parameter ? [{ path, from: formatValue(parameter, from), to: formatValue(parameter, value) }] : [];
  });

/** `3 restored; left ch/2/mute (changed since by Ben)` */
export function tellUndone({ restored, skipped }: Undone, would = false): string {
  const left = skipped.map(({ path, why }) => `${path} (${why})`).join(', ');
  return `${restored.length} ${would ? 'would be restored' : 'restored'}${left ? `; ${would ? 'would leave' : 'left'} ${left}` : ''}`;
}
