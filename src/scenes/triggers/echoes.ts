/** What came so soon after we sent it, or on another port, is the same message once more. */
const WINDOW_MS = 50;

const keyOf = (message: Uint8Array): string => message.join(' ');

interface Seen {
  readonly atMs: number;
  readonly port: string;
}

/** Knows messages that are not news: our own, heard back, and one that arrives by two ways. Times are monotonic, ms. */
export class Echoes {
  readonly #sent = new Map<string, number>();
  readonly #heard = new Map<string, Seen>();

  /** We say this. */
  sent(message: Uint8Array, nowMs: number): void {
    this.#forget(nowMs);
    this.#sent.set(keyOf(message), nowMs);
  }

  /** Whether it is our own message come back. */
  isOwn(message: Uint8Array, nowMs: number): boolean {
    const atMs = this.#sent.get(keyOf(message));
    return atMs !== undefined && nowMs - atMs < WINDOW_MS;
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
    for (const [key, atMs] of this.#sent) if (nowMs - atMs >= WINDOW_MS) this.#sent.delete(key);
    for (const [key, { atMs }] of this.#heard) if (nowMs - atMs >= WINDOW_MS) this.#heard.delete(key);
  }
}
