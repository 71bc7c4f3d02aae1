/** A row in a hand, or let go and not yet where the desk has it. */
export interface Drag {
  readonly number: string;
  readonly from: number;
  readonly to: number;
  /** How far it is from its place, px. */
  readonly dy: number;
  /** What the others make room for, px. */
  readonly height: number;
}

/** Where a row is drawn while another one, or it, is dragged: px from its place. */
export function shiftOf(held: Drag | undefined, index: number): number {
  if (!held) return 0;
  const { from, to, dy, height } = held;
  if (index === from) return dy;
  if (index > from && index <= to) return -height;
  return index < from && index >= to ? height : 0;
}

/** Middle of each row, from the top of what scrolls; the place of a row whose middle is at y. */
export function placeAt(middles: readonly number[], from: number, y: number): number {
  const own = middles[from] ?? 0;
  if (y > own)
    return Math.max(
      from,
      middles.findLastIndex((middle) => y >= middle),
    );
  const above = middles.findIndex((middle) => y <= middle);
  return above < 0 ? from : Math.min(from, above);
}
