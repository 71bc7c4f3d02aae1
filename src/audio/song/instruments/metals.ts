/** Hat, ride, crash and the small percussion: banks of inharmonic modes, filtered noise, skins. */
import { place } from '../dsp.ts';
import { dice, RATE } from '../math.ts';
import type { Hit } from '../song.ts';
import { begin, burst, choke, HIT, head, metal, mode } from './hit.ts';

const loud = (vel: number): number => vel * Math.sqrt(vel);

/** A 14 inch hat. An open stroke rings until the next stroke or the foot closes it. */
export function hat(loop: Float32Array, hits: { closed: Hit[]; open: Hit[]; pedal: Hit[] }): void {
  const all = [
    ...hits.closed.map((hit) => ({ ...hit, kind: 'closed' })),
    ...hits.open.map((hit) => ({ ...hit, kind: 'open' })),
    ...hits.pedal.map((hit) => ({ ...hit, kind: 'pedal' })),
  ]
    .sort((a, b) => a.at - b.at)
    .filter((hit, _, list) => hit.kind === 'open' || !list.some((other) => other.kind === 'open' && Math.abs(other.at - hit.at) < 3000));
  all.forEach(({ at, vel, seed, kind }, index) => {
    const open = kind === 'open';
    const gap = ((all[index + 1]?.at ?? at + RATE) - at) / RATE;
    const length = begin(open ? Math.min(gap + 0.012, 0.9) : 0.4);
    const loose = 1 + 0.25 * dice(seed, 1);
    const ring = open ? 0.34 : (kind === 'pedal' ? 0.022 : 0.034) * loose;
    metal(length, 14, 420, 3400, 0.28 * vel, () => ring * 0.95, 11, seed);
    metal(length, 56, 2700, 18500, 0.95, (freqHz) => ring * (1.15 - freqHz / 40000), 12, seed + 1);
    burst(length, { freqHz: 7400, q: 0.8, level: 0.55, decayS: ring * 0.9, riseS: kind === 'pedal' ? 0.004 : 0.0006, seed, high: true });
    burst(length, { freqHz: 4200, q: 0.8, level: kind === 'pedal' ? 0.1 : 0.5 * vel, decayS: 0.005, seed: seed + 2 });
    choke(length, open ? 0.014 : 0.1);
    place(loop, HIT, length, at, loud(vel) * (kind === 'pedal' ? 0.5 : 1));
  });
}

/** A cymbal struck at its edge. @param plate each cymbal its own number */
export function crash(loop: Float32Array, hits: Hit[], plate: number): void {
  for (const { at, vel, seed } of hits) {
    const length = begin(3.8);
    metal(length, 32, 230, 2600, 0.5, (freqHz) => 0.8 - freqHz / 9000, plate, seed);
    metal(length, 152, 1900, 19000, 1.1, (freqHz) => 0.95 / (1 + freqHz / 9000), plate + 1, seed + 1);
    burst(length, { freqHz: 5200, q: 0.6, level: 0.5 * vel, decayS: 0.42, riseS: 0.012, seed, high: true });
    burst(length, { freqHz: 3000, q: 0.6, level: 0.6 * vel, decayS: 0.05, riseS: 0.001, seed: seed + 1 });
    choke(length, 1.2);
    place(loop, HIT, length, at, loud(vel));
  }
}

/** A 20 inch ride, played with the tip. */
export function ride(loop: Float32Array, hits: Hit[]): void {
  for (const { at, vel, seed } of hits) {
    const length = begin(2);
    metal(length, 18, 420, 2600, 0.3, () => 0.4, 31, seed);
    metal(length, 72, 2400, 17500, 0.6, (freqHz) => 0.55 / (1 + freqHz / 14000), 32, seed + 1);
    mode(length, 3187, 0.2, 0.12);
    mode(length, 4870, 0.14, 0.09);
    burst(length, { freqHz: 5200, q: 0.8, level: 0.7 * vel, decayS: 0.008, seed });
    burst(length, { freqHz: 6500, q: 0.7, level: 0.1, decayS: 0.3, riseS: 0.01, seed: seed + 1, high: true });
    choke(length, 0.6);
    place(loop, HIT, length, at, loud(vel));
  }
}

/** Beans thrown forward: a soft start, then the clack. */
export function shaker(loop: Float32Array, hits: Hit[]): Float32Array {
  for (const { at, vel, seed } of hits) {
    const length = begin(0.16);
    burst(length, { freqHz: 6300, q: 1, level: 0.6, decayS: 0.03, riseS: 0.016, seed });
    burst(length, { freqHz: 9400, q: 1.1, level: 0.5 * vel, decayS: 0.018, riseS: 0.01, seed: seed + 1 });
    burst(length, { freqHz: 5200, q: 0.8, level: 0.5 * vel, decayS: 0.01, riseS: 0.001, seed: seed + 2, delay: 1100 });
    choke(length, 0.03);
    place(loop, HIT, length, at - 1000, 0.8 * loud(vel));
  }
  return loop;
}

/** Seven pairs of jingles and a palm. */
export function tambourine(loop: Float32Array, hits: Hit[]): Float32Array {
  for (const { at, vel, seed } of hits) {
    const length = begin(0.7);
    for (let pair = 0; pair < 4; pair++) metal(length, 9, 4600, 15000, 0.3, () => 0.07 + 0.07 * vel, 41 + pair, seed + pair);
    burst(length, { freqHz: 7800, q: 0.9, level: 0.4, decayS: 0.06, riseS: 0.002, seed });
    burst(length, { freqHz: 420, q: 0.9, level: 0.5 * vel, decayS: 0.012, seed: seed + 1 });
    choke(length, 0.2);
    place(loop, HIT, length, at, loud(vel));
  }
  return loop;
}

/** An open tone of a conga. */
export function conga(loop: Float32Array, hits: Hit[], freqHz: number): Float32Array {
  for (const { at, vel, seed } of hits) {
    const length = begin(0.6);
    const tune = freqHz * (1 + 0.005 * dice(seed, 2));
    head(length, tune, 0.9, 0.075, 1.05, 0.02);
    for (const [n, ratio] of [1.58, 2.2, 2.9, 3.6].entries()) mode(length, tune * ratio, 0.2 / (1 + n * 0.6), 0.03);
    burst(length, { freqHz: 900, q: 0.7, level: 0.8 * vel, decayS: 0.004, seed });
    burst(length, { freqHz: 2600, q: 0.8, level: 0.4 * vel * vel, decayS: 0.004, seed: seed + 1 });
    choke(length, 0.15);
    place(loop, HIT, length, at, loud(vel));
  }
  return loop;
}

/** The click in the drummer's ears: a wooden block, higher on the one. */
export function block(loop: Float32Array, hits: Hit[]): Float32Array {
  for (const { at, vel, step } of hits) {
    const length = begin(0.12);
    const freqHz = step % 16 === 0 ? 1480 : 1110;
    for (const [n, ratio] of [1, 1.83, 2.71, 3.9].entries()) mode(length, freqHz * ratio, 0.8 / (1 + n * 1.2), 0.012 / (1 + 0.4 * n));
    burst(length, { freqHz: 3800, q: 1, level: 0.2, decayS: 0.002, seed: 5 });
    choke(length, 0.03);
    place(loop, HIT, length, at, vel);
  }
  return loop;
}
