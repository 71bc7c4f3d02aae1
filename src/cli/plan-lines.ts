import type { Answer } from '../desk/verb.ts';
import { table } from './table.ts';

/** What a person reads at once; `--json` has all. */
const LINES = 60;

/** A row of a recall's plan, as far as a line shows it; the daemon's own, of the same version. */
interface Row {
  readonly path: string;
  readonly fromText: string;
  readonly toText: string;
  readonly opens?: boolean;
  readonly jumpDb?: number | string;
  readonly fade?: { readonly ms: number; readonly curve: string };
  readonly rounded?: string;
}

interface Left {
  readonly path: string;
  readonly says: string;
  readonly by?: string;
}

/**
 * What a dry run, or a look at an offer, would change, a line each, below its sentence: `ch/1/fader  -10.0 dB -> -3.0 dB  +7.0 dB, over 2 s`. Of a recall also what
 * is left alone, with why.
 * @returns nothing where the sentence says it all
 */
export function planLines({ says, changes, found }: Answer, dry: boolean): readonly string[] {
  const rows = listIn<Row>(found, 'rows');
  const left = listIn<Left>(found, 'left');
  // What has begun has a number; a plan without one was only looked at.
  if (rows && left) return dry || !('id' in Object(found)) ? [...cut(rows.map(planRow)), ...cut(left.map(leftRow))] : [];
  // Of cues it says the lines, which name scenes.
  const isCue = Object(found).cue !== undefined;
  if (!dry || (!isCue && (says.includes('\n') || changes.length < 2))) return [];
  return cut(changes.map(({ path, from, to }) => ['', path, arrow(from, to)]));
}

const planRow = ({ path, fromText, toText, opens, jumpDb, fade, rounded }: Row): string[] => {
  const remarks = [
    ...(opens === true ? ['opens'] : []),
    ...(jumpDb === '+inf' ? ['from silence'] : typeof jumpDb === 'number' && jumpDb > 0 ? [`+${jumpDb.toFixed(1)} dB`] : []),
    ...(fade ? [`over ${Number((fade.ms / 1000).toFixed(2))} s`] : []),
    ...(rounded === undefined ? [] : [`rounded from ${rounded}`]),
  ];
  return ['', path, arrow(fromText, toText), remarks.join(', ')];
};

const leftRow = ({ path, says, by }: Left): string[] => ['-', path, `left: ${says}${by === undefined ? '' : ` (${by})`}`];

const arrow = (from: string, to: string): string => `${from === '' ? 'none' : from} -> ${to === '' ? 'none' : to}`;

function cut(rows: readonly string[][]): string[] {
  if (rows.length === 0) return [];
  const more = rows.length > LINES ? [`  and ${rows.length - LINES} more; --json has all`] : [];
  return [table(rows.slice(0, LINES)), ...more];
}

/** A list of a found plan. Cast: the daemon wrote it, of the same version as this command. */
function listIn<T>(found: unknown, name: string): readonly T[] | undefined {
  const list: unknown = typeof found === 'object' && found !== null ? Object.getOwnPropertyDescriptor(found, name)?.value : undefined;
  return Array.isArray(list) ? (list as T[]) : undefined;
}
