import { TEXT_LIMIT } from '../desk/layout.ts';
import { nearest } from '../desk/nearest.ts';
import { LEAVES, type Leaf, leafOf } from '../desk/parameters.ts';
import { readNumber, type Value } from '../desk/value.ts';
import { CURVES, type Curve, type FadeTime, type SceneValue } from './scene.ts';

/** How a fade goes where nobody says: along the fader's own travel, slow at both ends. */
export const DEFAULT_CURVE: Curve = 's';
/** A day: whoever writes more has meant something else. */
const TIME_LIMIT_MS = 86_400_000;

const ROLE = /^[a-z][a-z0-9-]{0,15}:/;
export const withoutRole = (path: string): string => path.replace(ROLE, '');

/** Owners of leaves that an address can begin with: `ch`, `main`, `rack`. */
const OWNERS: readonly string[] = [...new Set(LEAVES.flatMap((leaf) => leaf.on))];
const shapes = new Map<string, string[]>();
for (const { leaf, on } of LEAVES) for (const owner of on) shapes.set(owner, [...(shapes.get(owner) ?? []), leaf]);

/** Scenes of one show name the same few thousand paths: each is worked out once. */
const KEPT = 20_000;
const leaves = new Map<string, Leaf>();
const sections = new Set<string>();

/** The leaf of a path as scenes hold it, or what is wrong with the path, in words. */
export function sceneLeaf(path: string): Leaf | string {
  const known = leaves.get(path);
  if (known) return known;
  const found = findLeaf(path);
  if (typeof found === 'string') return found;
  if (leaves.size >= KEPT) leaves.clear();
  leaves.set(path, found);
  return found;
}

function findLeaf(path: string): Leaf | string {
  const leaf = leafOf(withoutRole(path));
  if (leaf?.is === 'derived') return `${path} follows from other values; a scene cannot set it`;
  if (leaf?.is !== undefined) return `${path} is never part of a scene; a cue or a script can set it`;
  if (leaf) return leaf;
  const near = nearPath(path);
  return `no parameter "${path.slice(0, 60)}"${near === undefined ? '' : `; did you mean "${near}"?`}`;
}

/** Whether a leaf stands below this path: a strip, a section, a band of it. */
export function isSection(path: string): boolean {
  if (sections.has(path)) return true;
  if (!findSection(path)) return false;
  if (sections.size >= KEPT) sections.clear();
  sections.add(path);
  return true;
}

function findSection(path: string): boolean {
  const [owner = '', ...rest] = withoutRole(path).split('/');
  const known = shapes.get(owner);
  if (!known) return false;
  const numbered = leafOf(`${owner}/1/${filled(known[0] ?? '', [])}`) !== undefined;
  if (numbered && !NUMBER.test(rest[0] ?? '')) return false;
  const inside = (numbered ? rest.slice(1) : rest).map(shapeOf).join('/');
  return inside === '' || known.some((leaf) => leaf.startsWith(`${inside}/`));
}

const NUMBER = /^\d+$/;
const shapeOf = (segment: string): string => (NUMBER.test(segment) ? '{n}' : segment);

function filled(leaf: string, numbers: readonly string[]): string {
  const rest = [...numbers];
  return leaf.replace(/\{n\}/g, () => rest.shift() ?? '1');
}

function nearPath(path: string): string | undefined {
  const [owner = '', ...rest] = withoutRole(path).split('/');
  const known = shapes.get(owner) === undefined ? nearest(owner, OWNERS) : owner;
  if (known === undefined) return undefined;
  const number = NUMBER.test(rest[0] ?? '') ? rest[0] : undefined;
  const inside = number === undefined ? rest : rest.slice(1);
  const leaf = nearest(inside.map(shapeOf).join('/'), shapes.get(known) ?? []);
  const numbers = inside.filter((segment) => NUMBER.test(segment));
  const before = `${path.slice(0, path.length - withoutRole(path).length)}${known}${number === undefined ? '' : `/${number}`}`;
  return leaf === undefined ? (known === owner ? undefined : [before, ...inside].join('/')) : `${before}/${filled(leaf, numbers)}`;
}

/** What a key at the top of a scene was meant as. */
export function nearTop(key: string, settings: readonly string[]): string | undefined {
  return nearest(key, settings) ?? nearPath(`${key}/fader`)?.replace(/\/fader$/, '');
}

const OVER = /^(.*\S)\s+over\s+(\S.*)$/;

/**
 * What a file says of one parameter: `-2.5`, `80 Hz`, `low-shelf`, `-8 over 4 s along linear`.
 * @returns what is wrong with it, in words
 */
export function readSceneValue(text: string, leaf: Leaf): SceneValue | string {
  const [, before, after] = leaf.type === 'number' ? (OVER.exec(text) ?? []) : [];
  const value = readPlain(before ?? text, leaf);
  if (typeof value === 'object') return value.says;
  if (after === undefined) return { value };
  const fade = readFade(after);
  return typeof fade === 'string' ? fade : { value, fade };
}

