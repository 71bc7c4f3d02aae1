const LOWEST_LUFS = -70;
const HIGHEST_LUFS = 30;
const BINS_PER_LU = 100;
const BINS = (HIGHEST_LUFS - LOWEST_LUFS) * BINS_PER_LU;

/** Loudness of a weighted mean square. @source ITU-R BS.1770 */
export function lufsOf(power: number): number {
  return -0.691 + 10 * Math.log10(power);
}

function powerOf(lufs: number): number {
  return 10 ** ((lufs + 0.691) / 10);
}

/**
 * Blocks above the absolute gate (-70 LUFS), sorted by loudness in bins of 0.01 LU that keep their exact power:
 * hours of audio take no more room than a second, and only the place of the relative gate is rounded.
 */
export class GatedBlocks {
  private readonly counts = new Float64Array(BINS);
  private readonly powers = new Float64Array(BINS);
  private count = 0;
  private power = 0;
  /** Loudest bin in use: no read looks further. */
  private last = -1;

  add(power: number): void {
    const lufs = lufsOf(power);
    if (!(lufs > LOWEST_LUFS)) return;
    const bin = Math.min(BINS - 1, Math.floor((lufs - LOWEST_LUFS) * BINS_PER_LU));
    // `as number`: bins are bounded, here and below
    this.counts[bin] = (this.counts[bin] as number) + 1;
    this.powers[bin] = (this.powers[bin] as number) + power;
    this.last = Math.max(this.last, bin);
    this.count += 1;
    this.power += power;
  }

  /** Mean loudness of the blocks above a gate this far under the mean of all; undefined without a block. */
  meanLufs(relativeGateLu: number): number | undefined {
    const first = this.gateBin(relativeGateLu);
    if (first === undefined) return undefined;
    let count = 0;
    let power = 0;
    for (let bin = first; bin <= this.last; bin++) {
      count += this.counts[bin] as number;
      power += this.powers[bin] as number;
    }
    return lufsOf(power / count);
  }

  /** Distance between two percentiles (0..1) of the blocks above the relative gate; undefined without a block. */
  spreadLu(relativeGateLu: number, lower: number, upper: number): number | undefined {
    const first = this.gateBin(relativeGateLu);
    if (first === undefined) return undefined;
    let count = 0;
    for (let bin = first; bin <= this.last; bin++) count += this.counts[bin] as number;
    return this.ranked(first, Math.round((count - 1) * upper)) - this.ranked(first, Math.round((count - 1) * lower));
  }

  clear(): void {
    this.counts.fill(0);
    this.powers.fill(0);
    this.count = 0;
    this.power = 0;
    this.last = -1;
  }

  private gateBin(relativeGateLu: number): number | undefined {
    if (this.count === 0) return undefined;
    const gate = lufsOf(this.power / this.count) + relativeGateLu;
    const bin = Math.max(0, Math.floor((gate - LOWEST_LUFS) * BINS_PER_LU));
    // The bin that holds the gate: in or out by its own mean.
    const mean = (this.powers[bin] as number) / (this.counts[bin] as number);
    return mean < powerOf(gate) ? bin + 1 : bin;
  }

  /** Loudness of the block with this rank, counted from 0 at bin `first`. */
  private ranked(first: number, rank: number): number {
    let below = 0;
    for (let bin = first; bin <= this.last; bin++) {
      below += this.counts[bin] as number;
      if (below > rank) return lufsOf((this.powers[bin] as number) / (this.counts[bin] as number));
    }
    return LOWEST_LUFS;
  }
}
