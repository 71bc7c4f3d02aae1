import type { Answer } from '../link/protocol.ts';

/** What a row is about: `left` safe or kept out on purpose, `held` in a hand, `unfit` this desk does not have or take it. */
export type RowKind = 'unmute' | 'mute' | 'level' | 'other' | 'held' | 'unfit' | 'left';

/** One line of a preview. */
export interface Row {
  readonly path: string;
  readonly kind: RowKind;
  /** As an engineer says them. */
  readonly from: string;
  readonly to: string;
  /** dB, of levels; ±Infinity out of silence and into it. */
  readonly jumpDb?: number;
  /** Of rows that stay as they are: the reason. */
  readonly note: string;
  /** What the scene says, where the grid of this desk has no such value. */
  readonly rounded?: string;
}

/** What a recall or a cue would do, as a preview shows it. */
export interface Preview {
  readonly rows: readonly Row[];
  readonly unmutes: number;
  readonly loudest: Row | undefined;
  /** Changes, without what is left. */
  readonly changes: number;
  /** Safe, or kept out on purpose. */
  readonly left: number;
  readonly held: number;
  /** Missing here, or not to be had so. */
  readonly unfit: number;
  readonly rounded: number;
  /** What was refused as a whole: an unknown scene, a cue that cannot be. */
  readonly refused: readonly string[];
  /** Mark of the plan of a scene: a recall that says it does this very plan. */
  readonly seen: string | undefined;
}

/** The part of a plan that a page reads; `scenes/plan-text.ts` writes it. */
interface PlanData {
  readonly seen?: string;
  readonly rows: readonly {
    readonly path: string;
    readonly fromText: string;
    readonly toText: string;
    readonly opens: boolean;
    readonly phase: string;
    readonly jumpDb?: number | string;
    readonly rounded?: string;
  }[];
  readonly left: readonly { readonly path: string; readonly why: string; readonly by?: string; readonly says?: string }[];
}

const isPlan = (found: unknown): found is PlanData =>
  typeof found === 'object' &&
  found !== null &&
  'rows' in found &&
  Array.isArray(found.rows) &&
  'left' in found &&
  Array.isArray(found.left);

/** Reasons that nobody asked to be told one by one: the scene speaks of a part, and that is that. */
const QUIET = new Set(['scope', 'read-only']);

/** Unmutes first, then by the size of the jump, what is left alone last. */
export function previewOf(answers: readonly Answer[], refused: readonly string[] = []): Preview {
  const rows = answers.flatMap((answer) => (isPlan(answer.found) ? planRows(answer.found) : answer.changes.map(plainRow)));
  // A later line of a cue says what becomes of what an earlier one did.
  const last = new Map<string, Row>();
  for (const row of rows) {
    const before = last.get(row.path);
    if (before && !stays(before) && stays(row)) continue;
    last.set(row.path, row);
  }
  const sorted = [...last.values()].sort((a, b) => rank(a) - rank(b) || size(b) - size(a));
  const levels = sorted.filter(({ kind, jumpDb }) => kind === 'level' && (jumpDb ?? 0) > 0);
  const count = (kind: RowKind): number => sorted.filter((row) => row.kind === kind).length;
  return {
    rows: sorted,
    unmutes: count('unmute'),
    loudest: levels[0],
    changes: sorted.filter((row) => !stays(row)).length,
    left: count('left'),
    held: count('held'),
    unfit: count('unfit'),
    rounded: sorted.filter(({ rounded }) => rounded !== undefined).length,
    refused: [...refused, ...answers.flatMap(({ refusals }) => refusals.map(({ message }) => message))],
    seen: answers.length === 1 && isPlan(answers[0]?.found) ? answers[0].found.seen : undefined,
  };
}

const RANKS: Readonly<Record<RowKind, number>> = { unmute: 0, level: 1, mute: 2, other: 3, unfit: 4, held: 5, left: 6 };
export const stays = ({ kind }: Row): boolean => kind === 'left' || kind === 'held' || kind === 'unfit';
const rank = (row: Row): number => RANKS[row.kind];
const size = ({ jumpDb }: Row): number => (jumpDb === undefined ? 0 : Math.abs(jumpDb));

function planRows({ rows, left }: PlanData): Row[] {
  const changes = rows.map(({ path, fromText, toText, opens, phase, jumpDb, rounded }): Row => {
    const jump = jumpDb === undefined ? undefined : figure(jumpDb);
    const kind = opens ? 'unmute' : phase === 'mutes' ? 'mute' : jump === undefined ? 'other' : 'level';
    return {
      path,
      kind,
      from: fromText,
      to: toText,
      note: '',
      ...(jump === undefined ? {} : { jumpDb: jump }),
      ...(rounded === undefined ? {} : { rounded }),
    };
  });
  const kept = left
    .filter(({ why }) => !QUIET.has(why))
    .map(({ path, why, by, says }): Row => ({ path, kind: LEFT_KINDS[why] ?? 'left', from: '', to: '', note: leftWords(why, by, says) }));
  return [...changes, ...kept];
}

