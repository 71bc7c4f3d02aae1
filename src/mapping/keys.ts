import type { Clock, Timer } from '../wire/pace/clock.ts';

/** A second press within this is a double (ms). */
export const DOUBLE_MS = 350;
/** A key that is down for this long is held (ms). */
export const HOLD_MS = 500;

/** What a key can mean; what is not there is not waited for. */
export interface KeyMeanings {
  readonly press?: (() => void) | undefined;
  readonly double?: (() => void) | undefined;
  readonly hold?: (() => void) | undefined;
  /** After a hold, when it is let go. */
  readonly release?: (() => void) | undefined;
}

interface Down {
  readonly meanings: KeyMeanings;
  timer: Timer | undefined;
  held: boolean;
  /** It has acted: letting go does nothing more. */
  done: boolean;
}

/**
 * Press, double and hold. A press acts at once, except beside a hold, where it acts when the key is let go early. The second press of a
 * double is the double's alone. What a key means is decided when it goes down, whatever the bank does meanwhile.
 */
export class Keys {
  readonly #clock: Clock;
  readonly #down = new Map<string, Down>();
  readonly #lastMs = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  press(key: string, meanings: KeyMeanings): void {
    this.#down.get(key)?.timer?.cancel();
    const nowMs = this.#clock.nowMs();
    const isDouble = meanings.double !== undefined && nowMs - (this.#lastMs.get(key) ?? Number.NEGATIVE_INFINITY) <= DOUBLE_MS;
    const down: Down = { meanings, timer: undefined, held: false, done: isDouble || meanings.hold === undefined };
    this.#down.set(key, down);
    if (isDouble) {
      this.#lastMs.delete(key);
      meanings.double?.();
      return;
    }
    this.#lastMs.set(key, nowMs);
    if (meanings.hold === undefined) meanings.press?.();
    else {
      down.timer = this.#clock.setTimer(HOLD_MS, () => {
        down.timer = undefined;
        down.held = true;
        down.done = true;
        meanings.hold?.();
      });
    }
  }

  release(key: string): void {
    const down = this.#down.get(key);
    if (!down) return;
    this.#down.delete(key);
    down.timer?.cancel();
    if (down.held) down.meanings.release?.();
    else if (!down.done) down.meanings.press?.();
  }

  /** The unit has gone: nothing is down, and nothing that was is done. What was held is let go. */
  clear(): void {
    for (const { timer, held, meanings } of this.#down.values()) {
      timer?.cancel();
      if (held) meanings.release?.();
    }
    this.#down.clear();
    this.#lastMs.clear();
  }
}
