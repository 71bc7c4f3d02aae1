/**
 * Filters, noise and a room for buffers that are loops: each filter first hears the end of the
 * buffer, so that its state at sample 0 is what the last sample leaves behind and the loop has no seam.
 * Casts: the loops keep their indices inside the arrays, and a check a sample costs more than the sum.
 */
import { cosTurn, exp2, gainOf, noise, RATE, sinTurn } from './math.ts';

/** low and high are shelves */
type FilterType = 'lp' | 'hp' | 'bp' | 'bell' | 'low' | 'high';

/** Biquad coefficients after the RBJ cookbook: b0 b1 b2 a1 a2. */
function coefficients(
  type: FilterType,
  freqHz: number,
  // biome-ignore lint/suspicious/noApproximativeNumericConstant: these very bits are in the song's checksum
  q = 0.7071,
  levelDb = 0,
): [b0: number, b1: number, b2: number, a1: number, a2: number] {
  const turns = Math.min(freqHz, 22000) / RATE;
  const cos = cosTurn(turns);
  const alpha = sinTurn(turns) / (2 * q);
  const a = exp2(levelDb * 0.08304820237218408);
  const root = 2 * Math.sqrt(a) * alpha;
  const flip = type === 'high' ? -1 : 1;
  let b0 = 1;
  let b1 = -2 * cos;
  let b2 = 1;
  let a0 = 1 + alpha;
  let a1 = -2 * cos;
  let a2 = 1 - alpha;
  if (type === 'lp') {
    b0 = b2 = (1 - cos) / 2;
    b1 = 1 - cos;
  } else if (type === 'hp') {
    b0 = b2 = (1 + cos) / 2;
    b1 = -1 - cos;
  } else if (type === 'bp') {
    b0 = alpha;
    b1 = 0;
    b2 = -alpha;
  } else if (type === 'bell') {
    b0 = 1 + alpha * a;
    b2 = 1 - alpha * a;
    a0 = 1 + alpha / a;
    a2 = 1 - alpha / a;
  } else {
    const c = flip * cos;
    b0 = a * (a + 1 - (a - 1) * c + root);
    b1 = flip * 2 * a * (a - 1 - (a + 1) * c);
    b2 = a * (a + 1 - (a - 1) * c - root);
    a0 = a + 1 + (a - 1) * c + root;
    a1 = flip * -2 * (a - 1 + (a + 1) * c);
    a2 = a + 1 + (a - 1) * c - root;
  }
  return [b0 / a0, b1 / a0, b2 / a0, a1 / a0, a2 / a0];
}

/**
 * Filters a loop in place.
 * @returns the same buffer
 */
export function filter(loop: Float32Array, type: FilterType, freqHz: number, q?: number, levelDb?: number): Float32Array {
  const [b0, b1, b2, a1, a2] = coefficients(type, freqHz, q, levelDb);
  let s1 = 0;
  let s2 = 0;
  for (let i = loop.length - Math.min(loop.length, RATE); i < loop.length; i++) {
    const x = loop[i] as number;
    const y = b0 * x + s1;
    s1 = b1 * x - a1 * y + s2;
    s2 = b2 * x - a2 * y;
  }
  for (let i = 0; i < loop.length; i++) {
    const x = loop[i] as number;
    const y = b0 * x + s1;
    s1 = b1 * x - a1 * y + s2 + 1e-20;
    s2 = b2 * x - a2 * y;
    loop[i] = y;
  }
  return loop;
}

/** Several filters one after the other. */
export function shape(loop: Float32Array, chain: [FilterType, number, number?, number?][]): Float32Array {
  for (const [type, freqHz, q, levelDb] of chain) filter(loop, type, freqHz, q, levelDb);
  return loop;
}

/** Adds a loop to another, late by some milliseconds. */
export function add(to: Float32Array, from: Float32Array, levelDb: number, lateMs = 0): Float32Array {
  const gain = gainOf(levelDb);
  const late = Math.round((lateMs * RATE) / 1000);
  const cut = to.length - late;
  for (let i = 0; i < late; i++) to[i] = (to[i] as number) + gain * (from[cut + i] as number);
  for (let i = late; i < to.length; i++) to[i] = (to[i] as number) + gain * (from[i - late] as number);
  return to;
}

