import type { Desk } from '../desk/desk.ts';
import { SETTLE_MS, STREAM_MS } from '../desk/holds.ts';
import type { Entry } from '../desk/model.ts';
import { isRefusal, type Refusal } from '../desk/refusal.ts';
import type { Turn } from '../desk/turn.ts';
import { encodeOsc } from '../wire/formats/osc-encode.ts';
import type { Budget } from '../wire/pace/budget.ts';
import type { Clock, Timer } from '../wire/pace/clock.ts';
import { drain } from '../wire/pace/drain.ts';
import { Outbox, type Priority } from '../wire/pace/outbox.ts';
import { Bundler } from './osc-bundle.ts';
import { select } from './osc-select.ts';
import { addressOf, type Form, told } from './osc-values.ts';

/** A subscription ends when it is not renewed for this long. */
export const RENEW_MS = 30_000;
const MAX_SUBSCRIPTIONS = 32;
export const MIN_RATE_HZ = 0.1;
export const MAX_RATE_HZ = 100;
/** A peer that does not take bytes is tried again after this. */
const RETRY_MS = 50;

interface Subscription {
  readonly pattern: string;
  readonly form: Form;
  /** Parameter to its place in `entries`, which is its key in the outbox. */
  readonly places: ReadonlyMap<number, number>;
  readonly entries: readonly Entry[];
  /** Only says which parameters wait: the value is read when it is sent, so it is the newest. */
  readonly outbox: Outbox<true>;
  intervalMs: number;
  expiresMs: number;
  sentMs: number;
  timer: Timer | undefined;
}

export interface SubscriptionOptions {
  readonly desk: Desk;
  readonly clock: Clock;
  readonly budget: Budget;
  /** False when the peer does not take it now. */
  readonly send: (packet: Uint8Array) => boolean;
}

/** What one peer is told about parameters: newest value only, at its rate, without the echo of its own moves. */
export class Subscriptions {
  readonly #options: SubscriptionOptions;
  readonly #all = new Map<string, Subscription>();
  /** What the peer has, as the wire carries it, by address. */
  readonly #known = new Map<string, number | string>();
  /** Parameters the peer moves, and until when: Infinity under its finger. */
  readonly #moving = new Map<number, number>();

  constructor(options: SubscriptionOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#all.size;
  }

