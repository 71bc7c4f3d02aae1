import type { Budget } from '../wire/pace/budget.ts';
import type { Clock } from '../wire/pace/clock.ts';
import { Drain } from '../wire/pace/drain.ts';
import { Outbox, type Priority } from '../wire/pace/outbox.ts';
import { Rounds } from '../wire/pace/rounds.ts';
import { budgetOf, PIECE_BYTES, restBytes } from './pace.ts';
import type { Slots } from './slots.ts';

/** First what a hand would feel, then what moves by itself, then what can wait. */
const ORDER: readonly Priority[] = ['fader', 'meter', 'light', 'ring', 'text'];

/** The way out to one unit: which places wait, in what order and how fast they go. What they show is asked for when they go. */
export class Outlet {
  readonly #slots: Slots;
  readonly #clock: Clock;
  readonly #outbox: Outbox<true>;
  readonly #rounds: Rounds<true>;
  readonly #budget: Budget;
  readonly #drain: Drain<true>;
  readonly #messagesOf: (slot: number) => readonly Uint8Array[];
  readonly #send: (bytes: Uint8Array) => void;
  #gathered: Uint8Array[] = [];

  /**
   * @param meters bars that may move at once
   * @param messagesOf what goes of a place now: once, and at most a piece of what can wait
   */
  constructor(
    link: { readonly clock: Clock; readonly bytesPerS: number; readonly meters: number; readonly send: (bytes: Uint8Array) => void },
    slots: Slots,
    messagesOf: (slot: number) => readonly Uint8Array[],
  ) {
    this.#slots = slots;
    this.#clock = link.clock;
    this.#send = link.send;
    this.#messagesOf = messagesOf;
    this.#outbox = new Outbox<true>(slots.capacity, 1, ORDER);
    this.#rounds = new Rounds(this.#outbox, slots.capacity, restBytes(link.bytesPerS, slots.faders, link.meters), PIECE_BYTES);
    this.#budget = budgetOf(link.bytesPerS, link.clock.nowMs());
    this.#drain = new Drain(
      this.#rounds,
      this.#budget,
      link.clock,
      (entry) => (entry.kind === 'value' ? this.#write(entry.key) : 0),
      () => this.#sendGathered(),
    );
  }

  offer(slot: number, waits: boolean): void {
    if (waits) this.#outbox.put(slot, true, this.#slots.priorityOf(slot));
    else this.#outbox.drop(slot);
  }

  waits(slot: number): boolean {
    return this.#outbox.waiting(slot) === true;
  }

  /** Sends what the link takes now; the rest follows by itself. */
  flush(): void {
    this.#drain.flush();
  }

  /** Answers do not wait for a turn. */
  sendAtOnce(messages: readonly Uint8Array[]): void {
    this.#gathered.push(...messages);
    for (const message of messages) this.#budget.spend(message.length, this.#clock.nowMs());
    this.#sendGathered();
  }

  /** Nothing waits any more, and no timer. */
  clear(): void {
    this.#drain.stop();
    this.#outbox.clear();
  }

  #write(slot: number): number {
    const messages = this.#messagesOf(slot);
    const bytes = messages.reduce((sum, message) => sum + message.length, 0);
    this.#gathered.push(...messages);
    this.#rounds.sent(bytes);
    return bytes;
  }

  #sendGathered(): void {
    if (this.#gathered.length === 0) return;
    const bytes = joined(this.#gathered);
    this.#gathered = [];
    this.#send(bytes);
  }
}

function joined(messages: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(messages.reduce((sum, message) => sum + message.length, 0));
  let at = 0;
  for (const message of messages) {
    bytes.set(message, at);
    at += message.length;
  }
  return bytes;
}
