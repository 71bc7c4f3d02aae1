/**
 * Which places under a hand are moves: a resting finger trembles by a step. The first move, and each one back, must be more than the dead
 * band; onward every step counts. The ends of the slot are reached from within the dead band, so that a fader pushed home is home.
 */
export class HandSteps {
  readonly #deadband: number;
  readonly #last: number;
  #at: number | undefined;
  #direction = 0;

  /** @param last the step at the top of the travel; the bottom is 0 */
  constructor(deadband: number, last: number) {
    this.#deadband = deadband;
    this.#last = last;
  }

  /** Where the hand has left it. */
  get at(): number | undefined {
    return this.#at;
  }

  /** A hand has come, or the fader stands elsewhere now. */
  begin(step: number | undefined): void {
    this.#at = step;
    this.#direction = 0;
  }

  /** @returns the place, with the ends of the slot exact, or undefined when it is none */
  moved(step: number): number | undefined {
    const place = step <= this.#deadband ? 0 : step >= this.#last - this.#deadband ? this.#last : step;
    const by = this.#at === undefined ? Number.POSITIVE_INFINITY : place - this.#at;
    if (by === 0) return undefined;
    const isEnd = place === 0 || place === this.#last;
    if (!isEnd && Math.sign(by) !== this.#direction && Math.abs(by) <= this.#deadband) return undefined;
    this.#at = place;
    this.#direction = Number.isFinite(by) ? Math.sign(by) : 0;
    return place;
  }
}
