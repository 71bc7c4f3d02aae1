import type { Actor } from '../desk/actor.ts';
import type { Desk } from '../desk/desk.ts';
import type { Entry } from '../desk/model.ts';
import type { Change, Turn } from '../desk/turn.ts';
import { valueJson } from './params.ts';

/** What waits to be told: parameter, and the turn that changed it last. Values are read when the frame is made: newest only. */
export type Waiting = Map<number, Turn>;

const whoKept = new WeakMap<Actor, { readonly name: string; readonly text: string }>();

/** Inside of an object that says who: made once an actor (a remote may still tell its name). */
export function whoJson(actor: Actor): string {
  const kept = whoKept.get(actor);
  if (kept && kept.name === actor.name) return kept.text;
  const { id, name, kind, origin } = actor;
  const text = `"actor":${JSON.stringify(id)},"who":${JSON.stringify(name)},"kind":"${kind}","origin":${JSON.stringify(origin)}`;
  whoKept.set(actor, { name, text });
  return text;
}

const byJson = ({ actor, atMs, gesture, cause }: Turn): string =>
  `{${whoJson(actor)},"at":${Math.round(atMs)},"gesture":${gesture},"cause":${JSON.stringify(cause)}}`;

const nameOf = (entry: Entry, named: boolean): string => (named ? JSON.stringify(entry.path) : String(entry.id));

/** Changes of one turn, as they were: `{"t":"changes","rev":17,"by":[...],"c":[[12,-10]]}`. */
export function turnFrame(
  desk: Desk,
  turn: Turn,
  changes: readonly Change[],
  heard: readonly number[],
  named: boolean,
  revision: number,
): string {
  const { entries } = desk.model;
  let list = '';
  for (const { id, to } of changes) {
    const entry = entries[id];
    if (entry) list += `${list === '' ? '' : ','}[${nameOf(entry, named)},${valueJson(entry, to)}]`;
  }
  return `{"t":"changes","rev":${revision},"by":[${list === '' ? '' : byJson(turn)}],"c":[${list}]${heardJson(desk, heard, named)}}`;
}

/** What waited, with the values of now. @param ref of a client that asked (resume) */
export function waitingFrame(
  desk: Desk,
  waiting: Waiting,
  heard: Iterable<number>,
  named: boolean,
  revision: number,
  ref?: number,
): string {
  const { entries } = desk.model;
  const places = new Map<Turn, number>();
  const list: string[] = [];
  for (const [id, turn] of waiting) {
    const entry = entries[id];
    if (!entry) continue;
    const place = places.get(turn) ?? places.size;
    places.set(turn, place);
    list.push(`[${nameOf(entry, named)},${valueJson(entry, desk.wanted(id))}${place === 0 ? '' : `,${place}`}]`);
  }
  const by = [...places.keys()].map(byJson).join(',');
  const answer = ref === undefined ? '' : `"ref":${ref},`;
  return `{"t":"changes",${answer}"rev":${revision},"by":[${by}],"c":[${list.join(',')}]${heardJson(desk, heard, named)}}`;
}

function heardJson(desk: Desk, heard: Iterable<number>, named: boolean): string {
  const list: string[] = [];
  for (const id of heard) {
    const entry = desk.model.entries[id];
    if (entry) list.push(nameOf(entry, named));
  }
  return list.length === 0 ? '' : `,"heard":[${list.join(',')}]`;
}

/** Everything that changed after a revision, as if it had waited. Gestures and causes are not kept that long. */
export function since(desk: Desk, revision: number): Waiting {
  const waiting: Waiting = new Map();
  const turns = new Map<number, Turn>();
  for (const id of desk.values.since(revision)) {
    const actor = desk.values.by(id);
    if (!actor) continue;
    const last = desk.values.revision(id);
    const turn = turns.get(last) ?? {
      revision: last,
      atMs: desk.values.at(id),
      actor,
      cause: 'meanwhile',
      gesture: 0,
      changes: [],
      confirmed: [],
    };
    turns.set(last, turn);
    waiting.set(id, turn);
  }
  return waiting;
}
