import { readFileSync } from 'node:fs';
import { kaiserPhases } from '../../src/audio/kaiser.ts';

export const RATE_HZ = 48_000;

export function vector<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../vectors/audio/${name}.json`, import.meta.url), 'utf8')) as T;
}

export function db(gain: number): number {
  return 20 * Math.log10(Math.abs(gain));
}

/** Same numbers on every machine: uniform in -1..1. */
export function noise(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2147483648;
  };
}

export function block(n: number, sample: (i: number) => number): Float32Array {
  return Float32Array.from({ length: n }, (_, i) => sample(i));
}

export function sine(freqHz: number, amplitude: number, n: number, rateHz = RATE_HZ, phase = 0): Float32Array {
  return block(n, (i) => amplitude * Math.sin((2 * Math.PI * freqHz * i) / rateHz + phase));
}

export interface Rack {
  process(inL: Float32Array, inR: Float32Array, outL: Float32Array, outR: Float32Array, n: number): void;
}

/** Runs a rack over whole signals in blocks of an odd size, so no block boundary is favoured. */
export function run(rack: Rack, inL: Float32Array, inR: Float32Array, blockSize = 100, each?: (from: number) => void) {
  const left = new Float32Array(inL.length);
  const right = new Float32Array(inL.length);
  const outL = new Float32Array(blockSize);
  const outR = new Float32Array(blockSize);
  for (let from = 0; from < inL.length; from += blockSize) {
    each?.(from);
    const n = Math.min(blockSize, inL.length - from);
    rack.process(inL.subarray(from, from + n), inR.subarray(from, from + n), outL, outR, n);
    left.set(outL.subarray(0, n), from);
    right.set(outR.subarray(0, n), from);
  }
  return { left, right };
}

/** Largest magnitude, read between the samples by a 32-fold reference of 32 taps; only near samples that can matter. */
export function referencePeak(x: Float32Array): number {
  const phases = kaiserPhases(32, 32, 9);
  const loud = new Uint8Array(x.length);
  const top = x.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  for (let i = 0; i < x.length; i++) if (Math.abs(x[i] ?? 0) > top * 0.2) loud.fill(1, Math.max(0, i - 4), i + 5);
  let largest = top;
  for (let i = 16; i < x.length - 16; i++) {
    if (loud[i] === 0) continue;
    for (const h of phases) {
      let sum = 0;
      for (let k = 0; k < 32; k++) sum += (h[k] ?? 0) * (x[i + 16 - k] ?? 0);
      largest = Math.max(largest, Math.abs(sum));
    }
  }
  return largest;
}

/** Complex amplitude of one frequency over a whole block (Hann window), as magnitude. */
export function amplitudeAt(x: Float32Array, freqHz: number, rateHz = RATE_HZ): number {
  let re = 0;
  let im = 0;
  let weight = 0;
  for (let i = 0; i < x.length; i++) {
    const w = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / x.length);
    const angle = (2 * Math.PI * freqHz * i) / rateHz;
    re += w * (x[i] ?? 0) * Math.cos(angle);
    im += w * (x[i] ?? 0) * Math.sin(angle);
    weight += w;
  }
  return (2 * Math.hypot(re, im)) / weight;
}

/** What is left when the best-fitting sine of this frequency is taken away: RMS of the rest over RMS of the sine. */
export function residue(x: Float32Array, freqHz: number, rateHz = RATE_HZ): number {
  let cc = 0;
  let cs = 0;
  let ss = 0;
  let xc = 0;
  let xs = 0;
  for (let i = 0; i < x.length; i++) {
    const c = Math.cos((2 * Math.PI * freqHz * i) / rateHz);
    const s = Math.sin((2 * Math.PI * freqHz * i) / rateHz);
    const v = x[i] ?? 0;
    cc += c * c;
    cs += c * s;
    ss += s * s;
    xc += v * c;
    xs += v * s;
  }
  const det = cc * ss - cs * cs;
  const a = (xc * ss - xs * cs) / det;
  const b = (xs * cc - xc * cs) / det;
  let rest = 0;
  let whole = 0;
  for (let i = 0; i < x.length; i++) {
    const fit = a * Math.cos((2 * Math.PI * freqHz * i) / rateHz) + b * Math.sin((2 * Math.PI * freqHz * i) / rateHz);
    rest += ((x[i] ?? 0) - fit) ** 2;
    whole += fit * fit;
  }
  return Math.sqrt(rest / whole);
}

/** Peak of what stands above 4 kHz (sixth-order Butterworth), dBFS: where a click is heard. */
export function clickDb(x: Float32Array, from: number, to: number, rateHz = RATE_HZ): number {
  let y = Float64Array.from(x);
  for (const q of [0.5176, Math.SQRT1_2, 1.9319]) {
    const w = (2 * Math.PI * 4000) / rateHz;
    const alpha = Math.sin(w) / (2 * q);
    const cos = Math.cos(w);
    const a0 = 1 + alpha;
    const b0 = (1 + cos) / 2 / a0;
    let z1 = 0;
    let z2 = 0;
    y = y.map((v) => {
      const out = b0 * v + z1;
      z1 = -2 * b0 * v + ((2 * cos) / a0) * out + z2;
      z2 = b0 * v - ((1 - alpha) / a0) * out;
      return out;
    });
  }
  return db(y.slice(from, to).reduce((a, b) => Math.max(a, Math.abs(b)), 1e-12));
}
