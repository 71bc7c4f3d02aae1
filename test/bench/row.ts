/** One line of the table. */
export interface Row {
  readonly name: string;
  /** What was measured, with its unit in the name. */
  readonly ours: number;
  /** The same of the least that could do it, measured in the same run; null where there is none. */
  readonly floor: number | null;
  /** Ours over the floor. */
  readonly ratio: number | null;
  /** As a person reads it; empty for information. */
  readonly goal: string;
  /** null for information. */
  readonly ok: boolean | null;
}

type Bound = { readonly most: number } | { readonly least: number };

/** A row with a goal for `ours`. */
export function goalRow(name: string, ours: number, bound: Bound, floor: number | null = null): Row {
  const ok = 'most' in bound ? ours <= bound.most : ours >= bound.least;
  return { name, ours, floor, ratio: ratio(ours, floor), goal: 'most' in bound ? `<= ${bound.most}` : `>= ${bound.least}`, ok };
}

/** A row whose goal is how much more than the floor it may be. */
export function overFloorRow(name: string, ours: number, floor: number, most: number): Row {
  return { name, ours, floor, ratio: ratio(ours, floor), goal: `<= floor + ${most}`, ok: ours - floor <= most };
}

/** A row whose goal is its ratio to the floor. */
export function ratioRow(name: string, ours: number, floor: number, most: number): Row {
  const times = ratio(ours, floor);
  return { name, ours, floor, ratio: times, goal: `<= ${most} x floor`, ok: times !== null && times <= most };
}

export const infoRow = (name: string, ours: number, floor: number | null = null): Row => ({
  name,
  ours,
  floor,
  ratio: ratio(ours, floor),
  goal: '',
  ok: null,
});

const ratio = (ours: number, floor: number | null): number | null => (floor === null || floor === 0 ? null : ours / floor);

/** Four digits that matter; NaN is what was not reached at all. */
export function figure(value: number | null): string {
  if (value === null) return '';
  if (!Number.isFinite(value)) return String(value);
  const digits = Math.abs(value) >= 1000 ? 0 : Math.abs(value) >= 100 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
  return value.toFixed(digits);
}

/** Columns side by side, numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const isText = (column: number): boolean => column === 0 || column === head.length - 1;
  const line = (cells: readonly string[]): string =>
    cells.map((cell, column) => (isText(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ');
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

export const verdict = (ok: boolean | null): string => (ok === null ? 'info' : ok ? 'yes' : 'MISSED');
