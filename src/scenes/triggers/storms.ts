/** More of one trigger within a second is a loop, a loose contact or a fault. */
const LIMIT = 10;
const WINDOW_MS = 1000;

/** Lets each trigger through so often, and after a storm again when a second was quiet. */
export class Storms {
  readonly #times = new Map<string, number[]>();
  readonly #tell: (text: string) => void;

  constructor(tell: (text: string) => void) {
    this.#tell = tell;
  }

  /** @param name of the trigger, as the sentence says it. @returns whether it may fire */
  admits(name: string, nowMs: number): boolean {
    const times = (this.#times.get(name) ?? []).filter((atMs) => nowMs - atMs < WINDOW_MS);
    this.#times.set(name, times);
    times.push(nowMs);
    if (times.length <= LIMIT) return true;
    if (times.length === LIMIT + 1) this.#tell(`${name}: more than ${LIMIT} times in a second; left out until a second is quiet`);
    // Those that are left out count: the oldest goes, so that the list stays short.
    else times.shift();
    return false;
  }
}
