import type { Reading } from '../wire/formats/yaml-file.ts';
import type { Block, Item, List, Spot, Word } from '../wire/formats/yaml-places.ts';
import { readTree, showSpots } from '../wire/formats/yaml-tree.ts';
import { isUnreadable } from './library.ts';
import { patternFault } from './pattern-words.ts';
import type { FadeTime, Scene, SceneValue } from './scene.ts';
import { isSection, nearTop, readFade, readSceneValue, sceneLeaf, withoutRole } from './scene-words.ts';

/** Of the form of scene files; a file that does not say has 1. */
export const SCENE_VERSION = 1;
/** What turns a file of version n (from 1) into one of n + 1: keys are renamed or turned into others, before anything is looked at. */
export type Migration = (block: Block) => Block;
const MIGRATIONS: readonly Migration[] = [];

/** More than any desk has parameters; ranges cannot make a small file a large scene. */
const VALUE_LIMIT = 50_000;
const SPOT_LIMIT = 20;
const PATTERN_LIMIT = 200;
export const SETTINGS = ['version', 'scene', 'fade', 'safe', 'only', 'preamps', 'note'] as const;

/** One line of a file that says a value: what is written, where, and for which parameters. */
export interface SaidValue {
  readonly item: Item;
  readonly word: Word;
  readonly value: SceneValue;
  /** More than one for a range: `ch/17..19`. */
  readonly paths: readonly string[];
}

export interface ReadScene {
  readonly scene: Scene;
  readonly tree: Block;
  readonly said: readonly SaidValue[];
}

/** The number a file's name begins with: `012` of `012 Verse 2.yaml`; empty for none. */
export const numberIn = (file: string): string => /^(\d{1,6}(?:\.\d{1,3})?)(?=[ .]|$)/.exec(file.split(/[\\/]/).at(-1) ?? '')?.[1] ?? '';

/**
 * Reads a scene file. Never throws, whatever it holds: `012 Verse 2.yaml:9:5: no parameter "ch/1/fadr"; did you mean "ch/1/fader"?`
 * Of two lines for one parameter the later counts, so that a range may have exceptions.
 * @param file its name, as errors show it; its number is the scene's
 */
export function readScene(text: string, file: string): Reading<Scene> {
  const reading = readWhole(text, file);
  return 'errors' in reading ? reading : { good: reading.good.scene };
}

/** The scene, and where each of its values stands. */
export function readWhole(text: string, file: string, migrations = MIGRATIONS): Reading<ReadScene> {
  const tree = readTree(text, file);
  if ('errors' in tree) return tree;
  const reader = new SceneReader(numberIn(file));
  const read = reader.read(tree.good, migrations);
  return read ? { good: read } : { errors: showSpots(reader.spots, text, file) };
}

class SceneReader {
  readonly spots: Spot[] = [];
  readonly #number: string;
  readonly #values = new Map<string, SceneValue>();
  readonly #said: SaidValue[] = [];
  #count = 0;

  constructor(number: string) {
    this.#number = number;
  }

  read(given: Block, migrations: readonly Migration[]): ReadScene | undefined {
    const tree = this.#migrated(given, migrations);
    if (!tree) return undefined;
    const settings = new Map<string, Item>();
    for (const item of tree.items) {
      if (SETTINGS.some((known) => known === item.key.word)) settings.set(item.key.word, item);
      else this.#inside(item, [''], true);
    }
    const fade = this.#word(settings.get('fade'));
    const scene: Scene = {
      name: this.#name(settings.get('scene'), tree),
      number: this.#number,
      fade: fade && this.#fade(fade),
      safe: this.#patterns(settings.get('safe')),
      only: this.#patterns(settings.get('only')),
      preamps: this.#yes(settings.get('preamps')),
      note: this.#word(settings.get('note'))?.word ?? '',
      values: this.#values,
    };
    return this.spots.length === 0 ? { scene, tree, said: this.#said } : undefined;
  }

  #add(span: { readonly start: number; readonly end: number }, says: string): void {
    if (this.spots.length < SPOT_LIMIT) this.spots.push({ start: span.start, end: span.end, says });
  }

