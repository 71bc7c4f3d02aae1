/** What came so soon after we sent it, or on another port, is the same message once more. */
const WINDOW_MS = 50;
/** What a message makes us send, and is that very message: it goes round as long as it is heard, however long its way is. */
const CIRCLE_MS = 1000;

const keyOf = (message: Uint8Array): string => message.join(' ');

interface Seen {
  readonly atMs: number;
  readonly port: string;
}

/** Knows messages that are not news: our own, heard back, and one that arrives by two ways. Times are monotonic, ms. */
export class Echoes {
  /** Until when each is our own. */
  readonly #sent = new Map<string, number>();
  readonly #heard = new Map<string, Seen>();

  /** We say this. @param cause the message that made us say it. @returns whether it is that message again */
  sent(message: Uint8Array, nowMs: number, cause?: Uint8Array): boolean {
    this.#forget(nowMs);
    const key = keyOf(message);
    const isCircle = cause !== undefined && keyOf(cause) === key;
    this.#sent.set(key, nowMs + (isCircle ? CIRCLE_MS : WINDOW_MS));
    return isCircle;
  }

  /** Whether it is our own message come back. */
  isOwn(message: Uint8Array, nowMs: number): boolean {
    return nowMs < (this.#sent.get(keyOf(message)) ?? Number.NEGATIVE_INFINITY);
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

  #forget(nowMs: number): void {
    for (const [key, untilMs] of this.#sent) if (nowMs >= untilMs) this.#sent.delete(key);
    for (const [key, { atMs }] of this.#heard) if (nowMs - atMs >= WINDOW_MS) this.#heard.delete(key);
  }
}
