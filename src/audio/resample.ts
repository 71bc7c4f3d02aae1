import { kaiserWindow, sinc } from './kaiser.ts';

const HALF = 32; // zero crossings each side: 64 taps
const BETA = 9;
const PHASES = 1024; // straight lines between them err by less than -118 dB
const ROW = HALF + 2;
/** Fastest: twice the speed of material at twice the rate. */
const MAX_STEP = 4;
const LONGEST_REACH = HALF * MAX_STEP;
// `as number` in this file: places are bounded by the table's and the buffers' lengths.

/** One side of the kernel, shared by all resamplers: row p holds its values at p / 1024, 1 + p / 1024, ... so one output reads two rows. */
const KERNEL = Float64Array.from({ length: (PHASES + 1) * ROW }, (_, i) => {
  const t = (i % ROW) + Math.floor(i / ROW) / PHASES;
  return sinc(t) * kaiserWindow(t / HALF, BETA);
});

/**
 * Streaming resampler for any rate and speed: Kaiser-windowed sinc, 64 taps at equal or rising rate, more when the rate falls so that
 * nothing folds back. Push what there is, pull what is needed; `framesNeeded` says how much that takes.
 * The first output stands at the first input sample.
 */
export class Resampler {
  private readonly buffers: readonly Float32Array[];
  private readonly capacity: number;
  private readonly taps = new Float64Array(2 * LONGEST_REACH);
  private step: number;
  private wantedStep: number;
  /** End of what was pushed, and the place of the next output, both in the buffers. */
  private end = LONGEST_REACH;
  private position = LONGEST_REACH;
  /** Fraction and step of the output being made. An array and not arguments: numbers passed on would be allocated, once an output. */
  private readonly aimed = new Float64Array(2);

  /**
   * @param step input frames per output frame: input rate / output rate x speed, 0.1..4
   * @param blockFrames most frames pushed ahead or pulled at once
   */
  constructor(channels: number, step: number, blockFrames = 1024) {
    this.step = clampedStep(step);
    this.wantedStep = this.step;
    this.capacity = 4 * LONGEST_REACH + 2 * MAX_STEP * blockFrames;
    this.buffers = Array.from({ length: channels }, () => new Float32Array(this.capacity));
  }

  /** Reached along a straight line within the next pull, so a change of speed is a slide and not a click. NaN is ignored. */
  setStep(step: number): void {
    if (!Number.isNaN(step)) this.wantedStep = clampedStep(step);
  }

  /** Frames to push before `pull(outputs, frames)` can give all of them. */
  framesNeeded(frames: number): number {
    const fastest = Math.max(this.step, this.wantedStep);
    const last = this.position + ((frames - 1) * (this.step + this.wantedStep)) / 2 + fastest;
    return Math.max(0, Math.ceil(last) + reach(fastest) + 1 - this.end);
  }

  /** Frames that fit until the next pull. */
  get room(): number {
    return this.capacity - (this.end - this.oldest());
  }

  /** @throws RangeError when more is pushed than `room` */
  push(channels: readonly Float32Array[], from: number, frames: number): void {
    if (frames > this.room) throw new RangeError(`${frames} frames pushed, there is room for ${this.room}`);
    if (this.end + frames > this.capacity) this.makeRoom();
    for (let c = 0; c < this.buffers.length; c++) {
      const buffer = this.buffers[c] as Float32Array;
      const source = channels[c] as Float32Array;
      for (let i = 0; i < frames; i++) buffer[this.end + i] = source[from + i] as number;
    }
    this.end += frames;
  }

  /** @returns frames written from `at` on, fewer than asked when too little was pushed */
  pull(outputs: readonly Float32Array[], frames: number, at = 0): number {
    const slope = (this.wantedStep - this.step) / frames;
    const start = this.step;
    let position = this.position;
    let done = 0;
    for (; done < frames; done++) {
      const step = start + slope * done; // not added up: that sum would be allocated, once an output
      const whole = position | 0; // a place in the buffer; an integer is passed on without being allocated
      const fraction = position - whole;
      if (step === 1 && fraction === 0) {
        if (whole >= this.end) break;
        this.copy(outputs, at + done, whole);
      } else {
        const side = step > 1 ? widerReach(step) : HALF;
        if (whole + side >= this.end) break;
        this.aimed[0] = fraction;
        this.aimed[1] = step;
        if (step > 1) this.aimWide(side);
        else this.aim();
        this.sum(outputs, at + done, whole - side + 1, 2 * side);
      }
      position += step;
    }
    this.position = position;
    this.step = done === frames ? this.wantedStep : start + slope * done;
    return done;
  }

