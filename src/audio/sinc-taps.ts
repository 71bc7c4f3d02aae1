import { kaiserWindow, sinc } from './kaiser.ts';

/** Zero crossings on each side: 64 taps. */
export const HALF = 32;
/** Fastest: twice the speed of material at twice the rate. */
export const MAX_STEP = 4;
export const LONGEST_REACH = HALF * MAX_STEP;
const BETA = 9;
const PHASES = 1024; // straight lines between them err by less than -110 dB
const ROW = HALF + 2;
const MOST_PLACES = 640;
// `as number` in this file: places are bounded by the table's length.

/** One side of the kernel: row p holds its values at p / 1024, 1 + p / 1024, ... so one output reads two rows. */
const KERNEL = Float64Array.from({ length: (PHASES + 1) * ROW }, (_, i) => kernel((i % ROW) + Math.floor(i / ROW) / PHASES));

function kernel(t: number): number {
  return sinc(t) * kaiserWindow(t / HALF, BETA);
}

/** Frames needed on each side of an output, an even number. A falling rate widens the kernel, so that what it cannot hold is cut. */
export function reach(step: number): number {
  return step > 1 ? (2 * Math.ceil((HALF * step) / 2)) | 0 : HALF;
}

/**
 * Tap weights of one output.
 * @param taps written from 0 to 2 * side; tap `side - 1` weighs the frame just before the output
 * @param aimed fraction of a frame after that frame, and the step; an array, because numbers passed on would be allocated
 */
export function writeTaps(taps: Float64Array, aimed: Float64Array, side: number): void {
  if ((aimed[1] as number) > 1) writeWide(taps, aimed, side);
  else writeNarrow(taps, aimed[0] as number);
}

function writeNarrow(taps: Float64Array, fraction: number): void {
  const before = fraction * PHASES;
  const row = before | 0;
  const f = before - row;
  const after = (1 - fraction) * PHASES;
  const rowAfter = after | 0;
  const g = after - rowAfter;
  const a = row * ROW;
  const b = rowAfter * ROW;
  const a2 = f === 0 ? a : a + ROW; // the last row has no next, and needs none
  const b2 = g === 0 ? b : b + ROW;
  for (let k = 0; k < HALF; k++) {
    const left = KERNEL[a + k] as number;
    const right = KERNEL[b + k] as number;
    taps[HALF - 1 - k] = left + f * ((KERNEL[a2 + k] as number) - left);
    taps[HALF + k] = right + g * ((KERNEL[b2 + k] as number) - right);
  }
}

function writeWide(taps: Float64Array, aimed: Float64Array, side: number): void {
  const fraction = aimed[0] as number;
  const cutoff = 1 / (aimed[1] as number);
  for (let k = 0; k < 2 * side; k++) {
    const t = Math.abs(k - side + 1 - fraction) * cutoff;
    const crossing = t | 0;
    if (crossing >= HALF) {
      taps[k] = 0;
      continue;
    }
    const phase = (t - crossing) * PHASES;
    const row = phase | 0;
    const at = row * ROW + crossing;
    const value = KERNEL[at] as number;
    taps[k] = cutoff * (value + (phase - row) * ((KERNEL[at + ROW] as number) - value));
  }
}

/** Exact taps for each of the places an output can have between two inputs. */
export interface Grid {
  size: number;
  rows: readonly Float64Array[];
}

const grids = new Map<number, Grid | undefined>();
const MOST_GRIDS = 16;

/** The grid of a step that is a fraction of small numbers, made once for all resamplers; undefined for any other step. */
export function gridOf(step: number): Grid | undefined {
  if (grids.has(step)) return grids.get(step);
  let size = 1;
  while (size <= MOST_PLACES && Math.abs(step * size - Math.round(step * size)) > 1e-9) size++;
  const grid = size > MOST_PLACES ? undefined : { size, rows: Array.from({ length: size }, (_, place) => exactTaps(place / size, step)) };
  if (grids.size < MOST_GRIDS) grids.set(step, grid);
  return grid;
}

function exactTaps(fraction: number, step: number): Float64Array {
  const side = reach(step);
  const cutoff = Math.min(1, 1 / step);
  return Float64Array.from({ length: 2 * side }, (_, k) => cutoff * kernel(Math.abs(k - side + 1 - fraction) * cutoff));
}
