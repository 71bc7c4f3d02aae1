import { isRefusal, type Refusal } from '../desk/refusal.ts';
import { formatValue, readValue } from '../desk/value.ts';
import type { Answer, Call, PlannedChange, Verb } from '../desk/verb.ts';
import { capture } from './capture.ts';
import { type FileFault, type SceneLibrary, tellFault } from './library.ts';
import { patternsOf, readRecallWords } from './recall-words.ts';
import type { Scene } from './scene.ts';
import { numberIn } from './scene-file.ts';
import { type SceneHost, type SceneHostOf, withHost } from './scene-host.ts';
import { pathPatterns, sceneFault } from './scene-settings.ts';

/** The next free number of a list, three digits: scenes sort as they are counted. */
function nextNumber(library: SceneLibrary): string {
  const last = Math.max(0, ...library.list().map(({ number }) => Number.parseInt(number, 10) || 0));
  return String(last + 1).padStart(3, '0');
}

function store({ library }: SceneHost, { desk, args, dry }: Call): Answer | Refusal {
  const name = (args.name ?? '').trim();
  if (name === '') return { code: 'malformed', got: 'a scene needs a name' };
  const words = readRecallWords(args.scope ?? '');
  if (isRefusal(words)) return words;
  if (Object.keys(words).some((word) => word !== 'only')) return { code: 'malformed', got: args.scope ?? '', want: 'only PATTERNS' };
  const only = words.only && pathPatterns(desk, words.only);
  if (isRefusal(only)) return only;
  const found = library.find(name);
  const before = isRefusal(found) ? undefined : found;
  // A file of this name with mistakes in it is written over; what stood there is a version.
  const broken = isRefusal(found) ? found.at?.file : undefined;
  if (isRefusal(found) && found.code !== 'unknown-path' && broken === undefined) return found;
  const away = desk.links().find(({ state }) => state !== 'live');
  if (away) return { code: 'offline', got: `engine "${away.role}"`, want: `its state is not known; ${away.reason || away.state}` };
  const scene = capture(desk, before?.name ?? name, {
    number: before?.number ?? (broken === undefined ? nextNumber(library) : numberIn(broken)),
    ...(only ? { only } : {}),
    ...(before ? { before } : {}),
  });
  if (isRefusal(scene)) return scene;
  const fault = sceneFault({ ...scene, values: new Map() });
  if (fault !== undefined) return { code: 'malformed', got: fault };
  const changes = differences({ desk }, before, scene);
  const size = `${scene.values.size} values`;
  const what = before
    ? `${size}, ${changes.length} of them new`
    : broken === undefined
      ? size
      : `${size}; ${broken} had mistakes and is a version`;
  if (dry) return { says: `would store ${scene.number} "${scene.name}": ${what}`, changes, refusals: [] };
  const answer: { -readonly [Key in keyof Answer]: Answer[Key] } = { says: '', changes, refusals: [] };
  const keep = async (): Promise<Refusal | undefined> => {
    // A new one gets its number when it is its turn: of two at once the second stands behind the first.
    const isNew = !before && broken === undefined;
    const refusal = await library.store(isNew ? { ...scene, number: '' } : scene);
    const kept = library.find(scene.name);
    const { number } = isRefusal(kept) ? scene : kept;
    answer.says = `stored ${number} "${scene.name}": ${what}`;
    answer.found = { scene: scene.name, number };
    return refusal;
  };
  answer.later = keep();
  return answer;
}

/** What the scene would say otherwise than before; a new scene says everything anew, which needs no list. */
function differences({ desk }: Pick<Call, 'desk'>, before: Scene | undefined, scene: Scene): PlannedChange[] {
  if (!before) return [{ path: `scene "${scene.name}"`, from: '', to: `${scene.values.size} values` }];
  const changes: PlannedChange[] = [];
  for (const [path, { value }] of scene.values) {
    const entry = desk.model.byPath.get(path);
    if (!entry) continue;
    const was = before.values.get(path);
    const [from, to] = [was && readValue(entry.parameter, was.value), readValue(entry.parameter, value)];
    if (from === to || isRefusal(to)) continue;
    const fromText = from === undefined || isRefusal(from) ? '' : formatValue(entry.parameter, from);
    changes.push({ path, from: fromText, to: formatValue(entry.parameter, to) });
  }
  return changes;
}

/** What `scenes` finds. */
export interface ScenesFound {
  readonly scenes: readonly {
    readonly number: string;
    readonly name: string;
    readonly values: number;
    readonly active: boolean;
    readonly fadeMs?: number;
    readonly note?: string;
  }[];
  /** Files that have mistakes now, with what runs on meanwhile. */
  readonly faults: readonly FileFault[];
}

