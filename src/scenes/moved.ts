import type { Desk } from '../desk/desk.ts';
import { isRefusal } from '../desk/refusal.ts';
import { formatValue, readValue } from '../desk/value.ts';
import type { Plan } from './plan.ts';
import type { Scene } from './scene.ts';

/** Live state that is not what the preview saw. */
export interface Moved {
  readonly path: string;
  readonly was: string;
  readonly now: string;
}

/**
 * What stands otherwise than the plan saw it: its own rows, and what was right then.
 * @param scene as it is now; undefined where it is gone
 */
export function movedSince(desk: Desk, plan: Plan, scene: Scene | undefined): Moved[] {
  const moved: Moved[] = [];
  const planned = new Set(plan.left.map(({ path }) => path));
  for (const row of plan.rows) {
    planned.add(row.path);
    const entry = desk.model.byPath.get(row.path);
    const now = entry && desk.wanted(entry.id);
    if (!entry || now === row.from) continue;
    moved.push({ path: row.path, was: row.fromText, now: now === undefined ? '' : formatValue(entry.parameter, now) });
  }
  if (!scene) return moved;
  for (const id of desk.values.since(plan.revision)) {
    const entry = desk.model.entries[id];
    const said = entry && scene.values.get(entry.path);
    if (!entry || !said || planned.has(entry.path)) continue;
    const target = readValue(entry.parameter, said.value);
    const now = desk.wanted(id);
    if (isRefusal(target) || target === now) continue;
    moved.push({ path: entry.path, was: formatValue(entry.parameter, target), now: formatValue(entry.parameter, now) });
  }
  return moved;
}
