import type { Desk } from '../../desk/desk.ts';
import type { Line } from '../../desk/line.ts';
import type { Entry, Model } from '../../desk/model.ts';

/** Whose mutes a cue leaves alone. The console's own surface is a hand too. */
const HANDS: ReadonlySet<string> = new Set(['surface', 'tablet', 'engine']);

const mutes = new WeakMap<Model, readonly Entry[]>();

/** Each Go asks for them. */
function mutesOf(model: Model): readonly Entry[] {
  const known = mutes.get(model) ?? model.entries.filter(({ segments }) => segments.at(-1) === 'mute');
  mutes.set(model, known);
  return known;
}

/** Mutes that are on because a hand put them on: the presenter who waits in the wings. By the newest line of the log on each. */
export function mutedByHand(desk: Desk): readonly string[] {
  const { log, model } = desk;
  const on = new Set<string>();
  for (const { id, path } of mutesOf(model)) if (desk.values.number(id) === 1) on.add(path);
  if (on.size === 0) return [];
  // As many as are on: the whole log, some ten thousand lines, stands between a Go and its first byte only where one is not in it.
  return log
    .newest(on.size, (path) => on.delete(path), true)
    .filter(({ kind, cause }) => HANDS.has(kind) && !cause.startsWith('recall'))
    .map(({ path }) => path);
}

/** The same recall, with these mutes left alone; any other line as it is. */
export function leaving(line: Line, mutes: readonly string[]): Line {
  if (line.verb.name !== 'recall' || mutes.length === 0) return line;
  // The comma ends a name with spaces that may stand before.
  const scope = `${line.args.scope ?? ''} except , ${mutes.join(', ')}`.trim();
  return { ...line, args: { ...line.args, scope } };
}
