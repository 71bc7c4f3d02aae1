/** What may be under way at first, at least and at most (bytes). */
const FIRST = 16_384;
const LEAST = 1024;
const MOST = 65_536;
/** How long a change may stand in line behind frames that are worth nothing later (ms): aimed at, and too long. */
const AIM_MS = 60;
const LONG_MS = 100;
const GROWTH = 1.5;
/** As good as nothing under way (bytes): answers and changes that trickle keep no frame out that is larger than the window. */
const TRICKLE = 512;

/**
 * How much may be under way to one client. The system takes megabytes without a word and delivers them late on a slow link, faders behind
 * them; so what is not answered by a ping counts as under way, and streams stop at a window that follows the link: smaller when an
 * answer is late by more than the link's own time, larger when frames were left out for nothing.
 */
export class Window {
  #size = FIRST;
  #sent = 0;
  #arrived = 0;
  #askedAt = 0;
  #askedMs = Number.NaN;
  /** The link's own time: the shortest answer there was (ms). */
  #ownMs = Number.POSITIVE_INFINITY;
  #answeredMs = Number.NaN;
  #leftOut = false;

  /** Bytes of which it is not known that they have arrived. */
  get underWay(): number {
    return this.#sent - this.#arrived;
  }

  get size(): number {
    return this.#size;
  }

  /** It is worth asking: the window is half full or something was left out, and no question is open. */
  get wantsAnswer(): boolean {
    return Number.isNaN(this.#askedMs) && (this.underWay > this.#size / 2 || (this.#leftOut && this.underWay > 0));
  }

  /** Whether a frame of a stream goes now. @param share of the window that its kind may use, 0..1 */
  takes(bytes: number, share: number): boolean {
    const takes = this.underWay <= TRICKLE || this.underWay + bytes <= this.#size * share;
    if (!takes) this.#leftOut = true;
    return takes;
  }

  sent(bytes: number): void {
    this.#sent += bytes;
  }

  /** A ping goes out behind all that was sent. */
  asked(nowMs: number): void {
    this.#askedMs = nowMs;
    this.#askedAt = this.#sent;
  }

  /** Its answer: everything before it has arrived. */
  answered(nowMs: number): void {
    if (Number.isNaN(this.#askedMs)) return;
    const tookMs = nowMs - this.#askedMs;
    const arrived = this.#askedAt - this.#arrived;
    this.#arrived = this.#askedAt;
    this.#askedMs = Number.NaN;
    this.#ownMs = Math.min(this.#ownMs, tookMs);
    const lineMs = tookMs - this.#ownMs;
    // The link was busy with it since the last answer.
    const perMs = arrived / Math.max(tookMs, Number.isNaN(this.#answeredMs) ? 0 : nowMs - this.#answeredMs);
    this.#answeredMs = nowMs;
    if (lineMs > LONG_MS) this.#size = Math.max(LEAST, Math.min(this.#size, perMs * (this.#ownMs + AIM_MS)));
    // An answer to a question behind nothing says nothing.
    if (arrived < this.#size / 4) return;
    const enough = Math.min(MOST, this.#size * GROWTH, perMs * (this.#ownMs + LONG_MS));
    if (this.#leftOut && lineMs < AIM_MS) this.#size = Math.max(this.#size, enough);
    this.#leftOut = false;
  }
}
