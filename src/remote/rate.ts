import type { Movement } from './protocol/moves.ts';

/** Tokens that come back with time: what one client may say. */
export class Rate {
  readonly #perMs: number;
  readonly #most: number;
  #left: number;
  #filledMs: number;

  constructor(perS: number, nowMs: number) {
    this.#perMs = perS / 1000;
    this.#most = perS;
    this.#left = perS;
    this.#filledMs = nowMs;
  }

  /**
   * @param look it only asks what would happen: half of the whole is kept from it, so that what a hand does finds room behind any looks
   * @returns false when there is nothing left; a large one may leave a debt
   */
  take(cost: number, nowMs: number, look = false): boolean {
    this.#left = Math.min(this.#most, this.#left + (nowMs - this.#filledMs) * this.#perMs);
    this.#filledMs = nowMs;
    if (this.#left < (look ? Math.max(1, this.#most / 2) : 1)) return false;
    this.#left -= cost;
    return true;
  }

  /** What was taken turned out to cost more. The debt is never more than a second's worth, and a look leaves a quarter of the whole. */
  owe(cost: number, look = false): void {
    const least = look ? Math.min(this.#left, this.#most / 4) : -this.#most;
    this.#left = Math.max(least, this.#left - cost);
  }

  /** Until one may be taken (ms). */
  get waitMs(): number {
    return this.#left >= 1 ? 0 : (1 - this.#left) / this.#perMs;
  }
}

/** A set that came over the rate. */
export interface LateSet {
  readonly path: string | number;
  readonly movement: Movement;
  readonly hand: boolean;
  readonly ref: number | undefined;
}

/** Sets over the rate: the newest of each path waits, in the order of their first. */
export class LateSets {
  readonly #byPath = new Map<string | number, LateSet>();

  /** @returns the one whose place it takes */
  put(set: LateSet): LateSet | undefined {
    const older = this.#byPath.get(set.path);
    this.#byPath.set(set.path, set);
    return older;
  }

  has(path: string | number): boolean {
    return this.#byPath.has(path);
  }

  take(): LateSet[] {
    const all = [...this.#byPath.values()];
    this.#byPath.clear();
    return all;
  }

  get size(): number {
    return this.#byPath.size;
  }
}
