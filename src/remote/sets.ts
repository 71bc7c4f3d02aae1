import type { Desk, Outcome } from '../desk/desk.ts';
import type { Entry } from '../desk/model.ts';
import { isRefusal, type Refusal } from '../desk/refusal.ts';
import type { How, Intent } from '../desk/turn.ts';
import { errorOf } from './errors.ts';
import { valueJson } from './params.ts';
import type { Movement, SetMessage } from './protocol/moves.ts';
import type { Session } from './session.ts';

const HAND: How = { hand: true };
const SINGLE: How = {};

/** What a movement wants of a parameter. The schema has made sure that it names exactly one way. */
export function intentOf(id: number, { value, delta, position }: Movement): Intent {
  if (value !== undefined) return { kind: 'set', id, value };
  if (delta !== undefined) return { kind: 'nudge', id, by: delta };
  if (position !== undefined) return { kind: 'position', id, position };
  return { kind: 'toggle', id };
}

/** The parameter a client means. Ids are taken only from a client that has them from the present layout: old ones would mean another. */
export function meantBy(desk: Desk, path: string | number, isNamed: boolean): Entry | Refusal {
  if (typeof path === 'string') return desk.find(path);
  if (isNamed) return { code: 'unknown-path', got: String(path), want: 'a path: ids hold after a snapshot of this layout' };
  return desk.model.entries[path] ?? { code: 'unknown-path', got: String(path) };
}

interface Placed {
  readonly path: string | number;
  readonly movement: Movement;
}
type Results = readonly Outcome['results'][number][];

/** States sets in one turn. @returns what became of each, in their order */
export function stateSets(session: Session, sets: readonly Placed[], hand: boolean): Results {
  const { desk } = session.shared.house;
  const meant = sets.map(({ path }) => meantBy(desk, path, session.isNamed));
  const intents: Intent[] = [];
  for (const [index, entry] of meant.entries()) {
    const set = sets[index];
    if (set && !isRefusal(entry)) intents.push(intentOf(entry.id, set.movement));
  }
  const { results } = desk.intend(session.actor, intents, hand ? HAND : SINGLE);
  let next = 0;
  return meant.map((entry): Results[number] => (isRefusal(entry) ? entry : (results[next++] ?? { code: 'malformed', got: 'set' })));
}

/** Answers sets that came one by one. */
export function answerSets(session: Session, sets: readonly { readonly ref: number | undefined }[], results: Results): void {
  for (const [index, result] of results.entries()) answerOne(session, sets[index]?.ref, result);
}

function answerOne(session: Session, ref: number | undefined, result: Results[number] | undefined): void {
  if (result === undefined) return;
  if (isRefusal(result)) {
    session.refuse(errorOf(result), ref);
    return;
  }
  if (ref === undefined) return;
  const { desk } = session.shared.house;
  const entry = desk.model.entries[result.id];
  const value = entry ? `,"value":${valueJson(entry, result.value)}` : '';
  session.outlet.answer(`{"t":"ok","ref":${ref},"rev":${desk.revision}${value}}`);
}

/** A `set` as it came: the change is told inside this call, to everybody. */
export function hearSet(session: Session, message: SetMessage): void {
  const { path, sets, ref, hand = false } = message;
  if (sets) {
    const placed = sets.map((move) => ({ path: move.path, movement: move }));
    answerBatch(session, ref, stateSets(session, placed, hand));
    return;
  }
  if (path === undefined) return;
  const { desk } = session.shared.house;
  const entry = meantBy(desk, path, session.isNamed);
  if (isRefusal(entry)) answerOne(session, ref, entry);
  else answerOne(session, ref, desk.intend(session.actor, [intentOf(entry.id, message)], hand ? HAND : SINGLE).results[0]);
}

function answerBatch(session: Session, ref: number | undefined, results: Results): void {
  const refused = results.flatMap((result, index) => (isRefusal(result) ? [{ index, error: errorOf(result) }] : []));
  const [first] = refused;
  if (ref === undefined && !first) return;
  if (first && refused.length === results.length) session.refuse(first.error, ref);
  else
    session.tell({
      t: 'ok',
      ...(ref === undefined ? {} : { ref }),
      rev: session.shared.house.desk.revision,
      ...(first ? { refused } : {}),
    });
}
