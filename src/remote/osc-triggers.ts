import type { OscValue } from '../wire/formats/osc.ts';
import type { Clock } from '../wire/pace/clock.ts';
import { isDown } from './osc-values.ts';

/** A button that stays down longer without a word has lost its release, or never sends one. */
const FORGET_MS = 300;
const MAX_BUTTONS = 256;

/**
 * Which messages of a peer's buttons are presses. Buttons send 1 and then 0, and some send every level on the way: only the way up
 * through one half counts. A datagram that arrives twice presses once.
 */
export class Presses {
  readonly #clock: Clock;
  /** When a button was last down, ms. */
  readonly #downMs = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param button what the button does, as its name */
  press(button: string, level: OscValue): boolean {
    const down = isDown(level);
    if (!down) {
      this.#downMs.delete(button);
      return false;
    }
    const nowMs = this.#clock.nowMs();
    const pressed = nowMs - (this.#downMs.get(button) ?? Number.NEGATIVE_INFINITY) >= FORGET_MS;
    if (this.#downMs.size >= MAX_BUTTONS) this.#downMs.clear();
    this.#downMs.set(button, nowMs);
    return pressed;
  }
}
