import { explain, isRefusal, type Refusal } from '../desk/refusal.ts';
import type { Answer, Call, Verb } from '../desk/verb.ts';
import { type DiffRow, differences, diffLine, fromLive } from './diff.ts';
import type { SceneLibrary, SceneVersion } from './library.ts';
import type { Scene } from './scene.ts';
import { type SceneHostOf, withHost } from './scene-host.ts';

const SCENE = { name: 'scene', type: 'word', says: 'a scene, by name or number: "Verse 2", 012' } as const;
const VERSION = {
  name: 'version',
  type: 'word',
  optional: true,
  says: 'an earlier content, as `versions` lists them; 1 is the newest: what became of it in the scene as it is now',
} as const;
const OTHER = {
  name: 'other',
  type: 'word',
  optional: true,
  says: 'a second version, to see what became of the first until then',
} as const;

/** What `diff` finds. */
export interface DiffFound {
  readonly scene: string;
  /** What the scene is compared with: `live`, or a version. */
  readonly with: string;
  readonly rows: readonly DiffRow[];
  /** Sentences: what the desk does not have. */
  readonly missing: readonly Refusal[];
}

/** Verbs that look at the history of scenes. */
export function historyVerbs(hostOf: SceneHostOf): readonly Verb[] {
  return [
    {
      name: 'diff',
      says: 'how live state differs from a scene; with a version, how the scene differs from what it was then',
      example: 'diff "Verse 2"',
      role: 'viewer',
      args: [SCENE, VERSION, OTHER],
      run: withHost(hostOf, ({ library }, call) => {
        const scene = library.find(call.args.scene ?? '');
        if (isRefusal(scene)) return scene;
        const { version, other } = call.args;
        return version === undefined ? diffLive(call, scene) : diffVersion(library, scene, version, other);
      }),
    },
    {
      name: 'versions',
      says: 'the last contents of a scene, newest first',
      example: 'versions "Verse 2"',
      role: 'viewer',
      args: [SCENE],
      run: withHost(hostOf, ({ library }, call) => listVersions(library, call.args.scene ?? '')),
    },
    {
      name: 'restore-scene',
      says: 'makes an earlier content the scene again, a removed scene too; the present content becomes a version',
      example: 'restore-scene "Verse 2" 3',
      role: 'mixer',
      args: [SCENE, { ...VERSION, says: 'as `versions` lists them: 3, 2026-11-25T20-41-16; left out: 1, the newest' }],
      run: withHost(hostOf, ({ library }, call) => restore(library, call)),
    },
  ];
}

function diffLive(call: Call, scene: Scene): Answer {
  const { rows, missing, same } = fromLive(call.desk, scene);
  const lost = missing.length === 0 ? '' : `; ${missing.length} this desk does not have or take`;
  const differ = rows.length === 1 ? '1 differs' : `${rows.length} differ`;
  const alike = same === 1 ? '1 is the same' : `${same} are the same`;
  const says = `${rows.length === 0 ? `live is as "${scene.name}" says` : `${differ} from "${scene.name}"`}, ${alike}${lost}`;
  const found: DiffFound = { scene: scene.name, with: 'live', rows, missing };
  return {
    says: listed(says, [...rows.map(diffLine), ...missing.map((refusal) => `! ${explain(refusal)}`)]),
    changes: [],
    refusals: [],
    found,
  };
}

/** What a person reads at once; the whole list stands in `found`. */
const LINES = 60;

function listed(says: string, lines: readonly string[]): string {
  const more = lines.length > LINES ? [`  and ${lines.length - LINES} more`] : [];
  return [says, ...lines.slice(0, LINES), ...more].join('\n');
}

/** An answer that is complete when its `later` is: doors wait for that. */
type Growing = { -readonly [Key in keyof Answer]: Answer[Key] };

