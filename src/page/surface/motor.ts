/** End to end in 0.2 s: about what the motor of a 100 mm fader does. Our figure, for the eye. */
const TRAVELS_PER_S = 5;
/** A servo that has been overpowered waits for the hand to be off before it pulls again; meanwhile the host says where. */
const SERVO_WAIT_MS = 120;

/**
 * Motion of one motor fader. The place is where the cap stands, 0..1 of the travel; the target is where the host wants it. A hand
 * on the cap is stronger than the motor: while it is there the target is kept and nothing pulls.
 */
export class Motor {
  #place = 0;
  #target = 0;
  #touched = false;
  #waitMs = 0;

  get place(): number {
    return this.#place;
  }
  get touched(): boolean {
    return this.#touched;
  }
  get moving(): boolean {
    return !this.#touched && this.#place !== this.#target;
  }

  /** The host's word: kept under a hand, followed after it. */
  drive(target: number): void {
    this.#target = target;
    // A new word after release is the host's answer to it: nothing left to wait for.
    this.#waitMs = 0;
  }

  touch(down: boolean): void {
    if (this.#touched && !down) this.#waitMs = SERVO_WAIT_MS;
    this.#touched = down;
  }

  /** The hand puts the cap somewhere; ignored where no hand is. */
  put(place: number): void {
    if (this.#touched) this.#place = Math.min(1, Math.max(0, place));
  }

  /** Power is gone and back: the cap stays where it is, the motor has no target. */
  reset(): void {
    this.#touched = false;
    this.#target = this.#place;
    this.#waitMs = 0;
  }

  /** @returns whether the cap moved */
  step(elapsedMs: number): boolean {
    if (this.#touched) return false;
    if (this.#waitMs > 0) {
      this.#waitMs -= elapsedMs;
      return false;
    }
    const way = this.#target - this.#place;
    if (way === 0) return false;
    const reach = (TRAVELS_PER_S * elapsedMs) / 1000;
    this.#place = Math.abs(way) <= reach ? this.#target : this.#place + Math.sign(way) * reach;
    return true;
  }
}
