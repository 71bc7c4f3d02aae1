/**
 * Nearest-rank percentile.
 * @param percent 0..100
 * @returns NaN of nothing
 */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = Math.ceil((percent / 100) * sorted.length) - 1;
  return sorted[Math.min(sorted.length - 1, Math.max(0, place))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 50);
export const highest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);

/** Seeded numbers 0..1 (mulberry32), so that a run can be had again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** In place, by a seeded source. */
export function shuffle<T>(list: T[], random: () => number): T[] {
  for (let last = list.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    // Both places exist: 0..last.
    [list[last], list[other]] = [list[other] as T, list[last] as T];
  }
  return list;
}

/**
 * How often a value of a rising sequence came after a higher one. Equal ones do not count: a value told twice is no step back.
 */
export function stepsBack(values: readonly number[]): number {
  let top = Number.NEGATIVE_INFINITY;
  let back = 0;
  for (const value of values) {
    if (value < top) back += 1;
    else top = value;
  }
  return back;
}
