/** Longest a motor is on its way, the report of it included. */
const TRAVEL_MS = 300;
/** Within which a unit that echoes what it receives has done so. */
const ECHO_MS = 100;

interface Write {
  readonly step: number;
  readonly atMs: number;
}

/**
 * Which reported places of a fader its own motor made. Between its writes and their reports lie milliseconds, and a motor reports places
 * it only passes: until the last write is 300 ms old, everything between where the fader stood and where it was sent is its own.
 */
export class OwnMoves {
  #writes: Write[] = [];
  /** Those whose echo may still come, also when a hand has taken the fader since. */
  #unechoed: Write[] = [];
  /** Where it stood before the oldest write that still counts; undefined: nobody knows. */
  #rest: number | undefined;

  wrote(step: number, nowMs: number): void {
    this.#prune(nowMs);
    this.#unechoed = this.#unechoed.filter((write) => nowMs - write.atMs <= ECHO_MS);
    const write = { step, atMs: nowMs };
    this.#writes.push(write);
    this.#unechoed.push(write);
  }

  /** It stands here: a hand left it, or it came to rest. */
  standsAt(step: number): void {
    this.#writes = [];
    this.#rest = step;
  }

  /** The unit was switched off, or is new: it may stand anywhere. */
  forget(): void {
    this.#writes = [];
    this.#rest = undefined;
  }

  isTravelling(nowMs: number): boolean {
    this.#prune(nowMs);
    return this.#writes.length > 0;
  }

  /** When the last write is over; undefined: none is under way. */
  get overMs(): number | undefined {
    const last = this.#writes.at(-1);
    return last && last.atMs + TRAVEL_MS;
  }

  /** Steps the motor has to go, at most. */
  get span(): number {
    const { low, high } = this.#way();
    return high - low;
  }

  /** Steps by which a place lies outside of what the motor can have done; 0 inside, Infinity where nothing is known of it. */
  strayBy(step: number, nowMs: number): number {
    this.#prune(nowMs);
    if (this.#rest === undefined) return this.#writes.length > 0 ? 0 : Number.POSITIVE_INFINITY;
    const { low, high } = this.#way();
    return Math.max(0, low - step, step - high);
  }

  /** Whether this is the late echo of a write, which is answered with yes once. */
  echoes(step: number, nowMs: number): boolean {
    this.#unechoed = this.#unechoed.filter((write) => nowMs - write.atMs <= ECHO_MS);
    const at = this.#unechoed.findIndex((write) => write.step === step);
    if (at >= 0) this.#unechoed.splice(at, 1);
    return at >= 0;
  }

  #way(): { low: number; high: number } {
    let low = this.#rest ?? this.#writes[0]?.step ?? 0;
    let high = low;
    for (const { step } of this.#writes) {
      low = Math.min(low, step);
      high = Math.max(high, step);
    }
    return { low, high };
  }

  #prune(nowMs: number): void {
    while (this.#writes[0] && nowMs - this.#writes[0].atMs >= TRAVEL_MS) this.#rest = this.#writes.shift()?.step;
  }
}
