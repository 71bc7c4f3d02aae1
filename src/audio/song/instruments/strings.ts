/**
 * Plucked strings: one running loop a string (Karplus-Strong with a tuned all-pass), struck again and again.
 * Casts: the loops keep their indices inside the arrays, and a check a sample costs more than the sum.
 */
import { dice, exp2, hertz, noise, RATE } from '../math.ts';

/** A stroke; `at` and `len` in samples, `slideFrom` in MIDI. */
export interface Pluck {
  readonly at: number;
  readonly len: number;
  readonly midi: number;
  readonly vel: number;
  readonly muted?: boolean;
  readonly slideFrom?: number;
}

/** What a string is like. */
export interface StringKind {
  /** Decay (60 dB) of a long note at 110 Hz. */
  readonly ringS: number;
  /** 0..0.5: how fast highs die. */
  readonly dull: number;
  /** Parts of the length. */
  readonly pluckAt: number;
  readonly pickupAt: number;
  /** What a full stroke excites at all. */
  readonly brightHz: number;
  readonly pickNoise: number;
  /** Decay once the finger is off. */
  readonly stopS: number;
  /** A plucked string gives less and less above this. */
  readonly roundHz: number;
}

const MASK = 4095;
const WARM = RATE * 5;

/**
 * Plays one string into a loop.
 * @param plucks in the order of time
 */
export function playString(loop: Float32Array, plucks: Pluck[], kind: StringKind, seed: number, gain = 1): void {
  if (!plucks.length) return;
  const length = loop.length;
  // Each stroke keeps its dice, so that what rings into the start is exactly what the end of the loop left.
  const inside = plucks
    .map((pluck) => ({ ...pluck, at: ((pluck.at % length) + length) % length, id: seed ^ pluck.at }))
    .sort((a, b) => a.at - b.at);
  const events = [...inside.filter((pluck) => pluck.at >= length - WARM).map((pluck) => ({ ...pluck, at: pluck.at - length })), ...inside];
  const ring = new Float64Array(MASK + 1);
  const hit = new Float64Array(MASK + 1);
  let next = 0;
  let write = 0;
  let whole = 100;
  let a = 0;
  let dull = kind.dull;
  let loss = 0;
  let last = 0;
  let allIn = 0;
  let allOut = 0;
  let hitAt = 0;
  let hitLength = 0;
  let stopAt = Infinity;
  let pickup = 20;
  let period = 100;
  let slide = 0;
  let pitch = 0;
  const tune = (freqHz: number) => {
    period = RATE / freqHz;
    const delay = period - dull;
    whole = Math.floor(delay - 0.3);
    const part = delay - whole;
    a = (1 - part) / (1 + part);
    pickup = Math.max(1, Math.round(period * kind.pickupAt));
  };
  for (let i = -WARM; i < length; i++) {
    for (let pluck = events[next]; pluck !== undefined && pluck.at <= i; pluck = events[++next]) {
      slide = pluck.slideFrom ? pluck.slideFrom - pluck.midi : 0;
      pitch = pluck.midi + 0.03 * dice(seed, pluck.id);
      const freqHz = hertz(pitch + slide);
      dull = pluck.muted ? 0.5 : Math.min(0.5, kind.dull * Math.sqrt(110 / freqHz) + 0.02);
      tune(freqHz);
      const ringS = pluck.muted ? 0.12 : kind.ringS * Math.sqrt(Math.sqrt(110 / freqHz));
      loss = exp2((-9.9658 * period) / (ringS * RATE));
      stopAt = i + pluck.len;
      hitLength = excite(hit, period, pluck, kind, pluck.id);
      hitAt = 0;
    }
    if (slide !== 0 && (i & 31) === 0) {
      slide = Math.abs(slide) < 0.02 ? 0 : slide * 0.985;
      tune(hertz(pitch + slide));
    }
    if (i >= stopAt) {
      loss = exp2((-9.9658 * period) / (kind.stopS * RATE));
      stopAt = Infinity;
    }
    const x = ring[(write - whole) & MASK] as number;
    const low = x + dull * (last - x);
    last = x;
    allOut = a * (low - allOut) + allIn;
    allIn = low;
    const v = loss * allOut + (hitAt < hitLength ? (hit[hitAt++] as number) : 0) + 1e-20;
    ring[write & MASK] = v;
    if (i >= 0) loop[i] = (loop[i] as number) + gain * (v - 0.85 * (ring[(write - pickup) & MASK] as number));
    write = (write + 1) & MASK;
  }
}

/**
 * What the finger or pick gives the string: a rounded pulse and its mirror from the bridge, with some scrape.
 * @returns samples
 */
function excite(hit: Float64Array, period: number, pluck: Pluck, kind: StringKind, seed: number): number {
  const next = noise(seed);
  const pulse = Math.floor(period);
  const mirror = Math.max(2, Math.round(period * kind.pluckAt));
  const length = Math.min(MASK, pulse + mirror + 64);
  const cutHz = kind.brightHz * (0.25 + 0.75 * pluck.vel * pluck.vel);
  const k = 1 - exp2((-9.0647 * cutHz) / RATE);
  const soften = 1 - exp2((-9.0647 * kind.roundHz) / RATE);
  let round = 0;
  let one = 0;
  let two = 0;
  let sum = 0;
  for (let i = 0; i < length; i++) {
    const scrape = i < pulse ? kind.pickNoise * next() : 0;
    const x = (i === 2 ? period * 0.32 : 0) + scrape;
    round += soften * (x - round);
    one += k * (round * 4 + 0.12 * x - one);
    two += k * (one - two);
    hit[i] = two;
  }
  for (let i = length - 1; i >= mirror; i--) hit[i] = (hit[i] as number) - 0.95 * (hit[i - mirror] as number);
  for (let i = 0; i < length; i++) sum += hit[i] as number;
  const level = pluck.vel * Math.sqrt(pluck.vel) * (pluck.muted ? 0.7 : 1);
  for (let i = 0; i < length; i++) hit[i] = level * ((hit[i] as number) - sum / length) * (i > length - 24 ? (length - i) / 24 : 1);
  return length;
}
