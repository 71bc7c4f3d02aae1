import type { Model } from '../desk/model.ts';
import { isRefusal, type Refusal } from '../desk/refusal.ts';
import type { Meters, MeterView } from '../meters/meters.ts';
import { encodeOsc } from '../wire/formats/osc-encode.ts';
import type { Budget } from '../wire/pace/budget.ts';
import type { Clock } from '../wire/pace/clock.ts';
import { Bundler } from './osc-bundle.ts';
import { pathMatcher } from './osc-select.ts';
import { MAX_RATE_HZ, MIN_RATE_HZ, RENEW_MS } from './osc-subscriptions.ts';

/**
 * `blob`: one message `/meters ,b`, a 16-bit big-endian integer a point in hundredths of a dB, -32768 for silence, in the order that
 * `/meters/points ,is...` (number of the first, then paths) told at the subscription. `floats`: `/ch/7/meter/post ,f`, in bundles.
 */
export const METER_FORMS = ['blob', 'floats'] as const;
export type MeterForm = (typeof METER_FORMS)[number];

/** A blob of these fits one unbroken packet. */
const MAX_POINTS = 680;
const SILENCE = -32_768;
const POINTS_A_PACKET = 40;

interface MeterSubscription {
  readonly pattern: string;
  readonly role: string;
  readonly paths: readonly string[];
  readonly view: MeterView;
  readonly close: () => void;
  readonly peaksDb: Float32Array;
  readonly last: Float32Array;
  intervalMs: number;
  expiresMs: number;
  dueMs: number;
}

export interface MeterOptions {
  readonly meters: Meters;
  readonly clock: Clock;
  readonly budget: Budget;
  readonly send: (packet: Uint8Array) => boolean;
  readonly model: () => Model;
}

/** Meters for one peer: one subscription of each form. Peaks are kept between its readings; a frame that cannot go is not kept. */
export class MeterSubscriptions {
  readonly #options: MeterOptions;
  readonly #all = new Map<MeterForm, MeterSubscription>();

  constructor(options: MeterOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#all.size;
  }

  /** Begins, renews (same pattern) or replaces the subscription of a form. */
  add(pattern: string, form: MeterForm, rateHz: number): Refusal | undefined {
    const { clock } = this.#options;
    if (!(rateHz >= MIN_RATE_HZ && rateHz <= MAX_RATE_HZ))
      return { code: 'out-of-range', got: `${rateHz} Hz`, want: `${MIN_RATE_HZ}..${MAX_RATE_HZ} Hz` };
    const stands = this.#all.get(form);
    if (stands?.pattern === pattern) {
      stands.expiresMs = clock.nowMs() + RENEW_MS;
      stands.intervalMs = 1000 / rateHz;
      return undefined;
    }
    const made = this.#make(pattern, 1000 / rateHz, clock.nowMs() + RENEW_MS);
    if (isRefusal(made)) return made;
    this.remove(form);
    this.#all.set(form, made);
    if (form === 'blob') this.#tellPoints(made.paths);
    return undefined;
  }

  remove(form?: MeterForm): void {
    for (const [key, subscription] of this.#all) {
      if (form !== undefined && key !== form) continue;
      subscription.close();
      this.#all.delete(key);
    }
  }

  /** Another layout: the same patterns over the new points. */
  relayout(): void {
    const before = [...this.#all];
    this.remove();
    for (const [form, { pattern, intervalMs }] of before) this.add(pattern, form, 1000 / intervalMs);
  }

  nextDueMs(): number {
    let due = Number.POSITIVE_INFINITY;
    for (const { expiresMs } of this.#all.values()) due = Math.min(due, expiresMs);
    return due;
  }

  /** Ends subscriptions that were not renewed. */
  expire(): void {
    const nowMs = this.#options.clock.nowMs();
    for (const [form, { expiresMs }] of this.#all) if (expiresMs <= nowMs) this.remove(form);
  }

  /** An engine's frame has come. */
  frame(role: string): void {
    const nowMs = this.#options.clock.nowMs();
    for (const [form, subscription] of this.#all) {
      if (subscription.role !== role || nowMs < subscription.dueMs) continue;
      if (this.#options.budget.waitMs(nowMs) > 0 || !subscription.view.read(subscription.peaksDb)) continue;
      // On average the rate that was asked for, also where frames come at another; no catching up after a pause.
      subscription.dueMs = Math.max(subscription.dueMs + subscription.intervalMs, nowMs);
      if (form === 'blob') this.#sendBlob(subscription, nowMs);
      else this.#sendFloats(subscription, nowMs);
    }
  }

  #make(pattern: string, intervalMs: number, expiresMs: number): MeterSubscription | Refusal {
    const { meters, clock, model } = this.#options;
    const colon = pattern.indexOf(':');
    const role = colon < 0 ? (model().roles[0] ?? '') : pattern.slice(0, colon).replace(/^\//, '');
    const matcher = pathMatcher(pattern.slice(colon + 1));
    if (isRefusal(matcher)) return matcher;
    const points = meters.points(role).filter((point) => matcher(point.path));
    if (points.length === 0) return { code: 'unknown-path', got: pattern.slice(0, 80), want: 'for instance ch/*/meter/post' };
    if (points.length > MAX_POINTS) return { code: 'out-of-range', got: `${points.length} meter points`, want: `at most ${MAX_POINTS}` };
    const prefix = colon < 0 ? '' : `${role}:`;
    return {
      pattern,
      role,
      paths: points.map((point) => prefix + point.path),
      ...meters.open(role, points),
      peaksDb: new Float32Array(points.length),
      last: new Float32Array(points.length).fill(Number.NaN),
      intervalMs,
      expiresMs,
      dueMs: clock.nowMs(),
    };
  }

  #tellPoints(paths: readonly string[]): void {
    for (let first = 0; first < paths.length; first += POINTS_A_PACKET) {
      const some = paths.slice(first, first + POINTS_A_PACKET);
      this.#options.send(encodeOsc('/meters/points', `i${'s'.repeat(some.length)}`, [first, ...some]));
    }
  }

  #sendBlob({ peaksDb }: MeterSubscription, nowMs: number): void {
    const blob = new Uint8Array(peaksDb.length * 2);
    const view = new DataView(blob.buffer);
    for (let point = 0; point < peaksDb.length; point++) view.setInt16(point * 2, hundredths(peaksDb[point] ?? Number.NaN));
    this.#pay(encodeOsc('/meters', 'b', [blob]), nowMs);
  }

  #sendFloats(subscription: MeterSubscription, nowMs: number): void {
    const bundler = new Bundler((packet) => this.#pay(packet, nowMs));
    for (const [point, path] of subscription.paths.entries()) {
      const peakDb = subscription.peaksDb[point] ?? Number.NaN;
      if (Object.is(subscription.last[point], peakDb)) continue;
      subscription.last[point] = peakDb;
      bundler.add(encodeOsc(`/${path}`, 'f', [peakDb]), point);
    }
    bundler.flush();
  }

  #pay(packet: Uint8Array, nowMs: number): void {
    if (this.#options.send(packet)) this.#options.budget.spend(packet.length, nowMs);
  }
}

/** dB as the wire has them: 327.67 at most; silence and what is no number read -32768. */
function hundredths(db: number): number {
  if (!(db > -327.67)) return SILENCE;
  return Math.round(Math.min(db, 327.67) * 100);
}
