import type { Block, Item, Span } from '../wire/formats/yaml-places.ts';
import type { Scene } from './scene.ts';
import type { ReadScene, SaidValue } from './scene-file.ts';
import { SETTINGS } from './scene-file.ts';
import { type Stand, settingTexts, standOf, stripText, valueText } from './scene-text.ts';
import { sameFade, sameValue } from './scene-words.ts';

/** Text to put in the place of a part of the file. */
interface Edit extends Span {
  readonly text: string;
}

/**
 * Brings a file to say another scene by changing only the words, lines and entries that differ: comments, order, spaces and blank lines of
 * everything else stay to the letter.
 * @param before what the file says, and where
 */
export function editScene(text: string, before: ReadScene, scene: Scene): string {
  const edits: Edit[] = [...settingEdits(text, before, scene)];
  const gone = new Set<Item>();
  const added = new Map(scene.values);
  const last = new Map<string, SaidValue>();
  for (const said of before.said) for (const path of said.paths) last.set(path, said);
  for (const said of before.said) {
    const counts = said.paths.every((path) => last.get(path) === said);
    const [first] = said.paths;
    const wanted = first === undefined ? undefined : scene.values.get(first);
    const uniform = counts && wanted && said.paths.every((path) => sameAs(scene, path, wanted));
    // What stays as it is may also be a line with later exceptions.
    const stays = said.paths.every((path) => (last.get(path) === said ? sameAs(scene, path, said.value) : scene.values.has(path)));
    if (uniform && first !== undefined && !sameValue(wanted, said.value)) edits.push({ ...said.word, text: valueText(first, wanted) });
    if (!uniform && !stays) gone.add(said.item);
    else for (const path of said.paths) if (last.get(path) === said) added.delete(path);
  }
  // A line that goes may have had later exceptions: they still say the same.
  edits.push(...removals(text, before.tree, gone));
  edits.push(...additions(text, before, added, gone));
  return applied(text, edits);
}

const sameAs = (scene: Scene, path: string, value: SaidValue['value']): boolean => {
  const wanted = scene.values.get(path);
  return wanted !== undefined && sameValue(wanted, value);
};