const LEFT_KINDS: Readonly<Record<string, RowKind>> = { held: 'held', missing: 'unfit', wrong: 'unfit', offline: 'unfit' };

function leftWords(why: string, by: string | undefined, says: string | undefined): string {
  if (why === 'safe') return by === undefined ? 'SAFE' : `SAFE by ${by}`;
  if (why === 'held') return by === undefined ? 'in a hand' : `in ${by}’s hand`;
  if (why === 'missing') return 'this desk does not have it';
  if (why === 'preamp') return 'SAFE: gain and 48 V only by Scope';
  return [says ?? why, by].filter(Boolean).join(': ');
}

// ---- what a person reads of it ----

/** Which rows are shown: all, or what a box counts. */
export type Filter = 'all' | 'unmutes' | 'louder' | 'changes' | 'left' | 'held' | 'unfit';

export function filtered(rows: readonly Row[], filter: Filter): readonly Row[] {
  const kept: Readonly<Record<Filter, (row: Row) => boolean>> = {
    all: () => true,
    unmutes: ({ kind }) => kind === 'unmute',
    louder: ({ kind, jumpDb = 0 }) => kind === 'level' && jumpDb > 0,
    changes: (row) => !stays(row),
    left: ({ kind }) => kind === 'left',
    held: ({ kind }) => kind === 'held',
    unfit: ({ kind, rounded }) => kind === 'unfit' || rounded !== undefined,
  };
  return rows.filter(kept[filter]);
}

/** Below this a change of level is a small one (dB). */
export const SMALL_DB = 3;
/** So many rows are read as they are; of more, the small ones are a figure. */
const READABLE = 13;

export interface Shortened {
  readonly rows: readonly Row[];
  readonly small: readonly Row[];
}

/** A long list without its small changes: those of levels below 3 dB, and of what is neither level nor mute. */
export function shortened(rows: readonly Row[]): Shortened {
  if (rows.length <= READABLE) return { rows, small: [] };
  const isSmall = (row: Row): boolean =>
    row.rounded === undefined && (row.kind === 'other' || (row.kind === 'level' && Math.abs(row.jumpDb ?? 0) < SMALL_DB));
  const small = rows.filter(isSmall);
  // One or two behind a key would only cost a tap.
  return small.length < 3 ? { rows, small: [] } : { rows: rows.filter((row) => !isSmall(row)), small };
}

/** A row, or many of one strip that stay for one reason. */
export interface Line {
  readonly row: Row;
  /** How many values it stands for. */
  readonly count: number;
  readonly strip: string | undefined;
}

/** What stays as it is by strip and reason, so that a safe channel is one line and not ninety. */
export function linesOf(rows: readonly Row[], stripOf: (path: string) => string | undefined): Line[] {
  const lines: Line[] = [];
  const at = new Map<string, number>();
  for (const row of rows) {
    const strip = stripOf(row.path);
    const key = stays(row) && strip !== undefined ? `${strip} ${row.note}` : undefined;
    const known = key === undefined ? undefined : at.get(key);
    const line = known === undefined ? undefined : lines[known];
    if (known !== undefined && line) lines[known] = { ...line, count: line.count + 1 };
    else {
      if (key !== undefined) at.set(key, lines.length);
      lines.push({ row, count: 1, strip });
    }
  }
  return lines;
}

/** A change that a line without a plan says: set, fade, mute. */
function plainRow({ path, from, to }: Answer['changes'][number]): Row {
  if (path.endsWith('/mute')) return { path, kind: to === 'off' ? 'unmute' : 'mute', from, to, note: '' };
  const jumpDb = path.endsWith('/fader') || path.endsWith('/level') ? levelOf(to) - levelOf(from) : Number.NaN;
  return { path, kind: Number.isNaN(jumpDb) ? 'other' : 'level', from, to, note: '', ...(Number.isNaN(jumpDb) ? {} : { jumpDb }) };
}

const levelOf = (text: string): number => (text.startsWith('-inf') ? Number.NEGATIVE_INFINITY : Number.parseFloat(text));

function figure(value: number | string): number {
  if (value === '+inf') return Number.POSITIVE_INFINITY;
  return value === '-inf' ? Number.NEGATIVE_INFINITY : Number(value);
}
