import { type Line, parseLine } from '../desk/line.ts';
import { isRefusal } from '../desk/refusal.ts';
import type { PlannedChange, Verbs } from '../desk/verb.ts';
import type { Cue, CueLine } from './cues/cue.ts';
import { asRead, findScene } from './library.ts';
import type { Scene } from './scene.ts';

/** Lines of the show besides its cues: what panic says, what triggers say. */
export interface OtherLine {
  /** `panic in desk.yaml` */
  readonly where: string;
  readonly text: string;
  readonly line: Line;
}

/** Verbs that call a scene by `name`, as one that need not be there yet; all others call it `scene`. */
const BY_NAME: ReadonlySet<string> = new Set(['recall', 'store']);

/** The scene that a line names: by name or number, as it says it. */
export const sceneIn = ({ verb, args }: Line): string | undefined => args.scene ?? (BY_NAME.has(verb.name) ? args.name : undefined);

/** What a list of cues becomes where scenes get other names or numbers. */
export interface Rewriting {
  /** The cues as they were where nothing in them changes. */
  readonly cues: readonly Cue[];
  readonly changes: readonly PlannedChange[];
  /** Numbers of the cues that say it otherwise now. */
  readonly numbers: readonly string[];
}

/**
 * Cues that mean the same scenes in another list of scenes as they did: whoever names one that is called or counted otherwise now says so.
 * @param after each of `before`, as it is called then; undefined: it is not there any more
 */
export function rewritten(
  cues: readonly Cue[],
  before: readonly Scene[],
  after: ReadonlyMap<Scene, Scene | undefined>,
  verbs: Verbs,
): Rewriting {
  const changes: PlannedChange[] = [];
  const numbers: string[] = [];
  const next = cues.map((cue) => {
    const lines = cue.lines.map((line) => lineAfter(line, before, after, verbs));
    if (lines.every((line, index) => line === cue.lines[index])) return cue;
    numbers.push(cue.number);
    for (const [index, { text }] of lines.entries()) {
      const from = cue.lines[index]?.text ?? '';
      if (from !== text) changes.push({ path: `cue ${cue.number}`, from, to: text });
    }
    return { ...cue, lines };
  });
  return { cues: changes.length > 0 ? next : cues, changes, numbers };
}

function lineAfter(said: CueLine, before: readonly Scene[], after: ReadonlyMap<Scene, Scene | undefined>, verbs: Verbs): CueLine {
  const named = sceneIn(said.line);
  const was = named === undefined ? undefined : findScene(before, named);
  const will = was && after.get(was);
  const list = [...after.values()].flatMap((scene) => scene ?? []);
  if (named === undefined || !was || !will || findScene(list, named) === will) return said;
  // Who counted goes on counting, where that still means the one scene.
  const counted = asRead(was.name) !== asRead(named) && findScene(list, will.number) === will;
  const text = withScene(said.text, counted ? will.number : will.name);
  const line = parseLine(verbs, text);
  return isRefusal(line) || sceneIn(line) !== (counted ? will.number : will.name) ? said : { text, line };
}

/** A scene stands right behind the verb. */
const SCENE = /^(\s*[^\s"']+\s+)(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s"']+)(?=\s|$)/;

const withScene = (text: string, name: string): string => text.replace(SCENE, (_all, verb: string) => verb + spoken(name));

/** A name as a line says it. */
export const spoken = (name: string): string => (/^[A-Za-z0-9_.-]+$/.test(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`);

/** Cues and other lines that mean a scene: `cue 3`, `panic in desk.yaml`. */
export function usesOf(cues: readonly Cue[], others: readonly OtherLine[], before: readonly Scene[], scene: Scene): readonly string[] {
  const means = (line: Line): boolean => {
    const named = line.verb.name === 'store' ? undefined : sceneIn(line);
    return named !== undefined && findScene(before, named) === scene;
  };
  return [
    ...cues.filter(({ lines }) => lines.some(({ line }) => means(line))).map(({ number }) => `cue ${number}`),
    ...others.filter(({ line }) => means(line)).map(({ where }) => where),
  ];
}

/** What cannot be written: other lines that would mean another scene, or none. */
export function strayLines(
  others: readonly OtherLine[],
  before: readonly Scene[],
  after: ReadonlyMap<Scene, Scene | undefined>,
): readonly string[] {
  const list = [...after.values()].flatMap((scene) => scene ?? []);
  return others.flatMap(({ where, text, line }) => {
    const named = sceneIn(line);
    const was = named === undefined ? undefined : findScene(before, named);
    return named === undefined || !was || findScene(list, named) === after.get(was) ? [] : [`${where}: ${text}`];
  });
}
