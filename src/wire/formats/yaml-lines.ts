import type { Block, Item, List, Word } from './yaml-places.ts';

/**
 * The plain part of YAML that our own files are written in: blocks by two spaces, one line a value, braces and brackets within a line, words
 * bare or in double quotes. What it takes means the same to a whole parser; whatever else stands in a file is left to that.
 * @returns undefined where a line is of another form
 */
export function readLines(text: string): Block | undefined {
  const root: Growing = { indent: 0, items: [], start: -1, end: 0, keys: new Set() };
  const open: Growing[] = [root];
  /** A key without a value: the lines below it, further in, are its block. */
  let waiting: { readonly key: Word; readonly indent: number } | undefined;
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const line = LINE.exec(text.slice(at, end));
    if (!line) return undefined;
    const [, spaces = '', key, gap = '', rest = ''] = line;
    const lineAt = at;
    at = end + 1;
    if (key === undefined) continue;
    const indent = spaces.length;
    if (waiting && indent === waiting.indent + 2) open.push(begin(open.at(-1), waiting.key, indent, lineAt + indent));
    else if (waiting) return undefined;
    waiting = undefined;
    while ((open.at(-1)?.indent ?? 0) > indent) open.pop();
    const block = open.at(-1);
    if (!block || block.indent !== indent || block.keys.has(key)) return undefined;
    block.keys.add(key);
    const keyAt = lineAt + indent;
    const word: Word = { word: key, start: keyAt, end: keyAt + key.length };
    if (rest === '' || rest.startsWith('#')) {
      waiting = { key: word, indent };
      continue;
    }
    const value = valueIn(rest, keyAt + key.length + 1 + gap.length);
    if (!value) return undefined;
    block.items.push({ key: word, value });
    if (block.start < 0) block.start = keyAt;
    for (const outer of open) outer.end = value.end;
  }
  return waiting ? undefined : { start: Math.max(0, root.start), end: root.end, items: root.items, flow: false };
}

interface Growing {
  readonly indent: number;
  readonly items: Item[];
  readonly keys: Set<string>;
  start: number;
  end: number;
}

function begin(parent: Growing | undefined, key: Word, indent: number, start: number): Growing & Block {
  const block = { indent, items: [], keys: new Set<string>(), start, end: start, flow: false };
  parent?.items.push({ key, value: block });
  if (parent && parent.start < 0) parent.start = key.start;
  return block;
}

/** A key has no space and none of the signs that mean something to YAML; a line may be empty or a comment. */
const LINE = /^(?:[ ]*(?:#.*)?|((?:[ ]{2})*)([A-Za-z0-9][A-Za-z0-9_./-]*(?::[A-Za-z0-9][A-Za-z0-9_./-]*)?):(?:([ ]+)([^\r\t]*))?)$/;
/** Also in braces: no sign that means something, no space at its ends, no `: ` and no ` #`. */
const BARE = /[A-Za-z0-9+./*-](?:[A-Za-z0-9+./*_%:'()-]|[ ](?=[A-Za-z0-9+./*_%('-]))*/y;
const QUOTED = /"(?:[^"\\]|\\(?:["\\]|u[0-9a-f]{4}))*"/y;
const ESCAPE = /\\(?:u([0-9a-f]{4})|(.))/g;
const TAIL = /^[ ]*(?:[ ]#.*)?$/;
/** Words a whole parser reads as something else: a list's dash, a reference, the end of a document. */
const ODD = /^(?:\*|-$|- |-{3}|\.{3})|:(?: |$)/;

function valueIn(rest: string, at: number): Word | List | Block | undefined {
  const found = rest.startsWith('{') ? braces(rest, at) : rest.startsWith('[') ? brackets(rest, at) : wordAt(rest, 0, at);
  return found && TAIL.test(rest.slice(found.end - at)) ? found : undefined;
}

function wordAt(rest: string, from: number, at: number): Word | undefined {
  const pattern = rest[from] === '"' ? QUOTED : BARE;
  pattern.lastIndex = from;
  const text = pattern.exec(rest)?.[0];
  if (text === undefined || (pattern === BARE && ODD.test(text))) return undefined;
  const word = pattern === QUOTED ? text.slice(1, -1).replace(ESCAPE, unescaped) : text;
  return { word, start: at + from, end: at + from + text.length };
}

const unescaped = (_all: string, code: string | undefined, letter: string): string =>
  code === undefined ? letter : String.fromCharCode(Number.parseInt(code, 16));

const gapAt = (rest: string, from: number): number => {
  let to = from;
  while (rest[to] === ' ') to++;
  return to;
};

function brackets(rest: string, at: number): List | undefined {
  const list: Word[] = [];
  for (let from = gapAt(rest, 1); rest[from] !== ']'; ) {
    const word = wordAt(rest, from, at);
    if (!word) return undefined;
    list.push(word);
    from = gapAt(rest, word.end - at);
    if (rest[from] === ',') from = gapAt(rest, from + 1);
    else if (rest[from] !== ']') return undefined;
    if (rest[from] === ']') return { list, start: at, end: at + from + 1 };
  }
  return { list, start: at, end: at + gapAt(rest, 1) + 1 };
}

const KEY = /([A-Za-z0-9][A-Za-z0-9_./-]*):[ ]+/y;

function braces(rest: string, at: number): Block | undefined {
  const items: Item[] = [];
  const keys = new Set<string>();
  for (let from = gapAt(rest, 1); ; ) {
    KEY.lastIndex = from;
    const key = KEY.exec(rest)?.[1];
    const value = key === undefined ? undefined : wordAt(rest, KEY.lastIndex, at);
    if (key === undefined || !value || keys.has(key)) return undefined;
    keys.add(key);
    items.push({ key: { word: key, start: at + from, end: at + from + key.length }, value });
    from = gapAt(rest, value.end - at);
    if (rest[from] === '}') return { items, flow: true, start: at, end: at + from + 1 };
    if (rest[from] !== ',') return undefined;
    from = gapAt(rest, from + 1);
  }
}
