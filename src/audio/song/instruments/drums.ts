/** Kick, snare and toms: modes of a head and a shell, noise of beater, stick and wires. */
import { place } from '../dsp.ts';
import { dice, RATE } from '../math.ts';
import type { Hit } from '../song.ts';
import { begin, burst, choke, HIT, head, mode } from './hit.ts';

/** How loud a stroke is. */
const loud = (vel: number): number => vel * Math.sqrt(vel);
/** A tuning that differs a little at each stroke. */
const near = (seed: number, place: number): number => 1 + 0.006 * dice(seed, place);

/** A 22 inch kick with a pillow: fundamental near 55 Hz, a box around 350 Hz that wants an EQ cut, a beater click. */
export function kick(loop: Float32Array, hits: Hit[]): void {
  for (const { at, vel, seed } of hits) {
    const length = begin(0.7);
    head(length, 54 * near(seed, 1), 1, 0.11, 2.1, 0.014);
    head(length, 108 * near(seed, 2), 0.24, 0.055, 1.35, 0.012);
    mode(length, 176 * near(seed, 3), 0.1, 0.045);
    mode(length, 338 * near(seed, 4), 0.23, 0.042);
    mode(length, 371 * near(seed, 5), 0.15, 0.036);
    mode(length, 520 * near(seed, 6), 0.05, 0.02);
    burst(length, { freqHz: 340, q: 2, level: 0.35, decayS: 0.03, seed });
    burst(length, { freqHz: 3100, q: 0.9, level: 1.1 * vel, decayS: 0.0045, seed: seed + 1 });
    burst(length, { freqHz: 5600, q: 1.2, level: 0.7 * vel * vel, decayS: 0.003, seed: seed + 2 });
    burst(length, { freqHz: 70, q: 0.8, level: 0.5, decayS: 0.09, riseS: 0.012, seed: seed + 3 });
    choke(length, 0.1);
    place(loop, HIT, length, at, loud(vel));
  }
}

/** A 14 inch snare: the head at 190 Hz, a ring at 207 Hz that stays too long, shell modes, wires. */
export function snare(loop: Float32Array, hits: Hit[]): void {
  for (const { at, vel, seed } of hits) {
    const length = begin(0.75);
    const ghost = vel < 0.4;
    const edge = 0.5 + 0.5 * dice(seed, 9); // where the stick lands: off the middle it rings more
    head(length, 189 * near(seed, 1), 0.8, 0.055, 1.18, 0.01);
    mode(length, 207 * near(seed, 2), 0.28 + 0.1 * edge, 0.125);
    mode(length, 331 * near(seed, 3), 0.2 + 0.12 * edge, 0.05);
    mode(length, 416 * near(seed, 4), 0.14, 0.038);
    mode(length, 507 * near(seed, 5), 0.12 + 0.08 * edge, 0.06);
    mode(length, 668 * near(seed, 6), 0.07, 0.03);
    mode(length, 944 * near(seed, 7), 0.05, 0.02);
    const wires = ghost ? 1.3 : 0.95;
    burst(length, { freqHz: 1900, q: 0.7, level: 0.5 * wires, decayS: 0.06, riseS: 0.0012, seed });
    burst(length, { freqHz: 4300, q: 0.8, level: 0.9 * wires, decayS: 0.075, riseS: 0.0018, seed: seed + 1 });
    burst(length, { freqHz: 7200, q: 0.7, level: 0.42 * wires * vel, decayS: 0.11, riseS: 0.003, seed: seed + 2, high: true });
    burst(length, { freqHz: 900, q: 0.6, level: 1.5 * vel, decayS: 0.0035, seed: seed + 3 });
    burst(length, { freqHz: 3200, q: 0.7, level: 1.4 * vel * vel, decayS: 0.0025, seed: seed + 4, high: true });
    choke(length, 0.15);
    place(loop, HIT, length, at, loud(vel));
  }
}

/** Modes of a round membrane over its lowest. */
const MEMBRANE = [1.593, 2.135, 2.295, 2.653, 2.917, 3.155, 3.5];

/** A tom. */
export function tom(loop: Float32Array, hits: Hit[], freqHz: number, decayS: number): void {
  for (const { at, vel, seed } of hits) {
    const length = begin(decayS * 7);
    head(length, freqHz * near(seed, 1), 1, decayS, 1 + 0.16 * vel, 0.03);
    for (const [n, ratio] of MEMBRANE.entries())
      mode(length, freqHz * ratio * near(seed, n), (0.34 * vel) / (1 + 0.5 * n), (decayS * 0.42) / (1 + 0.35 * n));
    burst(length, { freqHz: freqHz * 3, q: 0.8, level: 0.3 * vel, decayS: 0.025, seed });
    burst(length, { freqHz: 2600, q: 0.7, level: 1.4 * vel * vel, decayS: 0.005, seed: seed + 1 });
    burst(length, { freqHz: 5200, q: 0.7, level: 0.5 * vel * vel, decayS: 0.003, seed: seed + 2, high: true });
    choke(length, 0.2);
    place(loop, HIT, length, at, loud(vel));
  }
}

/** Toms that ring along with kick and snare: what a gate on the tom microphone is for. */
export function sympathy(loop: Float32Array, hits: Hit[], freqsHz: number[], level: number): void {
  for (const { at, vel, seed } of hits) {
    const length = begin(1.4);
    for (const [n, freqHz] of freqsHz.entries())
      mode(length, freqHz * near(seed, n), 0.7 + 0.3 * dice(seed, n + 20), 0.26 - 0.03 * n, Math.round(0.002 * RATE));
    choke(length, 0.3);
    place(loop, HIT, length, at, level * vel);
  }
}
