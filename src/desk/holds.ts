import type { Actor } from './actor.ts';

/** After release a hold stays this long, so that the hand's last value settles (ms). */
export const SETTLE_MS = 250;
/** A stream of values without a touch sensor holds this long after its last value (ms). */
export const STREAM_MS = 300;

export interface Hold {
  readonly actor: Actor;
  gesture: number;
  readonly sinceMs: number;
  /** Monotonic ms at which it ends; Infinity while a finger is down. */
  untilMs: number;
  touched: boolean;
}

/** Who has which parameter in hand. The first hand owns. Knows no clock but the times it is given. */
export class Holds {
  readonly #byId = new Map<number, Hold>();

  get size(): number {
    return this.#byId.size;
  }

  /** The live hold on a parameter. */
  on(id: number, nowMs: number): Hold | undefined {
    const hold = this.#byId.get(id);
    return hold && hold.untilMs > nowMs ? hold : undefined;
  }

  /** Takes or renews a hold. The caller has made sure that nobody else has one. */
  take(id: number, actor: Actor, gesture: number, nowMs: number, touched: boolean): Hold {
    const mine = this.#byId.get(id);
    if (mine && mine.actor === actor && mine.untilMs > nowMs) {
      mine.gesture = gesture;
      mine.touched ||= touched;
      mine.untilMs = mine.touched ? Number.POSITIVE_INFINITY : nowMs + STREAM_MS;
      return mine;
    }
    const hold = { actor, gesture, sinceMs: nowMs, untilMs: touched ? Number.POSITIVE_INFINITY : nowMs + STREAM_MS, touched };
    this.#byId.set(id, hold);
    return hold;
  }

  /** The finger is up: the hold ends after the settle time. */
  release(id: number, actor: Actor, nowMs: number): void {
    const hold = this.#byId.get(id);
    if (!hold || hold.actor !== actor) return;
    hold.touched = false;
    hold.untilMs = nowMs + SETTLE_MS;
  }

  /** Ends all holds of an actor at once: its link is lost. */
  drop(actor: Actor): number[] {
    const ids = [...this.#byId].filter(([, hold]) => hold.actor === actor).map(([id]) => id);
    for (const id of ids) this.#byId.delete(id);
    return ids;
  }

  /** Removes what has ended and says which. */
  expire(nowMs: number): { id: number; hold: Hold }[] {
    const ended: { id: number; hold: Hold }[] = [];
    for (const [id, hold] of this.#byId) if (hold.untilMs <= nowMs) ended.push({ id, hold });
    for (const { id } of ended) this.#byId.delete(id);
    return ended;
  }

  /** When the next hold ends by itself, monotonic ms; Infinity if none will. */
  nextDueMs(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const hold of this.#byId.values()) next = Math.min(next, hold.untilMs);
    return next;
  }

  clear(): void {
    this.#byId.clear();
  }

  entries(): IterableIterator<[number, Hold]> {
    return this.#byId.entries();
  }
}
