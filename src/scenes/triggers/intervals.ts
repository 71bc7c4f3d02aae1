import type { DeskClock } from '../../desk/clock.ts';
import type { EveryTrigger } from './trigger.ts';

/** Fires again and again, on the monotonic clock: what the wall clock does is nothing to it. Counted from the begin, so it does not drift. */
export class Intervals<Cue> {
  readonly #clock: DeskClock;
  readonly #fire: (cue: Cue) => void;
  readonly #timers = new Set<{ cancel(): void }>();

  constructor(clock: DeskClock, fire: (cue: Cue) => void) {
    this.#clock = clock;
    this.#fire = fire;
  }

  set(cues: readonly { readonly at: EveryTrigger; readonly cue: Cue }[]): void {
    this.stop();
    for (const { at, cue } of cues) this.#wait(at.everyMs, this.#clock.nowMs() + at.everyMs, cue);
  }

  stop(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }

  #wait(everyMs: number, plannedMs: number, cue: Cue): void {
    const timer = this.#clock.setTimer(plannedMs - this.#clock.nowMs(), () => {
      this.#timers.delete(timer);
      // After a long sleep it fires once, and goes on in step. A timer may also ring a part of a millisecond early.
      const late = Math.max(0, Math.floor((this.#clock.nowMs() - plannedMs) / everyMs));
      this.#wait(everyMs, plannedMs + (late + 1) * everyMs, cue);
      this.#fire(cue);
    });
    this.#timers.add(timer);
  }
}
