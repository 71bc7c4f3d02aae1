/** Most of an input that may wait: 43 ms at 48 kHz. A power of two. */
const RING = 2048;
/** More than this waits: the oldest is left out, or live sound would come ever later. */
const TOO_MUCH = 1536;

/** Live inputs on their way to the mixer: interleaved pieces from a port, taken by channel and block. */
export class LiveInputs {
  readonly channels: number;
  /** Blocks that found too little, since the start. */
  starved = 0;
  readonly #rings: readonly Float32Array[];
  #written = 0;
  #taken = 0;
  #begun = false;

  constructor(channels: number) {
    this.channels = channels;
    this.#rings = Array.from({ length: channels }, () => new Float32Array(RING));
  }

  push(frames: Float32Array, channels: number): void {
    const count = frames.length / channels;
    for (let channel = 0; channel < this.channels && channel < channels; channel++) {
      const ring = this.#rings[channel];
      if (!ring) continue;
      for (let i = 0; i < count; i++) ring[(this.#written + i) & (RING - 1)] = frames[i * channels + channel] ?? 0;
    }
    this.#written += count;
    this.#begun = true;
  }

  /** Begins a block: what {@link read} gives belongs together. @returns whether there is one */
  next(block: number): boolean {
    if (!this.#begun) return false;
    if (this.#written - this.#taken > TOO_MUCH) this.#taken = this.#written - 2 * block;
    if (this.#written - this.#taken >= block) {
      this.#taken += block;
      return true;
    }
    this.starved++;
    return false;
  }

  /** The block that {@link next} began, of one input. */
  read(channel: number, into: Float32Array): void {
    const ring = this.#rings[channel];
    const from = this.#taken - into.length;
    for (let i = 0; i < into.length; i++) into[i] = ring?.[(from + i) & (RING - 1)] ?? 0;
  }
}
