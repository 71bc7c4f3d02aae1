import { FLUSH } from './finite.ts';

/** b0 b1 b2 a1 a2 of one biquad, a0 = 1. */
export type Biquad = readonly [b0: number, b1: number, b2: number, a1: number, a2: number];

/**
 * The two filters of ITU-R BS.1770 at any rate: a high shelf for the head, then the RLB high-pass.
 * At 48 kHz they are the published tables to 1e-15.
 * @source ITU-R BS.1770-4 annex 1; analogue parameters as solved from its 48 kHz tables
 */
export function kWeighting(sampleRateHz: number): { shelf: Biquad; rlb: Biquad } {
  const head = Math.tan((Math.PI * 1681.974450955533) / sampleRateHz);
  const headQ = 0.7071752369554196;
  const high = 10 ** (3.999843853973347 / 20);
  const band = high ** 0.4996667741545416;
  const a0 = 1 + head / headQ + head * head;
  const shelf: Biquad = [
    (high + (band * head) / headQ + head * head) / a0,
    (2 * (head * head - high)) / a0,
    (high - (band * head) / headQ + head * head) / a0,
    (2 * (head * head - 1)) / a0,
    (1 - head / headQ + head * head) / a0,
  ];
  const low = Math.tan((Math.PI * 38.13547087602444) / sampleRateHz);
  const lowQ = 0.5003270373238773;
  const c0 = 1 + low / lowQ + low * low;
  return { shelf, rlb: [1, -2, 1, (2 * (low * low - 1)) / c0, (1 - low / lowQ + low * low) / c0] };
}

/** K-weighting of one channel that keeps only the sum of squares. */
export class KWeightedEnergy {
  private readonly shelf: Float64Array;
  private readonly rlb: Float64Array;
  private readonly state = new Float64Array(4);
  /** Sum of squared weighted samples since the caller last cleared it. */
  sum = 0;

  constructor(sampleRateHz: number) {
    const { shelf, rlb } = kWeighting(sampleRateHz);
    this.shelf = Float64Array.from(shelf);
    this.rlb = Float64Array.from(rlb);
  }

  /** @param block finite samples, `from` until `to` are taken */
  add(block: Float32Array, from: number, to: number): void {
    // `as number`: places as constructed. Taken one by one: an iterator and what it hands out would be allocated.
    const { shelf, rlb, state } = this;
    const b0 = shelf[0] as number;
    const b1 = shelf[1] as number;
    const b2 = shelf[2] as number;
    const a1 = shelf[3] as number;
    const a2 = shelf[4] as number;
    const c1 = rlb[3] as number;
    const c2 = rlb[4] as number;
    let s1 = state[0] as number;
    let s2 = state[1] as number;
    let t1 = state[2] as number;
    let t2 = state[3] as number;
    let sum = 0;
    for (let i = from; i < to; i++) {
      const x = block[i] as number; // bounded by to
      const y = b0 * x + s1;
      s1 = b1 * x - a1 * y + s2;
      s2 = b2 * x - a2 * y;
      const z = y + t1;
      t1 = -2 * y - c1 * z + t2;
      t2 = y - c2 * z;
      sum += z * z;
    }
    this.sum += sum;
    state[0] = s1 + FLUSH - FLUSH;
    state[1] = s2 + FLUSH - FLUSH;
    state[2] = t1 + FLUSH - FLUSH;
    state[3] = t2 + FLUSH - FLUSH;
  }

  reset(): void {
    this.state.fill(0);
    this.sum = 0;
  }
}
