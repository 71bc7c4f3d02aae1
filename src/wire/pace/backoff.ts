import type { Random } from './random.ts';

export interface BackoffOptions {
  /** Longest wait before the first attempt. */
  readonly firstMs?: number;
  /** Longest wait before any attempt. */
  readonly capMs?: number;
  readonly random: Random;
}

/**
 * How long to wait before the next attempt to connect: exponential, with the whole wait random ("full jitter").
 * Fifty peers that lost one server in the same instant come back spread over a second, not in one crowd.
 */
export class Backoff {
  readonly #firstMs: number;
  readonly #capMs: number;
  readonly #random: Random;
  #ceilingMs: number;
  #attempts = 0;

  constructor({ firstMs = 1000, capMs = 10_000, random }: BackoffOptions) {
    this.#firstMs = firstMs;
    this.#capMs = capMs;
    this.#random = random;
    this.#ceilingMs = firstMs;
  }

  /** Attempts asked for since the last success. */
  get attempts(): number {
    return this.#attempts;
  }

  /** Milliseconds to wait before the next attempt: 0..firstMs at first, then 0..twice that, never above capMs. */
  nextMs(): number {
    const waitMs = this.#random() * this.#ceilingMs;
    this.#ceilingMs = Math.min(this.#capMs, this.#ceilingMs * 2);
    this.#attempts += 1;
    return waitMs;
  }

  /** The link is up: the next loss starts from the short wait again. */
  reset(): void {
    this.#ceilingMs = this.#firstMs;
    this.#attempts = 0;
  }
}