  #migrated(tree: Block, migrations: readonly Migration[]): Block | undefined {
    const item = tree.items.find(({ key }) => key.word === 'version');
    const word = this.#word(item);
    const version = word === undefined ? 1 : /^\d{1,4}$/.test(word.word) ? Number(word.word) : 0;
    const newest = migrations.length + SCENE_VERSION;
    if (version >= 1 && version <= newest) return migrations.slice(version - 1).reduce((block, step) => step(block), tree);
    const where = word ?? item?.key ?? tree;
    if (version > newest) this.#add(where, `version ${version} is of a newer Deskbridge; this one reads up to ${newest}`);
    else this.#add(where, `version: "${word?.word.slice(0, 20) ?? ''}" is not a whole number from 1`);
    return undefined;
  }

  // ---- settings ----

  #word(item: Item | undefined): Word | undefined {
    if (item === undefined) return undefined;
    if ('word' in item.value) return item.value;
    this.#add(item.key, `${item.key.word}: one value, not a ${'list' in item.value ? 'list' : 'block'}`);
    return undefined;
  }

  #name(item: Item | undefined, tree: Block): string {
    const word = this.#word(item);
    if (!item) this.#add({ start: tree.start, end: tree.start + 1 }, 'scene is missing; it is the name of the scene');
    else if (word?.word.trim() === '') this.#add(item.key, 'scene is empty; it is the name of the scene');
    else if (word && (word.word.length > 100 || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(word.word)))
      this.#add(word, 'a name has at most 100 characters, on one line');
    else if (word && isUnreadable(word.word)) this.#add(word, 'a name has no invisible characters, and none that turn the text around it');
    return word?.word.normalize('NFC').trim() ?? '';
  }

  #fade(word: Word): FadeTime | undefined {
    const fade = readFade(word.word);
    if (typeof fade !== 'string') return fade;
    this.#add(word, `fade: ${fade}`);
    return undefined;
  }

  #yes(item: Item | undefined): boolean {
    const word = this.#word(item);
    if (!word) return false;
    if (/^(?:yes|on|true)$/i.test(word.word)) return true;
    if (!/^(?:no|off|false)$/i.test(word.word)) this.#add(word, `${item?.key.word}: "${word.word.slice(0, 40)}" is not yes or no`);
    return false;
  }

  #patterns(item: Item | undefined): readonly string[] {
    if (item === undefined) return [];
    const { value } = item;
    if (!('list' in value)) {
      const word = this.#word(item);
      return word ? this.#pattern(word) : [];
    }
    if (value.list.length > PATTERN_LIMIT) this.#add(value, `${item.key.word}: at most ${PATTERN_LIMIT} patterns`);
    return value.list.slice(0, PATTERN_LIMIT).flatMap((word) => this.#pattern(word));
  }

  #pattern(word: Word): readonly string[] {
    const says = patternFault(word.word);
    if (says === undefined) return [word.word];
    this.#add(word, says);
    return [];
  }

  // ---- values ----

  #inside(item: Item, above: readonly string[], top = false): void {
    if (this.spots.length >= SPOT_LIMIT) return;
    const paths = this.#paths(item.key, above, top);
    const [first] = paths;
    if (first === undefined) return;
    const { value } = item;
    if ('items' in value) {
      const says = sectionFault(first, item.key.word, top);
      if (says !== undefined) this.#add(item.key, says);
      else for (const inner of value.items) this.#inside(inner, paths);
    } else this.#value(item, value, paths, top);
  }

  #value(item: Item, value: Word | List, paths: readonly string[], top: boolean): void {
    const [first = ''] = paths;
    const leaf = sceneLeaf(first);
    if (typeof leaf === 'string') {
      const section = isSection(first) ? `${first} is a section; its values stand below it, or in braces` : undefined;
      this.#add(item.key, section ?? (top && !first.includes('/') ? unknownTop(first) : leaf));
      return;
    }
    if ('list' in value) {
      this.#add(value, `${item.key.word}: one value, not a list`);
      return;
    }
    const read = readSceneValue(value.word, leaf);
    if (typeof read === 'string') {
      this.#add(value.word === '' ? item.key : value, read);
      return;
    }
    for (const path of paths) {
      // A map keeps the place of the first: what stands later goes to the end, as in the file.
      this.#values.delete(path);
      this.#values.set(path, read);
    }
    this.#said.push({ item, word: value, value: read, paths });
  }

  #paths(key: Word, above: readonly string[], top: boolean): readonly string[] {
    const text = key.word;
    if (above.length === 1 && isPlain(text)) {
      this.#count += 1;
      return [top ? text : `${above[0]}/${text}`];
    }
    if (text.includes('*')) {
      this.#add(key, `${text.slice(0, 60)}: a scene names what it sets; write a range such as ch/1..32`);
      return [];
    }
    if (!(top ? TOP : BELOW).test(text)) {
      this.#add(key, top ? unknownTop(text) : `"${text.slice(0, 60)}" is not a part of a path`);
      return [];
    }
    const inner = spread(text);
    this.#count += inner.length * above.length;
    if (inner.length === 0) this.#add(key, `${text.slice(0, 60)}: a range goes up, by at most ${RANGE_LIMIT} numbers`);
    else if (this.#count > VALUE_LIMIT) this.#add(key, `more than ${VALUE_LIMIT} values`);
    else return above.flatMap((before) => inner.map((path) => (before === '' ? path : `${before}/${path}`)));
    return [];
  }
}

const BELOW = /^[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+){0,7}$/;
const TOP = /^(?:[a-z][a-z0-9-]{0,15}:)?[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+){0,7}$/;
/** The most of all keys: one segment without a range. */
const isPlain = (text: string): boolean => /^[a-z]+$/.test(text);
const RANGE = /(?<![\d.])(\d{1,4})\.\.(\d{1,4})(?![\d.])/;
const RANGE_LIMIT = 256;

/** All paths of a key with ranges, the first range slowest; none where a range goes down or too far. */
function spread(key: string): string[] {
  if (!key.includes('..')) return [key];
  const range = RANGE.exec(key);
  if (!range) return [];
  const [text, from, to] = [range[0], Number(range[1]), Number(range[2])];
  if (to < from || to - from >= RANGE_LIMIT) return [];
  const list: string[] = [];
  for (let number = from; number <= to; number++) list.push(...spread(key.replace(text, String(number))));
  return list.length > VALUE_LIMIT ? [] : list;
}

function sectionFault(path: string, key: string, top: boolean): string | undefined {
  if (isSection(path)) return undefined;
  if (typeof sceneLeaf(path) !== 'string') return `${path} is one value, not a block`;
  if (top) return unknownTop(key);
  const says = sceneLeaf(`${path}/on`);
  return typeof says === 'string' ? says.replace(/\/on"/g, '"') : `no section "${path}"`;
}

function unknownTop(key: string): string {
  const near = nearTop(key, SETTINGS);
  const owner = withoutRole(key).split('/')[0] ?? '';
  const what = key.includes('/') || near?.includes('/') ? 'parameter or strip' : 'setting or strip';
  if (near !== undefined && near !== key) return `no ${what} "${key.slice(0, 60)}"; did you mean "${near}"?`;
  return isSection(`${owner}/1`) && !key.includes('/')
    ? `${key.slice(0, 60)} has a number: ${key.slice(0, 60)}/1`
    : `no ${what} "${key.slice(0, 60)}"`;
}