  /** Empty: the next frame pushed is the first. */
  reset(): void {
    for (const buffer of this.buffers) buffer.fill(0);
    this.end = LONGEST_REACH;
    this.position = LONGEST_REACH;
    this.step = this.wantedStep;
  }

  /** Tap weights for an output `fraction` of a frame after a frame, at equal or rising rate. */
  private aim(): void {
    const { taps } = this;
    const fraction = this.aimed[0] as number;
    const before = fraction * PHASES;
    const row = before | 0;
    const f = before - row;
    const after = (1 - fraction) * PHASES;
    const rowAfter = after | 0;
    const g = after - rowAfter;
    const a = row * ROW;
    const b = rowAfter * ROW;
    const a2 = f === 0 ? a : a + ROW; // the last row has no next, and needs none
    const b2 = g === 0 ? b : b + ROW;
    for (let k = 0; k < HALF; k++) {
      const left = KERNEL[a + k] as number;
      const right = KERNEL[b + k] as number;
      taps[HALF - 1 - k] = left + f * ((KERNEL[a2 + k] as number) - left);
      taps[HALF + k] = right + g * ((KERNEL[b2 + k] as number) - right);
    }
  }

  /** The same at a falling rate: a wider, lower kernel, so that what the new rate cannot hold is cut and not folded. */
  private aimWide(side: number): void {
    const { taps } = this;
    const fraction = this.aimed[0] as number;
    const cutoff = 1 / (this.aimed[1] as number);
    for (let k = 0; k < 2 * side; k++) {
      const t = Math.abs(k - side + 1 - fraction) * cutoff;
      const crossing = t | 0;
      if (crossing >= HALF) {
        taps[k] = 0;
        continue;
      }
      const phase = (t - crossing) * PHASES;
      const row = phase | 0;
      const at = row * ROW + crossing;
      const value = KERNEL[at] as number;
      taps[k] = cutoff * (value + (phase - row) * ((KERNEL[at + ROW] as number) - value));
    }
  }

  private sum(outputs: readonly Float32Array[], at: number, first: number, count: number): void {
    const { taps } = this;
    for (let c = 0; c < this.buffers.length; c++) {
      const x = this.buffers[c] as Float32Array;
      // Four sums that do not wait for each other; `count` is a multiple of four.
      let y0 = 0;
      let y1 = 0;
      let y2 = 0;
      let y3 = 0;
      for (let k = 0; k < count; k += 4) {
        y0 += (taps[k] as number) * (x[first + k] as number);
        y1 += (taps[k + 1] as number) * (x[first + k + 1] as number);
        y2 += (taps[k + 2] as number) * (x[first + k + 2] as number);
        y3 += (taps[k + 3] as number) * (x[first + k + 3] as number);
      }
      (outputs[c] as Float32Array)[at] = y0 + y1 + (y2 + y3);
    }
  }

  private copy(outputs: readonly Float32Array[], at: number, frame: number): void {
    for (let c = 0; c < this.buffers.length; c++) (outputs[c] as Float32Array)[at] = (this.buffers[c] as Float32Array)[frame] as number;
  }

  /** First frame that an output may still need. */
  private oldest(): number {
    return Math.min(this.end, Math.floor(this.position) - LONGEST_REACH);
  }

  private makeRoom(): void {
    const oldest = this.oldest();
    for (const buffer of this.buffers) buffer.copyWithin(0, oldest, this.end);
    this.end -= oldest;
    this.position -= oldest;
  }
}

/** Frames needed on each side of an output, an even number. */
function reach(step: number): number {
  return step > 1 ? widerReach(step) : HALF;
}

function widerReach(step: number): number {
  return (2 * Math.ceil((HALF * step) / 2)) | 0;
}

function clampedStep(step: number): number {
  return Math.max(0.1, Math.min(MAX_STEP, step));
}
