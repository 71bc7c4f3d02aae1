import { copyFinite } from './finite.ts';
import { kaiserPhases } from './kaiser.ts';
import { levelOf } from './levels.ts';

const TAPS = 24;
const PAIRS = TAPS / 2;
const PHASES = 4;
export const TRUE_PEAK_CHUNK = 128;
/** A peak is known this many samples after the sample it stands at. */
export const TRUE_PEAK_DELAY_SAMPLES = TAPS / 2;
// `as number` in this file: indices are bounded by the constants above.

/**
 * Window of the interpolating filter. 8: within 0.001 dB up to 18 kHz at 48 kHz, for reporting; reads up to 1.5 dB low near 24 kHz.
 * 3: within 0.1 dB everywhere up to 21 kHz and seldom low above, for a limiter that must not be surprised.
 */
const METER_BETA = 8;
export const GUARD_BETA = 3;

/** A parabola through three of four-fold points finds at most this much above the largest of them (a tone at half the rate). */
const MOST_BETWEEN_POINTS = 1.09;

/** Peaks between the samples of one channel, read on four phases of a Kaiser-windowed sinc of 24 taps. */
export class TruePeakDetector {
  private readonly window = new Float64Array(TAPS + TRUE_PEAK_CHUNK);
  // Three quarters is the mirror of one quarter, so both come from the same sums and differences of mirrored samples.
  private readonly even: Float64Array;
  private readonly odd: Float64Array;
  private readonly half: Float64Array;
  // Points after each sample; place 0 is the sample before the block. Arrays and not arguments: numbers passed on would be allocated.
  private readonly one = new Float64Array(TRUE_PEAK_CHUNK + 2);
  private readonly two = new Float64Array(TRUE_PEAK_CHUNK + 2);
  private readonly three = new Float64Array(TRUE_PEAK_CHUNK + 2);
  private readonly around = new Float64Array(6);
  /** From this magnitude on the peak between the four points is estimated too; Infinity never. */
  refineFrom = Number.POSITIVE_INFINITY;

  constructor(beta: number) {
    const phases = kaiserPhases(PHASES, TAPS, beta);
    const quarter = phases[1] as Float64Array;
    this.even = Float64Array.from({ length: PAIRS }, (_, k) => ((quarter[k] as number) + (quarter[TAPS - 1 - k] as number)) / 2);
    this.odd = Float64Array.from({ length: PAIRS }, (_, k) => ((quarter[k] as number) - (quarter[TAPS - 1 - k] as number)) / 2);
    this.half = (phases[2] as Float64Array).slice(0, PAIRS);
  }

  /**
   * @param block up to 128 samples, all finite
   * @param peaks raised to the largest magnitude in [i, i + 1), where i is 12 samples before each sample of the block
   */
  process(block: Float32Array, n: number, peaks: Float64Array): void {
    const { window: w, one, two, three } = this;
    for (let i = 0; i < n; i++) w[TAPS - 1 + i] = block[i] as number;
    w[TAPS - 1 + n] = 0;
    this.interpolate(n);
    const refine = this.refineFrom / MOST_BETWEEN_POINTS;
    for (let i = 0; i < n; i++) {
      const quarters = larger(Math.abs(one[i + 1] as number), Math.abs(three[i + 1] as number));
      const halves = larger(Math.abs(w[i + PAIRS - 1] as number), Math.abs(two[i + 1] as number));
      const peak = larger(quarters, halves);
      peaks[i] = larger(peak, peaks[i] as number);
      if (peak >= refine) this.refine(i, peaks);
    }
    three[0] = three[n] as number;
    w.copyWithin(0, n, n + TAPS - 1);
  }

