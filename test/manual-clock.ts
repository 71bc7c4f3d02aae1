import type { Clock, Timer } from '../src/wire/pace/clock.ts';

interface Waiting {
  readonly dueMs: number;
  readonly fire: () => void;
}

/** A clock that a test moves by hand: timers fire in the order of their time, and only inside `advance`. */
export class ManualClock implements Clock {
  #nowMs = 0;
  #wallMs: number;
  #waiting: Waiting[] = [];

  constructor(wallMs = Date.UTC(2026, 0, 1)) {
    this.#wallMs = wallMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  wallMs(): number {
    return this.#wallMs;
  }

  setTimer(delayMs: number, fire: () => void): Timer {
    const entry: Waiting = { dueMs: this.#nowMs + Math.max(0, delayMs), fire };
    this.#waiting.push(entry);
    return {
      cancel: () => {
        this.#waiting = this.#waiting.filter((other) => other !== entry);
      },
    };
  }

  /** Timers that wait. */
  get timers(): number {
    return this.#waiting.length;
  }

  /** Lets time pass; what falls due on the way fires at its own time, timers set on the way included. */
  advance(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (let next = this.#nextDue(endMs); next; next = this.#nextDue(endMs)) {
      this.#moveTo(next.dueMs);
      this.#waiting = this.#waiting.filter((other) => other !== next);
      next.fire();
    }
    this.#moveTo(endMs);
  }

  /** Time passes while the process stands still: no timer rings before the next `advance`, and those that are due ring late. */
  sleep(ms: number): void {
    this.#moveTo(this.#nowMs + ms);
  }

  /** The wall clock alone jumps, as by a person or a time server; monotonic time goes on as before. */
  jumpWall(ms: number): void {
    this.#wallMs += ms;
  }

  #moveTo(ms: number): void {
    const passedMs = Math.max(0, ms - this.#nowMs);
    this.#nowMs += passedMs;
    this.#wallMs += passedMs;
  }

  #nextDue(endMs: number): Waiting | undefined {
    let found: Waiting | undefined;
    for (const entry of this.#waiting) if (entry.dueMs <= endMs && (!found || entry.dueMs < found.dueMs)) found = entry;
    return found;
  }
}