/** Adds a hit to a loop; what goes beyond the end comes back at the start. */
export function place(loop: Float32Array, hit: Float64Array, length: number, at: number, gain: number): void {
  let to = ((at % loop.length) + loop.length) % loop.length;
  for (let i = 0; i < length; i++) {
    loop[to] = (loop[to] as number) + gain * (hit[i] as number);
    if (++to === loop.length) to = 0;
  }
}

/** Highest sample without its sign. */
function peak(loop: Float32Array): number {
  let top = 0;
  for (let i = 0; i < loop.length; i++) {
    const x = (loop[i] as number) < 0 ? -(loop[i] as number) : (loop[i] as number);
    if (x > top) top = x;
  }
  return top;
}

/** Sets the highest sample, as an engineer sets the gain at soundcheck. */
export function normalise(loop: Float32Array, levelDb: number): Float32Array {
  const gain = gainOf(levelDb) / (peak(loop) || 1);
  for (let i = 0; i < loop.length; i++) loop[i] = (loop[i] as number) * gain;
  return loop;
}

/** Room and preamp noise with mains hum (50 Hz fits the loop a whole number of times; its period is 960 samples). @param noiseDb RMS */
export function addFloor(loop: Float32Array, noiseDb: number, humDb: number, seed: number): Float32Array {
  const next = noise(seed);
  const hiss = gainOf(noiseDb + 3);
  const hum = humDb < -120 ? 0 : gainOf(humDb);
  let low = 0;
  let top = 0;
  let mains = 0;
  for (let i = -4800; i < loop.length; i++) {
    const x = next();
    low += 0.012 * (x - low); // rooms rumble: more below 100 Hz
    top += 0.8 * (x + 9 * low - top);
    if (i < 0) continue;
    loop[i] = (loop[i] as number) + (hiss * top + hum * (HUM[mains] as number));
    if (++mains === 960) mains = 0;
  }
  return loop;
}
const HUM = Float64Array.from(
  { length: 960 },
  (_, i) => sinTurn(i / 960) + 0.5 * sinTurn((3 * i) / 960 + 0.2) + 0.3 * sinTurn((5 * i) / 960 + 0.4),
);

const LINES = [1423, 1637, 1801, 2017, 2213, 2477, 2731, 3011];

/**
 * A room (eight delay lines, Hadamard feedback, damped highs): two decorrelated microphones of one sound.
 * @param size 1 = hall, 0.3 = room
 */
export function room(dry: Float32Array, decayS: number, size: number, dampHz: number): [Float32Array, Float32Array] {
  const length = dry.length;
  const left = new Float32Array(length);
  const right = new Float32Array(length);
  const lines = LINES.map((n) => new Float64Array(Math.round(n * size)));
  const gains = lines.map((line) => exp2((-9.965784284662087 * line.length) / (decayS * RATE)) / Math.sqrt(8));
  const damp = 1 - exp2((-9.0647 * dampHz) / RATE);
  const at = new Int32Array(8);
  const v = new Float64Array(8);
  const low = new Float64Array(8);
  const before = Math.min(length, Math.round(decayS * 1.5 * RATE));
  for (let i = -before; i < length; i++) {
    const x = dry[i < 0 ? i + length : i] as number;
    for (let k = 0; k < 8; k++) {
      const tail = (lines[k] as Float64Array)[at[k] as number] as number;
      low[k] = (low[k] as number) + (damp * (tail - (low[k] as number)) + 1e-20);
      v[k] = low[k] as number;
    }
    if (i >= 0) {
      left[i] = 0.4 * ((v[0] as number) - (v[2] as number) + (v[4] as number) - (v[6] as number));
      right[i] = 0.4 * ((v[1] as number) - (v[3] as number) + (v[5] as number) - (v[7] as number));
    }
    for (let step = 1; step < 8; step *= 2) {
      for (let k = 0; k < 8; k++) {
        if (k & step) continue;
        const a = v[k] as number;
        const b = v[k | step] as number;
        v[k] = a + b;
        v[k | step] = a - b;
      }
    }
    for (let k = 0; k < 8; k++) {
      (lines[k] as Float64Array)[at[k] as number] = (v[k] as number) * (gains[k] as number) + x;
      if (++(at[k] as number) === (lines[k] as Float64Array).length) at[k] = 0;
    }
  }
  return [left, right];
}
