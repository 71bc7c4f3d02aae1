import { FLUSH } from './finite.ts';
import { Glide } from './glide.ts';

/** Line lengths in samples at 48 kHz: no common factors, 30..63 ms. */
const LENGTHS = [1423, 1637, 1801, 2017, 2213, 2477, 2731, 3011] as const;
const LINES = 8;
/** The lines that move, and how fast: breaks up the ring of a fixed network. */
const MODULATED = [2, 5] as const;
const MOD_RATES_HZ = [0.37, 0.71] as const;
const MOD_DEPTH = 8;
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
  private readonly phase = new Float64Array(MODULATED.length);
  private readonly modulation = new Float64Array(MODULATED.length);

  constructor(sampleRateHz: number) {
    this.sampleRateHz = sampleRateHz;
    const scale = sampleRateHz / 48_000;
    this.lengths = Float64Array.from(LENGTHS, (length) => Math.round(length * scale));
    let size = 1;
    while (size < Math.max(...this.lengths) + MOD_DEPTH * scale + FDN_CHUNK + 4) size *= 2;
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
    for (let k = 0; k < LINES; k++) if (!(MODULATED as readonly number[]).includes(k)) this.readLine(k, n);
    for (let m = 0; m < MODULATED.length; m++) this.readMoving(MODULATED[m] as number, m, n);
    for (let k = 0; k < LINES; k++) this.damp(k, n);
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

  /** A read that drifts by a slow sine, third-order Lagrange between samples. */
  private readMoving(k: number, m: number, n: number): void {
    const line = this.lines[k] as Float32Array;
    const out = this.reads[k] as Float32Array;
    const mask = this.mask;
    const depth = (MOD_DEPTH * this.sampleRateHz) / 48_000;
    const phase = ((this.phase[m] as number) + ((MOD_RATES_HZ[m] as number) * n) / this.sampleRateHz) % 1;
    const to = depth * Math.sin(2 * Math.PI * phase);
    let at = this.write + this.mask + 1 - (this.lengths[k] as number) + (this.modulation[m] as number);
    const step = 1 + (to - (this.modulation[m] as number)) / n;
    this.phase[m] = phase;
    this.modulation[m] = to;
    for (let i = 0; i < n; i++) {
      const whole = Math.floor(at);
      const f = at - whole;
      const a = line[(whole - 1) & mask] as number;
      const b = line[whole & mask] as number;
      const c = line[(whole + 1) & mask] as number;
      const d = line[(whole + 2) & mask] as number;
      const g = f - 1;
      const h = f - 2;
      const e = f + 1;
      out[i] = (-f * g * h * a) / 6 + (e * g * h * b) / 2 - (e * f * h * c) / 2 + (e * f * g * d) / 6;
      at += step;
    }
  }

  private damp(k: number, n: number): void {
    const out = this.reads[k] as Float32Array;
    let gain = this.gain[k] as number;
    let pole = this.pole[k] as number;
    const gainStep = this.gainStep[k] as number;
    const poleStep = this.poleStep[k] as number;
    let s = this.state[k] as number;
    for (let i = 0; i < n; i++) {
      s = gain * (out[i] as number) + pole * s + FLUSH - FLUSH;
      out[i] = s;
      gain += gainStep;
      pole += poleStep;
    }
    this.state[k] = s;
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