function diffVersion(library: SceneLibrary, scene: Scene, wanted: string, until: string | undefined): Answer {
  const answer: Growing = { says: '', changes: [], refusals: [] };
  const load = async (): Promise<Refusal | undefined> => {
    const before = await versionOf(library, scene, wanted);
    if (isRefusal(before)) return before;
    const after = until === undefined ? { version: 'now', scene } : await versionOf(library, scene, until);
    if (isRefusal(after)) return after;
    const rows = differences(before.scene, after.scene);
    const span = `${before.version} and ${after.version}`;
    const count = rows.length === 0 ? 'no differences' : `${rows.length} ${rows.length === 1 ? 'difference' : 'differences'}`;
    answer.says = listed(`${count} in "${scene.name}" between ${span}`, rows.map(diffLine));
    answer.found = { scene: scene.name, with: before.version, rows, missing: [] } satisfies DiffFound;
    return undefined;
  };
  answer.later = load();
  return answer;
}

/** A version by its place in the list, or by its time. */
export async function versionOf(
  library: SceneLibrary,
  scene: Pick<Scene, 'name'>,
  wanted: string,
): Promise<{ version: string; scene: Scene } | Refusal> {
  const versions = await library.versions(scene.name);
  const version = /^\d{1,2}$/.test(wanted) ? versions[Number(wanted) - 1]?.version : wanted;
  if (version === undefined || !versions.some((one) => one.version === version)) return noVersion(scene, wanted, versions);
  const found = await library.version(scene.name, version);
  return isRefusal(found) ? found : { version, scene: found };
}

function noVersion({ name }: Pick<Scene, 'name'>, wanted: string, versions: readonly SceneVersion[]): Refusal {
  const newest = versions[0]?.version;
  const rest = newest === undefined ? 'it has none' : `it has ${versions.length}, the newest is ${newest}`;
  return { code: 'malformed', got: `"${name}" has no version ${wanted.slice(0, 40)}; ${rest}` };
}

function listVersions(library: SceneLibrary, wanted: string): Answer {
  const answer: Growing = { says: '', changes: [], refusals: [] };
  const load = async (): Promise<Refusal | undefined> => {
    const versions = await library.versions(wanted);
    const scene = library.find(wanted);
    if (isRefusal(scene) && versions.length === 0) return scene;
    const name = isRefusal(scene) ? `${wanted}", which was removed,` : `${scene.name}"`;
    answer.says =
      versions.length === 0
        ? `"${name} has no earlier versions`
        : listed(
            `"${name} as it was until (UTC)`,
            versions.map(({ version }, at) => `  ${String(at + 1).padStart(2)}  ${version}`),
          );
    answer.found = versions;
    return undefined;
  };
  answer.later = load();
  return answer;
}

function restore(library: SceneLibrary, { args, dry }: Call): Answer {
  const answer: Growing = { says: '', changes: [], refusals: [] };
  const load = async (): Promise<Refusal | undefined> => {
    const wanted = args.scene ?? '';
    const scene = library.find(wanted);
    if (isRefusal(scene) && (await library.versions(wanted)).length === 0) return scene;
    const name = isRefusal(scene) ? wanted : scene.name;
    const version = await versionOf(library, { name }, args.version ?? '1');
    if (isRefusal(version)) return version;
    const restored = isRefusal(scene) ? version.scene : { ...version.scene, name: scene.name };
    const rows = isRefusal(scene) ? undefined : differences(scene, restored);
    answer.changes = rows
      ? rows.map(({ path, from, to }) => ({ path: `"${restored.name}" ${path}`, from, to }))
      : [{ path: 'scene', from: '', to: `"${restored.name}"` }];
    const count = rows ? `${rows.length} ${rows.length === 1 ? 'difference' : 'differences'}` : `${restored.values.size} values`;
    const says = `${dry ? 'would bring back' : 'brought back'} "${restored.name}" as it was until ${version.version}: ${count}`;
    answer.says = listed(says, (rows ?? []).map(diffLine));
    answer.found = { scene: restored.name, version: version.version, rows: rows ?? [] };
    return dry ? undefined : library.restore(name, version.version);
  };
  answer.later = load();
  return answer;
}
