import type { Actor } from './actor.ts';
import type { DeskClock } from './clock.ts';
import type { Gesture, Gestures } from './gestures.ts';
import { type Hold, Holds } from './holds.ts';

interface Ends {
  /** A hold ended by itself or with its owner. */
  settled(id: number): void;
  /** The last hold of a gesture ended: it is complete. */
  closed(gesture: Gesture): void;
}

/** Holds in time: which gesture each hand is making, and when it is over. */
export class Hands {
  readonly #clock: DeskClock;
  readonly #gestures: Gestures;
  readonly #ends: Ends;
  readonly #holds = new Holds();
  readonly #open = new Map<number, Gesture>();
  /** Gestures with later steps: recalls and fades. Nothing is held by them; who began one ends it. */
  readonly #long = new Map<number, Gesture>();
  /** What is begun now by its actor is part of it. */
  #step: Gesture | undefined;
  #timer: { readonly dueMs: number; cancel(): void } | undefined;

  constructor(clock: DeskClock, gestures: Gestures, ends: Ends) {
    this.#clock = clock;
    this.#gestures = gestures;
    this.#ends = ends;
  }

  on(id: number): Hold | undefined {
    return this.#holds.size === 0 ? undefined : this.#holds.on(id, this.#clock.nowMs());
  }

  /** Every live hold. */
  *all(): Generator<readonly [number, Hold]> {
    const nowMs = this.#clock.nowMs();
    for (const [id, hold] of this.#holds.entries()) if (hold.untilMs > nowMs) yield [id, hold];
  }

  /** Gestures that are being made. */
  *open(): Generator<Gesture> {
    yield* this.#open.values();
    yield* this.#long.values();
  }

  /**
   * The gesture that moves these parameters: the one the actor is making, if it has all of them in hand in one; else a new
   * one. What the actor was making on some of them ends then and goes on in the new one, so that gestures never cross:
   * each can be taken back after those that came later.
   */
  gestureFor(ids: readonly number[], actor: Actor, cause: string): Gesture {
    const made = ids.map((id) => {
      const hold = this.on(id);
      return hold?.actor === actor ? this.#open.get(hold.gesture) : undefined;
    });
    const [first] = made;
    if (first && made.every((gesture) => gesture === first)) return first;
    const next = this.#begin(actor, cause);
    for (const old of new Set(made)) if (old) this.#passOn(old, next);
    return next;
  }

  #passOn(old: Gesture, next: Gesture): void {
    for (const [, hold] of this.#holds.entries()) if (hold.gesture === old.id) hold.gesture = next.id;
    this.#open.set(next.id, next);
    this.#close(old);
  }

  /** A gesture by itself, whatever goes on. */
  begin(actor: Actor, cause: string): Gesture {
    return this.#gestures.begin(actor, cause, this.#clock.wallMs());
  }

  #begin(actor: Actor, cause: string, takenBack?: () => void): Gesture {
    const step = this.#step?.actor === actor ? this.#step : undefined;
    return this.#gestures.begin(actor, cause, this.#clock.wallMs(), step, takenBack);
  }

  /**
   * Whatever the actor begins inside of the deed is one undo step, with all that goes on of it later: the lines of a cue, its recalls and
   * fades. The log keeps the cause of each.
   */
  inOneStep(actor: Actor, cause: string, deed: () => void): void {
    const outer = this.#step;
    this.#step = this.begin(actor, cause);
    try {
      deed();
    } finally {
      this.#step = outer;
    }
  }

  /** A step is taken back, or all that an actor makes: what goes on of it ends, and who makes that is told. */
  takenBack(whole: Gesture | Actor): void {
    for (const gesture of [...this.#long.values()]) {
      if (gesture !== whole && gesture.step !== whole && gesture.actor !== whole) continue;
      gesture.undone = true;
      this.endLong(gesture.id);
      gesture.takenBack?.();
    }
  }

  /** A gesture over several turns, until {@link endLong}. @param takenBack told when it is taken back before that */
  beginLong(actor: Actor, cause: string, takenBack?: () => void): Gesture {
    const gesture = this.#begin(actor, cause, takenBack);
    this.#long.set(gesture.id, gesture);
    return gesture;
  }

  /** The long gesture of this number, while it goes on. */
  long(id: number): Gesture | undefined {
    return this.#long.get(id);
  }

  endLong(id: number): void {
    const gesture = this.#long.get(id);
    this.#long.delete(id);
    if (gesture) this.#close(gesture);
  }

  /** Takes a parameter in hand, or keeps it there. The caller has made sure that it is free. */
  take(id: number, actor: Actor, gesture: Gesture, touched: boolean): void {
    this.#holds.take(id, actor, gesture.id, this.#clock.nowMs(), touched);
    this.#open.set(gesture.id, gesture);
    this.#arm();
  }

  release(id: number, actor: Actor): void {
    this.#holds.release(id, actor, this.#clock.nowMs());
    this.#arm();
  }

  /** Ends all holds of an actor whose link is lost. */
  drop(actor: Actor): void {
    for (const id of this.#holds.drop(actor)) this.#ends.settled(id);
    this.#closeEnded();
    this.#arm();
  }

  /** A gesture that nothing holds is over at once. */
  closeUnheld(gesture: Gesture): void {
    if (!this.#open.has(gesture.id) && !this.#long.has(gesture.id)) this.#close(gesture);
  }

  /** Ends open gestures of hands now, of one actor or of all; who holds what stays. Long ones go on. */
  closeOf(actor?: Actor): void {
    for (const gesture of this.#open.values()) if (actor === undefined || gesture.actor === actor) this.#close(gesture);
  }

  /** Ends everything: the ids are about to mean something else. */
  clear(): void {
    this.closeOf();
    for (const id of [...this.#long.keys()]) this.endLong(id);
    this.#step = undefined;
    this.#holds.clear();
    this.#arm();
  }

  #expire(): void {
    for (const { id } of this.#holds.expire(this.#clock.nowMs())) this.#ends.settled(id);
    this.#closeEnded();
    this.#arm();
  }

  #closeEnded(): void {
    const live = new Set<number>();
    for (const [, hold] of this.#holds.entries()) live.add(hold.gesture);
    for (const gesture of this.#open.values()) if (!live.has(gesture.id)) this.#close(gesture);
  }

  #close(gesture: Gesture): void {
    this.#open.delete(gesture.id);
    if (!gesture.open) return;
    gesture.open = false;
    this.#ends.closed(gesture);
    // Its step has them too; what was rolled back alone may be done again.
    if (gesture.step && !gesture.undone) gesture.changes.clear();
  }

  #arm(): void {
    const dueMs = this.#holds.nextDueMs();
    if (dueMs === Number.POSITIVE_INFINITY) {
      this.#timer?.cancel();
      this.#timer = undefined;
      return;
    }
    // A stream pushes its end ahead with every value: the timer that stands rings too early once and looks again.
    if (this.#timer && this.#timer.dueMs <= dueMs) return;
    this.#timer?.cancel();
    const timer = this.#clock.setTimer(Math.max(0, dueMs - this.#clock.nowMs()), () => {
      this.#timer = undefined;
      this.#expire();
    });
    this.#timer = { dueMs, cancel: () => timer.cancel() };
  }
}
