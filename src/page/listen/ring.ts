const FULL_SCALE = 32_768;

/**
 * Frames in, samples out at another rate, with a reserve that rides out a stuttering network. Runs in the sound thread; knows
 * nothing of it.
 */
export class Ring {
  readonly #left: Float32Array;
  readonly #right: Float32Array;
  readonly #ratio: number;
  readonly #ahead: number;
  #written = 0;
  /** Place of the next sample out, in samples in. */
  #at = 0;
  #isFilling = true;

  /** @param rateInHz of the frames @param rateOutHz of the sound card @param aheadS reserve before sound begins @param mostS above it, old sound is passed over */
  constructor(rateInHz: number, rateOutHz: number, aheadS = 0.08, mostS = 0.4) {
    const size = Math.ceil(rateInHz * mostS);
    this.#left = new Float32Array(size);
    this.#right = new Float32Array(size);
    this.#ratio = rateInHz / rateOutHz;
    this.#ahead = Math.round(rateInHz * aheadS);
  }

  /** Samples that wait. */
  get waiting(): number {
    return this.#written - this.#at;
  }

  /** @param payload 16-bit stereo, little-endian */
  write(payload: DataView): void {
    const size = this.#left.length;
    const count = payload.byteLength >> 2;
    for (let i = 0; i < count; i++) {
      const place = (this.#written + i) % size;
      this.#left[place] = payload.getInt16(i * 4, true) / FULL_SCALE;
      this.#right[place] = payload.getInt16(i * 4 + 2, true) / FULL_SCALE;
    }
    this.#written += count;
    // The ear should not lag behind the faders.
    if (this.#written - this.#at > size - 2) this.#at = this.#written - this.#ahead;
    if (this.#isFilling && this.waiting >= this.#ahead) this.#isFilling = false;
  }

  /** Fills both with the next samples; silence while there are too few. */
  read(left: Float32Array, right: Float32Array): void {
    left.fill(0);
    right.fill(0);
    if (this.#isFilling) return;
    const size = this.#left.length;
    for (let i = 0; i < left.length; i++) {
      const whole = Math.floor(this.#at);
      if (whole + 1 >= this.#written) {
        this.#isFilling = true;
        return;
      }
      const share = this.#at - whole;
      left[i] = between(this.#left, whole % size, (whole + 1) % size, share);
      right[i] = between(this.#right, whole % size, (whole + 1) % size, share);
      this.#at += this.#ratio;
    }
  }
}

function between(samples: Float32Array, from: number, to: number, share: number): number {
  const before = samples[from] ?? 0;
  return before + ((samples[to] ?? 0) - before) * share;
}
