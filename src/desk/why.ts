import type { Desk } from './desk.ts';
import type { LogLine } from './log.ts';
import type { Entry } from './model.ts';
import { findAll } from './path.ts';
import { isRefusal, type Refusal } from './refusal.ts';
import { formatValue } from './value.ts';

export interface Why {
  readonly says: string;
  /** Newest first. */
  readonly lines: readonly LogLine[];
}

const LINES = 10;

/** Who made it so: the state now, who holds it, and the last lines of the log on that path; for `audible` and strips also each cause. */
export function why(desk: Desk, target: string): Why | Refusal {
  const entries = findAll(desk.model, target, true);
  if (isRefusal(entries)) return entries;
  const [first] = entries;
  if (!first) return { says: 'nothing', lines: [] };
  const now = entries.length === 1 ? [first] : entries.filter((entry) => entry.segments.at(-1) === 'audible');
  const watched = new Set(entries.map((entry) => entry.path));
  const says: string[] = [];
  for (const entry of now) {
    says.push(`${entry.path} is ${formatValue(entry.parameter, desk.wanted(entry.id))}`);
    for (const cause of causesOf(desk, entry)) watched.add(cause.path);
  }
  for (const entry of entries) {
    const hold = desk.holder(entry.id);
    if (hold) says.push(`${entry.path} is held by ${hold.actor.name} (${hold.actor.origin}) now`);
  }
  const lines = desk.log.newest(LINES, (path) => watched.has(path));
  if (lines.length === 0) says.push('nobody has moved it since the log began');
  for (const line of lines) says.push(sentence(line));
  return { says: says.join('\n'), lines };
}

/** The switches behind an `audible` that is not "yes". */
function causesOf(desk: Desk, entry: Entry): Entry[] {
  const text = desk.wanted(entry.id);
  if (entry.segments.at(-1) !== 'audible' || typeof text !== 'string' || text === 'yes') return [];
  const prefix = entry.path.slice(0, entry.path.length - entry.parameter.path.length);
  const strip = entry.parameter.path.slice(0, -'/audible'.length);
  const paths = text.split(', ').flatMap((cause) => {
    if (cause === 'mute' || cause === 'fader' || cause === 'solo') return [`${prefix}${strip}/${cause}`];
    return [`${prefix}${cause}/mute`, `${prefix}${cause}/fader`, `${prefix}${strip}/${cause}`];
  });
  return paths.flatMap((path) => desk.model.byPath.get(path) ?? []);
}

/**
 * `2026-11-25 21:04:05 ch/7/mute off -> on by Anna's iPad (ws 127.0.0.1): toggle`, or
 * `2026-11-25 21:04:05 ch/7/fader -12.0 dB was left by recall "A" of Anna's iPad (ws 127.0.0.1): taken by recall "B" of Ben`
 */
export function sentence(line: LogLine): string {
  const at = new Date(line.atMs).toISOString().replace('T', ' ').slice(0, 19);
  if (line.left !== undefined)
    return `${at}Z ${line.path} ${line.to} was left by ${line.cause} of ${line.who} (${line.origin}): ${line.left}`;
  return `${at}Z ${line.path} ${line.from} -> ${line.to} by ${line.who} (${line.origin}): ${line.cause}`;
}
