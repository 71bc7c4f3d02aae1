import { KeyQueues } from './key-queues.ts';

/** What goes first when a link cannot send everything at once. */
export const PRIORITIES = ['fader', 'light', 'ring', 'meter', 'text'] as const;
export type Priority = (typeof PRIORITIES)[number];

/**
 * Order inside a recall: what gets silent, what changes, what gets loud again. No phase starts before every entry of the one
 * before is settled. `live` stands outside: a hand never waits for a recall.
 */
export const PHASES = ['live', 'mutes', 'values', 'unmutes'] as const;
export type Phase = (typeof PHASES)[number];

export type Outgoing<V, E> =
  | { readonly kind: 'event'; readonly event: E }
  | { readonly kind: 'value'; readonly key: number; readonly value: V; readonly phase: Phase };

const LIVE = 0;

/**
 * Everything that waits to leave the house on one link. Newest value only: a key that is put again before it was sent keeps its
 * place and sends the newer value, so what waits is bounded by the number of keys, never by time. Events (presses, recalls) are
 * never merged and keep their order; they go before all values, so an event that must follow a value waits until `size` is 0.
 * The outbox sends nothing by itself: see `drain`.
 */
export class Outbox<V, E = never> {
  readonly #queues: KeyQueues;
  readonly #values: (V | undefined)[];
  readonly #events: E[] = [];
  readonly #maxEvents: number;
  readonly #order: readonly Priority[];
  /** Recall phase of a key whose entry is not settled yet (waiting here, or sent and not confirmed), else LIVE. */
  readonly #phaseOf: Uint8Array;
  readonly #unsettled = [0, 0, 0, 0];

  /**
   * @param capacity keys are 0..capacity-1
   * @param maxEvents events that may wait; `post` refuses above it, and the link is then broken in fact
   * @param order what goes first on this link
   */
  constructor(capacity: number, maxEvents = 1024, order: readonly Priority[] = PRIORITIES) {
    this.#queues = new KeyQueues(capacity, order.length * PHASES.length);
    this.#values = new Array<V | undefined>(capacity).fill(undefined);
    this.#phaseOf = new Uint8Array(capacity);
    this.#maxEvents = maxEvents;
    this.#order = order;
  }

  /** Values and events that wait here. */
  get size(): number {
    return this.#queues.size + this.#events.length;
  }

  /** Recall entries that are not settled: waiting, or sent and neither confirmed nor failed. 0 = no recall is under way. */
  get unsettled(): number {
    return (this.#unsettled[1] ?? 0) + (this.#unsettled[2] ?? 0) + (this.#unsettled[3] ?? 0);
  }

  /** The newest value of a key. It replaces whatever waits for that key, also an entry of a recall's later phase. */
  put(key: number, value: V, priority: Priority, phase: Phase = 'live'): void {
    const phaseIndex = PHASES.indexOf(phase);
    // A live value replaces a waiting recall entry; one already sent stays unsettled until the driver hears of it.
    if (phaseIndex !== LIVE || this.#waitsInRecall(key)) this.#enter(key, phaseIndex);
    this.#values[key] = value;
    this.#queues.add(key, this.#order.indexOf(priority) * PHASES.length + phaseIndex);
  }

  /** A thing that happened. False when too many wait: nothing was added. */
  post(event: E): boolean {
    if (this.#events.length >= this.#maxEvents) return false;
    this.#events.push(event);
    return true;
  }

  /**
   * What should be sent next, which then no longer waits here; undefined when nothing may go now.
   * @param may says no to a value that must wait for something else than its turn; the next one is asked for
   */
  take(may?: (key: number, priority: Priority) => boolean): Outgoing<V, E> | undefined {
    const event = this.#events.shift();
    if (event !== undefined) return { kind: 'event', event };
    const open = this.#openPhase();
    for (const [at, priority] of this.#order.entries()) {
      const row = at * PHASES.length;
      const live = this.#firstOf(row, priority, may);
      const key = live >= 0 ? live : this.#firstOf(row + open, priority, may);
      if (key >= 0) return this.#leave(key);
    }
    return undefined;
  }

  /** The newest value that waits for a key, if one does. */
  waiting(key: number): V | undefined {
    return this.#queues.has(key) ? this.#values[key] : undefined;
  }

  /** A sent recall entry was confirmed by the other side, or given up as failed: the next phase may start when all are. */
  settle(key: number): void {
    if (!this.#waitsInRecall(key)) this.#enter(key, LIVE);
  }

  /** Nothing waits for this key any more. */
  drop(key: number): void {
    this.#queues.remove(key);
    this.#values[key] = undefined;
    this.#enter(key, LIVE);
  }

  /** The link is gone: nothing is kept for later, and an unfinished recall is over. */
  clear(): void {
    this.#queues.clear();
    this.#values.fill(undefined);
    this.#events.length = 0;
    this.#phaseOf.fill(LIVE);
    this.#unsettled.fill(0);
  }

  #firstOf(row: number, priority: Priority, may?: (key: number, priority: Priority) => boolean): number {
    let key = this.#queues.first(row);
    if (may) while (key >= 0 && !may(key, priority)) key = this.#queues.after(key);
    return key;
  }

  #leave(key: number): Outgoing<V, E> {
    const phase = PHASES[this.#queues.rowOf(key) % PHASES.length] ?? 'live';
    // Cast: a key in a queue has a value; V itself may be undefined.
    const value = this.#values[key] as V;
    this.#queues.remove(key);
    this.#values[key] = undefined;
    return { kind: 'value', key, value, phase };
  }

  #waitsInRecall(key: number): boolean {
    const row = this.#queues.rowOf(key);
    return row >= 0 && row % PHASES.length !== LIVE;
  }

  /** The recall phase that may be sent: the first with unsettled entries. */
  #openPhase(): number {
    for (let phase = 1; phase < PHASES.length - 1; phase++) if ((this.#unsettled[phase] ?? 0) > 0) return phase;
    return PHASES.length - 1;
  }

  #enter(key: number, phase: number): void {
    const left = this.#phaseOf[key] ?? LIVE;
    if (left === phase) return;
    if (left !== LIVE) this.#unsettled[left] = (this.#unsettled[left] ?? 0) - 1;
    if (phase !== LIVE) this.#unsettled[phase] = (this.#unsettled[phase] ?? 0) + 1;
    this.#phaseOf[key] = phase;
  }
}
