import { FLUSH } from './finite.ts';
// `as number` in this file: lines and places are bounded by LINES, the block and the mask.
import { Glide } from './glide.ts';

/** Line lengths in samples at 48 kHz: no common factors, 30..63 ms. */
const LENGTHS = [1423, 1637, 1801, 2017, 2213, 2477, 2731, 3011] as const;
const LINES = 8;
/**
 * Pairs of lines that turn slowly into each other, and how fast: breaks up the ring of a fixed network.
 * @source Schlecht and Habets, "Time-varying feedback matrices in feedback delay networks"; modulated delays lose their highs
 */
const TURNED = [
  [1, 6],
  [2, 5],
] as const;
const TURNS_HZ = [0.37, 0.71] as const;
/** The frequency at which the damping ratio holds. */
const DAMPING_HZ = 6000;
export const FDN_CHUNK = 128;

/**
 * Eight delay lines fed back through a Hadamard matrix: the tail of the reverb.
 * The network loses nothing; each line's gain 10^(-3 d / (RT60 fs)) alone makes the decay, so it is the set one.
 */
export class Fdn {
  private readonly sampleRateHz: number;
  private readonly lengths: Float64Array;
  private readonly lines: readonly Float32Array[];
  private readonly reads: readonly Float32Array[];
  private readonly mask: number;
  private write = 0;
  private readonly logDecay: Glide;
  private readonly damping: Glide;
  private readonly gain = new Float64Array(LINES);
  private readonly gainStep = new Float64Array(LINES);
  private readonly pole = new Float64Array(LINES);
  private readonly poleStep = new Float64Array(LINES);
  private readonly state = new Float64Array(LINES);
  private entry = 0;
  private entryStep = 0;
  private readonly angle = new Float64Array(TURNED.length);

  constructor(sampleRateHz: number) {
    this.sampleRateHz = sampleRateHz;
    const scale = sampleRateHz / 48_000;
    this.lengths = Float64Array.from(LENGTHS, (length) => Math.round(length * scale));
    let size = 1;
    while (size < Math.max(...this.lengths) + FDN_CHUNK) size *= 2;
    this.mask = size - 1;
    this.lines = LENGTHS.map(() => new Float32Array(size));
    this.reads = LENGTHS.map(() => new Float32Array(FDN_CHUNK));
    this.logDecay = new Glide(Math.log(2), 50, sampleRateHz);
    this.damping = new Glide(0.5, 50, sampleRateHz);
    this.clear();
  }

  /** Longest way through a line, samples: after so much silence in and out the network is empty. */
  get longestSamples(): number {
    return this.mask + 1;
  }

  /** @param decayS time to -60 dB at low frequencies */
  setDecay(decayS: number): void {
    this.logDecay.target = Math.log(decayS);
  }

  /** @param ratio decay at 6 kHz over decay at low frequencies; 1 = no damping */
  setDamping(ratio: number): void {
    this.damping.target = ratio;
  }

  /** Empty, every parameter at its target. */
  clear(): void {
    for (const line of this.lines) line.fill(0);
    this.state.fill(0);
    this.angle.fill(0);
    this.logDecay.settle();
    this.damping.settle();
    this.aim(this.logDecay.end, this.damping.end, 1);
    for (let k = 0; k < LINES; k++) {
      this.gain[k] = (this.gain[k] as number) + (this.gainStep[k] as number);
      this.pole[k] = (this.pole[k] as number) + (this.poleStep[k] as number);
    }
    this.entry += this.entryStep;
    this.rest();
  }

  /** Up to 128 samples in, as many of the tail out, in place. */
  process(left: Float32Array, right: Float32Array, n: number): void {
    const longer = this.logDecay.advance(n);
    const brighter = this.damping.advance(n);
    if (longer || brighter) this.aim(this.logDecay.end, this.damping.end, n);
    else if (this.entryStep !== 0 || this.gainStep[0] !== 0 || this.poleStep[0] !== 0) this.rest();
    for (let k = 0; k < LINES; k++) {
      this.readLine(k, n);
      this.damp(k, n);
    }
    for (let pair = 0; pair < TURNED.length; pair++) this.turn(pair, n);
    this.mix(left, right, n);
  }

  /** Sets off gains, poles and entry level towards their values for this decay and damping, `n` samples ahead. */
  private aim(logDecay: number, ratio: number, n: number): void {
    const decayS = Math.exp(logDecay);
    const cos = Math.cos((2 * Math.PI * DAMPING_HZ) / this.sampleRateHz);
    let energy = 0;
    for (let k = 0; k < LINES; k++) {
      const lineS = (this.lengths[k] as number) / this.sampleRateHz;
      const low = 10 ** ((-3 * lineS) / decayS);
      const fall = 10 ** ((-3 * lineS * (1 / ratio - 1)) / decayS); // 6 kHz against low, for one way through this line
      // One pole whose magnitude at 6 kHz is `fall`: the smaller root of p^2 b - 2 p a + b = 0.
      const b = 1 - fall * fall;
      const a = 1 - fall * fall * cos;
      const pole = b === 0 ? 0 : (a - Math.sqrt(Math.max(0, a * a - b * b))) / b;
      const gain = low * (1 - pole);
      this.gainStep[k] = (gain - (this.gain[k] as number)) / n;
      this.poleStep[k] = (pole - (this.pole[k] as number)) / n;
      energy += (low * low) / LINES;
    }
    // The tail's energy is that of what enters, at any decay: a longer reverb is not a louder one.
    const entry = Math.sqrt((1 - energy) / (4 * energy));
    this.entryStep = (entry - this.entry) / n;
  }

