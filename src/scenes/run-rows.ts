import type { Actor } from '../desk/actor.ts';
import type { DeskClock } from '../desk/clock.ts';
import type { Desk } from '../desk/desk.ts';
import type { Refusal } from '../desk/refusal.ts';
import type { Intent } from '../desk/turn.ts';
import { formatValue, writeValue } from '../desk/value.ts';
import type { PlanRow } from './plan.ts';

/** Order of a recall. */
export const PHASES = ['mutes', 'values', 'unmutes'] as const;

/** What a recall needs of a row of its plan. */
export type Row = Pick<PlanRow, 'id' | 'path' | 'to' | 'phase' | 'fade'>;

/**
 * - `mutes` `values` `unmutes` the phase that is being made
 * - `fading` all is made but what takes time
 * - `partial` interrupted: what is missing can be done, or what was done taken back
 * - `done` `undone` over
 */
export type RunState = 'mutes' | 'values' | 'unmutes' | 'fading' | 'partial' | 'done' | 'undone';

/** Something that the run did not do, and why: a hand, another recall, the console. */
export interface Lost {
  readonly path: string;
  readonly why: string;
}

export interface RunHost {
  readonly desk: Desk;
  readonly clock: DeskClock;
  /** The run is in another state. */
  changed(): void;
  /** Fades have begun: the steps are due. */
  fading(): void;
  say(line: string): void;
}

/** Choices by their words: the index of one may be the word of another. */
export function intentOf(type: string, row: Row, parameter: Parameters<typeof writeValue>[0]): Intent {
  return { kind: 'set', id: row.id, value: type === 'choice' || type === 'color' ? writeValue(parameter, row.to) : row.to };
}

/** Why none of these can be made now: their engines are away. Undefined where one can. */
export function allAway(desk: Desk, actor: Actor, rows: Iterable<Row>): Refusal | undefined {
  let first: Refusal | undefined;
  for (const { path } of rows) {
    const entry = desk.model.byPath.get(path);
    const refusal = entry && desk.reachable(actor, entry.id);
    if (refusal?.code !== 'offline') return undefined;
    first ??= { code: 'offline', got: refusal.got, ...(refusal.want === undefined ? {} : { want: refusal.want }) };
  }
  return first;
}

/** Lines that one loss makes in the log: a recall that takes over another one is said once, not three thousand times. */
const TOLD = 20;

/** Says what a run has left, and why, on every path in the log. */
export function tellLost({ desk, clock, say }: RunHost, { actor, cause, gesture }: Leaver, lost: readonly Lost[]): void {
  const [first] = lost;
  if (!first) return;
  const more = lost.length > 1 ? ` and ${lost.length - 1} more` : '';
  say(`${cause}: left ${first.path}${more} (${first.why})`);
  const step = desk.hands.long(gesture)?.step?.id ?? gesture;
  for (const [index, { path, why }] of lost.slice(0, TOLD).entries()) {
    const entry = desk.model.byPath.get(path);
    if (!entry) continue;
    const value = formatValue(entry.parameter, desk.wanted(entry.id));
    const left = index === TOLD - 1 && lost.length > TOLD ? `${why}, as were ${lost.length - TOLD} more` : why;
    const by = { who: actor.name, origin: actor.origin, kind: actor.kind };
    desk.log.add({ ...by, atMs: clock.wallMs(), path, from: value, to: value, cause, gesture: step, revision: desk.revision, left });
  }
}

interface Leaver {
  readonly actor: Actor;
  readonly cause: string;
  readonly gesture: number;
}
