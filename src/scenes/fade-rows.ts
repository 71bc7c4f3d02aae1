import type { Actor } from '../desk/actor.ts';
import type { Desk } from '../desk/desk.ts';
import { withLinked } from '../desk/links.ts';
import { isRefusal, type Refusal } from '../desk/refusal.ts';
import { readValue } from '../desk/value.ts';
import type { Row } from './run-rows.ts';
import type { FadeTime } from './scene.ts';

/** What a fade of these parameters moves, the other strips of linked pairs along, and what it cannot. */
export function fadeRows(
  desk: Desk,
  actor: Actor,
  ids: readonly number[],
  to: unknown,
  time: FadeTime,
): { readonly rows: readonly Row[]; readonly refusals: readonly Refusal[] } {
  const rows = new Map<number, Row>();
  const refusals: Refusal[] = [];
  for (const id of ids) {
    const row = fadeRow(desk, actor, id, to, time);
    if (isRefusal(row)) refusals.push(row);
    else {
      rows.set(id, row);
      for (const linked of linkedRows(desk, actor, row)) if (!ids.includes(linked.id)) rows.set(linked.id, linked);
    }
  }
  return { rows: [...rows.values()], refusals };
}

function fadeRow(desk: Desk, actor: Actor, id: number, to: unknown, time: FadeTime): Row | Refusal {
  const entry = desk.model.entries[id];
  if (!entry) return { code: 'unknown-path', got: `parameter ${id}` };
  const { path, parameter } = entry;
  if (parameter.readOnly) return { code: 'read-only', path, got: 'fade' };
  if (parameter.type !== 'number') return { code: 'malformed', path, got: 'fade', want: 'a level or another number' };
  const away = desk.reachable(actor, id);
  if (away) return away;
  const hold = desk.holder(id);
  if (hold) return { code: 'held', path, got: 'fade', by: hold.actor.name };
  const value = readValue(parameter, to);
  if (isRefusal(value)) return { ...value, path };
  return { id, path, to: value, phase: 'values', ...(time.ms > 0 ? { fade: time } : {}) };
}

function linkedRows(desk: Desk, actor: Actor, row: Row): Row[] {
  const { model, values } = desk;
  return withLinked(model, values, row.id, row.to).flatMap(([id, to]) => {
    const entry = model.entries[id];
    const free = id !== row.id && !desk.holder(id) && !desk.reachable(actor, id);
    return entry && free ? [{ ...row, id, path: entry.path, to }] : [];
  });
}