  private rest(): void {
    this.gainStep.fill(0);
    this.poleStep.fill(0);
    this.entryStep = 0;
  }

  private readLine(k: number, n: number): void {
    const line = this.lines[k] as Float32Array;
    const out = this.reads[k] as Float32Array;
    const mask = this.mask;
    const start = this.write - (this.lengths[k] as number);
    for (let i = 0; i < n; i++) out[i] = line[(start + i) & mask] as number;
  }

  /** Turns two lines slowly into each other: no energy lost at any frequency, so the decay stays the set one. */
  private turn(pair: number, n: number): void {
    const [first, second] = TURNED[pair] as (typeof TURNED)[number];
    const a = this.reads[first] as Float32Array;
    const b = this.reads[second] as Float32Array;
    const angle = this.angle[pair] as number;
    const next = (angle + (2 * Math.PI * (TURNS_HZ[pair] as number) * n) / this.sampleRateHz) % (2 * Math.PI);
    let cos = Math.cos(angle);
    let sin = Math.sin(angle);
    const cosStep = (Math.cos(next) - cos) / n;
    const sinStep = (Math.sin(next) - sin) / n;
    for (let i = 0; i < n; i++) {
      const x = a[i] as number;
      const y = b[i] as number;
      a[i] = cos * x - sin * y;
      b[i] = sin * x + cos * y;
      cos += cosStep;
      sin += sinStep;
    }
    this.angle[pair] = next;
  }

  private damp(k: number, n: number): void {
    const out = this.reads[k] as Float32Array;
    let gain = this.gain[k] as number;
    let pole = this.pole[k] as number;
    const gainStep = this.gainStep[k] as number;
    const poleStep = this.poleStep[k] as number;
    let s = this.state[k] as number;
    for (let i = 0; i < n; i++) {
      s = gain * (out[i] as number) + pole * s;
      out[i] = s + FLUSH - FLUSH;
      gain += gainStep;
      pole += poleStep;
    }
    this.state[k] = s + FLUSH - FLUSH;
    this.gain[k] = gain;
    this.pole[k] = pole;
  }

  /** Hadamard across the lines, the input added, back into the lines; left leaves by the even lines, right by the odd. */
  private mix(left: Float32Array, right: Float32Array, n: number): void {
    const [r0, r1, r2, r3, r4, r5, r6, r7] = this.reads as Eight;
    const [l0, l1, l2, l3, l4, l5, l6, l7] = this.lines as Eight;
    const mask = this.mask;
    const norm = 1 / Math.sqrt(LINES);
    let w = this.write;
    let entry = this.entry;
    for (let i = 0; i < n; i++) {
      const x0 = r0[i] as number;
      const x1 = r1[i] as number;
      const x2 = r2[i] as number;
      const x3 = r3[i] as number;
      const x4 = r4[i] as number;
      const x5 = r5[i] as number;
      const x6 = r6[i] as number;
      const x7 = r7[i] as number;
      const inL = (left[i] as number) * entry;
      const inR = (right[i] as number) * entry;
      left[i] = x0 - x2 + x4 - x6;
      right[i] = x1 - x3 + x5 - x7;
      const a0 = x0 + x1;
      const a1 = x0 - x1;
      const a2 = x2 + x3;
      const a3 = x2 - x3;
      const a4 = x4 + x5;
      const a5 = x4 - x5;
      const a6 = x6 + x7;
      const a7 = x6 - x7;
      const b0 = a0 + a2;
      const b1 = a1 + a3;
      const b2 = a0 - a2;
      const b3 = a1 - a3;
      const b4 = a4 + a6;
      const b5 = a5 + a7;
      const b6 = a4 - a6;
      const b7 = a5 - a7;
      l0[w] = (b0 + b4) * norm + inL;
      l1[w] = (b1 + b5) * norm + inR;
      l2[w] = (b2 + b6) * norm + inL;
      l3[w] = (b3 + b7) * norm + inR;
      l4[w] = (b0 - b4) * norm + inL;
      l5[w] = (b1 - b5) * norm + inR;
      l6[w] = (b2 - b6) * norm + inL;
      l7[w] = (b3 - b7) * norm + inR;
      w = (w + 1) & mask;
      entry += this.entryStep;
    }
    this.write = w;
    this.entry = entry;
  }
}

type Lane = Float32Array;
type Eight = readonly [Lane, Lane, Lane, Lane, Lane, Lane, Lane, Lane];
