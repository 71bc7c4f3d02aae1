import type { DeskClock } from '../../desk/clock.ts';

interface Entry {
  readonly atMs: number;
  /** What it belongs to: a Go with all that follows by itself. */
  readonly owner: object;
  readonly run: (plannedMs: number) => void;
}

/**
 * What is to happen, by planned times. Everything is told the time it was planned for, not that of the late timer, so what is counted on
 * from there does not drift. What an entry plans for a time that has passed happens in the same turn, in order.
 */
export class Agenda {
  readonly #clock: DeskClock;
  #entries: Entry[] = [];
  #timer: { cancel(): void } | undefined;
  /** Planned time of what runs now. */
  #plannedMs: number | undefined;
  #pausedAtMs: number | undefined;

  constructor(clock: DeskClock) {
    this.#clock = clock;
  }

  /** The time things are counted from: the planned one inside of an entry, else now. */
  get nowMs(): number {
    return this.#plannedMs ?? this.#pausedAtMs ?? this.#clock.nowMs();
  }
  get isPaused(): boolean {
    return this.#pausedAtMs !== undefined;
  }
  get size(): number {
    return this.#entries.length;
  }

  /** Whether a chain still has something to do. */
  has(owner: object): boolean {
    return this.#entries.some((entry) => entry.owner === owner);
  }

  at(atMs: number, owner: object, run: (plannedMs: number) => void): void {
    // Behind those of the same time.
    const place = this.#entries.findLastIndex((entry) => entry.atMs <= atMs) + 1;
    this.#entries.splice(place, 0, { atMs, owner, run });
    if (this.#plannedMs === undefined) this.work();
  }

  /** Takes out what a chain still has to do; without one, all. */
  drop(owner?: object): void {
    this.#entries = owner === undefined ? [] : this.#entries.filter((entry) => entry.owner !== owner);
    if (this.#plannedMs === undefined) this.work();
  }

  pause(): void {
    this.#pausedAtMs ??= this.#clock.nowMs();
    this.#timer?.cancel();
  }

  /** @param shifted told how long it stood, before anything happens */
  resume(shifted: (stoodMs: number) => void = () => {}): void {
    if (this.#pausedAtMs === undefined) return;
    const stoodMs = this.#clock.nowMs() - this.#pausedAtMs;
    this.#pausedAtMs = undefined;
    this.#entries = this.#entries.map((entry) => ({ ...entry, atMs: entry.atMs + stoodMs }));
    shifted(stoodMs);
    this.work();
  }

  /** Does what is due, and sets the timer for the next. */
  work(): void {
    this.#timer?.cancel();
    for (;;) {
      const next = this.#entries[0];
      if (!next || this.isPaused) return;
      const waitMs = next.atMs - this.#clock.nowMs();
      if (waitMs > 0) {
        this.#timer = this.#clock.setTimer(waitMs, () => this.work());
        return;
      }
      this.#entries.shift();
      this.#plannedMs = next.atMs;
      try {
        next.run(next.atMs);
      } catch (error) {
        // A fault of ours in one entry: the others still have their time.
        this.#timer = this.#clock.setTimer(0, () => this.work());
        throw error;
      } finally {
        this.#plannedMs = undefined;
      }
    }
  }
}