  /** True while a finger of this peer is down. */
  get touches(): boolean {
    for (const untilMs of this.#moving.values()) if (untilMs === Number.POSITIVE_INFINITY) return true;
    return false;
  }

  /**
   * Begins a subscription, and tells all its values; renews one that stands.
   * @param rateHz packets a second at most; 0: each change in its own turn, as far as the link's budget goes
   * @param pattern with `/pos` at its end the values come as positions
   * @param lasting from the configuration: needs no renewal
   */
  add(pattern: string, rateHz: number, lasting = false): Refusal | undefined {
    const { clock } = this.#options;
    if (rateHz !== 0 && !(rateHz >= MIN_RATE_HZ && rateHz <= MAX_RATE_HZ))
      return { code: 'out-of-range', got: `${rateHz} Hz`, want: `${MIN_RATE_HZ}..${MAX_RATE_HZ} Hz, or 0 for each change in its own turn` };
    const expiresMs = lasting ? Number.POSITIVE_INFINITY : clock.nowMs() + RENEW_MS;
    const stands = this.#all.get(pattern);
    if (stands) {
      stands.expiresMs = Math.max(expiresMs, stands.expiresMs === Number.POSITIVE_INFINITY ? stands.expiresMs : 0);
      stands.intervalMs = intervalOf(rateHz);
      return undefined;
    }
    if (this.#all.size >= MAX_SUBSCRIPTIONS)
      return { code: 'busy', got: `${MAX_SUBSCRIPTIONS} subscriptions`, want: 'unsubscribe one first' };
    const made = this.#make(pattern, intervalOf(rateHz), expiresMs);
    if (isRefusal(made)) return made;
    this.#all.set(pattern, made);
    this.#tellAll(made);
    return undefined;
  }

  /** Ends one subscription, or all of a peer that names none. */
  remove(pattern?: string): void {
    for (const [key, subscription] of this.#all) {
      if (pattern !== undefined && key !== pattern) continue;
      subscription.timer?.cancel();
      this.#all.delete(key);
    }
    if (this.#all.size === 0) this.#known.clear();
  }

  /** Tells everything once more, what the peer has or not. */
  refresh(): void {
    this.#known.clear();
    for (const subscription of this.#all.values()) this.#tellAll(subscription);
  }

  /** Another layout: all parameters have new numbers. Patterns that name nothing any more end. */
  relayout(): void {
    const before = [...this.#all.values()];
    this.remove();
    this.#moving.clear();
    for (const { pattern, intervalMs, expiresMs } of before) {
      const made = this.#make(pattern, intervalMs, expiresMs);
      if (isRefusal(made)) continue;
      this.#all.set(pattern, made);
      this.#tellAll(made);
    }
  }

  /** A turn of the desk. What changed leaves now if the peer's rate allows. */
  turn(turn: Turn): void {
    for (const subscription of this.#all.values()) {
      for (const { id } of turn.changes) this.#put(subscription, id);
      this.#flush(subscription);
    }
  }

  /** The peer sent a value: it is not told this parameter until it has been quiet for a moment. */
  moved(id: number, address: string, value: number | string): void {
    this.#known.set(address, typeof value === 'number' ? Math.fround(value) : value);
    if (this.#moving.get(id) !== Number.POSITIVE_INFINITY) this.#moving.set(id, this.#options.clock.nowMs() + STREAM_MS);
  }

  /** A finger of the peer is down or up. */
  touched(id: number, down: boolean): void {
    this.#moving.set(id, down ? Number.POSITIVE_INFINITY : this.#options.clock.nowMs() + SETTLE_MS);
  }

  /** The peer has fallen silent: its fingers are up. */
  letGo(): void {
    for (const [id, untilMs] of this.#moving) if (untilMs === Number.POSITIVE_INFINITY) this.touched(id, false);
  }

  /** When `expire` has something to do; Infinity if never. */
  nextDueMs(): number {
    let due = Number.POSITIVE_INFINITY;
    for (const { expiresMs } of this.#all.values()) due = Math.min(due, expiresMs);
    for (const untilMs of this.#moving.values()) due = Math.min(due, untilMs);
    return due;
  }

  /** Ends what is over: a subscription not renewed; a move, whose settled value is told now, also when it is what the peer sent. */
  expire(): void {
    const nowMs = this.#options.clock.nowMs();
    for (const [pattern, { expiresMs }] of this.#all) if (expiresMs <= nowMs) this.remove(pattern);
    const settled: number[] = [];
    for (const [id, untilMs] of this.#moving) if (untilMs <= nowMs) settled.push(id);
    for (const id of settled) this.#moving.delete(id);
    for (const subscription of this.#all.values()) {
      for (const id of settled) {
        const entry = this.#put(subscription, id);
        if (entry) this.#known.delete(addressOf(entry, subscription.form));
      }
      this.#flush(subscription);
    }
  }

  #make(pattern: string, intervalMs: number, expiresMs: number): Subscription | Refusal {
    const { desk } = this.#options;
    const form: Form = pattern.endsWith('/pos') ? 'position' : 'value';
    const found = select(desk.model, form === 'position' ? pattern.slice(0, -'/pos'.length) : pattern);
    if (isRefusal(found)) return found;
    const entries = form === 'position' ? found.filter((entry) => entry.parameter.type === 'number') : found;
    const places = new Map(entries.map((entry, place) => [entry.id, place]));
    const outbox = new Outbox<true>(entries.length);
    return { pattern, form, places, entries, outbox, intervalMs, expiresMs, sentMs: Number.NEGATIVE_INFINITY, timer: undefined };
  }

  #tellAll(subscription: Subscription): void {
    for (const { id } of subscription.entries) this.#put(subscription, id);
    this.#flush(subscription);
  }

  #put(subscription: Subscription, id: number): Entry | undefined {
    const place = subscription.places.get(id);
    const entry = place === undefined ? undefined : subscription.entries[place];
    if (place !== undefined && entry) subscription.outbox.put(place, true, priorityOf(entry));
    return entry;
  }

  #flush(subscription: Subscription): void {
    if (subscription.timer || subscription.outbox.size === 0) return;
    const nowMs = this.#options.clock.nowMs();
    const restMs = subscription.sentMs + subscription.intervalMs - nowMs;
    if (restMs > 0) {
      this.#later(subscription, restMs);
      return;
    }
    subscription.sentMs = nowMs;
    const left: number[] = [];
    const bundler = new Bundler((packet, places) => {
      if (left.length > 0 || !this.#options.send(packet)) left.push(...places);
    });
    const waitMs = drain(subscription.outbox, this.#options.budget, nowMs, (outgoing) =>
      outgoing.kind === 'value' ? this.#write(subscription, outgoing.key, bundler) : 0,
    );
    bundler.flush();
    for (const place of left) this.#putBack(subscription, place);
    // The send may have ended the link, and with it this subscription.
    const stands = this.#all.get(subscription.pattern) === subscription;
    if (stands && subscription.outbox.size > 0) this.#later(subscription, left.length > 0 ? RETRY_MS : waitMs);
  }

  /** @returns bytes added to the wire; 0 for what the peer has, or is moving itself */
  #write(subscription: Subscription, place: number, bundler: Bundler): number {
    const entry = subscription.entries[place];
    if (!entry || this.#moving.has(entry.id)) return 0;
    const address = addressOf(entry, subscription.form);
    const { tags, value } = told(entry, subscription.form, this.#options.desk.wanted(entry.id));
    if (this.#known.get(address) === value) return 0;
    this.#known.set(address, value);
    return bundler.add(encodeOsc(address, tags, [value]), place);
  }

  #putBack(subscription: Subscription, place: number): void {
    const entry = subscription.entries[place];
    if (!entry) return;
    this.#known.delete(addressOf(entry, subscription.form));
    subscription.outbox.put(place, true, priorityOf(entry));
  }

  #later(subscription: Subscription, delayMs: number): void {
    subscription.timer = this.#options.clock.setTimer(delayMs, () => {
      subscription.timer = undefined;
      this.#flush(subscription);
    });
  }
}

const intervalOf = (rateHz: number): number => (rateHz === 0 ? 0 : 1000 / rateHz);

function priorityOf({ parameter }: Entry): Priority {
  switch (parameter.type) {
    case 'text':
    case 'color':
      return 'text';
    case 'switch':
      return 'light';
    default:
      return parameter.path.endsWith('/fader') ? 'fader' : 'ring';
  }
}
