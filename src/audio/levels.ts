/** Linear factor of a level; -Infinity dB is 0. */
export function gainOf(levelDb: number): number {
  return 10 ** (levelDb / 20);
}

/** Level of a linear factor; 0 is -Infinity dB, the sign does not matter. */
export function levelOf(gain: number): number {
  return 20 * Math.log10(Math.abs(gain));
}

/** Level of a mean square (a power); 0 is -Infinity dB. */
export function levelOfPower(power: number): number {
  return 10 * Math.log10(power);
}

/** Digital peak meter: falls 20 dB in 1.7 s (IEC 60268-10 type I fall). */
const FALL_DB_PER_S = 20 / 1.7;
/** Samples in a row at full scale that count as a clip: a single one may be a legal peak. */
const CLIP_SAMPLES = 3;

/** A bar with a held peak and a clip latch, fed with levels or blocks; time is counted in samples of audio. */
export class PeakBar {
  private readonly sampleRateHz: number;
  private readonly holdSamples: number;
  private heldFor = 0;
  private overs = 0;
  /** Bar, dBFS. */
  levelDb = Number.NEGATIVE_INFINITY;
  /** Held peak, dBFS. */
  heldDb = Number.NEGATIVE_INFINITY;
  /** Stays until `clear`. */
  clipped = false;

  constructor(sampleRateHz: number, holdMs = 1500) {
    this.sampleRateHz = sampleRateHz;
    this.holdSamples = (holdMs / 1000) * sampleRateHz;
  }

  /** A peak that stands for `n` samples. NaN is ignored: a broken frame must not look like signal. */
  feed(peakDb: number, n: number): void {
    this.levelDb -= (FALL_DB_PER_S * n) / this.sampleRateHz;
    if (peakDb > this.levelDb) this.levelDb = peakDb;
    this.heldFor += n;
    if (peakDb >= this.heldDb || this.heldFor > this.holdSamples) {
      this.heldDb = this.levelDb;
      this.heldFor = 0;
    }
  }

  /** A block of samples: bar, hold and clip. */
  feedBlock(block: Float32Array, n: number): void {
    let peak = 0;
    let overs = this.overs;
    for (let i = 0; i < n; i++) {
      // `as number`: bounded by n
      const x = Math.abs(block[i] as number);
      if (x > peak) peak = x;
      overs = x >= 1 ? overs + 1 : 0;
      if (overs >= CLIP_SAMPLES) this.clipped = true;
    }
    this.overs = overs;
    this.feed(levelOf(peak), n);
  }

  /** The engineer has seen it. */
  clear(): void {
    this.clipped = false;
    this.heldDb = this.levelDb;
    this.heldFor = 0;
  }
}
