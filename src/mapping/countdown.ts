import type { Clock, Timer } from '../wire/pace/clock.ts';

/** Time that is counted down on a display: rings when its text is another, and not at all while nothing goes on or nobody sees it. */
export class Countdown {
  readonly #clock: Clock;
  readonly #ring: () => void;
  #timer: Timer | undefined;

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** @param leftMs of what is counted; 0: nothing */
  arm(leftMs: number): void {
    if (leftMs <= 0) this.stop();
    else
      this.#timer ??= this.#clock.setTimer(untilNextMs(leftMs), () => {
        this.#timer = undefined;
        this.#ring();
      });
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}

/** Tenths below ten seconds, whole seconds above. */
function untilNextMs(leftMs: number): number {
  const grain = leftMs <= 10_000 ? 100 : 1000;
  return leftMs % grain || grain;
}
