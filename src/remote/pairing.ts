import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import type { Role } from '../desk/actor.ts';
import type { Clock, Timer } from '../wire/pace/clock.ts';
import { PIN_DIGITS, PIN_MS } from './protocol/devices.ts';

/** Wrong PINs from one address, and from all together, until somebody at the desk shows a fresh one. */
export const TRIES_PER_ADDRESS = 5;
export const TRIES_IN_ALL = 20;

/** What lets one device in. Shown to people, never logged. */
export interface Pin {
  readonly pin: string;
  /** Of the device that shows it. */
  readonly role: Role;
  /** By the monotonic clock (ms). */
  readonly untilMs: number;
}

/** Why a PIN lets nobody in. */
export type Turned = { readonly why: 'wrong'; readonly left: number } | { readonly why: 'none' } | { readonly why: 'too-many' };

/**
 * `fresh`: another one stands, because a person asked or a device came in. `renewed`: because the last ran out. `gone`: none stands.
 * `locked`: none stands, after too many wrong ones.
 */
export type PinNews = 'fresh' | 'renewed' | 'gone' | 'locked';

export interface PairingOptions {
  readonly clock: Clock;
  /** A PIN of this role stands all the time: each that was used or ran out is followed by another. */
  readonly standing?: Role;
  /** A test draws its own. */
  readonly draw?: () => string;
}

const drawPin = (): string => String(randomInt(10 ** PIN_DIGITS)).padStart(PIN_DIGITS, '0');

/** The PIN: six digits, one use, two minutes, few tries. */
export class Pairing {
  readonly #clock: Clock;
  readonly #standing: Role | undefined;
  readonly #draw: () => string;
  readonly #watchers = new Set<(news: PinNews) => void>();
  /** Wrong ones since a person last asked for a PIN or a device last showed the right one; time alone forgives none. */
  readonly #wrong = new Map<string, number>();
  #wrongInAll = 0;
  #pin: Pin | undefined;
  #timer: Timer | undefined;

  constructor({ clock, standing, draw = drawPin }: PairingOptions) {
    this.#clock = clock;
    this.#standing = standing;
    this.#draw = draw;
    if (standing) this.#set(standing);
  }

  /** The PIN that stands. */
  get current(): Pin | undefined {
    return this.#pin && this.#pin.untilMs > this.#clock.nowMs() ? this.#pin : undefined;
  }

  /** Called when another PIN stands, or none. @returns ends it */
  watch(watcher: (news: PinNews) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** A person at the desk wants a fresh PIN. */
  open(role: Role): Pin {
    this.#forgive();
    const pin = this.#set(role);
    this.#tell('fresh');
    return pin;
  }

  /** The PIN is taken back; where one always stands, another takes its place. */
  cancel(): void {
    this.#next();
  }

  /** A device shows a PIN. @returns the role it gets, or why not */
  show(given: string, address: string): Role | Turned {
    const here = this.#wrong.get(address) ?? 0;
    if (this.#wrongInAll >= TRIES_IN_ALL || here >= TRIES_PER_ADDRESS) return { why: 'too-many' };
    const standing = this.current;
    // Compared in any case, and always as digests of one length: time tells nothing.
    const isRight = timingSafeEqual(digest(standing?.pin ?? ''), digest(given.replaceAll(' ', '')));
    if (standing && isRight) {
      this.#forgive();
      this.#next();
      return standing.role;
    }
    this.#wrong.set(address, here + 1);
    if (++this.#wrongInAll >= TRIES_IN_ALL) this.#lock();
    return standing ? { why: 'wrong', left: Math.min(TRIES_PER_ADDRESS - here - 1, TRIES_IN_ALL - this.#wrongInAll) } : { why: 'none' };
  }

  end(): void {
    this.#timer?.cancel();
    this.#pin = undefined;
    this.#watchers.clear();
  }

  #set(role: Role): Pin {
    this.#timer?.cancel();
    const pin = { pin: this.#draw(), role, untilMs: this.#clock.nowMs() + PIN_MS };
    this.#pin = pin;
    this.#timer = this.#clock.setTimer(PIN_MS, () => this.#next('renewed'));
    return pin;
  }

  /** The PIN is used up. */
  #next(news: 'fresh' | 'renewed' = 'fresh'): void {
    this.#timer?.cancel();
    this.#pin = undefined;
    const isLocked = this.#wrongInAll >= TRIES_IN_ALL;
    if (this.#standing && !isLocked) this.#set(this.#standing);
    this.#tell(this.#pin ? news : 'gone');
  }

  #lock(): void {
    this.#timer?.cancel();
    this.#pin = undefined;
    this.#tell('locked');
  }

  #forgive(): void {
    this.#wrong.clear();
    this.#wrongInAll = 0;
  }

  #tell(news: PinNews): void {
    for (const watcher of this.#watchers) watcher(news);
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