/** From the end, so that places before stay right; of two at one place the first that was asked for comes first. */
function applied(text: string, edits: readonly Edit[]): string {
  const sorted = edits.map((edit, order) => ({ edit, order }));
  sorted.sort((one, two) => one.edit.start - two.edit.start || one.edit.end - two.edit.end || one.order - two.order);
  const parts: string[] = [];
  let at = 0;
  for (const { edit } of sorted) {
    if (edit.start < at) continue;
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  return parts.join('') + text.slice(at);
}

// ---- settings ----

function settingEdits(text: string, { tree, scene: was }: ReadScene, scene: Scene): Edit[] {
  const wanted = settingTexts(scene);
  const edits: Edit[] = [];
  const items = new Map(tree.items.map((item) => [item.key.word, item]));
  let anchor = lineStart(text, tree.start);
  for (const key of SETTINGS) {
    const item = items.get(key);
    const next = wanted.get(key);
    if (key === 'version' || (item && same(key, was, scene))) {
      if (item) anchor = afterLine(text, item.value.end);
    } else if (item && next !== undefined) {
      edits.push({ start: item.value.start, end: item.value.end, text: item.value.start === item.key.end ? ` ${next}` : next });
      anchor = afterLine(text, item.value.end);
    } else if (item) edits.push(lineOf(text, item));
    else if (next !== undefined) edits.push({ start: anchor, end: anchor, text: newLine(text, anchor, `${key}: ${next}\n`) });
  }
  return edits;
}

function same(key: string, one: Scene, two: Scene): boolean {
  const list = (patterns: readonly string[]): string => patterns.join(' ');
  switch (key) {
    case 'scene':
      return one.name === two.name;
    case 'fade':
      return sameFade(one.fade, two.fade);
    case 'safe':
      return list(one.safe) === list(two.safe);
    case 'only':
      return list(one.only) === list(two.only);
    case 'preamps':
      return one.preamps === two.preamps;
    default:
      return one.note === two.note;
  }
}

// ---- what goes ----

function removals(text: string, block: Block, gone: ReadonlySet<Item>): Edit[] {
  const edits: Edit[] = [];
  const kept = block.items.filter((item) => !isGone(item, gone));
  for (const [index, item] of block.items.entries()) {
    if (kept.includes(item)) {
      if ('items' in item.value) edits.push(...removals(text, item.value, gone));
    } else if (!block.flow) edits.push(lineOf(text, item));
    else edits.push(entryOf(block, index, kept));
  }
  return edits;
}

const isGone = (item: Item, gone: ReadonlySet<Item>): boolean =>
  gone.has(item) || ('items' in item.value && item.value.items.length > 0 && item.value.items.every((inner) => isGone(inner, gone)));

/** An entry in braces, with the comma that it leaves over. */
function entryOf(block: Block, index: number, kept: readonly Item[]): Edit {
  const item = block.items[index];
  const next = block.items[index + 1];
  const before = block.items[index - 1];
  const start = item?.key.start ?? 0;
  if (next) return { start, end: next.key.start, text: '' };
  const stays = before && kept.includes(before);
  // Those before it that go take their commas along; what stays before them keeps none.
  const from = stays ? before.value.end : (block.items.findLast((other) => kept.includes(other))?.value.end ?? start);
  return { start: from, end: item?.value.end ?? start, text: '' };
}

/** All lines of an item, without comments above it. */
function lineOf(text: string, item: Item): Edit {
  return { start: lineStart(text, item.key.start), end: afterLine(text, Math.max(item.key.end, endOf(item))), text: '' };
}

/** A block's own end may stand behind comments and blank lines that belong to what follows. */
function endOf({ key, value }: Item): number {
  if (!('items' in value) || value.flow) return Math.max(key.end, value.end);
  return value.items.reduce((end, inner) => Math.max(end, endOf(inner)), key.end);
}

// ---- what comes ----

function additions(text: string, { tree, said }: ReadScene, added: Scene['values'], gone: ReadonlySet<Item>): Edit[] {
  const strips = new Map<string, [Stand, string][]>();
  /** Where a line stands that the new one must come behind, to count. */
  const behind = new Map<string, number>();
  for (const [path, value] of added) {
    const stand = standOf(path);
    strips.set(stand.strip, [...(strips.get(stand.strip) ?? []), [stand, valueText(path, value)]]);
  }
  for (const { item, paths } of said) {
    if (!gone.has(item)) for (const path of paths) if (added.has(path)) behind.set(standOf(path).strip, item.key.start);
  }
  const edits: Edit[] = [];
  /** At the place where a block ends, its own lines come before those of the next. */
  const ends: Edit[] = [];
  for (const [strip, values] of strips) {
    const item = tree.items.findLast(({ key }) => key.word === strip);
    const stays = item && !isGone(item, gone);
    if (stays && 'items' in item.value && item.value.items.length > 0 && item.key.start > (behind.get(strip) ?? -1))
      edits.push(...inStrip(text, item.value, values, gone));
    else ends.push(atEnd(text, tree, stays ? lines(strip, values) : stripText(strip, values)));
  }
  return [...edits, ...ends];
}

function atEnd(text: string, tree: Block, words: string): Edit {
  const last = tree.items.at(-1);
  const at = last ? afterLine(text, endOf(last)) : text.length;
  return { start: at, end: at, text: newLine(text, at, words) };
}

/** Whole paths, where the strip's own block stands too early in the file. */
const lines = (strip: string, values: readonly (readonly [Stand, string])[]): string =>
  values.map(([{ section, leaf }, word]) => `${[strip, section, leaf].filter((part) => part !== '').join('/')}: ${word}\n`).join('');

function inStrip(text: string, block: Block, values: readonly (readonly [Stand, string])[], gone: ReadonlySet<Item>): Edit[] {
  const edits: Edit[] = [];
  const fresh: (readonly [Stand, string])[] = [];
  const bySection = new Map<string, string[]>();
  for (const entry of values) {
    const [{ section, leaf }, word] = entry;
    const item = block.items.find(({ key, value }) => key.word === section && 'items' in value && value.flow && value.items.length > 0);
    if (section !== '' && item && !isGone(item, gone)) bySection.set(section, [...(bySection.get(section) ?? []), `${leaf}: ${word}`]);
    else fresh.push(entry);
  }
  for (const item of block.items) {
    const words = bySection.get(item.key.word);
    if (words && 'items' in item.value) edits.push(behindEntries(item.value, words, gone));
  }
  if (fresh.length === 0) return edits;
  if (block.flow) {
    const words = fresh.map(([{ section, leaf }, word]) => `${section === '' ? leaf : `${section}/${leaf}`}: ${word}`);
    return [...edits, behindEntries(block, words, gone)];
  }
  const indent = ' '.repeat((block.items[0]?.key.start ?? 2) - lineStart(text, block.items[0]?.key.start ?? 2));
  const fitting = stripText('', fresh).split('\n').slice(1, -1);
  const at = afterLine(
    text,
    block.items.reduce((end, item) => Math.max(end, endOf(item)), block.start),
  );
  edits.push({ start: at, end: at, text: newLine(text, at, fitting.map((line) => `${indent}${line.trimStart()}\n`).join('')) });
  return edits;
}

/** In braces, behind the last entry that stays. */
function behindEntries(block: Block, words: readonly string[], gone: ReadonlySet<Item>): Edit {
  const last = block.items.findLast((item) => !isGone(item, gone));
  const at = last?.value.end ?? block.start + 1;
  return { start: at, end: at, text: `, ${words.join(', ')}` };
}

// ---- lines ----

const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

function afterLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

/** Where the file's last line has no end yet. */
const newLine = (text: string, at: number, lines: string): string => (at > 0 && text[at - 1] !== '\n' ? `\n${lines}` : lines);
