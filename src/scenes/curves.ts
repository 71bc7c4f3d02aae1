import type { Law } from '../desk/law.ts';
import type { Curve } from './scene.ts';

/** The lowest level that a fade in dB knows: silence is reached from here, and left to here. */
const FLOOR_DB = -90;

/** Where a fade stands. @param share see {@link wayOf} */
export function valueAt(law: Law, curve: Curve, from: number, to: number, share: number): number {
  return wayOf(law, curve, from, to)(share);
}

/**
 * The way of a fade, made once for all its steps.
 * @returns where it stands after a share of its time, 0..1; at 0 and 1 the ends are exact; a value of the law's unit, not snapped to its grid
 * @source facts of the field: QLab's domains (slider, decibel, linear), Eos's named curves; test/vectors/show-control/fades.json
 */
export function wayOf(law: Law, curve: Curve, from: number, to: number): (share: number) => number {
  // From silence to silence there is no way through the floor.
  if (from === to) return () => to;
  const inside = insideOf(law, curve, from, to);
  return (share) => (share >= 1 ? to : share > 0 ? inside(share) : from);
}

function insideOf(law: Law, curve: Curve, from: number, to: number): (share: number) => number {
  if (law.unit === 'dB') {
    const [low, high] = curve === 'db' ? [floored(from), floored(to)] : [gainOf(from), gainOf(to)];
    if (curve === 'db') return (share) => between(low, high, share);
    if (curve === 'gain') return (share) => levelOf(between(low, high, share));
    if (curve === 'equal-power') return (share) => levelOf(between(low, high, powerShare(from, to, share)));
  }
  const [start, end] = [law.toPosition(from), law.toPosition(to)];
  if (curve === 's') return (share) => law.toValue(between(start, end, (1 - Math.cos(Math.PI * share)) / 2));
  return (share) => law.toValue(between(start, end, share));
}

/** Two of these against each other keep the sum of their powers: rising as a sine, falling as what is left of a cosine. */
const powerShare = (from: number, to: number, share: number): number =>
  to > from ? Math.sin((Math.PI * share) / 2) : 1 - Math.cos((Math.PI * share) / 2);

const between = (from: number, to: number, share: number): number => from + (to - from) * share;
const floored = (levelDb: number): number => Math.max(levelDb, FLOOR_DB);
const gainOf = (levelDb: number): number => 10 ** (levelDb / 20);
const levelOf = (gain: number): number => 20 * Math.log10(gain);
