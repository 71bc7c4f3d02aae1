/** A mono track of a take, wherever its samples come from. */
export interface TrackSource {
  readonly name: string;
  /** At its own rate. */
  readonly frames: number;
  /** Hz */
  readonly sampleRate: number;
  /** Frames from `from` on into `into`; fewer at the end. Rejects when the file cannot be read. */
  read(from: number, into: Float32Array): Promise<number>;
}

/** Frames fetched at a time: a sixth of a second. */
export const PIECE = 8192;
/** Samples read ahead: 1.3 s. A power of two, and a multiple of the piece. */
const AHEAD = 65_536;

/**
 * A track read ahead of the player, in its own rate: a ring between the disk, which comes when it comes, and the mixer, which
 * does not wait. Positions are in frames of the file; the ring runs on over the loop point, so that a loop is seamless.
 */
export class TrackReader {
  readonly source: TrackSource;
  readonly #ring = new Float32Array(AHEAD);
  readonly #piece = new Float32Array(PIECE);
  /** Frames put into and taken out of the ring since the last jump. */
  #written = 0;
  #taken = 0;
  /** Next frame of the file to fetch. */
  #next = 0;
  #loop = true;
  #jumps = 0;
  #fetching = false;
  #broken: string | undefined;

  constructor(source: TrackSource) {
    this.source = source;
  }

  get broken(): string | undefined {
    return this.#broken;
  }
  /** Frames that wait. */
  get ready(): number {
    return this.#written - this.#taken;
  }

  /** Starts again at a frame of the file. What was read ahead is thrown away. */
  jump(frame: number, loop: boolean, length: number): void {
    this.#jumps++;
    this.#written = 0;
    this.#taken = 0;
    this.#next = Math.max(0, Math.floor(frame));
    this.#loop = loop;
    this.#fetching = false;
    this.fill(length);
  }

  setLoop(loop: boolean): void {
    this.#loop = loop;
  }

  /**
   * Fetches on while there is room. Behind the end of the file there is silence up to the length of the take, then its start.
   * @param length of the take in frames of this file
   */
  fill(length: number): void {
    if (this.#fetching || this.#broken !== undefined || AHEAD - this.ready < PIECE) return;
    this.#fetching = true;
    const jump = this.#jumps;
    this.#fetch(length)
      .then((count) => {
        if (jump !== this.#jumps) return;
        this.#fetching = false;
        this.#put(count);
        this.fill(length);
      })
      .catch((error: unknown) => {
        this.#fetching = false;
        this.#broken = error instanceof Error ? error.message : String(error);
      });
  }

  /** The next piece into `#piece`. @returns its frames */
  async #fetch(length: number): Promise<number> {
    const from = this.#next;
    if (from >= length) {
      if (this.#loop && length > 0) {
        this.#next = 0;
        return this.#fetch(length);
      }
      this.#piece.fill(0);
      return PIECE;
    }
    const count = Math.min(PIECE, length - from);
    const into = this.#piece.subarray(0, count);
    into.fill(0);
    if (from < this.source.frames) await this.source.read(from, into.subarray(0, Math.min(count, this.source.frames - from)));
    this.#next = from + count;
    return count;
  }

  #put(count: number): void {
    for (let i = 0; i < count; i++) this.#ring[(this.#written + i) & (AHEAD - 1)] = this.#piece[i] ?? 0;
    this.#written += count;
  }

  /**
   * Takes frames for the mixer. What is not there yet is silence, and is passed over when it comes, so that tracks stay together.
   * @returns frames that were there
   */
  take(into: Float32Array, count: number): number {
    const got = Math.max(0, Math.min(count, this.ready));
    for (let i = 0; i < got; i++) into[i] = this.#ring[(this.#taken + i) & (AHEAD - 1)] ?? 0;
    into.fill(0, got, count);
    this.#taken += count;
    return got;
  }
}
