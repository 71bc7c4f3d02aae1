import type { Desk } from '../desk/desk.ts';
import { byName } from '../desk/names.ts';
import { nearest } from '../desk/nearest.ts';
import { isRefusal, type Refusal } from '../desk/refusal.ts';
import { patternFault } from './pattern-words.ts';
import { patternsOf } from './recall-words.ts';
import type { Scene, SceneValue } from './scene.ts';
import { readScene } from './scene-file.ts';
import { readFade, readSceneValue, sceneLeaf } from './scene-words.ts';
import { writeScene } from './scene-write.ts';

/** What a scene says besides values. */
export const SCENE_SETTINGS = ['fade', 'only', 'safe', 'preamps', 'note'] as const;
type Setting = (typeof SCENE_SETTINGS)[number];

const wrong = (got: string): Refusal => ({ code: 'malformed', got });

/**
 * A scene with one setting, or one value, changed; in the words of its file: `fade` `4 s along linear`, `safe` `ch/24, bus/*`,
 * `ch/1/fader` `-10 over 2 s`.
 * @param setting also a path, or a strip by its name: `Kick In/fader`
 * @param value empty: as usual; a value is taken out of the scene
 */
export function withSceneSetting(desk: Desk, scene: Scene, setting: string, value: string): Scene | Refusal {
  // Cast: the test before says that it is one of them.
  const known = (SCENE_SETTINGS as readonly string[]).includes(setting) ? (setting as Setting) : undefined;
  const next = known ? set(desk, scene, known, value.trim()) : withValue(desk, scene, setting, value.trim());
  if (isRefusal(next)) return next;
  const fault = sceneFault(next);
  return fault === undefined ? next : wrong(fault);
}

function set(desk: Desk, scene: Scene, setting: Setting, value: string): Scene | Refusal {
  switch (setting) {
    case 'fade': {
      const fade = value === '' ? undefined : readFade(value);
      return typeof fade === 'string' ? wrong(`fade: ${fade}`) : { ...scene, fade };
    }
    case 'only':
    case 'safe': {
      const patterns = pathPatterns(desk, patternsOf(value));
      return isRefusal(patterns) ? patterns : { ...scene, [setting]: patterns };
    }
    case 'preamps': {
      const [yes, no] = [/^(?:yes|on|true)$/i.test(value), /^(?:no|off|false|)$/i.test(value)];
      return yes || no ? { ...scene, preamps: yes } : { code: 'malformed', got: `preamps: ${value.slice(0, 40)}`, want: 'yes or no' };
    }
    case 'note':
      return { ...scene, note: value };
  }
}

function withValue(desk: Desk, scene: Scene, setting: string, value: string): Scene | Refusal {
  const path = scene.values.has(setting) ? setting : byName(desk, setting);
  if (isRefusal(path)) return path;
  const leaf = sceneLeaf(path);
  if (typeof leaf === 'string') {
    const near = setting.includes('/') ? undefined : nearest(setting, SCENE_SETTINGS);
    if (near !== undefined) return { code: 'malformed', got: setting.slice(0, 40), want: `a setting of a scene; did you mean ${near}?` };
    return setting.includes('/')
      ? wrong(leaf)
      : { code: 'malformed', got: setting.slice(0, 40), want: `one of ${SCENE_SETTINGS.join(', ')}, or a path such as ch/1/fader` };
  }
  const values = new Map(scene.values);
  const was = values.get(path);
  if (value === '') {
    values.delete(path);
    return { ...scene, values };
  }
  const read = valueWith(value, was, leaf);
  if (typeof read === 'string') return wrong(read);
  values.set(path, read);
  return { ...scene, values };
}

/** `over 2 s` alone gives a value that is there another time. */
function valueWith(text: string, was: SceneValue | undefined, leaf: Parameters<typeof readSceneValue>[1]): SceneValue | string {
  const [, time] = /^over\s+(\S.*)$/.exec(text) ?? [];
  if (time === undefined || leaf.type !== 'number') return readSceneValue(text, leaf);
  if (!was) return 'the scene has no value for it yet: -10 over 2 s';
  const fade = readFade(time);
  return typeof fade === 'string' ? fade : { value: was.value, fade };
}

/** Patterns as files hold them: names of strips are their paths there, since a name may be another one tomorrow. */
export function pathPatterns(desk: Desk, pieces: readonly string[]): readonly string[] | Refusal {
  const patterns: string[] = [];
  for (const piece of pieces) {
    const pattern = piece.startsWith('*:') ? piece : byName(desk, piece);
    if (isRefusal(pattern)) return pattern;
    const fault = patternFault(pattern);
    if (fault !== undefined) return wrong(fault);
    if (!patterns.includes(pattern)) patterns.push(pattern);
  }
  return patterns;
}

/** Why a scene cannot be kept as a file, or undefined. */
export function sceneFault(scene: Scene): string | undefined {
  const reading = readScene(writeScene(scene), '');
  return 'good' in reading ? undefined : (reading.errors[0]?.says ?? 'it cannot be written');
}
