import type { DeskClock } from '../desk/clock.ts';

/** Time of one turn of the loop for work that may wait (ms). */
const SLICE_MS = 3;

/** Calls at the next turn of the loop, after whatever has come in was looked at. */
export type NextTurn = (work: () => void) => void;

/**
 * Large work of many clients at once: greetings and whole snapshots after a network came back. A few milliseconds of it are done in each
 * turn of the loop, first come first served; between the turns hands are heard.
 */
export class Slices {
  readonly #clock: DeskClock;
  readonly #nextTurn: NextTurn;
  readonly #waiting: (() => void)[] = [];
  #spentMs = 0;
  #isArmed = false;

  constructor(clock: DeskClock, nextTurn: NextTurn = (work) => void setImmediate(work)) {
    this.#clock = clock;
    this.#nextTurn = nextTurn;
  }

  /** True when work of now would have to wait. */
  get isFull(): boolean {
    return this.#waiting.length > 0 || this.#spentMs >= SLICE_MS;
  }

  /** Does it now if there is time in this turn, else in its turn. */
  do(work: () => void): void {
    this.#arm();
    if (this.isFull) this.#waiting.push(work);
    else this.#run(work);
  }

  #run(work: (() => void) | undefined): void {
    const beganMs = this.#clock.nowMs();
    try {
      work?.();
    } finally {
      this.#spentMs += this.#clock.nowMs() - beganMs;
    }
  }

  #arm(): void {
    if (this.#isArmed) return;
    this.#isArmed = true;
    this.#nextTurn(() => {
      this.#isArmed = false;
      this.#spentMs = 0;
      // A fault in the work of one keeps nobody else waiting for ever.
      if (this.#waiting.length > 0) this.#arm();
      while (this.#waiting.length > 0 && this.#spentMs < SLICE_MS) this.#run(this.#waiting.shift());
    });
  }
}
