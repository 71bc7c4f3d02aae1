/** Two lines of 56 cells in memory, of which displays that are one piece show 55: the lower line starts at 38 hex, not 37. */
const CELLS_A_LINE = 56;
const CELLS = 2 * CELLS_A_LINE;

/** First cell of a strip. */
export const cellOf = (strip: number, line: 0 | 1, cells: number): number => line * CELLS_A_LINE + strip * cells;

export interface LcdPlace {
  readonly strip: number;
  readonly line: 0 | 1;
}

/** The strip a cell stands in, and how far from its first cell; undefined beyond the last. */
export function placeOf(cell: number, cells: number): (LcdPlace & { readonly offset: number }) | undefined {
  if (cell < 0 || cell >= CELLS) return undefined;
  const inLine = cell % CELLS_A_LINE;
  return { strip: Math.floor(inLine / cells), line: cell < CELLS_A_LINE ? 0 : 1, offset: inLine % cells };
}

/** The memory of a unit's display. */
export class LcdCells {
  readonly #cells = new Uint8Array(CELLS).fill(0x20);
  readonly #perStrip: number;

  constructor(perStrip: number) {
    this.#perStrip = perStrip;
  }

  /** Text runs on from the upper into the lower line; what is beyond the last cell is ignored. @returns the places that were written */
  write(from: number, text: Uint8Array): LcdPlace[] {
    const written = new Map<number, LcdPlace>();
    text.forEach((byte, at) => {
      const place = placeOf(from + at, this.#perStrip);
      if (!place) return;
      // Below 20 are symbols of the user, which nobody has drawn.
      this.#cells[from + at] = Math.max(0x20, byte);
      written.set(cellOf(place.strip, place.line, this.#perStrip), { strip: place.strip, line: place.line });
    });
    return [...written.values()];
  }

  text(strip: number, line: 0 | 1, length: number): string {
    const from = cellOf(strip, line, this.#perStrip);
    return String.fromCharCode(...this.#cells.subarray(from, from + length));
  }
}
