import type { Clock } from '../wire/pace/clock.ts';
import { DOUBLE_MS, type KeyMeanings } from './keys.ts';
import type { Way } from './mapping.ts';
import type { SurfaceView } from './surface-view.ts';

/** Keys that lead into modes. Where a key is only held for one, it is there at once, and a second press keeps it until the next. */
export class ModeKeys {
  readonly #clock: Clock;
  readonly #view: SurfaceView;
  /** Where a momentary mode goes back to. */
  #back: { readonly mode: string; readonly page: number } | undefined;
  #locked = false;
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, view: SurfaceView) {
    this.#clock = clock;
    this.#view = view;
  }

  /** What a key means that has a press of its own. */
  meanings({ press, hold, double }: Way & { readonly press: string }): KeyMeanings {
    return {
      press: () => this.#view.show({ mode: press }),
      double: double === undefined ? undefined : () => this.#view.setMode(double),
      hold: hold === undefined ? undefined : () => this.#enter(hold),
      release: () => this.#leave(),
    };
  }

  /** A key that is held for a mode, and pressed twice to stay there. */
  down({ hold, double }: Way): void {
    const nowMs = this.#clock.nowMs();
    const isDouble = double !== undefined && nowMs - this.#lastMs <= DOUBLE_MS;
    this.#lastMs = isDouble ? Number.NEGATIVE_INFINITY : nowMs;
    if (isDouble) {
      this.#locked = true;
      if (this.#view.mode !== double) this.#enter(double);
    } else if (this.#locked && this.#view.mode === (double ?? hold)) {
      this.#locked = false;
    } else {
      this.#locked = false;
      if (hold !== undefined) this.#enter(hold);
    }
  }

  up(): void {
    if (!this.#locked) this.#leave();
  }

  /** Nothing is held any more; what was locked stays. */
  clear(): void {
    if (!this.#locked) this.#leave();
  }

  #enter(mode: string): void {
    this.#back ??= { mode: this.#view.mode, page: this.#view.page };
    this.#view.setMode(mode);
  }

  #leave(): void {
    const back = this.#back;
    this.#back = undefined;
    if (back) this.#view.setMode(back.mode, back.page);
  }
}
