import type { Actor, ActorKind } from '../../src/desk/actor.ts';
import { Desk, type DeskOptions } from '../../src/desk/desk.ts';
import { buildLayout, type Layout } from '../../src/desk/layout.ts';
import { say } from '../../src/desk/line.ts';
import { explain, isRefusal, type Refusal } from '../../src/desk/refusal.ts';
import { formatValue, type Value, writeValue } from '../../src/desk/value.ts';
import type { Answer } from '../../src/desk/verb.ts';
import { Verbs } from '../../src/desk/verb.ts';
import { deskVerbs } from '../../src/desk/verbs.ts';
import { describe as describeMixer, type Size } from '../../src/engines/embedded/table.ts';
import { ManualClock } from '../manual-clock.ts';

/** Small enough to read, large enough for links, DCAs and groups. */
export const SMALL: Size = { channels: 8, buses: 4, fx: 2, dcas: 4, groups: 2, inputs: 8, tracks: 8 };
export const smallLayout = (): Layout => buildLayout(describeMixer(SMALL));

let actors = 0;
export const actor = (name: string, kind: ActorKind = 'tablet'): Actor => ({
  id: `actor ${++actors}`,
  kind,
  name,
  origin: `test ${name}`,
  role: 'admin',
});
export const CONSOLE: Actor = { id: 'engine', kind: 'engine', name: 'foh (test)', origin: 'console', role: 'mixer' };

export interface Kit {
  readonly desk: Desk;
  readonly clock: ManualClock;
  readonly verbs: Verbs;
  id(path: string): number;
  get(path: string): Value;
  text(path: string): string;
  say(line: string, by?: Actor): Answer | Refusal;
  /** What was refused, as a sentence; empty when nothing was. */
  refused(line: string, by?: Actor): string;
}

/** A desk with one live engine that confirms nothing by itself. */
export function deskKit(options: DeskOptions = {}, layout: Layout = smallLayout()): Kit {
  const clock = new ManualClock();
  const desk = new Desk(clock, {
    onFault: (error) => {
      throw error;
    },
    ...options,
  });
  desk.attach('foh', layout);
  desk.setLink('foh', 'live');
  const verbs = new Verbs().add(deskVerbs);
  const somebody = actor('somebody', 'script');
  const entry = (path: string) => {
    const found = desk.find(path);
    if (isRefusal(found)) throw new Error(explain(found));
    return found;
  };
  return {
    desk,
    clock,
    verbs,
    id: (path) => entry(path).id,
    get: (path) => writeValue(entry(path).parameter, desk.wanted(entry(path).id)),
    text: (path) => formatValue(entry(path).parameter, desk.wanted(entry(path).id)),
    say: (line, by = somebody) => say(verbs, line, { desk, actor: by }),
    refused: (line, by = somebody) => {
      const answer = say(verbs, line, { desk, actor: by });
      if (isRefusal(answer)) return explain(answer);
      return answer.refusals.map(explain).join('; ');
    },
  };
}
