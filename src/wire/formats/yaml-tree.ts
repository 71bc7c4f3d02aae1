import { isAlias, isCollection, isMap, isScalar, isSeq, type Node, type Pair, parseDocument, type YAMLMap } from 'yaml';
import { untellable } from './yaml-depth.ts';
import { ERROR_LIMIT, errorAt, type FileError, type Reading, SIZE_LIMIT } from './yaml-file.ts';
import { readLines } from './yaml-lines.ts';
import type { Block, Item, Span, Spot, Word } from './yaml-places.ts';
import { syntaxSpots } from './yaml-words.ts';

/** Deeper no file of ours goes. */
const DEPTH_LIMIT = 16;

/**
 * Reads a YAML file as a tree that knows where each word stands, for files that are written back. Never throws, whatever the file holds.
 * References and tags are refused: who writes by hand needs none, and they can make a small file endless.
 */
export function readTree(text: string, file: string): Reading<Block> {
  const failed = (spots: readonly Spot[]): Reading<Block> => ({ errors: showSpots(spots, text, file) });
  if (text.length > SIZE_LIMIT)
    return failed([{ start: 0, end: 0, says: `the file has ${text.length} characters; at most ${SIZE_LIMIT} are read` }]);
  if (text.includes('\0')) return failed([{ start: 0, end: 0, says: 'the file is no text' }]);
  // Many times as fast, for files of the form that we write.
  const quick = readLines(text);
  return quick ? { good: quick } : parseTree(text, file);
}

/** By the whole parser. */
export function parseTree(text: string, file: string): Reading<Block> {
  const failed = (spots: readonly Spot[]): Reading<Block> => ({ errors: showSpots(spots, text, file) });
  const hopeless = untellable(text);
  if (hopeless) return failed([hopeless]);
  try {
    // Its own look for keys that stand twice takes half a minute for 60,000 of them.
    const document = parseDocument(text, { schema: 'failsafe', prettyErrors: false, uniqueKeys: false });
    if (document.errors.length > 0) return failed(syntaxSpots(text, document.errors));
    const spots: Spot[] = [];
    const { contents } = document;
    if (contents === null) return { good: { start: 0, end: 0, items: [], flow: false } };
    const tree = isMap(contents) ? blockOf(contents, spots, 0) : undefined;
    if (!tree) spots.push({ ...spanOf(contents), says: 'the file is not a block of settings (name: value)' });
    return tree && spots.length === 0 ? { good: tree } : failed(spots);
  } catch (error) {
    return failed([{ start: 0, end: 0, says: `the file cannot be read: ${error instanceof Error ? error.message : String(error)}` }]);
  }
}

/** In the order of the file, and no more than a person wants to read. */
export function showSpots(spots: readonly Spot[], text: string, file: string): FileError[] {
  const sorted = [...spots].sort((one, two) => one.start - two.start).slice(0, ERROR_LIMIT);
  return sorted.map(({ start, end, says }) => errorAt(file, text, start, end, says));
}

function blockOf(map: YAMLMap, spots: Spot[], depth: number): Block {
  const items: Item[] = [];
  const known = new Set<string>();
  if (depth > DEPTH_LIMIT) {
    spots.push({ ...spanOf(map), says: 'nested too deep' });
    return { ...spanOf(map), items, flow: false };
  }
  // The parser's types allow pairs of anything; ours are looked at one by one.
  for (const pair of map.items as Pair<unknown, unknown>[]) {
    if (spots.length > ERROR_LIMIT) break;
    const key = isScalar(pair.key) ? wordOf(pair.key, spots) : undefined;
    if (!key) {
      spots.push({ ...(isNode(pair.key) ? spanOf(pair.key) : spanOf(map)), says: 'a key is one word' });
      continue;
    }
    if (known.has(key.word)) spots.push({ start: key.start, end: key.end, says: `${key.word} stands twice` });
    known.add(key.word);
    items.push({ key, value: valueIn(pair.value, key, spots, depth) });
  }
  return { ...spanOf(map), items, flow: map.flow === true };
}

function valueIn(value: unknown, key: Word, spots: Spot[], depth: number): Item['value'] {
  if (isMap(value)) return blockOf(value, spots, depth + 1);
  if (isScalar(value)) return wordOf(value, spots);
  if (isSeq(value)) {
    const list = value.items.flatMap((item) => {
      if (isScalar(item)) return [wordOf(item, spots)];
      spots.push({ ...spanOf(value), says: `${key.word}: a list of single words` });
      return [];
    });
    return { ...spanOf(value), list };
  }
  if (isAlias(value)) spots.push({ ...spanOf(value), says: 'references (*name) are not read; write the value itself' });
  return { start: key.end, end: key.end, word: '' };
}

function wordOf(scalar: Node & { value: unknown }, spots: Spot[]): Word {
  const span = spanOf(scalar);
  if (scalar.tag !== undefined && spots.length <= ERROR_LIMIT) spots.push({ ...span, says: 'tags (!name) are not read' });
  return { ...span, word: String(scalar.value ?? '') };
}

const isNode = (value: unknown): value is Node => isScalar(value) || isCollection(value) || isAlias(value);

function spanOf(node: Node): Span {
  const [start, end] = node.range ?? [0, 0];
  return { start, end };
}
