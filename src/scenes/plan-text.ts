import type { Answer, PlannedChange } from '../desk/verb.ts';
import { LEFT, type LeftRow, type Plan, type PlanRow } from './plan.ts';
import type { Recalled } from './recalls.ts';

/** Reasons in the order a person wants to hear them. */
const ORDER: readonly LeftRow['why'][] = ['wrong', 'missing', 'offline', 'held', 'safe', 'preamp', 'read-only', 'scope'];

/** `12 changes, 2 mutes open (ch/3/mute, ch/4/mute), loudest ch/1/fader +6.0 dB; 5 kept safe; 2 missing: ch/31/fader, ch/32/fader` */
export function tellPlan(plan: Plan): string {
  const { rows, opens, loudest, left } = plan;
  const parts = [rows.length === 0 ? 'nothing to change' : `${rows.length} ${rows.length === 1 ? 'change' : 'changes'}`];
  const opening = rows.filter((row) => row.opens).map(({ path }) => path);
  if (opens > 0) parts.push(`${opens} ${opens === 1 ? 'mute opens' : 'mutes open'} (${few(opening)})`);
  if (loudest) parts.push(`loudest ${loudest.path} ${jumpText(loudest.jumpDb)}`);
  const rounded = rows.filter((row) => row.rounded !== undefined).length;
  if (rounded > 0) parts.push(`${rounded} rounded`);
  return [parts.join(', '), ...tellLeft(left)].join('; ');
}

/** `5 kept safe: ...`, a part for each reason. */
export function tellLeft(left: readonly LeftRow[]): string[] {
  return ORDER.flatMap((why) => {
    const rows = left.filter((row) => row.why === why);
    if (rows.length === 0) return [];
    const what = why === 'safe' ? 'kept' : 'left';
    return [
      `${rows.length} ${what} (${LEFT[why]}): ${few(rows.map(({ path, by }) => (why === 'held' && by ? `${path} by ${by}` : path)))}`,
    ];
  });
}

/** How live state differs from what the preview saw: `; 1 moved since it was shown: ch/1/fader 0.0 dB -> -6.0 dB`. */
export function tellMoved({ moved, dropped }: Pick<Recalled, 'moved' | 'dropped'>): string {
  const parts = [
    ...(moved.length > 0
      ? [`${moved.length} moved since it was shown: ${few(moved.map(({ path, was, now }) => `${path} ${was} -> ${now}`))}`]
      : []),
    ...tellLeft(dropped),
  ];
  return parts.map((part) => `; ${part}`).join('');
}

const few = (paths: readonly string[]): string =>
  paths.length > 4 ? `${paths.slice(0, 3).join(', ')} and ${paths.length - 3} more` : paths.join(', ');

export const changesOf = (plan: Plan): PlannedChange[] =>
  plan.rows.map(({ path, fromText, toText }) => ({ path, from: fromText, to: toText }));

/** The plan as JSON carries it: silence is `-inf`, a rise out of it `+inf`. */
export function planData(plan: Plan): Record<string, unknown> {
  const { loudest } = plan;
  return {
    ...plan,
    rows: plan.rows.map(rowData),
    left: plan.left.map((row) => ({ ...row, says: LEFT[row.why] })),
    ...(loudest ? { loudest: { path: loudest.path, jumpDb: figure(loudest.jumpDb) } } : {}),
  };
}

function rowData({ id, path, from, to, fromText, toText, phase, opens, jumpDb, fade, rounded }: PlanRow): Record<string, unknown> {
  return {
    id,
    path,
    from: figure(from),
    to: figure(to),
    fromText,
    toText,
    phase,
    opens,
    ...(jumpDb === undefined ? {} : { jumpDb: figure(jumpDb) }),
    ...(fade === undefined ? {} : { fade }),
    ...(rounded === undefined ? {} : { rounded }),
  };
}

function figure(value: number | string): number | string {
  if (value === Number.NEGATIVE_INFINITY) return '-inf';
  return value === Number.POSITIVE_INFINITY ? '+inf' : value;
}

const jumpText = (jumpDb: number): string => (jumpDb === Number.POSITIVE_INFINITY ? 'from silence' : `+${jumpDb.toFixed(1)} dB`);

/** A dry run, or what a recall has begun to do. */
export const planAnswer = (plan: Plan, says: string, found: Record<string, unknown>): Answer => ({
  says,
  changes: changesOf(plan),
  refusals: [],
  found,
});
