import { kaiserWindow, sinc } from './kaiser.ts';

const HALF = 32; // zero crossings each side: 64 taps
const BETA = 9;
const PER_CROSSING = 1024; // straight lines between them err by less than -118 dB
/** Fastest: twice the speed of material at twice the rate. */
const MAX_STEP = 4;
const MAX_TAPS = 2 * HALF * MAX_STEP + 2;
// `as number` in this file: places are bounded by the table's and the ring's lengths.

/** One side of the kernel, shared by all resamplers. */
const KERNEL = Float64Array.from({ length: HALF * PER_CROSSING + 2 }, (_, i) => {
  const t = i / PER_CROSSING;
  return sinc(t) * kaiserWindow(t / HALF, BETA);
});

/**
 * Streaming resampler for any rate and speed: Kaiser-windowed sinc, 64 taps at equal or rising rate, more when the rate falls so that
 * nothing folds back. Push what there is, pull what is needed; `framesNeeded` says how much that takes.
 * The first output stands at the first input sample.
 */
export class Resampler {
  private readonly rings: readonly Float32Array[];
  private readonly mask: number;
  private readonly taps = new Float64Array(MAX_TAPS);
  private readonly capacityFrames: number;
  private step: number;
  private wantedStep: number;
  /** Frames pushed so far, and the place of the next output among them, both since the last rebase. */
  private pushed = 0;
  private position = 0;

  /**
   * @param step input frames per output frame: input rate / output rate x speed, 0.1..4
   * @param blockFrames most frames pushed before a pull, and most frames pulled at once
   */
  constructor(channels: number, step: number, blockFrames = 1024) {
    this.step = clampedStep(step);
    this.wantedStep = this.step;
    this.capacityFrames = Math.ceil(MAX_STEP * (blockFrames + 1)) + MAX_TAPS + blockFrames;
    let size = 1;
    while (size < this.capacityFrames) size *= 2;
    this.mask = size - 1;
    this.rings = Array.from({ length: channels }, () => new Float32Array(size));
  }

  /** Reached along a straight line within the next pull, so a change of speed is a slide and not a click. NaN is ignored. */
  setStep(step: number): void {
    if (!Number.isNaN(step)) this.wantedStep = clampedStep(step);
  }

  /** Frames to push before `pull(outputs, frames)` can give all of them. */
  framesNeeded(frames: number): number {
    const fastest = Math.max(this.step, this.wantedStep);
    const last = this.position + (frames - 1) * ((this.step + this.wantedStep) / 2) + fastest;
    return Math.max(0, Math.ceil(last + reach(fastest)) + 1 - this.pushed);
  }

  /** Frames that fit until the next pull. */
  get room(): number {
    return this.mask + 1 - reach(MAX_STEP) - 1 - (this.pushed - Math.floor(this.position));
  }

  /** @throws RangeError when more is pushed than `room` */
  push(channels: readonly Float32Array[], from: number, frames: number): void {
    if (frames > this.room) throw new RangeError(`${frames} frames pushed, there is room for ${this.room}`);
    for (let c = 0; c < this.rings.length; c++) {
      const ring = this.rings[c] as Float32Array;
      const source = channels[c] as Float32Array;
      for (let i = 0; i < frames; i++) ring[(this.pushed + i) & this.mask] = source[from + i] as number;
    }
    this.pushed += frames;
  }

  /** @returns frames written, fewer than asked when too little was pushed */
  pull(outputs: readonly Float32Array[], frames: number, at = 0): number {
    const slope = (this.wantedStep - this.step) / frames;
    let done = 0;
    for (; done < frames; done++) {
      const whole = Math.floor(this.position);
      const fraction = this.position - whole;
      if (this.step === 1 && fraction === 0) {
        if (whole >= this.pushed) break;
        for (let c = 0; c < this.rings.length; c++) {
          (outputs[c] as Float32Array)[at + done] = (this.rings[c] as Float32Array)[whole & this.mask] as number;
        }
      } else {
        const side = reach(this.step);
        if (whole + side >= this.pushed) break;
        this.aim(fraction, side);
        this.sum(outputs, at + done, whole - side + 1, 2 * side);
      }
      this.position += this.step;
      this.step += slope;
    }
    if (done === frames) this.step = this.wantedStep;
    this.rebase();
    return done;
  }

  reset(): void {
    for (const ring of this.rings) ring.fill(0);
    this.pushed = 0;
    this.position = 0;
    this.step = this.wantedStep;
  }

  /** Tap weights for an output `fraction` of a frame after its frame; a falling rate widens the kernel. */
  private aim(fraction: number, side: number): void {
    const { taps } = this;
    const cutoff = this.step > 1 ? 1 / this.step : 1;
    const scale = cutoff * PER_CROSSING;
    const end = KERNEL.length - 2;
    for (let k = 0; k < 2 * side; k++) {
      const t = Math.abs(k - side + 1 - fraction) * scale;
      const i = Math.floor(t);
      if (i >= end) {
        taps[k] = 0;
        continue;
      }
      const a = KERNEL[i] as number;
      taps[k] = cutoff * (a + (t - i) * ((KERNEL[i + 1] as number) - a));
    }
  }

  private sum(outputs: readonly Float32Array[], at: number, first: number, count: number): void {
    const { taps, mask } = this;
    for (let c = 0; c < this.rings.length; c++) {
      const ring = this.rings[c] as Float32Array;
      let y = 0;
      for (let k = 0; k < count; k++) y += (taps[k] as number) * (ring[(first + k) & mask] as number);
      (outputs[c] as Float32Array)[at] = y;
    }
  }

  /** Keeps both counters small: their difference is all that matters, to a multiple of the ring. */
  private rebase(): void {
    const size = this.mask + 1;
    const whole = Math.floor(this.position / size) * size;
    if (whole === 0) return;
    this.position -= whole;
    this.pushed -= whole;
  }
}

function reach(step: number): number {
  return step > 1 ? Math.ceil(HALF * step) : HALF;
}

function clampedStep(step: number): number {
  return Math.max(0.1, Math.min(MAX_STEP, step));
}
