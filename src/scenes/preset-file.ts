import { nearest } from '../desk/nearest.ts';
import { LEAVES, type Leaf, leafOf, STRIP_KINDS, UNNUMBERED } from '../desk/parameters.ts';
import type { Value } from '../desk/value.ts';
import type { Reading } from '../wire/formats/yaml-file.ts';
import type { Block, Item, Spot, Word } from '../wire/formats/yaml-places.ts';
import { readTree, showSpots } from '../wire/formats/yaml-tree.ts';
import { isUnreadable } from './library.ts';
import type { Preset } from './presets.ts';
import { quoted, type Stand, stripText } from './scene-text.ts';
import { kept, readSceneValue, writeSceneValue } from './scene-words.ts';

const SETTINGS = ['preset', 'note', 'strip'] as const;
const VALUE_LIMIT = 2000;
const NAME_LIMIT = 80;

/** The leaf of any kind of strip, or undefined where none has it or nobody can set it for good. */
function leafOfAnyStrip(leaf: string): Leaf | undefined {
  for (const kind of Object.keys(STRIP_KINDS)) {
    const found = leafOf(UNNUMBERED.has(kind) ? `${kind}/${leaf}` : `${kind}/1/${leaf}`);
    if (found && found.is === undefined) return found;
  }
  return undefined;
}

/** Reads a preset: a name, and the block of a strip as a scene has it. Never throws, whatever the file holds. */
export function readPreset(text: string, file: string): Reading<Preset> {
  const tree = readTree(text, file);
  if ('errors' in tree) return tree;
  const spots: Spot[] = [];
  const preset = new PresetReader(spots).read(tree.good);
  return spots.length === 0 ? { good: preset } : { errors: showSpots(spots, text, file) };
}

class PresetReader {
  readonly #spots: Spot[];
  readonly #values = new Map<string, Value>();

  constructor(spots: Spot[]) {
    this.#spots = spots;
  }

  read(tree: Block): Preset {
    let [name, note] = ['', ''];
    for (const item of tree.items) {
      const setting = item.key.word;
      if (setting === 'preset') name = this.#text(item);
      else if (setting === 'note') note = this.#text(item);
      else if (setting === 'strip') this.#strip(item);
      else {
        const near = nearest(setting, SETTINGS);
        this.#wrong(
          item.key,
          `no setting "${setting.slice(0, 40)}"; ${near ? `did you mean "${near}"?` : `there are ${SETTINGS.join(', ')}`}`,
        );
      }
    }
    if (name === '' || name.length > NAME_LIMIT)
      this.#wrong({ start: tree.start, end: tree.start + 1 }, `preset: a name of 1..${NAME_LIMIT} characters`);
    if (!tree.items.some(({ key }) => key.word === 'strip'))
      this.#wrong({ start: tree.start, end: tree.start + 1 }, 'strip is missing; it is what the preset holds');
    return { name, note, values: this.#values };
  }

  #wrong({ start, end }: { readonly start: number; readonly end: number }, says: string): void {
    this.#spots.push({ start, end, says });
  }

  #text({ key, value }: Item): string {
    if ('word' in value && !isUnreadable(value.word)) return value.word.normalize('NFC').trim();
    this.#wrong(key, `${key.word}: one text`);
    return '';
  }

  #strip({ key, value }: Item): void {
    if ('items' in value) for (const item of value.items) this.#inside(item, item.key.word);
    else this.#wrong(key, 'strip: the block of a strip, such as { hpf: { on: on, freq: 100 Hz } }');
  }

  #inside({ key, value }: Item, leaf: string): void {
    if ('items' in value) {
      for (const item of value.items) this.#inside(item, `${leaf}/${item.key.word}`);
      return;
    }
    const known = leafOfAnyStrip(leaf);
    if (!known) this.#unknown(key, leaf);
    else if ('list' in value) this.#wrong(value, `${leaf}: one value, not a list`);
    else if (this.#values.size >= VALUE_LIMIT) this.#wrong(key, `more than ${VALUE_LIMIT} values are no strip`);
    else this.#value(value, leaf, known);
  }

  #value(word: Word, leaf: string, known: Leaf): void {
    const read = readSceneValue(word.word, known);
    if (typeof read === 'string') this.#wrong(word, read);
    else if (read.fade) this.#wrong(word, `${leaf}: a preset has no times; "preset NAME STRIP" puts it at once`);
    else this.#values.set(leaf, read.value);
  }

  #unknown(key: Word, leaf: string): void {
    const plain = leaf.replace(/\/\d+(?=\/|$)/g, '/{n}');
    const near = nearest(plain, new Set(LEAVES.map((one) => one.leaf)));
    const meant = near?.replace('{n}', /\/(\d+)/.exec(leaf)?.[1] ?? '1');
    this.#wrong(key, `a strip has no "${leaf.slice(0, 60)}"${meant === undefined ? '' : `; did you mean "${meant}"?`}`);
  }
}

/** The preset as a file, as a scene would have its strip. */
export function writePreset({ name, note, values }: Preset): string {
  const lines = [...values].map(([leaf, value]): [Stand, string] => {
    const known = leafOfAnyStrip(leaf);
    const segments = leaf.split('/');
    const stand = { strip: 'strip', section: segments.slice(0, -1).join('/'), leaf: segments.at(-1) ?? '' };
    return [stand, quoted(writeSceneValue({ value: kept(value) }, known), known?.type === 'text')];
  });
  const settings = [`preset: ${quoted(name, true)}\n`, note === '' ? '' : `note: ${quoted(note, true)}\n`];
  return settings.join('') + stripText('strip', lines);
}
