import type { Clock } from '../wire/pace/clock.ts';
import type { RemoteLimits } from './house.ts';
import { Rate } from './rate.ts';

/** Time of the daemon that one caller may take in a second (ms), as on the WebSocket. */
const BUSY_MS = 200;

/** What each caller of HTTP may ask: as many requests as messages on a WebSocket, and no more of the daemon's time. */
export class HttpBudget {
  readonly #clock: Clock;
  readonly #limits: RemoteLimits;
  readonly #rates = new Map<string, Rate>();

  constructor(clock: Clock, limits: RemoteLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** @param caller an address, a device: nothing that it could change at will @returns undefined when it has to wait */
  take(caller: string): Rate | undefined {
    const nowMs = this.#clock.nowMs();
    const rate = this.#rates.get(caller) ?? new Rate(this.#limits.messagesPerS, nowMs);
    this.#rates.delete(caller);
    this.#rates.set(caller, rate);
    const [oldest] = this.#rates.keys();
    if (this.#rates.size > this.#limits.callers && oldest !== undefined) this.#rates.delete(oldest);
    return rate.take(1, nowMs) ? rate : undefined;
  }

  /** Work for a caller; what it took is taken from its budget. */
  spend<T>(rate: Rate, work: () => T): T {
    const beganMs = this.#clock.nowMs();
    try {
      return work();
    } finally {
      rate.owe(((this.#clock.nowMs() - beganMs) / BUSY_MS) * this.#limits.messagesPerS);
    }
  }
}
