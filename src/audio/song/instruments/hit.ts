/**
 * What every struck thing is made of: ringing modes, bursts of noise, and a head whose pitch falls.
 * Casts: the loops keep their indices inside the arrays, and a check a sample costs more than the sum.
 */
import { cosTurn, exp2, fastSin, keep, noise, RATE, sinTurn } from '../math.ts';

/** Where one hit is built before it is placed into a loop. */
export const HIT = new Float64Array(RATE * 5);

/** @returns samples cleared */
export function begin(seconds: number): number {
  const length = Math.min(HIT.length, Math.round(seconds * RATE));
  HIT.fill(0, 0, length);
  return length;
}

/** Decaying sines, struck at once. @param decayS time constant @param delay samples */
export function mode(length: number, freqHz: number, level: number, decayS: number, delay = 0): void {
  if (freqHz > 20000) return;
  const r = keep(decayS);
  const turns = freqHz / RATE;
  const c = 2 * r * cosTurn(turns);
  const d = -r * r;
  let last = 0;
  let now = level * sinTurn(turns);
  const end = Math.min(length, delay + Math.round(decayS * 7.5 * RATE));
  for (let i = delay; i < end; i++) {
    HIT[i] = (HIT[i] as number) + now;
    const next = c * now + d * last;
    last = now;
    now = next;
  }
}

/** A drum head: its pitch starts `bend` times higher and falls. */
export function head(length: number, freqHz: number, level: number, decayS: number, bend: number, bendS: number): void {
  const fade = keep(decayS);
  const fall = keep(bendS);
  let env = level;
  let up = bend - 1;
  let phase = 0;
  for (let i = 0; i < length; i++) {
    HIT[i] = (HIT[i] as number) + env * fastSin(phase);
    phase += (freqHz * (1 + up)) / RATE;
    env *= fade;
    up *= fall;
  }
}

/**
 * Noise through a resonant band, rising and dying.
 * high: a high-pass instead of a band
 */
export function burst(
  length: number,
  {
    freqHz,
    q,
    level,
    decayS,
    riseS = 0.0003,
    seed,
    high = false,
    delay = 0,
  }: { freqHz: number; q: number; level: number; decayS: number; riseS?: number; seed: number; high?: boolean; delay?: number },
): void {
  const next = noise(seed);
  const turns = Math.min(freqHz / RATE, 0.45) / 2;
  const g = sinTurn(turns) / cosTurn(turns);
  const k = 1 / q;
  const a1 = 1 / (1 + g * (g + k));
  const a2 = g * a1;
  const a3 = g * a2;
  const fade = keep(decayS);
  const rise = keep(riseS);
  let z1 = 0;
  let z2 = 0;
  let env = level;
  let up = 1;
  const end = Math.min(length, delay + Math.round((decayS * 7.5 + riseS * 5) * RATE));
  for (let i = delay; i < end; i++) {
    const x = next();
    const v3 = x - z2;
    const v1 = a1 * z1 + a2 * v3;
    const v2 = z2 + a2 * z1 + a3 * v3;
    z1 = 2 * v1 - z1;
    z2 = 2 * v2 - z2;
    HIT[i] = (HIT[i] as number) + env * (1 - up) * (high ? x - k * v1 - v2 : k * v1);
    env *= fade;
    up *= rise;
  }
}

/** Ends a hit softly, as a hand or the next stroke does. */
export function choke(length: number, seconds: number): void {
  const count = Math.min(length, Math.round(seconds * RATE));
  for (let i = 0; i < count; i++) HIT[length - 1 - i] = (HIT[length - 1 - i] as number) * (i / count);
}

const BANK = 4;
const STATE = new Float64Array(4 * BANK);

/**
 * Many inharmonic modes between two frequencies: metal. Four ring at a time, which keeps a processor busy.
 * @param plate which piece of metal: its modes stay the same @param seed this stroke: their levels vary
 */
export function metal(
  length: number,
  count: number,
  lowHz: number,
  highHz: number,
  level: number,
  decayS: (freqHz: number) => number,
  plate: number,
  seed: number,
): void {
  const where = noise(plate);
  const how = noise(seed);
  let octaves = 0;
  while (lowHz * exp2(octaves) < highHz) octaves += 1 / 64;
  for (let n = 0; n < count; n += BANK) {
    let longest = 0;
    for (let k = 0; k < BANK; k++) {
      const freqHz = lowHz * exp2((octaves * (n + k + 0.5 + 0.45 * where())) / count);
      const r = keep(decayS(freqHz));
      const turns = freqHz / RATE;
      longest = Math.max(longest, decayS(freqHz));
      STATE[k] = 2 * r * cosTurn(turns);
      STATE[BANK + k] = -r * r;
      const strength = (level * (0.65 + 0.35 * where() + 0.25 * how())) / Math.sqrt(count);
      STATE[2 * BANK + k] = n + k < count ? strength * sinTurn(turns) : 0;
    }
    ring(length, Math.floor(20 * (1 + how())), longest);
  }
}

function ring(length: number, delay: number, decayS: number): void {
  const [c0 = 0, c1 = 0, c2 = 0, c3 = 0, d0 = 0, d1 = 0, d2 = 0, d3 = 0] = STATE;
  let a = STATE[8] as number;
  let b = STATE[9] as number;
  let c = STATE[10] as number;
  let d = STATE[11] as number;
  let aWas = 0;
  let bWas = 0;
  let cWas = 0;
  let dWas = 0;
  const end = Math.min(length, delay + Math.round(decayS * 7.5 * RATE));
  for (let i = delay; i < end; i++) {
    HIT[i] = (HIT[i] as number) + (a + b + c + d);
    const a2 = c0 * a + d0 * aWas;
    const b2 = c1 * b + d1 * bWas;
    const c4 = c2 * c + d2 * cWas;
    const d4 = c3 * d + d3 * dWas;
    aWas = a;
    bWas = b;
    cWas = c;
    dWas = d;
    a = a2;
    b = b2;
    c = c4;
    d = d4;
  }
}