function scenes({ library, recalls }: SceneHost, { args }: Call): Answer | Refusal {
  if (args.which === 'removed') return removedScenes(library);
  if (args.which !== undefined) return { code: 'malformed', got: args.which.slice(0, 40), want: 'removed, or nothing' };
  const found = library.list().map(({ number, name, fade, note, values }) => ({
    number,
    name,
    values: values.size,
    active: recalls.active?.scene === name,
    ...(fade ? { fadeMs: fade.ms } : {}),
    ...(note ? { note } : {}),
  }));
  const faults = library.faults();
  const lines = [
    ...found.map(({ number, name, active }) => `${active ? '>' : ' '} ${number} ${name}`.trimEnd()),
    ...faults.map((fault) => `! ${tellFault(fault)}`),
  ];
  const says = lines.length === 0 ? 'no scene is stored yet' : lines.join('\n');
  return { says, changes: [], refusals: [], found: { scenes: found, faults } satisfies ScenesFound };
}

function removedScenes(library: SceneLibrary): Answer {
  const answer: { -readonly [Key in keyof Answer]: Answer[Key] } = { says: '', changes: [], refusals: [] };
  const load = async (): Promise<undefined> => {
    const gone = await library.gone();
    const lines = gone.map(({ number, name, versions }) => `  ${number} ${name}, until ${versions[0]?.version ?? ''}`);
    answer.says = lines.length === 0 ? 'no scene was removed' : [...lines, 'restore-scene NAME brings one back'].join('\n');
    answer.found = gone;
    return undefined;
  };
  answer.later = load();
  return answer;
}

function safes(host: SceneHost, { desk, args, dry }: Call, make: boolean): Answer | Refusal {
  const { library } = host;
  const list = (): Answer => ({
    says: library.safes.length === 0 ? 'nothing is safe in the whole show' : library.safes.join('\n'),
    changes: [],
    refusals: [],
    found: library.safes,
  });
  const patterns = pathPatterns(desk, patternsOf(args.patterns ?? ''));
  if (isRefusal(patterns)) return patterns;
  if (patterns.length === 0) return list();
  const others = library.safes.filter((pattern) => !patterns.includes(pattern));
  const unknown = patterns.find((pattern) => !library.safes.includes(pattern));
  if (!make && unknown !== undefined)
    return { code: 'malformed', got: unknown, want: `one of the safes: ${library.safes.join(', ') || 'there are none'}` };
  const next = make ? [...others, ...patterns] : others;
  const changes = patterns
    .filter((pattern) => library.safes.includes(pattern) !== make)
    .map((pattern) => ({ path: pattern, from: make ? 'recalled' : 'safe', to: make ? 'safe' : 'recalled' }));
  return {
    says: `${dry ? 'would make ' : ''}${patterns.join(', ')} ${make ? 'safe' : 'recalled again'}`,
    changes,
    refusals: [],
    found: next,
    ...(dry ? {} : { later: library.setSafes(next) }),
  };
}

const PATTERNS = {
  name: 'patterns',
  type: 'value',
  says: 'strips, sections or parameters, by commas: ch/24, ch/*/eq, "Lead Vox"',
} as const;

/** Verbs of the list of scenes; see {@link sceneVerbs}. */
export const storeVerbs = (hostOf: SceneHostOf): readonly Verb[] => [
  {
    name: 'store',
    says: 'keeps live state as a scene; one that has this name becomes a version',
    example: 'store "Verse 2"',
    role: 'mixer',
    args: [
      { name: 'name', type: 'word', says: 'of the scene, in quotes if it has spaces' },
      { name: 'scope', type: 'value', optional: true, says: 'only PATTERNS: a part of the desk; the rest of the scene stays' },
    ],
    run: withHost(hostOf, store),
  },
  {
    name: 'scenes',
    says: 'lists the scenes, and files that have mistakes',
    example: 'scenes',
    role: 'viewer',
    args: [{ name: 'which', type: 'word', optional: true, says: 'removed: those that restore-scene can bring back' }],
    run: withHost(hostOf, scenes),
  },
  {
    name: 'safe',
    says: 'keeps parts of the desk out of every recall, or lists them',
    example: 'safe ch/24, bus/*/mute',
    role: 'mixer',
    args: [{ ...PATTERNS, optional: true }],
    run: withHost(hostOf, (host, call) => safes(host, call, true)),
  },
  {
    name: 'unsafe',
    says: 'lets recalls change them again',
    example: 'unsafe ch/24',
    role: 'mixer',
    args: [PATTERNS],
    run: withHost(hostOf, (host, call) => safes(host, call, false)),
  },
];
