import { UNNUMBERED } from '../desk/parameters.ts';
import type { Scene, SceneValue } from './scene.ts';
import { sceneLeaf, withoutRole, writeFade, writeSceneValue } from './scene-words.ts';

/** Words that mean the same to every reader of YAML without quotes, in braces too. */
const BARE = /^[A-Za-z0-9+./-](?:[A-Za-z0-9+./_%()*-]|:(?=[A-Za-z0-9])| (?=[A-Za-z0-9+./_(-]))*$/;
/** Names that another reader would take for a number, a switch or nothing. */
const MISTAKEN = /^(?:[-+.]*[\d.].*|true|false|yes|no|on|off|y|n|null|[-+]?\.?(?:inf|nan)|[-.]+|- .*)$/i;

/** A word as a file holds it: in quotes only where it must be. @param name a text, not a number or a choice */
export function quoted(word: string, name = false): string {
  if (BARE.test(word) && !/^-(?: |$)|^(?:---|\.\.\.)/.test(word) && !(name && MISTAKEN.test(word))) return word;
  // What JSON writes in quotes, YAML reads.
  return JSON.stringify(word).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

export const patterns = (list: readonly string[]): string =>
  `[${list.map((pattern) => (pattern.startsWith('*') ? JSON.stringify(pattern) : quoted(pattern))).join(', ')}]`;

/** What stands behind the settings of a scene that are not left out, in the order of a file. */
export function settingTexts(scene: Scene): ReadonlyMap<string, string> {
  const texts = new Map([['scene', quoted(scene.name, true)]]);
  if (scene.fade) texts.set('fade', writeFade(scene.fade));
  if (scene.safe.length > 0) texts.set('safe', patterns(scene.safe));
  if (scene.only.length > 0) texts.set('only', patterns(scene.only));
  if (scene.preamps) texts.set('preamps', 'yes');
  if (scene.note !== '') texts.set('note', quoted(scene.note, true));
  return texts;
}

export function valueText(path: string, value: SceneValue): string {
  const leaf = sceneLeaf(path);
  const known = typeof leaf === 'string' ? undefined : leaf;
  return quoted(writeSceneValue(value, known), known?.type === 'text');
}

/** Where a path stands in a file: under its strip, in braces with the values of its section. */
export interface Stand {
  /** `ch/1`, `mon:main`, `rack/1`. */
  readonly strip: string;
  /** `eq/1`, `send/3`; empty for what stands on the strip itself. */
  readonly section: string;
  readonly leaf: string;
}

export function standOf(path: string): Stand {
  const plain = withoutRole(path);
  const role = path.slice(0, path.length - plain.length);
  const segments = plain.split('/');
  const owner = segments[0] ?? '';
  const once = UNNUMBERED.has(owner) || owner === 'player' || owner === 'monitor' || owner === 'solo';
  const from = once ? 1 : 2;
  return {
    strip: role + segments.slice(0, from).join('/'),
    section: segments.slice(from, -1).join('/'),
    leaf: segments.at(-1) ?? '',
  };
}

/** The values of one strip as lines: first its own, then a line a section, each in the order they come. */
export function stripText(strip: string, values: Iterable<readonly [Stand, string]>): string {
  const own: string[] = [];
  const sections = new Map<string, string[]>();
  for (const [{ section, leaf }, text] of values) {
    if (section === '') own.push(`  ${leaf}: ${text}\n`);
    else sections.set(section, [...(sections.get(section) ?? []), `${leaf}: ${text}`]);
  }
  const braces = [...sections].map(([section, list]) => `  ${section}: { ${list.join(', ')} }\n`);
  return `${strip}:\n${own.join('')}${braces.join('')}`;
}

/** A whole scene file, strip by strip. */
export function sceneText(scene: Scene): string {
  const strips = new Map<string, [Stand, string][]>();
  for (const [path, value] of scene.values) {
    const stand = standOf(path);
    const list = strips.get(stand.strip);
    const entry: [Stand, string] = [stand, valueText(path, value)];
    if (list) list.push(entry);
    else strips.set(stand.strip, [entry]);
  }
  const settings = [...settingTexts(scene)].map(([key, text]) => `${key}: ${text}\n`);
  return settings.join('') + [...strips].map(([strip, values]) => stripText(strip, values)).join('');
}
