import type { DeskClock } from '../../desk/clock.ts';
import type { EveryTrigger } from './trigger.ts';

export interface EveryCue<Cue> {
  /** Names it when the list is edited: the number of the cue and its trigger. */
  readonly id: string;
  readonly at: EveryTrigger;
  readonly cue: Cue;
}

interface Waiting<Cue> extends EveryCue<Cue> {
  /** When it fires next, monotonic. */
  plannedMs: number;
  timer: { cancel(): void } | undefined;
}

/** Fires again and again, on the monotonic clock: what the wall clock does is nothing to it. Counted from the begin, so it does not drift. */
export class Intervals<Cue> {
  readonly #clock: DeskClock;
  readonly #fire: (cue: Cue) => void;
  #waiting: readonly Waiting<Cue>[] = [];

  constructor(clock: DeskClock, fire: (cue: Cue) => void) {
    this.#clock = clock;
    this.#fire = fire;
  }

  /** Other cues from now on; those that stay keep their step, however often the list is edited. */
  set(cues: readonly EveryCue<Cue>[]): void {
    const before = this.#waiting;
    this.stop();
    this.#waiting = cues.map((cue) => {
      const known = before.find(({ id, at }) => id === cue.id && at.everyMs === cue.at.everyMs);
      return { ...cue, plannedMs: known?.plannedMs ?? this.#clock.nowMs() + cue.at.everyMs, timer: undefined };
    });
    for (const one of this.#waiting) this.#wait(one);
  }

  stop(): void {
    for (const { timer } of this.#waiting) timer?.cancel();
    this.#waiting = [];
  }

  #wait(one: Waiting<Cue>): void {
    const { everyMs } = one.at;
    one.timer = this.#clock.setTimer(one.plannedMs - this.#clock.nowMs(), () => {
      // After a long sleep it fires once, and goes on in step. A timer may also ring a part of a millisecond early.
      const late = Math.max(0, Math.floor((this.#clock.nowMs() - one.plannedMs) / everyMs));
      one.plannedMs += (late + 1) * everyMs;
      this.#wait(one);
      this.#fire(one.cue);
    });
  }
}
