// `as number` in this room's sample loops: the index is bounded by the loop, and a check per sample would cost more than the sum it guards.

/** Louder than any real signal (+120 dBFS); beyond it a sample is a fault of whoever made it. */
const ABSURD = 1e6;

/** -200 dBFS: below it a tail has ended and a rack may rest. */
export const SILENCE = 1e-10;

/** Adding and subtracting this in float64 turns anything below about 1e-31 into 0, without a branch: no denormals. */
export const FLUSH = 1e-15;

/**
 * Copies `n` samples; NaN, infinities and absurd values become 0, so nothing that never decays enters a recursive filter.
 * @param from first sample read in `source`; writing starts at 0
 * @returns whether the copied samples are silent (all below -200 dBFS)
 */
export function copyFinite(source: Float32Array, from: number, target: Float32Array, n: number): boolean {
  let silent = true;
  for (let i = 0; i < n; i++) {
    const x = source[from + i] as number;
    const kept = x > -ABSURD && x < ABSURD ? x : 0;
    target[i] = kept;
    if (Math.abs(kept) > SILENCE) silent = false;
  }
  return silent;
}

/** `value` inside `min..max`; NaN keeps `last`, so a broken message never reaches the sound. */
export function within(value: number, min: number, max: number, last: number): number {
  if (Number.isNaN(value)) return last;
  return Math.max(min, Math.min(max, value));
}
