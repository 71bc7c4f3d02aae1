import { isRefusal, type Refusal } from '../desk/refusal.ts';
import type { Answer, Call, PlannedChange, Verb } from '../desk/verb.ts';
import type { CueEdit } from './cues/edit-verbs.ts';
import { differences } from './diff.ts';
import { asRead, type SceneLibrary } from './library.ts';
import type { Scene } from './scene.ts';
import { type SceneHost, type SceneHostOf, withHost } from './scene-host.ts';
import { numberBeside, writeNumber } from './scene-numbers.ts';
import { SCENE_SETTINGS, sceneFault, withSceneSetting } from './scene-settings.ts';
import { rewritten, spoken, strayLines, usesOf } from './scene-uses.ts';

const SCENE = { name: 'scene', type: 'word', says: 'a scene, by name or number: "Verse 2", 012' } as const;
type EditOf = () => CueEdit | undefined;

const label = ({ number, name }: Scene): string => `${number === '' ? '' : `${number} `}"${name}"`;
const unchanged: Answer = { says: 'nothing to change', changes: [], refusals: [] };

// ---- names and numbers ----

/** Gives a scene another name or number; cues that say the old one say the new one, or nothing is done. */
function renamed(
  host: SceneHost,
  editOf: EditOf,
  { dry }: Call,
  scene: Scene,
  to: Partial<Pick<Scene, 'name' | 'number'>>,
): Answer | Refusal {
  const { library, otherLines } = host;
  const next = { ...scene, ...to };
  if (next.name === scene.name && next.number === scene.number) return unchanged;
  const before = library.list();
  const refusal = clash(before, scene, next);
  if (refusal) return refusal;
  const after = new Map(before.map((one) => [one, one === scene ? next : one]));
  const edit = editOf();
  const { changes, numbers } = edit ? rewritten(edit.cues(), before, after, edit.verbs) : { changes: [], numbers: [] };
  const stray = strayLines(otherLines?.() ?? [], before, after);
  const parts = [dry ? `${label(scene)} would be ${label(next)}` : `${label(scene)} is ${label(next)} now`];
  if (numbers.length > 0) parts.push(`cue ${numbers.join(', ')} ${dry ? 'would say' : numbers.length === 1 ? 'says' : 'say'} so too`);
  if (stray.length > 0) parts.push(`still as before, change by hand: ${stray.join('; ')}`);
  const save = edit && (() => rewrite(edit, before, after));
  return {
    says: parts.join('; '),
    changes: [{ path: 'scene', from: label(scene), to: label(next) }, ...changes],
    refusals: [],
    found: { scene: { name: next.name, number: next.number }, cues: numbers, byHand: stray },
    ...(dry ? {} : { later: inBoth(host, scene, to, save) }),
  };
}

/** The scene, then the cues: where those cannot be written the scene is as it was. */
async function inBoth(
  { library, recalls }: SceneHost,
  scene: Scene,
  to: Partial<Pick<Scene, 'name' | 'number'>>,
  save: (() => Promise<Refusal | undefined>) | undefined,
): Promise<Refusal | undefined> {
  const { name, number } = scene;
  // Before the list is told: whoever shows it marks the scene that was recalled last.
  const { active } = recalls;
  if (active?.scene === name) recalls.active = { ...active, scene: to.name ?? name };
  const refusal = await library.rename(name, to);
  const fault = refusal ?? (await save?.());
  if (!fault) return undefined;
  recalls.active = active;
  if (refusal) return refusal;
  const back = await library.rename(to.name ?? name, { name, number });
  return back ? { ...fault, got: `${fault.got}; and "${name}" has its new name, which cues do not know` } : fault;
}

/** Somebody may edit the list at the same moment: then what stands there by now is rewritten. */
async function rewrite(edit: CueEdit, before: readonly Scene[], after: Parameters<typeof rewritten>[2]): Promise<Refusal | undefined> {
  for (let tries = 1; ; tries++) {
    const now = edit.cues();
    const { cues, changes } = rewritten(now, before, after, edit.verbs);
    const fault = changes.length === 0 ? undefined : await edit.save(cues, now);
    if (fault?.code !== 'busy' || tries >= TRIES) return fault;
  }
}

const TRIES = 5;

function clash(list: readonly Scene[], scene: Scene, next: Scene): Refusal | undefined {
  const others = list.filter((one) => one !== scene);
  const same = others.find(({ name }) => asRead(name) === asRead(next.name));
  if (same) return { code: 'malformed', got: `there is a scene "${same.name}" already` };
  const owner =
    next.number === scene.number ? undefined : others.find(({ number }) => Number(number) === Number(next.number) && number !== '');
  if (owner) return { code: 'malformed', got: `number ${next.number} is that of "${owner.name}"` };
  const fault = sceneFault(next);
  return fault === undefined ? undefined : { code: 'malformed', got: fault };
}

function readNumber(text: string): string | Refusal {
  if (/^\d{1,6}(?:\.\d{1,3})?$/.test(text.trim())) return writeNumber(Number(text));
  return { code: 'malformed', got: text.slice(0, 40), want: 'a number of a scene, such as 012 or 12.5' };
}

// ---- away, and back ----

