/**
 * Letters to insert, drop, change or swap (neighbours) to get from one word to the other.
 * @param enough from here on it does not matter how far: counting ends there
 */
export function distance(from: string, to: string, enough = Number.POSITIVE_INFINITY): number {
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const next = [row];
    let least = row;
    for (let column = 1; column <= to.length; column++) {
      const change = from[row - 1] === to[column - 1] ? 0 : 1;
      let best = Math.min((last[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + change);
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) best = Math.min(best, (before[column - 2] ?? 0) + 1);
      next.push(best);
      if (best < least) least = best;
    }
    // The row before has no less than `enough` then, so that a swap saves nothing either.
    if (least > enough) return enough;
    before = last;
    last = next;
  }
  return last[to.length] ?? 0;
}

/** The known word nearest to what was typed, or undefined when none is near enough to be meant (a third of its letters may differ). */
export function nearest(typed: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(typed.length / 3)) + 1;
  for (const word of known) {
    if (Math.abs(word.length - typed.length) >= least) continue;
    const away = distance(typed, word, least);
    if (away < least) {
      least = away;
      best = word;
    }
  }
  return best;
}
