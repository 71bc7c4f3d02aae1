/** A hand on a fader that cannot feel it is gone when nothing has moved for this long. */
const FELT_MS = 300;

/** Whether a hand is on a fader: by its sensor, or, without one, by moves that nobody commanded. A sensor's word is the stronger. */
export class Grip {
  #sensed = false;
  #feltUntilMs: number | undefined;

  get held(): boolean {
    return this.#sensed || this.#feltUntilMs !== undefined;
  }

  get sensed(): boolean {
    return this.#sensed;
  }

  /** When the hand counts as gone; undefined: it is not held by moves alone. */
  get endsMs(): number | undefined {
    return this.#sensed ? undefined : this.#feltUntilMs;
  }

  touch(down: boolean): void {
    this.#sensed = down;
    this.#feltUntilMs = undefined;
  }

  moved(nowMs: number): void {
    if (!this.#sensed) this.#feltUntilMs = nowMs + FELT_MS;
  }

  letGo(): void {
    this.touch(false);
  }
}
