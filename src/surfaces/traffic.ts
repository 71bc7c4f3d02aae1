/** Time over which the load of a link is averaged, ms. */
const WINDOW_MS = 1000;

/** Bytes both ways, and what part of the link the way out takes. */
export class Traffic {
  readonly #bytesPerMs: number;
  bytesIn = 0;
  bytesOut = 0;
  /** Bytes of the last second, older ones fading. */
  #recent = 0;
  #atMs = 0;

  constructor(bytesPerS: number) {
    this.#bytesPerMs = bytesPerS / 1000;
  }

  sent(bytes: number, nowMs: number): void {
    this.#fade(nowMs);
    this.bytesOut += bytes;
    this.#recent += bytes;
  }

  /** 0 idle..1 full. */
  load(nowMs: number): number {
    this.#fade(nowMs);
    return Math.min(1, this.#recent / (this.#bytesPerMs * WINDOW_MS));
  }

  #fade(nowMs: number): void {
    this.#recent *= Math.exp(-Math.max(0, nowMs - this.#atMs) / WINDOW_MS);
    this.#atMs = nowMs;
  }
}
