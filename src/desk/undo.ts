import type { Actor } from './actor.ts';
import type { Desk } from './desk.ts';
import type { Gesture } from './gestures.ts';
import type { Refusal } from './refusal.ts';
import type { Stored } from './value.ts';

export interface Undone {
  /** What the step was: its cause, and whose. */
  readonly cause: string;
  readonly who: string;
  readonly restored: readonly { readonly path: string; readonly from: Stored; readonly value: Stored }[];
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
  return move(desk, actor, gesture, 'undo', ({ before, after }) => [after, before]);
}

/** Does again what the last undo took back. */
export function redo(desk: Desk, actor: Actor, any = false): Undone | Refusal | undefined {
  desk.hands.closeOf(any ? undefined : actor);
  const gesture = desk.gestures.lastUndone(any ? undefined : actor);
  if (!gesture) return undefined;
  return move(desk, actor, gesture, 'redo', ({ before, after }) => [before, after]);
}

type Step = { readonly before: Stored; readonly after: Stored };

function move(
  desk: Desk,
  actor: Actor,
  gesture: Gesture,
  verb: 'undo' | 'redo',
  sides: (step: Step) => [Stored, Stored],
): Undone | Refusal {
  const changes = new Map<number, Stored>();
  const was = new Map<number, Stored>();
  const skipped: { path: string; why: string }[] = [];
  for (const [id, step] of gesture.changes) {
    const entry = desk.model.entries[id];
    if (!entry || entry.parameter.leaf.is !== undefined) continue;
    const [expected, target] = sides(step);
    if (expected === target) continue;
    const refusal = desk.reachable(actor, id);
    // Nothing of the step is used up while its engine is away: it can be taken back later.
    if (refusal?.code === 'offline') return refusal;
    if (refusal) skipped.push({ path: entry.path, why: `held by ${refusal.by ?? 'another hand'}` });
    else if (desk.wanted(id) !== expected)
      skipped.push({ path: entry.path, why: `changed since by ${desk.values.by(id)?.name ?? 'somebody'}` });
    else {
      changes.set(id, target);
      was.set(id, expected);
    }
  }
  desk.end(gesture.id);
  if (verb === 'undo') desk.gestures.markUndone(gesture);
  else desk.gestures.markRedone(gesture);
  desk.apply(actor, `${verb} ${gesture.cause}`, changes);
  const restored = [...changes].map(([id, value]) => ({ path: desk.model.entries[id]?.path ?? '', from: was.get(id) ?? value, value }));
  return { cause: gesture.cause, who: gesture.actor.name, restored, skipped };
}
