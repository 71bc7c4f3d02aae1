import { copyFinite, within } from './finite.ts';
import { gainOf, levelOf } from './levels.ts';
import { SlidingMinimum } from './minimum.ts';
import { GUARD_BETA, TRUE_PEAK_CHUNK, TRUE_PEAK_DELAY_SAMPLES, TruePeakDetector } from './truepeak.ts';

const CHUNK = TRUE_PEAK_CHUNK;
/** Each of the two boxes that smooth the gain, at 48 kHz: 1.5 ms of look-ahead together. */
const BOX_SAMPLES = 36;
/** The detector misses at most 0.2 dB of what a 32-fold reference reads of hostile signals; aiming this far under keeps the ceiling. */
const LIVE_MARGIN_DB = 0.4;
/** A gain this near to 1 is 1: the next sample is an exact copy again. */
const ALMOST_ONE = 1 - 1e-6;
/** Counted no further; longer than any latency. */
const LONG_REST_SAMPLES = 1_000_000;

/** A running mean over a fixed number of gains. */
class Box {
  private readonly ring: Float64Array;
  private at = 0;
  private sum: number;

  constructor(samples: number) {
    this.ring = new Float64Array(samples).fill(1);
    this.sum = samples;
  }

  process(gains: Float64Array, n: number): void {
    const ring = this.ring;
    const length = ring.length;
    let { at, sum } = this;
    for (let i = 0; i < n; i++) {
      // `as number`: places are bounded by n and by the ring's length
      const gain = gains[i] as number;
      sum += gain - (ring[at] as number);
      ring[at] = gain;
      at = at + 1 === length ? 0 : at + 1;
      gains[i] = sum / length;
    }
    this.at = at;
    this.sum = sum;
  }

  /** All ones, and no rounding left from what passed before. */
  reset(): void {
    this.ring.fill(1);
    this.sum = this.ring.length;
  }
}

/**
 * Stereo look-ahead true-peak limiter: both channels get one gain. Its latency is the same on and off.
 * The gain needed by each inter-sample peak is held over the look-ahead, released exponentially, then smoothed by two boxes whose
 * lengths sum to it: a mean of values that are each low enough is low enough. Below the ceiling it is an exact delayed copy.
 */
export class Limiter {
  /** Samples from input to output. */
  readonly latencySamples: number;
  private readonly sampleRateHz: number;
  private readonly marginDb: number;
  private readonly first: Box;
  private readonly second: Box;
  private readonly minimum: SlidingMinimum;
  private readonly detectorL = new TruePeakDetector(GUARD_BETA);
  private readonly detectorR = new TruePeakDetector(GUARD_BETA);
  private readonly lineL: Float32Array;
  private readonly lineR: Float32Array;
  private readonly mask: number;
  private write = 0;
  private readonly blockL = new Float32Array(CHUNK);
  private readonly blockR = new Float32Array(CHUNK);
  private readonly gains = new Float64Array(CHUNK);
  private ceilingDb = -1;
  private releaseMs = 80;
  private ceiling = 1;
  private releasePole = 0;
  private enabled = true;
  private released = 1;
  private restingSamples = 0;
  private smallestGain = 1;

  /** @param marginDb aimed under the ceiling; 0.4 keeps it live, 0 leaves the last tenths to a pass over the finished file */
  constructor(sampleRateHz: number, marginDb = LIVE_MARGIN_DB) {
    this.sampleRateHz = sampleRateHz;
    this.marginDb = marginDb;
    const box = Math.round((BOX_SAMPLES * sampleRateHz) / 48_000);
    const hold = 2 * box - 1;
    this.first = new Box(box);
    this.second = new Box(box);
    this.minimum = new SlidingMinimum(hold + 2); // a peak between samples is held down by the samples on both sides
    this.latencySamples = TRUE_PEAK_DELAY_SAMPLES + hold;
    let size = 1;
    while (size < this.latencySamples + CHUNK) size *= 2;
    this.mask = size - 1;
    this.lineL = new Float32Array(size);
    this.lineR = new Float32Array(size);
    this.setCeiling(this.ceilingDb);
    this.setRelease(this.releaseMs);
  }

