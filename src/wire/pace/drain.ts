import type { Budget } from './budget.ts';
import type { Clock, Timer } from './clock.ts';
import type { Outbox, Outgoing } from './outbox.ts';

/** What a drain empties: an outbox, or one in rounds. */
export type Source<V, E> = Pick<Outbox<V, E>, 'size'> & { take(): Outgoing<V, E> | undefined };

/**
 * Sends what waits, as far as the budget allows now.
 * @param write sends one entry and answers its size in bytes; 0 when it was not worth a packet
 * @returns milliseconds until more may go, 0 when nothing that may go is left
 */
export function drain<V, E>(
  outbox: Source<V, E>,
  budget: Pick<Budget, 'waitMs' | 'spend'>,
  nowMs: number,
  write: (entry: Outgoing<V, E>) => number,
): number {
  while (outbox.size > 0) {
    const waitMs = budget.waitMs(nowMs);
    if (waitMs > 0) return waitMs;
    const entry = outbox.take();
    if (entry === undefined) return 0;
    const bytes = write(entry);
    if (bytes > 0) budget.spend(bytes, nowMs);
  }
  return 0;
}

/**
 * Keeps one outbox flowing. `flush` at the end of a turn sends at once when the link is idle; only what the budget holds back
 * waits for a timer. With nothing to send there is no tick and no timer.
 */
export class Drain<V, E = never> {
  readonly #outbox: Source<V, E>;
  readonly #budget: Pick<Budget, 'waitMs' | 'spend'>;
  readonly #clock: Clock;
  readonly #write: (entry: Outgoing<V, E>) => number;
  readonly #written: () => void;
  #timer: Timer | undefined;

  /** @param written called after each row of writes: what was gathered may go as one */
  constructor(
    outbox: Source<V, E>,
    budget: Pick<Budget, 'waitMs' | 'spend'>,
    clock: Clock,
    write: (entry: Outgoing<V, E>) => number,
    written: () => void = () => {},
  ) {
    this.#outbox = outbox;
    this.#budget = budget;
    this.#clock = clock;
    this.#write = write;
    this.#written = written;
  }

  /** Sends what may go now; what must wait goes by itself as soon as the budget allows. */
  flush(): void {
    if (this.#timer) return;
    const waitMs = drain(this.#outbox, this.#budget, this.#clock.nowMs(), this.#write);
    this.#written();
    if (waitMs > 0) this.#timer = this.#clock.setTimer(waitMs, () => this.#wake());
  }

  /** Stops the timer; what waits in the outbox stays there. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #wake(): void {
    this.#timer = undefined;
    this.flush();
  }
}
