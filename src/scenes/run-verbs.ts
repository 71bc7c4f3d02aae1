import { isRefusal, type Refusal } from '../desk/refusal.ts';
import { tellUndone, undoneChanges } from '../desk/undo.ts';
import { formatValue } from '../desk/value.ts';
import type { Answer, Argument, Call, PlannedChange, Verb } from '../desk/verb.ts';
import type { Recalls, Running } from './recalls.ts';
import { type SceneHost, type SceneHostOf, withHost } from './scene-host.ts';

const ID: Argument = {
  name: 'id',
  type: 'number',
  optional: true,
  says: 'of the recall or fade, as "running" tells it; if left out the newest, or all',
};
const TIMES: Argument = { name: 'times', type: 'number', says: 'how many times as fast as now: 2, or 0.5 for slower' };

function readId(text: string | undefined): number | undefined | Refusal {
  if (text === undefined) return undefined;
  const id = Number(text);
  return Number.isInteger(id) ? id : { code: 'malformed', got: text, want: 'the number of a recall or fade' };
}

function rollBack({ recalls }: SceneHost, { desk, actor, args, dry }: Call): Answer | Refusal {
  const id = readId(args.id);
  if (isRefusal(id)) return id;
  const undone = dry ? recalls.planRollBack(actor, id) : recalls.rollBack(actor, id);
  if (isRefusal(undone)) return undone;
  return {
    says: `${undone.cause} ${dry ? 'would be rolled back' : 'rolled back'}: ${tellUndone(undone, dry)}`,
    changes: undoneChanges(desk, undone),
    refusals: [],
    found: undone,
  };
}

/** What a verb tells the runs. */
interface Deed {
  readonly name: string;
  readonly says: string;
  /** `would be held: recall "A"` */
  readonly done: string | ((call: Call) => string);
  readonly args?: readonly Argument[];
  readonly example?: string;
  /** Those it is about. */
  readonly takes?: (running: Running) => boolean;
  /** Why the call is wrong, whatever runs. */
  readonly wrong?: (call: Call) => Refusal | undefined;
  readonly deed: (recalls: Recalls, id: number | undefined, call: Call) => Refusal | undefined;
  /** What it would change at once. */
  readonly would?: (recalls: Recalls, id: number | undefined, call: Call) => readonly PlannedChange[];
}

function steer(hostOf: SceneHostOf, about: Deed): Verb {
  const { name, says, done, args = [ID], example = name, takes = () => true, wrong, deed, would = () => [] } = about;
  return {
    name,
    says,
    example,
    role: 'mixer',
    args,
    run: withHost(hostOf, ({ recalls }, call) => {
      const id = readId(call.args.id);
      if (isRefusal(id)) return id;
      const bad = wrong?.(call);
      if (bad) return bad;
      const running = recalls.list().filter((one) => takes(one) && (id === undefined || one.id === id));
      const names = running.map(({ cause }) => cause).join(', ');
      const what = typeof done === 'string' ? done : done(call);
      if (call.dry && running.length > 0) return { says: `would be ${what}: ${names}`, changes: would(recalls, id, call), refusals: [] };
      const refusal = deed(recalls, id, call);
      return refusal ?? { says: `${what}: ${names}`, changes: [], refusals: [] };
    }),
  };
}

/** Where fades would be at once. */
function goals(recalls: Recalls, id: number | undefined, { desk }: Call): PlannedChange[] {
  return recalls.goals(id).flatMap(({ id: parameterId, path, to }) => {
    const parameter = desk.model.entries[parameterId]?.parameter;
    const from = desk.wanted(parameterId);
    return parameter && from !== to ? [{ path, from: formatValue(parameter, from), to: formatValue(parameter, to) }] : [];
  });
}

const timesOf = ({ args }: Call): number => Number(args.times);

function running({ recalls }: SceneHost): Answer {
  const found = recalls.list();
  const line = ({ id, cause, who, state, paused, done, of, leftMs, missing }: Running): string => {
    const rest = state === 'partial' ? `, ${missing.length} missing` : leftMs > 0 ? `, ${(leftMs / 1000).toFixed(1)} s left` : '';
    return `${id} ${cause} of ${who}: ${paused ? 'held' : state}, ${done} of ${of}${rest}`;
  };
  return { says: found.length === 0 ? 'nothing is on its way' : found.map(line).join('\n'), changes: [], refusals: [], found };
}

const isFading = ({ state }: Running): boolean => state !== 'partial';

/** The verbs of recalls and fades on their way. */
export const runVerbs = (hostOf: SceneHostOf): readonly Verb[] => [
  {
    name: 'running',
    says: 'tells which recalls and fades are on their way, with their numbers',
    example: 'running',
    role: 'viewer',
    args: [],
    run: withHost(hostOf, running),
  },
  {
    name: 'rollback',
    says: 'takes back a recall that is on its way or was interrupted',
    example: 'rollback',
    role: 'mixer',
    args: [ID],
    run: withHost(hostOf, rollBack),
  },
  steer(hostOf, {
    name: 'finish',
    says: 'does what an interrupted recall left out',
    done: 'finished',
    takes: ({ state }) => state === 'partial',
    deed: (recalls, id) => recalls.finish(id),
    would: (recalls, id, call) => goals(recalls, id, call),
  }),
  steer(hostOf, {
    name: 'cut',
    says: 'ends fades at once, at their goal',
    done: 'cut to the end',
    takes: isFading,
    deed: (recalls, id) => recalls.cut(id),
    would: (recalls, id, call) => goals(recalls, id, call),
  }),
  steer(hostOf, {
    name: 'faster',
    says: 'lets fades run faster or slower from where they are',
    example: 'faster 2',
    args: [TIMES, ID],
    done: ({ args }) => `${args.times} times as fast`,
    takes: isFading,
    wrong: (call) => (timesOf(call) > 0 && timesOf(call) <= 1000 ? undefined : wrongTimes(call.args.times ?? '')),
    deed: (recalls, id, call) => recalls.faster(timesOf(call), id),
  }),
  steer(hostOf, {
    name: 'pause-fade',
    says: 'holds fades where they are; the cue list goes on',
    done: 'held',
    takes: isFading,
    deed: (recalls, id) => recalls.pause(id),
  }),
  steer(hostOf, {
    name: 'resume-fade',
    says: 'lets held fades go on',
    done: 'going on',
    takes: ({ paused }) => paused,
    deed: (recalls, id) => recalls.resume(id),
  }),
  steer(hostOf, {
    name: 'stop-fade',
    says: 'ends recalls and fades where they stand; what they have not done stays undone',
    done: 'stopped',
    deed: (recalls, id) => recalls.stop(id),
  }),
];

const wrongTimes = (got: string): Refusal => ({ code: 'malformed', got, want: 'how many times as fast: 2' });
