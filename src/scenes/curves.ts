import type { Law } from '../desk/law.ts';
import type { Curve } from './scene.ts';

/** The lowest level that a fade in dB knows: silence is reached from here, and left to here. */
const FLOOR_DB = -90;

/**
 * Where a fade stands.
 * @param share of its time that has gone, 0..1; at 0 and 1 the ends are exact
 * @returns a value of the law's unit, not snapped to its grid
 * @source facts of the field: QLab's domains (slider, decibel, linear), Eos's named curves; test/vectors/show-control/fades.json
 */
export function valueAt(law: Law, curve: Curve, from: number, to: number, share: number): number {
  // From silence to silence there is no way through the floor.
  if (share >= 1 || from === to) return to;
  if (!(share > 0)) return from;
  if (law.unit === 'dB') {
    if (curve === 'db') return between(floored(from), floored(to), share);
    if (curve === 'gain') return levelOf(between(gainOf(from), gainOf(to), share));
    if (curve === 'equal-power') return levelOf(between(gainOf(from), gainOf(to), powerShare(from, to, share)));
  }
  const along = curve === 's' ? (1 - Math.cos(Math.PI * share)) / 2 : share;
  return law.toValue(between(law.toPosition(from), law.toPosition(to), along));
}

/** Two of these against each other keep the sum of their powers: rising as a sine, falling as what is left of a cosine. */
const powerShare = (from: number, to: number, share: number): number =>
  to > from ? Math.sin((Math.PI * share) / 2) : 1 - Math.cos((Math.PI * share) / 2);

const between = (from: number, to: number, share: number): number => from + (to - from) * share;
const floored = (levelDb: number): number => Math.max(levelDb, FLOOR_DB);
const gainOf = (levelDb: number): number => 10 ** (levelDb / 20);
const levelOf = (gain: number): number => 20 * Math.log10(gain);