function readPlain(text: string, leaf: Leaf): Value | { says: string } {
  const { type, unit } = leaf;
  const name = leaf.leaf.split('/').at(-1);
  const wrong = (want: string): { says: string } => ({ says: `${name}: "${text.slice(0, 60)}" is not ${want}` });
  if (type === 'text') return readName(text, wrong);
  if (text === '') return { says: `${name} is empty` };
  if (type === 'number') {
    const number = readNumber(text, unit ?? '');
    if (Number.isNaN(number) || number === Number.POSITIVE_INFINITY)
      return wrong(`a number${unit ? ` (${UNIT_NAMES[unit] ?? unit})` : ''}`);
    if (number !== Number.NEGATIVE_INFINITY) return number === 0 ? 0 : number;
    return unit === 'dB' ? '-inf' : wrong('a finite number');
  }
  const word = text.toLowerCase();
  if (type === 'switch') {
    if (['on', 'true', 'yes', '1'].includes(word)) return true;
    return ['off', 'false', 'no', '0'].includes(word) ? false : wrong('on or off');
  }
  if (text.length > 64 || CONTROL.test(text)) return wrong('a word');
  return unit === undefined ? text : text.replace(new RegExp(`\\s*${unit}$`, 'i'), '');
}

const UNIT_NAMES: Readonly<Record<string, string>> = { pan: 'left -100, right 100', Q: 'Q', x: 'times', ':1': 'ratio' };
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;

function readName(text: string, wrong: (want: string) => { says: string }): Value | { says: string } {
  const name = text.normalize('NFC');
  if ([...name].length > TEXT_LIMIT) return { says: `${[...name].length} characters are too many; at most ${TEXT_LIMIT}` };
  return CONTROL.test(name) ? wrong('a text without control characters') : name;
}

/** `4 s`, `250 ms`, `4` (seconds), `4 s along equal-power`; else what is wrong with it, in words. */
export function readFade(text: string): FadeTime | string {
  const [, timeText = '', , curveText = DEFAULT_CURVE] = /^(.*?)(\s+along\s+(\S+))?$/.exec(text.trim()) ?? [];
  const ms = readNumber(/^[\d.]+$/.test(timeText) ? `${timeText} s` : timeText, 'ms');
  if (!(ms >= 0) || ms > TIME_LIMIT_MS) return `"${text.slice(0, 60)}" is not a time such as 4 s, 250 ms or 4 s along linear`;
  const curve = CURVES.find((known) => known === curveText.toLowerCase());
  if (curve) return { ms, curve };
  const near = nearest(curveText, CURVES);
  return `no curve "${curveText.slice(0, 20)}"; ${near === undefined ? `there are ${CURVES.join(', ')}` : `did you mean "${near}"?`}`;
}

export function writeFade({ ms, curve }: FadeTime): string {
  const time = ms >= 1000 || ms === 0 ? `${figure(ms / 1000)} s` : `${figure(ms)} ms`;
  return curve === DEFAULT_CURVE ? time : `${time} along ${curve}`;
}

/** More digits than any grid needs, and none of those that binary fractions add. */
const figure = (value: number): string => {
  const tidy = Number(value.toPrecision(6));
  // No exponent: a person reads this.
  return Math.abs(tidy) < 1e-6 ? '0' : Math.abs(tidy) < 1e-3 ? tidy.toFixed(9).replace(/0+$/, '') : String(tidy);
};
/** Units that the name of a parameter does not say. */
const WRITTEN: ReadonlySet<string> = new Set(['Hz', 'ms', 's', '%']);

/** A value as {@link readSceneValue} reads it, before any quotes: `+2`, `80 Hz`, `off`, `low-shelf`, `-8 over 4 s`. */
export function writeSceneValue({ value, fade }: SceneValue, leaf: Leaf | undefined): string {
  const plain = writePlain(value, leaf);
  return fade === undefined || leaf?.type !== 'number' ? plain : `${plain} over ${writeFade(fade)}`;
}

function writePlain(value: Value, leaf: Leaf | undefined): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'string') return value;
  const unit = leaf?.type === 'number' ? leaf.unit : undefined;
  const text = figure(value);
  return `${unit === 'dB' && value > 0 && text !== '0' ? '+' : ''}${text}${unit !== undefined && WRITTEN.has(unit) ? ` ${unit}` : ''}`;
}

/** A number as a file keeps it: what is written and read again is the same. */
export const kept = (value: Value): Value => (typeof value === 'number' ? Number(figure(value)) : value);

export const sameFade = (one: FadeTime | undefined, two: FadeTime | undefined): boolean =>
  one === two || (one !== undefined && two !== undefined && figure(one.ms) === figure(two.ms) && one.curve === two.curve);

/** Whether two values are written the same. */
export const sameValue = (one: SceneValue, two: SceneValue): boolean =>
  String(kept(one.value)) === String(kept(two.value)) && sameFade(one.fade, two.fade);
