import { copyFinite } from './finite.ts';
import { kaiserPhases } from './kaiser.ts';
import { levelOf } from './levels.ts';

const TAPS = 24;
const PAIRS = TAPS / 2;
const PHASES = 4;
const BETA = 8;
export const TRUE_PEAK_CHUNK = 128;
/** A peak is known this many samples after the sample it stands at. */
export const TRUE_PEAK_DELAY_SAMPLES = TAPS / 2;

const [, quarter, half] = kaiserPhases(PHASES, TAPS, BETA) as [Float64Array, Float64Array, Float64Array, Float64Array];
// `as number` in this file: indices are bounded by the constants above.
// Three quarters is the mirror of one quarter, so both come from the same sums and differences of mirrored samples.
const EVEN = Float64Array.from({ length: PAIRS }, (_, k) => ((quarter[k] as number) + (quarter[TAPS - 1 - k] as number)) / 2);
const ODD = Float64Array.from({ length: PAIRS }, (_, k) => ((quarter[k] as number) - (quarter[TAPS - 1 - k] as number)) / 2);
const HALF = half.slice(0, PAIRS);

/**
 * Peaks between the samples of one channel, 4 x 24 taps of a Kaiser-windowed sinc (beta 8): within 0.001 dB up to 18 kHz at 48 kHz,
 * low by up to 0.2 dB above 20 kHz. Phase 0 is the sample itself.
 */
export class TruePeakDetector {
  private readonly window = new Float64Array(TAPS - 1 + TRUE_PEAK_CHUNK);

  /**
   * @param block up to 128 samples, all finite
   * @param peaks raised to the largest magnitude in [i, i + 1), where i is 12 samples before each sample of the block
   */
  process(block: Float32Array, n: number, peaks: Float64Array): void {
    const w = this.window;
    for (let i = 0; i < n; i++) w[TAPS - 1 + i] = block[i] as number;
    for (let i = 0; i < n; i++) {
      let even = 0;
      let odd = 0;
      let middle = 0;
      for (let k = 0; k < PAIRS; k++) {
        const old = w[i + k] as number;
        const young = w[i + TAPS - 1 - k] as number;
        const sum = young + old;
        even += (EVEN[k] as number) * sum;
        middle += (HALF[k] as number) * sum;
        odd += (ODD[k] as number) * (young - old);
      }
      const between = Math.max(Math.abs(even) + Math.abs(odd), Math.abs(middle)); // |a| + |b| is the larger of |a + b| and |a - b|
      const peak = Math.max(between, Math.abs(w[i + PAIRS - 1] as number));
      if (peak > (peaks[i] as number)) peaks[i] = peak;
    }
    w.copyWithin(0, n, n + TAPS - 1);
  }

  reset(): void {
    this.window.fill(0);
  }
}

/** True peak of any number of channels: the largest since the last `take`, and since the last `restart`. */
export class TruePeakMeter {
  private readonly detectors: readonly TruePeakDetector[];
  private readonly block = new Float32Array(TRUE_PEAK_CHUNK);
  private readonly peaks = new Float64Array(TRUE_PEAK_CHUNK);
  private newest = 0;
  private largest = 0;

  constructor(channels = 2) {
    this.detectors = Array.from({ length: channels }, () => new TruePeakDetector());
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
