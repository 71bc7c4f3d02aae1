import { DYNAMIC_ROWS, Row } from '../../../src/audio/dynamics.ts';
import { COEFS } from '../../../src/audio/filters.ts';

// `as number`: every index is bounded by the loop around it.

/**
 * One strip in plain float64 JavaScript, the slow and obvious way: the oracle of the SIMD kernel. Same algorithm, own code:
 * filters a sample at a time in order, control signal every four samples, Math.log2 and powers instead of polynomials.
 */
export class OracleStrip {
  /** b1 b2 b3 m0 m1 m2 of eight sections. */
  readonly coefs = new Float64Array(8 * COEFS);
  /** As the kernel's dynamics rows. */
  readonly rows = new Float64Array(DYNAMIC_ROWS);
  readonly #integrators = new Float64Array(16);
  #envelope = 0;
  #gate = 1;
  #gateLeft = 0;
  #peakGr = 0;
  #gr = 0;
  #dynLeft = 0;
  #square = 0;
  readonly #gateGain = { now: 1 };
  readonly #dynGain = { now: 1 };

  constructor() {
    for (let k = 0; k < 8; k++) this.coefs[k * COEFS + 3] = 1;
  }

  /** Deepest reduction so far of the newest step, dB. */
  get reductionDb(): number {
    return this.#gr;
  }

  /** The whole strip: cuts, gate, EQ, compressor. @param rmsShare share of a control step in the RMS detector */
  process(x: Float64Array, rmsShare: number): Float64Array {
    const y = Float64Array.from(x);
    for (let k = 0; k < 4; k++) this.#section(y, k);
    if (this.#row(Row.gateWet) > 0) this.#control(y, this.#gateGain, (four) => this.#gateStep(peakOf(four)));
    for (let k = 4; k < 8; k++) this.#section(y, k);
    if (this.#row(Row.mix) > 0) this.#control(y, this.#dynGain, (four) => this.#compressorStep(four, rmsShare));
    return y;
  }

  /** A gain every four samples, straight between. */
  #control(y: Float64Array, gain: { now: number }, step: (four: Float64Array) => number): void {
    for (let i = 0; i < y.length; i += 4) {
      const next = step(y.slice(i, i + 4));
      for (let k = 0; k < 4; k++) y[i + k] = (y[i + k] as number) * (gain.now + ((next - gain.now) * (k + 1)) / 4);
      gain.now = next;
    }
  }

  #section(block: Float64Array, k: number): void {
    const [b1, b2, b3, m0, m1, m2] = this.coefs.subarray(k * COEFS) as unknown as [number, number, number, number, number, number];
    if (m0 === 1 && m1 === 0 && m2 === 0) return;
    // The textbook form, not the kernel's rearranged one.
    const [a1, a2, a3] = [(b1 + 1) / 2, b2 / 2, b3 / 2];
    let z1 = this.#integrators[2 * k] as number;
    let z2 = this.#integrators[2 * k + 1] as number;
    for (let i = 0; i < block.length; i++) {
      const x = block[i] as number;
      const v3 = x - z2;
      const v1 = a1 * z1 + a2 * v3;
      const v2 = z2 + a2 * z1 + a3 * v3;
      z1 = 2 * v1 - z1;
      z2 = 2 * v2 - z2;
      block[i] = m0 * x + 2 * m1 * v1 + 2 * m2 * v2;
    }
    this.#integrators[2 * k] = z1;
    this.#integrators[2 * k + 1] = z2;
  }

  #gateStep(peak: number): number {
    this.#envelope = Math.max(peak, this.#envelope * this.#row(Row.gateDecay));
    const threshold = this.#gateLeft > 0 ? this.#row(Row.gateClose) : this.#row(Row.gateOpen);
    const opened = this.#envelope > threshold;
    this.#gateLeft = opened ? this.#row(Row.gateHold) : Math.max(this.#gateLeft - 4, -4);
    const open = opened || this.#gateLeft > 0;
    const ducks = this.#row(Row.gateDuck) > 0;
    let target = open !== ducks ? 1 : this.#row(Row.gateRange);
    if (this.#row(Row.gateSlope) > 0) {
      const under = (this.#envelope + 1e-10) / this.#row(Row.gateOpen);
      target = Math.max(this.#row(Row.gateRange), Math.min(1, under ** this.#row(Row.gateSlope)));
    }
    const pole = target > this.#gate !== ducks ? this.#row(Row.gateAttack) : this.#row(Row.gateRelease);
    this.#gate = target + (this.#gate - target) * pole;
    return this.#gate;
  }

  #compressorStep(four: Float64Array, rmsShare: number): number {
    const meanSquare = four.reduce((sum, v) => sum + v * v, 0) / 4;
    this.#square += (meanSquare - this.#square) * rmsShare;
    const power = this.#row(Row.rms) > 0 ? this.#square : peakOf(four) ** 2;
    const over = 10 * Math.log10(power + 1e-20) - this.#row(Row.threshold);
    const knee = this.#row(Row.knee);
    const bent = Math.min(knee, Math.max(0, over + knee / 2));
    const wanted = ((bent * bent) / (2 * knee) + Math.max(0, over - knee / 2)) * this.#row(Row.slope);
    const release = this.#row(Row.release);
    if (wanted >= this.#peakGr) {
      this.#peakGr = wanted;
      this.#dynLeft = this.#row(Row.hold);
    } else {
      this.#dynLeft = Math.max(this.#dynLeft - 4, -4);
      if (this.#dynLeft <= 0) this.#peakGr = release * this.#peakGr + (1 - release) * wanted;
    }
    const attack = this.#row(Row.attack);
    this.#gr = attack * this.#gr + (1 - attack) * this.#peakGr;
    const mix = this.#row(Row.mix);
    return 1 - mix + mix * 10 ** ((this.#row(Row.makeup) - this.#gr) / 20);
  }

  #row(k: number): number {
    return this.rows[k] as number;
  }
}

const peakOf = (four: Float64Array): number => Math.max(...four.map(Math.abs));
