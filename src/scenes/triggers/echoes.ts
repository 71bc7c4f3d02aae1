import { hexOf } from '../sends/target.ts';

/** What came so soon after we sent it, or on another port, is the same message once more. */
const WINDOW_MS = 50;
/** What a message makes us send, and is that very message: it goes round as long as it is heard, however long its way is. */
const CIRCLE_MS = 1000;
/** A message that comes back later than that was sent by us all the same: so often it may, before it is a circle by way of others. */
const ROUNDS = 4;
const ROUND_MS = 2000;

const keyOf = (message: Uint8Array): string => message.join(' ');

interface Seen {
  readonly atMs: number;
  readonly port: string;
}

interface Sent {
  readonly atMs: number;
  /** Until then it is surely ours. */
  readonly untilMs: number;
  /** How often it was heard after it had been sent. */
  rounds: number;
}

/** Knows messages that are not news: our own, heard back, and one that arrives by two ways. Times are monotonic, ms. */
export class Echoes {
  readonly #sent = new Map<string, Sent>();
  readonly #heard = new Map<string, Seen>();
  readonly #told = new Set<string>();
  readonly #tell: (text: string) => void;

  constructor(tell: (text: string) => void) {
    this.#tell = tell;
  }

  /** We say this. @param cause the message that made us say it */
  sent(message: Uint8Array, nowMs: number, cause?: Uint8Array): void {
    this.#forget(nowMs);
    const key = keyOf(message);
    const isCircle = cause !== undefined && keyOf(cause) === key;
    const rounds = this.#sent.get(key)?.rounds ?? 0;
    this.#sent.set(key, { atMs: nowMs, untilMs: nowMs + (isCircle ? CIRCLE_MS : WINDOW_MS), rounds });
    if (isCircle) this.#once(message, 'is sent by what it starts: heard again within a second it is left out');
  }

  /** Whether it is our own message come back. */
  isOwn(message: Uint8Array, nowMs: number): boolean {
    const sent = this.#sent.get(keyOf(message));
    if (!sent) return false;
    if (nowMs < sent.untilMs) return true;
    if (nowMs - sent.atMs >= ROUND_MS) return false;
    sent.rounds += 1;
    if (sent.rounds <= ROUNDS) return false;
    this.#once(message, `has come back ${ROUNDS} times after we had sent it: cues start each other; it is left out until nobody sends it`);
    return true;
  }

  /** Whether the same came a moment ago by another port; the same port may repeat itself. */
  isTwice(message: Uint8Array, port: string, nowMs: number): boolean {
    this.#forget(nowMs);
    const key = keyOf(message);
    const before = this.#heard.get(key);
    if (before && before.port !== port && nowMs - before.atMs < WINDOW_MS) return true;
    this.#heard.set(key, { atMs: nowMs, port });
    return false;
  }

  #once(message: Uint8Array, what: string): void {
    const text = `${hexOf(message)} ${what}`;
    if (this.#told.has(text) || this.#told.size > 100) return;
    this.#told.add(text);
    this.#tell(text);
  }

  #forget(nowMs: number): void {
    for (const [key, { atMs }] of this.#sent) if (nowMs - atMs >= 2 * ROUND_MS) this.#sent.delete(key);
    for (const [key, { atMs }] of this.#heard) if (nowMs - atMs >= WINDOW_MS) this.#heard.delete(key);
  }
}
