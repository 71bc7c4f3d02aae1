/** How long to wait before something that ended is tried again: soon, then ever later. */
export class Backoff {
  readonly #firstMs: number;
  readonly #mostMs: number;
  readonly #goodMs: number;
  #waitMs: number;

  /** @param goodMs what lasted this long was good: the next wait is the first again */
  constructor(firstMs: number, mostMs: number, goodMs: number) {
    this.#firstMs = firstMs;
    this.#mostMs = mostMs;
    this.#goodMs = goodMs;
    this.#waitMs = firstMs;
  }

  /** @param lastedMs how long the last try went well, 0 for not at all @returns ms */
  next(lastedMs: number): number {
    if (lastedMs >= this.#goodMs) this.#waitMs = this.#firstMs;
    const waitMs = this.#waitMs;
    this.#waitMs = Math.min(2 * waitMs, this.#mostMs);
    return waitMs;
  }
}
