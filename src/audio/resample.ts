import { type Grid, gridOf, HALF, LONGEST_REACH, MAX_STEP, reach, writeTaps } from './sinc-taps.ts';

/** How near a place must be to the grid to be on it, in frames: far above rounding, far below hearing. */
const ON_GRID = 1e-6;
// `as number` in this file: places are bounded by the buffers' lengths.

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
  /** Ready-made taps for the first step, when its outputs fall on a small grid between the inputs (44.1 to 48 kHz: 160 places). */
  private readonly grid: Grid | undefined;
  private readonly gridStep: number;
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
    this.gridStep = this.step;
    this.grid = gridOf(this.step);
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
    const grid = start === this.gridStep && start === this.wantedStep ? this.grid : undefined;
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
        const side = step > 1 ? reach(step) : HALF;
        if (whole + side >= this.end) break;
        const row = grid === undefined ? -1 : Math.round(fraction * grid.size) | 0;
        if (grid !== undefined && row < grid.size && Math.abs(fraction - row / grid.size) < ON_GRID) {
          this.sum(grid.rows[row] as Float64Array, outputs, at + done, whole - side + 1, 2 * side);
        } else {
          this.aimed[0] = fraction;
          this.aimed[1] = step;
          writeTaps(this.taps, this.aimed, side);
          this.sum(this.taps, outputs, at + done, whole - side + 1, 2 * side);
        }
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

  private sum(taps: Float64Array, outputs: readonly Float32Array[], at: number, first: number, count: number): void {
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

function clampedStep(step: number): number {
  return Math.max(0.1, Math.min(MAX_STEP, step));
}