function remove({ library, otherLines }: SceneHost, editOf: EditOf, { args, dry }: Call): Answer | Refusal {
  const scene = library.find(args.scene ?? '');
  if (isRefusal(scene)) return scene;
  const { anyway } = args;
  if (anyway !== undefined && anyway !== 'anyway') return { code: 'malformed', got: anyway.slice(0, 40), want: 'anyway, or nothing' };
  const uses = usesOf(editOf()?.cues() ?? [], otherLines?.() ?? [], library.list(), scene);
  if (uses.length > 0 && anyway === undefined) {
    const line = `remove-scene ${spoken(scene.name)} anyway`;
    return { code: 'malformed', got: `"${scene.name}" is recalled by ${uses.join(', ')}; to remove it all the same: ${line}` };
  }
  const left = uses.length > 0 ? `; ${uses.join(', ')} will find none` : '';
  const back = `restore-scene ${spoken(scene.name)} brings it back`;
  return {
    says: `${dry ? 'would remove' : 'removed'} ${label(scene)}${left}; ${back}`,
    changes: [{ path: 'scene', from: label(scene), to: '' }],
    refusals: [],
    found: { scene: scene.name, uses },
    ...(dry ? {} : { later: library.remove(scene.name) }),
  };
}

// ---- settings and values of one scene ----

/** Edits that are on their way to the disk: the next is made of what they leave, or of two at once the first would be lost. */
const edits = new WeakMap<SceneLibrary, Promise<unknown>>();

function inTurn(library: SceneLibrary, edit: () => Promise<Refusal | undefined>): Promise<Refusal | undefined> {
  const done = (edits.get(library) ?? Promise.resolve()).then(edit);
  edits.set(
    library,
    done.catch(() => undefined),
  );
  return done;
}

function setScene({ library }: SceneHost, { desk, args, dry }: Call): Answer | Refusal {
  const scene = library.find(args.scene ?? '');
  if (isRefusal(scene)) return scene;
  const edited = (from: Scene): Scene | Refusal => withSceneSetting(desk, from, args.setting ?? '', args.value ?? '');
  const next = edited(scene);
  if (isRefusal(next)) return next;
  const rows = differences(scene, next);
  if (rows.length === 0) return unchanged;
  const changes: PlannedChange[] = rows.map(({ path, from, to }) => ({ path: `"${scene.name}" ${path}`, from, to }));
  const keep = async (): Promise<Refusal | undefined> => {
    const now = library.find(scene.name);
    const kept = isRefusal(now) ? now : now === scene ? next : edited(now);
    return isRefusal(kept) ? kept : library.store(kept);
  };
  const text = rows.map(({ path, from, to }) => `${path} ${from || 'none'} -> ${to || 'none'}`).join(', ');
  return {
    says: `${dry ? 'would set' : 'set'} "${scene.name}": ${text}`,
    changes,
    refusals: [],
    found: { scene: scene.name, rows },
    ...(dry ? {} : { later: inTurn(library, keep) }),
  };
}

/** Verbs that edit the list of scenes and single scenes; files keep their comments, and what stood in them is a version. */
export const sceneListVerbs = (hostOf: SceneHostOf, editOf: EditOf = () => undefined): readonly Verb[] => [
  {
    name: 'rename-scene',
    says: 'gives a scene another name; its number stays, and cues that recall it say the new name',
    example: 'rename-scene "Verse 2" "Verse two"',
    role: 'mixer',
    args: [SCENE, { name: 'to', type: 'word', says: 'its new name, in quotes if it has spaces' }],
    run: withHost(hostOf, (host, call) => {
      const scene = host.library.find(call.args.scene ?? '');
      if (isRefusal(scene)) return scene;
      return renamed(host, editOf, call, scene, { name: (call.args.to ?? '').normalize('NFC').trim() });
    }),
  },
  {
    name: 'number-scene',
    says: 'gives a scene another number, and so another place in the list; cues that count it count it anew',
    example: 'number-scene "Verse 2" 12.5',
    role: 'mixer',
    args: [SCENE, { name: 'number', type: 'word', says: 'a free one: 012, 12.5' }],
    run: withHost(hostOf, (host, call) => {
      const scene = host.library.find(call.args.scene ?? '');
      if (isRefusal(scene)) return scene;
      const number = readNumber(call.args.number ?? '');
      return isRefusal(number) ? number : renamed(host, editOf, call, scene, { number });
    }),
  },
  {
    name: 'move-scene',
    says: 'puts a scene before or after another one: it gets a number that stands there',
    example: 'move-scene "Verse 2" before "Chorus"',
    role: 'mixer',
    args: [SCENE, { name: 'where', type: 'word', says: 'before or after' }, { ...SCENE, name: 'other' }],
    run: withHost(hostOf, (host, call) => {
      const { where = '' } = call.args;
      if (where !== 'before' && where !== 'after') return { code: 'malformed', got: where.slice(0, 40), want: 'before or after' };
      const [scene, other] = [host.library.find(call.args.scene ?? ''), host.library.find(call.args.other ?? '')];
      if (isRefusal(scene)) return scene;
      if (isRefusal(other)) return other;
      const number = numberBeside(host.library.list(), scene, where, other);
      return isRefusal(number) ? number : renamed(host, editOf, call, scene, { number });
    }),
  },
  {
    name: 'remove-scene',
    says: 'takes a scene out of the show; its versions stay, and restore-scene brings it back',
    example: 'remove-scene "Verse 2"',
    role: 'mixer',
    args: [SCENE, { name: 'anyway', type: 'word', optional: true, says: 'anyway: though cues recall it' }],
    run: withHost(hostOf, (host, call) => remove(host, editOf, call)),
  },
  {
    name: 'set-scene',
    says: 'changes one setting or one value of a scene; nothing at the desk moves',
    example: 'set-scene "Verse 2" fade 4 s along linear',
    role: 'mixer',
    args: [
      SCENE,
      { name: 'setting', type: 'word', says: `${SCENE_SETTINGS.join(', ')}, or a path: ch/1/fader` },
      {
        name: 'value',
        type: 'value',
        optional: true,
        says: 'as its file says it: 4 s along linear; ch/24, bus/*; -10 over 2 s; over 2 s; left out: as usual, a value is taken out',
      },
    ],
    run: withHost(hostOf, setScene),
  },
];
