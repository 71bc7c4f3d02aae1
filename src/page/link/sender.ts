import { batch } from '@preact/signals';
import type { Param } from './param.ts';
import { fromWire, type Outcome, toWire, type Value } from './protocol.ts';
import type { Socket } from './socket.ts';
import type { Store } from './store.ts';

/** An own value that the desk has not answered for so long is let go: the desk's is shown again (ms). */
const ANSWER_MS = 2000;
/** A refusal is shown for so long (ms). */
const REFUSAL_MS = 4000;

interface Stated {
  readonly value: Value;
  readonly hand: boolean;
}

/**
 * The way out for values: of each parameter only the newest waits, and no longer than to the end of the animation frame. What
 * was stated while the link was lost is gone: nothing is sent later.
 */
export class Sender {
  readonly #socket: Socket;
  readonly #store: Store;
  readonly #waiting = new Map<string, Stated>();
  /** Number of the newest statement of each parameter, for answers that come late. */
  readonly #newest = new Map<string, number>();
  #isDue = false;
  #count = 0;

  constructor(socket: Socket, store: Store) {
    this.#socket = socket;
    this.#store = store;
  }

  state(param: Param, value: Value, hand: boolean): void {
    if (!Object.is(param.own.peek()?.value, value)) param.own.value = { value, sinceMs: param.own.peek()?.sinceMs ?? performance.now() };
    param.refusal.value = undefined;
    this.#waiting.set(param.path, { value, hand });
    this.#arm(hand && !document.hidden);
  }

  /** Forgets what waits: the link is lost. */
  drop(): void {
    this.#waiting.clear();
    this.#newest.clear();
  }

  #arm(isHand: boolean): void {
    if (this.#isDue) return;
    this.#isDue = true;
    // A frame may hold several moves of one finger; a key is not a stream and waits for nothing.
    if (isHand) requestAnimationFrame(() => this.flush());
    else queueMicrotask(() => this.flush());
  }

  /** Hands over now what waits. */
  flush(): void {
    this.#isDue = false;
    if (this.#waiting.size === 0) return;
    if (this.#socket.isFull) {
      this.#arm(true);
      return;
    }
    for (const [path, { value, hand }] of this.#waiting) {
      const serial = ++this.#count;
      this.#newest.set(path, serial);
      const asked = this.#socket.ask({ t: 'set', path, value: toWire(value), ...(hand ? { hand } : {}) });
      void asked.then((outcome) => this.#answered(path, serial, outcome));
      setTimeout(() => this.#answered(path, serial, undefined), ANSWER_MS);
    }
    this.#waiting.clear();
  }

  /** @param outcome undefined when none came in time */
  #answered(path: string, serial: number, outcome: Outcome | undefined): void {
    if (this.#newest.get(path) !== serial) return;
    this.#newest.delete(path);
    const param = this.#store.param(path);
    if (!this.#waiting.has(path))
      batch(() => {
        // On the grid of the engine; the change itself may come a moment later.
        if (outcome?.done && outcome.value !== undefined) param.value.value = fromWire(outcome.value, param.info.peek()?.type === 'number');
        param.own.value = undefined;
      });
    if (outcome === undefined || outcome.done) return;
    const { message } = outcome.error;
    param.refusal.value = message;
    setTimeout(() => {
      if (param.refusal.peek() === message) param.refusal.value = undefined;
    }, REFUSAL_MS);
  }
}
