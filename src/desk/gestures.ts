import type { Actor } from './actor.ts';
import type { Stored } from './value.ts';

export interface GestureChange {
  before: Stored;
  after: Stored;
  revision: number;
  /** Where the line begins that is not in the log yet; undefined when all is there. */
  unlogged: Stored | undefined;
}

/** All that one hand did in one go: one undo step however many values it carried, unless it is part of a larger one. */
export interface Gesture {
  readonly id: number;
  readonly actor: Actor;
  readonly cause: string;
  /** Wall clock, ms. */
  readonly atMs: number;
  /** What each parameter was before its first change, and is after the last. */
  readonly changes: Map<number, GestureChange>;
  /** The undo step this is part of (a line of a cue); undefined: it is one itself. */
  readonly step: Gesture | undefined;
  /** Who makes it is told when it is taken back on its way. */
  readonly takenBack: (() => void) | undefined;
  open: boolean;
  undone: boolean;
  /** It changed something an undo may take back: not only transport. */
  undoable: boolean;
}

/** Gestures an undo can reach. */
const KEPT = 500;

/** The gestures of all actors, oldest first, and what each took back. */
export class Gestures {
  #list: Gesture[] = [];
  #redo: Gesture[] = [];
  #nextId = 1;

  begin(actor: Actor, cause: string, atMs: number, step?: Gesture, takenBack?: () => void): Gesture {
    return { id: this.#nextId++, actor, cause, atMs, changes: new Map(), step, takenBack, open: true, undone: false, undoable: false };
  }

  /** Keeps an undo step once something was changed in it. A new one ends what its actor could redo. */
  keep(part: Gesture): void {
    const gesture = part.step ?? part;
    if (this.#list.at(-1) === gesture || this.#list.includes(gesture)) return;
    this.#redo = this.#redo.filter((other) => other.actor !== gesture.actor);
    this.#list.push(gesture);
    if (this.#list.length > KEPT) this.#list.shift();
  }

  byId(id: number): Gesture | undefined {
    return this.#list.findLast((gesture) => gesture.id === id);
  }

  /** The step `undo` would take back: the actor's last, or with undefined anybody's. */
  lastOf(actor?: Actor): Gesture | undefined {
    return this.#list.findLast((gesture) => !gesture.undone && (actor === undefined || gesture.actor === actor));
  }
  /** All steps of these actors that undo would take back, newest first. */
  of(actors: readonly Actor[]): Gesture[] {
    return this.#list.filter(({ undone, actor }) => !undone && actors.includes(actor)).reverse();
  }
  /** The step `redo` would do again. */
  lastUndone(actor?: Actor): Gesture | undefined {
    return this.#redo.findLast((gesture) => actor === undefined || gesture.actor === actor);
  }

  markUndone(gesture: Gesture): void {
    gesture.undone = true;
    this.#redo.push(gesture);
  }
  markRedone(gesture: Gesture): void {
    gesture.undone = false;
    this.#redo = this.#redo.filter((other) => other !== gesture);
    this.#list = [...this.#list.filter((other) => other !== gesture), gesture];
  }

  /** Ids no longer mean the same: another layout. */
  clear(): void {
    this.#list = [];
    this.#redo = [];
  }
}
