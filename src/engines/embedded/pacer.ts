/** Behind by more than this after a suspend or a stall: the missed sound is left out, not played in a burst (ms). */
const FORGET_MS = 200;
/** Most the clock is bent to follow a device: 0.2 % is far below what an ear hears, and ten times what quartzes differ. */
const BEND = 0.002;

/** Says how many blocks are due by a monotonic clock that is slewed to a device, never by how much somebody takes. */
export class Pacer {
  readonly #framesPerMs: number;
  readonly #block: number;
  readonly #leadFrames: number;
  /** Frames the clock has reached, and when. */
  #clockFrames = 0;
  #atMs: number;
  #madeFrames = 0;
  #rate = 1;
  #smooth: number | undefined;
  /** Times nothing was left in the queue when its owner came back. */
  dry = 0;
  /** Frames left out because the process stood still. */
  forgotten = 0;

  /** @param leadMs sound made ahead of the clock: the queue */
  constructor(sampleRate: number, block: number, leadMs: number, nowMs: number) {
    this.#framesPerMs = sampleRate / 1000;
    this.#block = block;
    this.#leadFrames = leadMs * this.#framesPerMs;
    this.#atMs = nowMs;
  }

  /** Blocks to make now. */
  due(nowMs: number): number {
    this.#clockFrames += (nowMs - this.#atMs) * this.#framesPerMs * this.#rate;
    this.#atMs = nowMs;
    const behind = this.#clockFrames - this.#madeFrames;
    if (behind > 0 && this.#madeFrames > 0) this.dry++;
    if (behind > FORGET_MS * this.#framesPerMs) {
      this.forgotten += behind;
      this.#clockFrames = this.#madeFrames;
    }
    const blocks = Math.ceil((this.#clockFrames + this.#leadFrames - this.#madeFrames) / this.#block);
    this.#madeFrames += Math.max(0, blocks) * this.#block;
    return Math.max(0, blocks);
  }

  /** The device has this much waiting and should have that: the clock is bent towards it. */
  follow(latencyMs: number, wantedMs: number): void {
    this.#smooth = this.#smooth === undefined ? latencyMs : this.#smooth + (latencyMs - this.#smooth) * 0.05;
    const error = (wantedMs - this.#smooth) / wantedMs;
    this.#rate = 1 + Math.max(-BEND, Math.min(BEND, error * BEND * 4));
  }

  get rate(): number {
    return this.#rate;
  }
}
