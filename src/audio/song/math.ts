/**
 * Arithmetic that gives the same bits on every engine and processor: only + - * / and floor,
 * which ECMAScript fixes to IEEE 754 doubles. `Math.sin`, `exp`, `pow` and `tanh` may differ in
 * the last bit between engines, and a feedback loop can make that audible to a checksum.
 * Casts: the loops keep their indices inside the arrays, and a check a sample costs more than the sum.
 */

export const RATE = 48000;
const { LN2, LOG2E } = Math;
const TAU = 6.283185307179586;

const POWERS = new Float64Array(2001); // 2^-1000 .. 2^1000, exact
for (let i = 0, up = 1, down = 1; i <= 1000; i++, up *= 2, down /= 2) {
  POWERS[1000 + i] = up;
  POWERS[1000 - i] = down;
}

/** 2 to the power x. */
export function exp2(x: number): number {
  if (x < -1000) return 0;
  const whole = Math.floor(x);
  const f = (x - whole) * LN2;
  let y = 1;
  for (let n = 14; n > 0; n--) y = 1 + (f / n) * y;
  return y * (POWERS[1000 + Math.min(whole, 1000)] as number);
}

/** e to the power x. */
export const exp = (x: number): number => exp2(x * LOG2E);
/** Factor of a level. */
export const gainOf = (db: number): number => exp2(db * 0.16609640474436813);
/** Frequency of a MIDI note, A4 = 440 Hz; fractions are cents. */
export const hertz = (midi: number): number => 440 * exp2((midi - 69) / 12);
/** What a one-pole smoother with this time constant keeps each step. @param step samples a step */
export const keep = (seconds: number, step = 1): number => exp(-step / (seconds * RATE));

/** Sine of a phase in turns (1 = full circle). */
export function sinTurn(turns: number): number {
  let t = turns - Math.floor(turns);
  if (t > 0.75) t -= 1;
  else if (t > 0.25) t = 0.5 - t;
  const x = t * TAU;
  const square = x * x;
  let y = 1;
  for (let n = 18; n > 0; n -= 2) y = 1 - (square / (n * (n + 1))) * y;
  return x * y;
}

export const cosTurn = (turns: number): number => sinTurn(turns + 0.25);

const SIZE = 8192;
const TABLE = new Float64Array(SIZE + 1);
for (let i = 0; i <= SIZE; i++) TABLE[i] = sinTurn(i / SIZE);

/** Sine by table, error below -140 dB. @param turns 0 or more */
export function fastSin(turns: number): number {
  const x = (turns - Math.floor(turns)) * SIZE;
  const i = x | 0; // cheaper than floor, and the same from 0 on
  const low = TABLE[i] as number;
  return low + (x - i) * ((TABLE[i + 1] as number) - low);
}

/** Soft clipping, a rational stand-in for tanh. */
export function soft(x: number): number {
  if (x > 3) return 1;
  if (x < -3) return -1;
  const square = x * x;
  return (x * (27 + square)) / (27 + 9 * square);
}

/** One 32-bit number out of two. */
export function mixBits(a: number, b: number): number {
  let x = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35);
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
  return (x ^ (x >>> 15)) >>> 0;
}

/** A stream of numbers in -1..1 (mulberry32). */
export function noise(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2147483648 - 1;
  };
}

/** One number in -1..1, the same for the same pair. */
export const dice = (a: number, b: number): number => mixBits(a, b) / 2147483648 - 1;
/** Roughly normal, deviation 1, never beyond 3. */
export const bell = (a: number, b: number): number => dice(a, b) + dice(a, b + 7919) + dice(a, b + 104729);
/** A number for a name. */
export function seedOf(text: string): number {
  let h = 2166136261;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619);
  return h >>> 0;
}