  /** Two samples at a time: their sums do not wait for each other, and each weight is fetched once. An odd last one is thrown away. */
  private interpolate(n: number): void {
    const { window: w, even, odd, half, one, two, three } = this;
    for (let i = 0; i < n; i += 2) {
      let e0 = 0;
      let o0 = 0;
      let m0 = 0;
      let e1 = 0;
      let o1 = 0;
      let m1 = 0;
      let old0 = w[i] as number;
      let young1 = w[i + TAPS] as number;
      for (let k = 0; k < PAIRS; k++) {
        const old1 = w[i + k + 1] as number;
        const young0 = w[i + TAPS - 1 - k] as number;
        const e = even[k] as number;
        const o = odd[k] as number;
        const m = half[k] as number;
        e0 += e * (young0 + old0);
        m0 += m * (young0 + old0);
        o0 += o * (young0 - old0);
        e1 += e * (young1 + old1);
        m1 += m * (young1 + old1);
        o1 += o * (young1 - old1);
        old0 = old1;
        young1 = young0;
      }
      one[i + 1] = e0 + o0;
      two[i + 1] = m0;
      three[i + 1] = e0 - o0;
      one[i + 2] = e1 + o1;
      two[i + 2] = m1;
      three[i + 2] = e1 - o1;
    }
  }

  /** The parabola through each point around sample `i` and its neighbours: its top, where that lies between them. */
  private refine(i: number, peaks: Float64Array): void {
    const { window: w, around } = this;
    around[0] = this.three[i] as number;
    around[1] = w[i + PAIRS - 1] as number;
    around[2] = this.one[i + 1] as number;
    around[3] = this.two[i + 1] as number;
    around[4] = this.three[i + 1] as number;
    around[5] = w[i + PAIRS] as number;
    for (let k = 1; k < 5; k++) {
      const point = around[k] as number;
      const sign = point < 0 ? -1 : 1;
      const top = sign * point;
      const left = sign * (around[k - 1] as number);
      const right = sign * (around[k + 1] as number);
      const bend = 2 * top - left - right;
      if (left > top || right > top || bend === 0) continue;
      const summit = top + ((left - right) * (left - right)) / (8 * bend);
      if (summit > (peaks[i] as number)) peaks[i] = summit;
    }
  }

  reset(): void {
    this.window.fill(0);
    this.three.fill(0);
  }
}

/** The larger of two magnitudes, without a branch: which one it is cannot be predicted, and a wrong guess costs more than these sums. */
function larger(a: number, b: number): number {
  return 0.5 * (a + b + Math.abs(a - b));
}

/** True peak of any number of channels: the largest since the last `take`, and since the last `restart`. */
export class TruePeakMeter {
  private readonly detectors: readonly TruePeakDetector[];
  private readonly block = new Float32Array(TRUE_PEAK_CHUNK);
  private readonly peaks = new Float64Array(TRUE_PEAK_CHUNK);
  private newest = 0;
  private largest = 0;

  constructor(channels = 2) {
    this.detectors = Array.from({ length: channels }, () => new TruePeakDetector(METER_BETA));
  }

  /** Any `n`. NaN and infinities count as 0. */
  process(channels: readonly Float32Array[], n: number): void {
    for (let from = 0; from < n; from += TRUE_PEAK_CHUNK) {
      const part = Math.min(TRUE_PEAK_CHUNK, n - from);
      this.peaks.fill(0);
      for (let c = 0; c < this.detectors.length; c++) {
        copyFinite(channels[c] as Float32Array, from, this.block, part);
        (this.detectors[c] as TruePeakDetector).process(this.block, part, this.peaks);
      }
      for (let i = 0; i < part; i++) this.newest = Math.max(this.newest, this.peaks[i] as number);
    }
    this.largest = Math.max(this.largest, this.newest);
  }

  /** Largest since `restart`, dBTP; -Infinity for silence. */
  get maxDb(): number {
    return levelOf(this.largest);
  }

  /** Largest since the last take, dBTP. */
  takeDb(): number {
    const taken = levelOf(this.newest);
    this.newest = 0;
    return taken;
  }

  restart(): void {
    this.newest = 0;
    this.largest = 0;
  }

  reset(): void {
    for (const detector of this.detectors) detector.reset();
    this.restart();
  }
}
