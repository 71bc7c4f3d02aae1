/** Eighths of a block, for bars finer than a letter. */
const PARTS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;
const FLOOR_DB = -60;
const COLORS = [
  [-6, '31'],
  [-18, '33'],
  [Number.NEGATIVE_INFINITY, '32'],
] as const;

/** A bar for a level: empty at -60 dBFS and below, full at 0. @param width in letters */
export function bar(levelDb: number, width: number): string {
  const share = Math.min(1, Math.max(0, 1 - levelDb / FLOOR_DB));
  const eighths = Number.isNaN(share) ? 0 : Math.round(share * width * 8);
  return ('█'.repeat(Math.floor(eighths / 8)) + (PARTS[eighths % 8] ?? '')).padEnd(width);
}

/** Green, yellow from -18, red from -6 dBFS. */
function colored(text: string, levelDb: number): string {
  const color = COLORS.find(([from]) => levelDb >= from)?.[1];
  return color === undefined ? text : `\u001b[${color}m${text}\u001b[0m`;
}

export interface Meter {
  readonly label: string;
  readonly levelDb: number;
}

const LABEL = 15;
const BAR = 14;
/** Label, bar and figure with a space between each, and two to the next cell. */
const CELL = LABEL + BAR + 5 + 2 + 2;

/** Meters as a screen: columns as the terminal has room, read from top to bottom. */
export function screenOf(meters: readonly Meter[], columns: number, color: boolean): string[] {
  const across = Math.max(1, Math.floor(columns / CELL));
  const down = Math.ceil(meters.length / across);
  return Array.from({ length: down }, (_, row) =>
    Array.from({ length: across }, (_, column) => meters[column * down + row])
      .map((meter) => (meter ? cell(meter, color) : ''))
      .join('  ')
      .trimEnd(),
  );
}

function cell({ label, levelDb }: Meter, color: boolean): string {
  const level = levelDb === Number.NEGATIVE_INFINITY ? '-inf' : levelDb.toFixed(1);
  const drawn = bar(levelDb, BAR);
  return `${label.slice(0, LABEL).padEnd(LABEL)} ${color ? colored(drawn, levelDb) : drawn} ${level.padStart(5)}`;
}
