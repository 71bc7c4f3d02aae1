import { reductionDb } from '../../audio/dynamics.ts';

/** Numbers of a compressor, as the desk has them. */
export interface Compressor {
  readonly thresholdDb: number;
  readonly ratio: number;
  readonly kneeDb: number;
  readonly makeupDb: number;
  /** Share of the compressed signal, 0..1. */
  readonly mix: number;
}

/** Level that comes out for a steady level that goes in, without the gain after it: the mixer's own law. dB */
export function compressed(inDb: number, { thresholdDb, ratio, kneeDb }: Compressor): number {
  return inDb - reductionDb(inDb, thresholdDb, ratio, kneeDb);
}

/** Level in front of the compressor, told from what is heard before the fader and how far it has pulled down (0 or below). dB */
export const beforeCompressor = (preDb: number, changeDb: number, { makeupDb, mix }: Compressor): number =>
  preDb - makeupDb - mixed(changeDb, mix);

/** What is left of a change when the dry signal is mixed in. */
const mixed = (changeDb: number, mix: number): number => 20 * Math.log10(1 - mix + mix * 10 ** (changeDb / 20));

/** Numbers of a gate. */
export interface Gate {
  /** As the desk says it: gate, expander or ducker. */
  readonly mode: string;
  readonly thresholdDb: number;
  /** How far it closes, 0 or above. */
  readonly rangeDb: number;
}

/** An expander turns a dB below the threshold into two. */
const EXPANDER_RATIO = 2;

/**
 * Level that comes out of a gate for a steady level, going up: it opens at the threshold. (On the way down it closes 3 dB
 * lower, so as not to chatter.) A ducker is drawn for its own signal as key.
 */
export function gated(inDb: number, { mode, thresholdDb, rangeDb }: Gate): number {
  const above = inDb >= thresholdDb;
  if (mode === 'ducker') return above ? inDb - rangeDb : inDb;
  if (above) return inDb;
  return mode === 'expander' ? inDb - Math.min(rangeDb, (thresholdDb - inDb) * (EXPANDER_RATIO - 1)) : inDb - rangeDb;
}

/** A square of levels: `lowDb` at the left and bottom, 0 dB at the right and top. px */
export interface Square {
  readonly width: number;
  readonly height: number;
  readonly lowDb: number;
}
export const xOfLevel = ({ width, lowDb }: Square, levelDb: number): number => (1 - levelDb / lowDb) * width;
export const yOfLevel = ({ height, lowDb }: Square, levelDb: number): number => (levelDb / lowDb) * height;

/** A transfer curve as the path of an SVG, a point a dB and one on each side of a jump. */
export function transferPath(square: Square, outOf: (inDb: number) => number, jumps: readonly number[] = []): string {
  const levels: number[] = [];
  for (let level = square.lowDb; level <= 0; level++) levels.push(level);
  for (const jump of jumps) levels.push(jump - 0.001, jump);
  levels.sort((a, b) => a - b);
  const points = levels.map((level) => {
    const y = Math.min(square.height + 4, yOfLevel(square, outOf(level)));
    return `${xOfLevel(square, level).toFixed(1)} ${y.toFixed(1)}`;
  });
  return `M${points.join('L')}`;
}
