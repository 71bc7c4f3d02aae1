import type { Answer } from '../link/protocol.ts';

/** One line of a preview. */
export interface Row {
  readonly path: string;
  readonly kind: 'unmute' | 'mute' | 'level' | 'other' | 'left';
  /** As an engineer says them. */
  readonly from: string;
  readonly to: string;
  /** dB, of levels; ±Infinity out of silence and into it. */
  readonly jumpDb?: number;
  /** What the scene says, where the grid has no such value; of rows that are left, the reason. */
  readonly note: string;
}

/** What a recall or a cue would do, as a preview shows it. */
export interface Preview {
  readonly rows: readonly Row[];
  readonly unmutes: number;
  readonly loudest: Row | undefined;
  /** Changes, without what is left. */
  readonly changes: number;
  readonly left: number;
  /** What was refused as a whole: an unknown scene, a cue that cannot be. */
  readonly refused: readonly string[];
}

/** The part of a plan that a page reads; `scenes/plan-text.ts` writes it. */
interface PlanData {
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
    if (before && before.kind !== 'left' && row.kind === 'left') continue;
    last.set(row.path, row);
  }
  const sorted = [...last.values()].sort((a, b) => rank(a) - rank(b) || size(b) - size(a));
  const levels = sorted.filter(({ kind, jumpDb }) => kind === 'level' && (jumpDb ?? 0) > 0);
  const left = sorted.filter(({ kind }) => kind === 'left').length;
  return {
    rows: sorted,
    unmutes: sorted.filter(({ kind }) => kind === 'unmute').length,
    loudest: levels[0],
    changes: sorted.length - left,
    left,
    refused: [...refused, ...answers.flatMap(({ refusals }) => refusals.map(({ message }) => message))],
  };
}

const RANKS = { unmute: 0, level: 1, other: 2, mute: 3, left: 4 } as const;
const rank = (row: Row): number => RANKS[row.kind];
const size = ({ jumpDb }: Row): number => (jumpDb === undefined ? 0 : Math.abs(jumpDb));

function planRows({ rows, left }: PlanData): Row[] {
  const changes = rows.map(({ path, fromText, toText, opens, phase, jumpDb, rounded }): Row => {
    const jump = jumpDb === undefined ? undefined : figure(jumpDb);
    const kind = opens ? 'unmute' : phase === 'mutes' ? 'mute' : jump === undefined ? 'other' : 'level';
    return { path, kind, from: fromText, to: toText, note: rounded ?? '', ...(jump === undefined ? {} : { jumpDb: jump }) };
  });
  const kept = left
    .filter(({ why }) => !QUIET.has(why))
    .map(({ path, why, by, says }): Row => ({ path, kind: 'left', from: '', to: '', note: leftWords(why, by, says) }));
  return [...changes, ...kept];
}

function leftWords(why: string, by: string | undefined, says: string | undefined): string {
  if (why === 'safe') return by === undefined ? 'SAFE' : `SAFE by ${by}`;
  if (why === 'held') return by === undefined ? 'in a hand' : `in ${by}’s hand`;
  return [says ?? why, by].filter(Boolean).join(': ');
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
