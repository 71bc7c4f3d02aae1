import type { Actor } from '../desk/actor.ts';
import type { Desk } from '../desk/desk.ts';
import type { Line } from '../desk/line.ts';
import { explain, isRefusal, type Refusal } from '../desk/refusal.ts';
import { readNumber } from '../desk/value.ts';
import type { Answer, PlannedChange } from '../desk/verb.ts';
import type { Left, Outcome, Playback } from './playback.ts';
import { stripLabel } from './short.ts';

/** What a line would do: of its dry run, in the figures of a display. */
export interface Look {
  /** The cue, scene or parameter, else the line's own words. */
  readonly title: string;
  readonly changes: number;
  /** Mutes that open. */
  readonly opens: number;
  /** The largest rise in dB; +Infinity out of silence. */
  readonly jumpDb: number | undefined;
  /** Where that is, by its name. */
  readonly strip: string;
  readonly left: readonly Left[];
  /** Why it would be refused; the value of a single change; where nothing changes, what the line says of itself. */
  readonly says: string;
}

interface Around {
  readonly desk: Desk;
  readonly actor: Actor;
  readonly playback: Playback | undefined;
}

/** @param answer of a dry run */
export function lookOf(line: Line, answer: Answer | Refusal, { desk, actor, playback }: Around): Look {
  const title = titleOf(line);
  if (isRefusal(answer)) return { title, changes: 0, opens: 0, jumpDb: undefined, strip: '', left: [], says: explain(answer) };
  const cue = cueIn(answer);
  const named = cue === undefined ? undefined : playback?.cueNamed(cue);
  const recalled = outcomeIn(answer);
  const outcomes = recalled ? [recalled] : cue === undefined ? [] : (playback?.planned(cue, actor) ?? []);
  const loudest = loudestOf([...outcomes.flatMap(({ loudest: one }) => (one ? [one] : [])), ...jumpsOf(desk, answer.changes)]);
  const [refusal] = answer.refusals;
  const [change, ...others] = answer.changes;
  const single = outcomes.length === 0 && others.length === 0 ? change : undefined;
  const words = single ? `${stripNameOf(desk, single.path)} ${single.path.split('/').at(-1)}` : title;
  return {
    title: named ? `${named.number} ${named.name}`.trimEnd() : (recalled?.scene ?? words),
    changes: answer.changes.length,
    opens: outcomes.length > 0 ? outcomes.reduce((sum, { opens }) => sum + opens, 0) : answer.changes.filter(opensMute).length,
    jumpDb: loudest?.jumpDb,
    strip: loudest ? stripNameOf(desk, loudest.path) : '',
    left: outcomes.flatMap(({ left }) => left),
    says: refusal ? explain(refusal) : single ? `${single.from} > ${single.to}` : change ? '' : (answer.says.split('\n')[0] ?? ''),
  };
}

const titleOf = ({ verb, args }: Line): string => [verb.name, ...Object.values(args)].join(' ');
const opensMute = ({ path, to }: PlannedChange): boolean => path.endsWith('/mute') && to === 'off';

/** The cue that an answer speaks of. */
export function cueIn({ found }: Answer): string | undefined {
  return isObject(found) && typeof found.cue === 'string' ? found.cue : undefined;
}

/** What an answer tells of a recall's plan, if it is one. */
export function outcomeIn({ changes, found }: Answer): Outcome | undefined {
  if (!isObject(found) || typeof found.scene !== 'string' || !Array.isArray(found.left)) return undefined;
  const { scene, opens, loudest } = found;
  const left = found.left.flatMap((row: unknown): Left[] => {
    if (!isObject(row) || typeof row.path !== 'string' || typeof row.why !== 'string') return [];
    return [{ path: row.path, why: row.why, ...(typeof row.by === 'string' ? { by: row.by } : {}) }];
  });
  const rise = isObject(loudest) && typeof loudest.path === 'string' ? { path: loudest.path, jumpDb: figure(loudest.jumpDb) } : undefined;
  return { scene, changes: changes.length, opens: Number(opens ?? 0), ...(rise ? { loudest: rise } : {}), left };
}

const figure = (value: unknown): number => (value === '+inf' ? Number.POSITIVE_INFINITY : Number(value));

/** Answers carry plain data: what is looked for is looked at. */
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

type Jump = NonNullable<Outcome['loudest']>;

/** Rises of levels, from what a dry run says of them. */
function jumpsOf(desk: Desk, changes: readonly PlannedChange[]): Jump[] {
  return changes.flatMap(({ path, from, to }) => {
    const law = desk.model.byPath.get(path)?.parameter.law;
    if (law?.unit !== 'dB' || law.min !== Number.NEGATIVE_INFINITY) return [];
    const jumpDb = readNumber(to, 'dB') - readNumber(from, 'dB');
    return jumpDb > 0 ? [{ path, jumpDb }] : [];
  });
}

function loudestOf(jumps: readonly Jump[]): Jump | undefined {
  let loudest: Jump | undefined;
  for (const jump of jumps) if (jump.jumpDb > (loudest?.jumpDb ?? 0)) loudest = jump;
  return loudest;
}

/** `Organ` for `ch/7/send/1/level`. */
function stripNameOf(desk: Desk, path: string): string {
  const strip = /^(?:[a-z0-9-]+:)?(?:main|mono|[a-z]+\/\d+)/.exec(path)?.[0] ?? path;
  const entry = desk.model.byPath.get(`${strip}/name`);
  const name = entry && desk.wanted(entry.id);
  return typeof name === 'string' && name !== '' ? name : stripLabel(strip);
}
