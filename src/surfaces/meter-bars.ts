import type { Profile } from './profile.ts';
import type { Codec } from './surface.ts';

/** A frame older than this is no meter any more: the bar is left to the unit, which lets it fall. */
const STALE_MS = 1000;

/** Newest peaks as bars of a unit that lets them fall by itself. Allocates nothing for a frame: a bar has as many messages as steps. */
export class MeterBars {
  readonly #thresholds: readonly number[];
  readonly #holdMs: number;
  readonly #falls: boolean;
  /** Messages by strip and step. */
  readonly #messages: readonly (readonly (readonly Uint8Array[])[])[];
  readonly #steps: Int8Array;
  readonly #sentMs: Float64Array;
  #frameMs = Number.NEGATIVE_INFINITY;

  constructor(codec: Pick<Codec, 'write'>, profile: Pick<Profile, 'meter'>, strips: number) {
    const { thresholds = [], hold = 200, fall = 0 } = profile.meter ?? {};
    this.#thresholds = thresholds;
    this.#holdMs = hold;
    this.#falls = fall > 0;
    this.#messages = Array.from({ length: profile.meter ? strips : 0 }, (_, strip) =>
      [Number.NEGATIVE_INFINITY, ...thresholds].map((levelDb) => codec.write({ kind: 'meter', strip, levelDb })),
    );
    this.#steps = new Int8Array(this.#messages.length);
    this.#sentMs = new Float64Array(this.#messages.length).fill(Number.NEGATIVE_INFINITY);
  }

  get strips(): number {
    return this.#messages.length;
  }

  /** Strips that have a meter. */
  get bars(): number {
    return this.#messages.filter(([dark]) => (dark?.length ?? 0) > 0).length;
  }

  /** @param levelsDb one a strip, dB full scale; a missing one and NaN are dark */
  frame(levelsDb: Float32Array, nowMs: number): void {
    this.#frameMs = nowMs;
    for (let strip = 0; strip < this.#steps.length; strip++) {
      const levelDb = levelsDb[strip] ?? Number.NEGATIVE_INFINITY;
      let step = 0;
      for (const thresholdDb of this.#thresholds) if (levelDb >= thresholdDb) step += 1;
      this.#steps[strip] = step;
    }
  }

  /** What shows the newest level of a strip. */
  messages(strip: number): readonly Uint8Array[] {
    return this.#messages[strip]?.[this.#steps[strip] ?? 0] ?? [];
  }

  sent(strip: number, nowMs: number): void {
    this.#sentMs[strip] = nowMs;
  }

  /** When a bar that stands still is to be said again, because the unit has begun to let it fall; Infinity: never. */
  fadesMs(strip: number): number {
    if (!this.#falls || (this.#steps[strip] ?? 0) === 0) return Number.POSITIVE_INFINITY;
    const atMs = (this.#sentMs[strip] ?? 0) + this.#holdMs;
    return atMs <= this.#frameMs + STALE_MS ? atMs : Number.POSITIVE_INFINITY;
  }
}