  /** @param ceilingDb -20..0 dBTP; holds for what enters from now on */
  setCeiling(ceilingDb: number): void {
    this.ceilingDb = within(ceilingDb, -20, 0, this.ceilingDb);
    this.ceiling = gainOf(this.ceilingDb - this.marginDb);
    this.detectorL.refineFrom = this.ceiling;
    this.detectorR.refineFrom = this.ceiling;
  }

  /** @param releaseMs 5..2000, time constant */
  setRelease(releaseMs: number): void {
    this.releaseMs = within(releaseMs, 5, 2000, this.releaseMs);
    this.releasePole = Math.exp(-1000 / (this.releaseMs * this.sampleRateHz));
  }

  /** Off: a delayed copy, after the release. */
  setEnabled(on: boolean): void {
    this.enabled = on;
  }

  /** Deepest reduction within the newest call of `process`, dB >= 0. */
  get reductionDb(): number {
    return this.smallestGain === 1 ? 0 : -levelOf(this.smallestGain);
  }

  /** Any `n`; the inputs may be the outputs. */
  process(inL: Float32Array, inR: Float32Array, outL: Float32Array, outR: Float32Array, n: number): void {
    this.smallestGain = 1;
    for (let from = 0; from < n; from += CHUNK) {
      const part = Math.min(CHUNK, n - from);
      copyFinite(inL, from, this.blockL, part);
      copyFinite(inR, from, this.blockR, part);
      this.need(part);
      this.minimum.process(this.gains, part);
      this.release(part);
      this.smooth(part);
      this.apply(outL, outR, from, part);
    }
  }

  reset(): void {
    this.lineL.fill(0);
    this.lineR.fill(0);
    this.detectorL.reset();
    this.detectorR.reset();
    this.minimum.reset();
    this.rest();
  }

  /** The gain that each inter-sample peak needs, 1 where none. */
  private need(n: number): void {
    const { gains, ceiling } = this;
    gains.fill(0);
    this.detectorL.process(this.blockL, n, gains);
    this.detectorR.process(this.blockR, n, gains);
    for (let i = 0; i < n; i++) {
      // `as number`: bounded by n, here and below
      const peak = gains[i] as number;
      gains[i] = this.enabled && peak > ceiling ? ceiling / peak : 1;
    }
  }

  /** Down at once, up by the release. */
  private release(n: number): void {
    const { gains, releasePole } = this;
    let r = this.released;
    let resting = this.restingSamples;
    for (let i = 0; i < n; i++) {
      const m = gains[i] as number;
      const risen = m + (r - m) * releasePole;
      r = m < r ? m : risen > ALMOST_ONE ? 1 : risen;
      resting = r < 1 ? 0 : resting + 1;
      gains[i] = r;
    }
    this.released = r;
    this.restingSamples = Math.min(resting, LONG_REST_SAMPLES);
  }

  private smooth(n: number): void {
    if (this.restingSamples >= this.latencySamples + n) this.rest();
    else {
      this.first.process(this.gains, n);
      this.second.process(this.gains, n);
    }
  }

  private rest(): void {
    this.released = 1;
    this.first.reset();
    this.second.reset();
  }

  private apply(outL: Float32Array, outR: Float32Array, from: number, n: number): void {
    const { lineL, lineR, mask, gains, blockL, blockR, latencySamples } = this;
    let w = this.write;
    let smallest = this.smallestGain;
    for (let i = 0; i < n; i++) {
      const gain = gains[i] as number;
      lineL[w] = blockL[i] as number;
      lineR[w] = blockR[i] as number;
      const r = (w - latencySamples) & mask;
      outL[from + i] = (lineL[r] as number) * gain;
      outR[from + i] = (lineR[r] as number) * gain;
      if (gain < smallest) smallest = gain;
      w = (w + 1) & mask;
    }
    this.write = w;
    this.smallestGain = smallest;
  }
}
