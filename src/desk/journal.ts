import type { Actor } from './actor.ts';
import type { Gesture } from './gestures.ts';
import type { Log } from './log.ts';
import type { Model } from './model.ts';
import type { Turn } from './turn.ts';
import { formatValue, type Stored } from './value.ts';
import type { Values } from './values.ts';

/** Writes down what changed: into gestures, for undo, and when they end into the log, a line a parameter. */
export class Journal {
  readonly #log: Log;
  readonly #model: Model;
  readonly #values: Values;

  constructor(log: Log, model: Model, values: Values) {
    this.#log = log;
    this.#model = model;
    this.#values = values;
  }

  /** Adds a turn to its gesture, and to the step that is part of. @returns whether the gesture can be undone */
  record(gesture: Gesture, turn: Turn): boolean {
    if (gesture.step) this.#add(gesture.step, turn, false);
    return this.#add(gesture, turn, true);
  }

  #add(gesture: Gesture, turn: Turn, logged: boolean): boolean {
    for (const { id, from, to } of turn.changes) {
      const is = this.#is(id);
      if (is === 'derived' || is === 'transient') continue;
      const known = gesture.changes.get(id);
      const unlogged = logged ? (known?.unlogged ?? from) : undefined;
      gesture.changes.set(id, { before: known ? known.before : from, after: to, revision: turn.revision, unlogged });
      gesture.undoable ||= is === undefined;
    }
    return gesture.undoable;
  }

  /** The gesture is over: a line for each parameter that is not where it was. */
  close(gesture: Gesture): void {
    for (const id of gesture.changes.keys()) this.#tell(gesture, id, this.#values.at(id));
  }

  settle(gesture: Gesture, ids: readonly number[]): void {
    for (const id of ids) this.#tell(gesture, id, this.#values.at(id));
  }

  /** Somebody else moves what an open gesture has moved (the other half of a linked pair): its line comes before theirs. */
  interrupt(open: Iterable<Gesture>, by: Gesture | undefined, turn: Turn): void {
    for (const gesture of open) {
      if (gesture === by) continue;
      for (const { id } of turn.changes) this.#tell(gesture, id, turn.atMs);
    }
  }

  #tell(gesture: Gesture, id: number, atMs: number): void {
    const change = gesture.changes.get(id);
    if (change?.unlogged === undefined) return;
    const { unlogged, after, revision } = change;
    change.unlogged = undefined;
    if (unlogged !== after) this.#line(id, unlogged, after, gesture.actor, gesture.cause, (gesture.step ?? gesture).id, revision, atMs);
  }

  /** Changes made at the console have no gesture here: a line each. A full read is no change that anybody made. */
  note(turn: Turn): void {
    if (turn.cause === 'read') return;
    for (const { id, from, to } of turn.changes) {
      const is = this.#is(id);
      if (is === undefined || is === 'transport') this.#line(id, from, to, turn.actor, turn.cause, turn.gesture, turn.revision, turn.atMs);
    }
  }

  #is(id: number): string | undefined {
    return this.#model.entries[id]?.parameter.leaf.is;
  }

  #line(id: number, from: Stored, to: Stored, by: Actor, cause: string, gesture: number, revision: number, atMs: number): void {
    const entry = this.#model.entries[id];
    if (!entry) return;
    const say = (value: Stored): string => formatValue(entry.parameter, value);
    this.#log.add({
      atMs,
      path: entry.path,
      from: say(from),
      to: say(to),
      who: by.name,
      origin: by.origin,
      kind: by.kind,
      cause,
      gesture,
      revision,
    });
  }
}
