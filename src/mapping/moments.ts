import type { Entry } from '../desk/model.ts';
import type { Clock, Timer } from '../wire/pace/clock.ts';

/** After a hand has let go its value stays on the display (ms). */
export const LINGER_MS = 800;
/** What was refused stays to be read (ms). */
export const NOTE_MS = 1500;
/** A sentence over the whole row of displays (ms). */
export const SENTENCE_MS = 3000;

interface Lasting<T> {
  readonly what: T;
  readonly untilMs: number;
}

/** What a display shows for a moment: the value in hand, or why something was not done. */
export class Moments {
  readonly #clock: Clock;
  readonly #ended: (strip: number) => void;
  readonly #values = new Map<number, Lasting<Entry>>();
  readonly #notes = new Map<number, Lasting<readonly [string, string]>>();
  #timer: Timer | undefined;
  #dueMs = Number.POSITIVE_INFINITY;

  /** @param ended called for a strip whose display is as usual again */
  constructor(clock: Clock, ended: (strip: number) => void) {
    this.#clock = clock;
    this.#ended = ended;
  }

  /** @param finger it stays as long as a finger is down */
  value(strip: number, entry: Entry, finger: boolean): void {
    this.#values.set(strip, { what: entry, untilMs: finger ? Number.POSITIVE_INFINITY : this.#clock.nowMs() + LINGER_MS });
    this.#arm();
  }
  note(strip: number, lines: readonly [string, string], forMs = NOTE_MS): void {
    this.#notes.set(strip, { what: lines, untilMs: this.#clock.nowMs() + forMs });
    this.#arm();
  }
  /** A hand is on the strip: what it does is to be seen. */
  unnote(strip: number): void {
    if (this.#notes.delete(strip)) this.#arm();
  }

  valueAt(strip: number): Entry | undefined {
    return this.#values.get(strip)?.what;
  }
  noteAt(strip: number): readonly [string, string] | undefined {
    return this.#notes.get(strip)?.what;
  }

  /** Other strips are under the hand: what is not under a finger is forgotten. */
  forget(): void {
    for (const [strip, { untilMs }] of this.#values) if (untilMs !== Number.POSITIVE_INFINITY) this.#values.delete(strip);
    this.#notes.clear();
    this.#arm();
  }

  clear(): void {
    this.#values.clear();
    this.#notes.clear();
    this.#arm();
  }

  /** A stream of values pushes its end ahead: a timer that stands rings too early once and looks again. */
  #arm(): void {
    let dueMs = Number.POSITIVE_INFINITY;
    for (const { untilMs } of this.#values.values()) dueMs = Math.min(dueMs, untilMs);
    for (const { untilMs } of this.#notes.values()) dueMs = Math.min(dueMs, untilMs);
    if (dueMs === Number.POSITIVE_INFINITY) {
      this.#timer?.cancel();
      this.#timer = undefined;
      return;
    }
    if (this.#timer && this.#dueMs <= dueMs) return;
    this.#timer?.cancel();
    this.#dueMs = dueMs;
    this.#timer = this.#clock.setTimer(dueMs - this.#clock.nowMs(), () => {
      this.#timer = undefined;
      this.#expire();
    });
  }

  #expire(): void {
    const nowMs = this.#clock.nowMs();
    const ended = new Set<number>();
    for (const lasting of [this.#values, this.#notes]) {
      for (const [strip, { untilMs }] of lasting) {
        if (untilMs > nowMs) continue;
        lasting.delete(strip);
        ended.add(strip);
      }
    }
    this.#arm();
    for (const strip of ended) this.#ended(strip);
  }
}
