/**
 * One motor fader of a unit: where its cap stands, by hand and motor. It jumps where a motor glides; what matters here is who wins.
 * A hand is stronger than the motor. After release the servo holds the place it was last told: a host that does not confirm the hand's
 * place sees the fader go back to where it was before the touch.
 */
export class Servo {
  readonly #pullsBack: boolean;
  readonly #waitMs: number;
  #raw = 0;
  #told = 0;
  #touched = false;
  #pullAtMs = Number.POSITIVE_INFINITY;

  /** @param waitMs from release until the servo pulls */
  constructor(pullsBack: boolean, waitMs: number) {
    this.#pullsBack = pullsBack;
    this.#waitMs = waitMs;
  }

  get touched(): boolean {
    return this.#touched;
  }
  /** Raw place the host has commanded last. */
  get told(): number {
    return this.#told;
  }

  /** Raw place of the cap. */
  at(nowMs: number): number {
    if (nowMs >= this.#pullAtMs) {
      this.#raw = this.#told;
      this.#pullAtMs = Number.POSITIVE_INFINITY;
    }
    return this.#raw;
  }

  drive(raw: number): void {
    this.#told = raw;
    if (this.#touched) return;
    this.#raw = raw;
    this.#pullAtMs = Number.POSITIVE_INFINITY;
  }

  touch(down: boolean, nowMs: number): void {
    if (down) this.at(nowMs);
    this.#pullAtMs = this.#touched && !down && this.#pullsBack ? nowMs + this.#waitMs : Number.POSITIVE_INFINITY;
    this.#touched = down;
  }

  /** By hand. */
  put(raw: number): void {
    this.#raw = raw;
  }
}
