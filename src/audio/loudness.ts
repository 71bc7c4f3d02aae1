import { copyFinite } from './finite.ts';
import { GatedBlocks, lufsOf } from './gating.ts';
import { KWeightedEnergy } from './kweighting.ts';
import { TruePeakMeter } from './truepeak.ts';

/** Weights by channel: left, right, centre 1; surrounds 1.41; low frequency effects 0. @source ITU-R BS.1770 */
const STEREO_WEIGHTS: readonly number[] = [1, 1];

/** A momentary window moved in steps of 100 ms misses the loudest 400 ms by half a LU. */
const HOPS_PER_S = 100;
const MOMENTARY_HOPS = 40;
const SHORT_TERM_HOPS = 300;
const GATING_STEP_HOPS = 10;
const CHUNK = 128;

/**
 * Loudness of a programme while it plays: EBU R 128 / Tech 3341 and 3342 over ITU-R BS.1770.
 * Momentary and short-term treat what was before the start as silence and read -Infinity for silence.
 * Integrated and range are `undefined` until a whole gating block was heard: a quarter of a second has no loudness.
 */
export class LoudnessMeter {
  private readonly weights: readonly number[];
  private readonly filters: readonly KWeightedEnergy[];
  private readonly peaks: TruePeakMeter;
  private readonly blocks = new GatedBlocks();
  private readonly shortTerms = new GatedBlocks();
  private readonly hops = new Float64Array(SHORT_TERM_HOPS);
  private readonly block = new Float32Array(CHUNK);
  private readonly hopSamples: number;
  private hop = 0;
  private heardSamples = 0; // in the hop that is being filled
  private hopsSinceStart = 0;
  private momentary = 0;
  private shortTerm = 0;
  private largestMomentary = 0;
  private largestShortTerm = 0;

  constructor(sampleRateHz: number, weights: readonly number[] = STEREO_WEIGHTS) {
    this.weights = weights;
    this.filters = weights.map(() => new KWeightedEnergy(sampleRateHz));
    this.peaks = new TruePeakMeter(weights.length);
    this.hopSamples = Math.round(sampleRateHz / HOPS_PER_S);
  }

  /** One array a channel, in the order of the weights; any `n`. NaN and infinities count as 0. */
  process(channels: readonly Float32Array[], n: number): void {
    this.peaks.process(channels, n);
    for (let from = 0; from < n; ) {
      const part = Math.min(CHUNK, n - from, this.hopSamples - this.heardSamples);
      for (let c = 0; c < this.filters.length; c++) {
        // `as`: one filter and one array a channel
        copyFinite(channels[c] as Float32Array, from, this.block, part);
        (this.filters[c] as KWeightedEnergy).add(this.block, 0, part);
      }
      from += part;
      this.heardSamples += part;
      if (this.heardSamples === this.hopSamples) this.endHop();
    }
  }

  /** Last 400 ms. */
  get momentaryLufs(): number {
    return lufsOf(this.momentary);
  }

  /** Last 3 s. */
  get shortTermLufs(): number {
    return lufsOf(this.shortTerm);
  }

  /** Largest since the start. */
  get maxMomentaryLufs(): number {
    return lufsOf(this.largestMomentary);
  }

  /** Largest since the start. */
  get maxShortTermLufs(): number {
    return lufsOf(this.largestShortTerm);
  }

  /** Gated, since the start; undefined before 400 ms of sound above -70 LUFS. */
  get integratedLufs(): number | undefined {
    return this.blocks.meanLufs(-10);
  }

  /** Loudness range since the start; undefined before 3 s of sound above -70 LUFS. @source EBU Tech 3342 */
  get rangeLu(): number | undefined {
    return this.shortTerms.spreadLu(-20, 0.1, 0.95);
  }

  /** Largest true peak since the start, dBTP. */
  get maxTruePeakDb(): number {
    return this.peaks.maxDb;
  }

  /** Largest true peak since the last call, dBTP. */
  takeTruePeakDb(): number {
    return this.peaks.takeDb();
  }

  /** A new programme: integrated, range and maxima begin again; momentary and short-term go on. */
  restart(): void {
    this.blocks.clear();
    this.shortTerms.clear();
    this.peaks.restart();
    this.hopsSinceStart = 0;
    this.largestMomentary = 0;
    this.largestShortTerm = 0;
  }

  /** As constructed. */
  reset(): void {
    this.restart();
    this.peaks.reset();
    for (const filter of this.filters) filter.reset();
    this.hops.fill(0);
    this.hop = 0;
    this.heardSamples = 0;
    this.momentary = 0;
    this.shortTerm = 0;
  }

  private endHop(): void {
    let power = 0;
    for (let c = 0; c < this.filters.length; c++) {
      const filter = this.filters[c] as KWeightedEnergy;
      power += ((this.weights[c] as number) * filter.sum) / this.hopSamples;
      filter.sum = 0;
    }
    this.hops[this.hop] = power;
    this.hop = (this.hop + 1) % SHORT_TERM_HOPS;
    this.heardSamples = 0;
    this.hopsSinceStart += 1;
    this.momentary = this.mean(MOMENTARY_HOPS);
    this.shortTerm = this.mean(SHORT_TERM_HOPS);
    this.largestMomentary = Math.max(this.largestMomentary, this.momentary);
    this.largestShortTerm = Math.max(this.largestShortTerm, this.shortTerm);
    if (this.hopsSinceStart % GATING_STEP_HOPS !== 0) return;
    if (this.hopsSinceStart >= MOMENTARY_HOPS) this.blocks.add(this.momentary);
    if (this.hopsSinceStart >= SHORT_TERM_HOPS) this.shortTerms.add(this.shortTerm);
  }

  /** Summed afresh each time: a running sum would keep the rounding of a loud past. */
  private mean(count: number): number {
    let sum = 0;
    for (let k = 1; k <= count; k++) sum += this.hops[(this.hop - k + SHORT_TERM_HOPS) % SHORT_TERM_HOPS] as number;
    return sum / count;
  }
}
