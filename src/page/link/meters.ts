import { signal } from '@preact/signals';
import type { Told } from './protocol.ts';
import type { Socket } from './socket.ts';

/** Without a frame for so long, what the meters show is not known (ms). */
export const STALE_MS = 500;
const HEADER_BYTES = 8;
const AGAIN_MS = 500;
const RATE_HZ = 30;
const UNLIT = -32_768;

/**
 * The newest meter frame of all points that somebody on this page shows. Reading it costs no signal and no object: `at` a place
 * once, then look into `levels` each frame.
 */
export class Meters {
  /** dB (reduction of gate and dyn: 0 or below); -Infinity for silent or unknown. Replaced when the points change. */
  levels = new Float32Array(0);
  /** Rises with each frame. */
  sequence = 0;
  /** Rises when places change: look them up again. */
  readonly places = signal(0);
  readonly #socket: Socket;
  readonly #wishes = new Map<string, readonly string[]>();
  #index = new Map<string, number>();
  #lastMs = Number.NEGATIVE_INFINITY;
  #isRead = true;
  #isDue = false;
  #rateHz = RATE_HZ;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** What one part of the page shows; none ends it. @param who any name of that part; its last wish counts */
  want(who: string, points: readonly string[]): void {
    if (points.length > 0) this.#wishes.set(who, points);
    else this.#wishes.delete(who);
    this.#arm();
  }

  /** Place in `levels`, or -1 while it is not told. */
  at(point: string): number {
    return this.#index.get(point) ?? -1;
  }

  /** False: show nothing lit, and no figure. */
  isFresh(nowMs: number): boolean {
    return nowMs - this.#lastMs < STALE_MS;
  }

  /** A slow page takes fewer frames; faders are not slowed. */
  set rateHz(rateHz: number) {
    if (this.#rateHz === rateHz) return;
    this.#rateHz = rateHz;
    this.#arm();
  }
  get rateHz(): number {
    return this.#rateHz;
  }

  /** Everything was drawn: the next frame starts from its own levels. Between two drawings the highest is kept. */
  drawn(): void {
    this.#isRead = true;
  }

  /** Says anew what is wanted: after greeting, and after another layout. */
  wish(): void {
    this.#isDue = false;
    const points = [...new Set([...this.#wishes.values()].flat())];
    void this.#socket.ask({ t: 'view', points, rate: this.#rateHz }).then((outcome) => {
      // The daemon was busy with us: the meters can wait, the faders cannot.
      if (!outcome.done && outcome.error.code === 'busy') setTimeout(() => this.#arm(), AGAIN_MS);
    });
  }

  placed({ points }: Told<'view'>): void {
    this.#index = new Map(points.map((point, place) => [point, place]));
    this.levels = new Float32Array(points.length).fill(Number.NEGATIVE_INFINITY);
    this.#isRead = true;
    this.places.value++;
  }

  frame(bytes: DataView): void {
    const { levels } = this;
    const count = (bytes.byteLength - HEADER_BYTES) >> 1;
    // A frame of the view before: its places are others.
    if (count !== levels.length) return;
    for (let i = 0; i < count; i++) {
      const centibels = bytes.getInt16(HEADER_BYTES + i * 2, true);
      const level = centibels === UNLIT ? Number.NEGATIVE_INFINITY : centibels / 100;
      if (this.#isRead || level > (levels[i] ?? level)) levels[i] = level;
    }
    this.#isRead = false;
    this.sequence++;
    this.#lastMs = performance.now();
  }

  lost(): void {
    this.#lastMs = Number.NEGATIVE_INFINITY;
  }

  #arm(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    // Views change together: the old one ends and the new one begins in the same turn.
    queueMicrotask(() => {
      if (this.#isDue && this.#socket.state.peek() !== 'pairing') this.wish();
    });
  }
}
