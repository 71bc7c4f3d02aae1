import { isMap, isScalar, isSeq, type Pair, parseDocument, Scalar, stringify, type YAMLMap } from 'yaml';
import { writeTime } from '../triggers/time-text.ts';
import type { Cue } from './cue.ts';
import { renumbered } from './numbers.ts';

/** What a cue says, key by key, in the order of a new file; what is as usual is left out. */
export function wordsOf(cue: Cue): ReadonlyMap<string, string | readonly string[]> {
  const { number, name, when, waitMs, lines, postMs, next, armed, opens, skip, note } = cue;
  const rows: [string, string | readonly string[]][] = [['cue', number]];
  if (name !== '') rows.push(['name', name]);
  if (note !== '') rows.push(['note', note]);
  if (!armed) rows.push(['armed', 'off']);
  if (opens) rows.push(['opens', 'on']);
  if (skip) rows.push(['skip', 'on']);
  if (when.length > 0) rows.push(['when', one(when.map(({ text }) => text))]);
  if (waitMs > 0) rows.push(['wait', writeTime(waitMs)]);
  if (lines.length > 0) rows.push(['do', one(lines.map(({ text }) => text))]);
  if (next?.kind === 'follow') rows.push(['then', next.afterMs > 0 ? `follow after ${writeTime(next.afterMs)}` : 'follow']);
  else if (next) rows.push(['then', postMs > 0 ? `go after ${writeTime(postMs)}` : 'go']);
  else if (postMs > 0) rows.push(['post', writeTime(postMs)]);
  return new Map(rows);
}

const one = (texts: readonly string[]): string | readonly string[] => (texts.length === 1 ? (texts[0] ?? '') : texts);

/** A value as YAML, on one line. */
function written(value: string | readonly string[]): string {
  const text = (plain: string): string => {
    const scalar = new Scalar(plain);
    // Words stay bare where that means the same.
    if (/^[\p{L}\p{N}][^\n]*$/u.test(plain) && !/[:#,[\]{}"']|\s$/.test(plain)) return plain;
    return stringify(scalar, {
      lineWidth: 0,
      defaultStringType: plain.includes('"') && !plain.includes("'") ? 'QUOTE_SINGLE' : 'QUOTE_DOUBLE',
    }).trim();
  };
  return typeof value === 'string' ? text(value) : `[ ${value.map(text).join(', ')} ]`;
}

/** A stretch of the file that belongs to one cue: the comments above it, and all up to the next. */
interface Piece {
  readonly number: string;
  readonly map: YAMLMap;
  readonly start: number;
  readonly end: number;
}

/**
 * The file of these cues. With the text it was read from, comments, order of keys and blank lines stay, cues that moved take their
 * comments along, and only what changed is written anew.
 * @param before a text that `readCues` has read without errors, and what it gave
 */
export function writeCues(cues: readonly Cue[], before?: { readonly text: string; readonly cues: readonly Cue[] }): string {
  const pieces = before ? piecesOf(before.text) : [];
  const known = new Map(pieces.map((piece) => [piece.number, piece]));
  const old = new Map(before?.cues.map((cue) => [cue.number, cue]));
  const head = before ? before.text.slice(0, pieces[0]?.start ?? commentsEnd(before.text)) : '';
  const then = renumbered(cues, before?.cues ?? []);
  const tail = cues.map((cue) => {
    // With another number it is still that cue, with its comments.
    const number = then(cue)?.number ?? cue.number;
    const piece = known.get(number);
    const was = old.get(number);
    return piece && was && before ? edited(before.text, piece, was, cue) : fresh(cue);
  });
  const lines = [head, ...tail].map((text) => (text === '' || text.endsWith('\n') ? text : `${text}\n`));
  return lines.join('');
}

/** Where the comments and blank lines that a file begins with end: a list in brackets is written anew below them. */
const commentsEnd = (text: string): number => /^(?:[ \t]*(?:#[^\n]*)?(?:\n|$))*/.exec(text)?.[0].length ?? 0;

/** Whether two lists say the same. */
export const isSameList = (one: readonly Cue[], two: readonly Cue[]): boolean =>
  one.length === two.length && one.every((cue, at) => two[at] !== undefined && wordsText(cue) === wordsText(two[at]));
const wordsText = (cue: Cue): string => JSON.stringify([...wordsOf(cue)]);

const fresh = (cue: Cue): string => cueText(wordsOf(cue));

/** A cue as a file of its own would say it. */
export function cueText(words: ReadonlyMap<string, string | readonly string[]>): string {
  const rows = [...words].map(([key, value]) =>
    typeof value === 'string' ? `${key}: ${written(value)}` : `${key}:\n${value.map((line) => `    - ${written(line)}`).join('\n')}`,
  );
  return `- ${rows.join('\n  ')}\n`;
}

function piecesOf(text: string): Piece[] {
  const { contents } = parseDocument(text, { schema: 'failsafe' });
  if (!isSeq(contents) || contents.flow === true) return [];
  const starts = contents.items.map((item) => {
    const at = isMap(item) ? (item.range?.[0] ?? 0) : 0;
    return aboveOf(text, text.lastIndexOf('\n', at - 1) + 1);
  });
  return contents.items.flatMap((item, index) => {
    if (!isMap(item)) return [];
    const number = String(item.get('cue'));
    return [{ number, map: item, start: starts[index] ?? 0, end: starts[index + 1] ?? text.length }];
  });
}

/** Where the comments that stand right above a line begin; the first of the file belongs to the file if a blank line follows it. */
function aboveOf(text: string, lineStart: number): number {
  let start = lineStart;
  while (start > 0) {
    const above = text.lastIndexOf('\n', start - 2) + 1;
    if (!/^\s*#/.test(text.slice(above, start))) break;
    start = above;
  }
  return start;
}

function edited(text: string, { map, start, end }: Piece, was: Cue, cue: Cue): string {
  const [from, to] = [wordsOf(was), wordsOf(cue)];
  const same = (key: string): boolean => JSON.stringify(from.get(key)) === JSON.stringify(to.get(key));
  const changed = [...new Set([...from.keys(), ...to.keys()])].filter((key) => !same(key));
  if (changed.length === 0) return text.slice(start, end);
  // In braces, or with a post-wait of its own key: the cue is written anew, below its comments.
  const pairs = new Map((map.items as Pair[]).map((pair) => [isScalar(pair.key) ? String(pair.key.value) : '', pair])); // its keys are read as words
  const isPlain = map.flow !== true && !pairs.has('post') && pairs.size > 0;
  const bodyAt = text.lastIndexOf('\n', (map.range?.[0] ?? start) - 1) + 1;
  if (!isPlain) return text.slice(start, bodyAt) + fresh(cue);
  const cuts: { from: number; to: number; text: string }[] = [];
  const added: string[] = [];
  for (const key of changed) {
    const value = to.get(key);
    const pair = pairs.get(key);
    const span = pair && spanOf(text, pair);
    if (!span) {
      if (value !== undefined) added.push(`  ${key}: ${written(value)}\n`);
    } else if (value === undefined) cuts.push({ ...wholeLines(text, span), text: '' });
    else cuts.push({ ...span, text: `${key}: ${written(value)}` });
  }
  let result = text.slice(start, end);
  for (const cut of cuts.sort((a, b) => b.from - a.from))
    result = result.slice(0, cut.from - start) + cut.text + result.slice(cut.to - start);
  // New keys stand before the blank lines that part it from the next.
  const body = result.replace(/\s*$/, '');
  const rest = result.slice(body.length).replace(/^[^\n]*\n?/, '');
  return added.length === 0 ? result : `${body}\n${added.join('')}${rest}`;
}

/** From the key to the end of its value, comments behind it not included. */
function spanOf(text: string, { key, value }: Pair): { from: number; to: number } | undefined {
  if (!isScalar(key) || !key.range) return undefined;
  const end = isScalar(value) || isSeq(value) || isMap(value) ? value.range?.[1] : key.range[1];
  if (end === undefined) return undefined;
  // A list in lines of its own ends behind its last line.
  return { from: key.range[0], to: key.range[0] + text.slice(key.range[0], end).trimEnd().length };
}

/** A key that goes takes its line with it. Its dash stays, as `cue` is never left out. */
function wholeLines(text: string, { from, to }: { from: number; to: number }): { from: number; to: number } {
  const newline = text.indexOf('\n', Math.max(from, to - 1));
  const lineStart = text.lastIndexOf('\n', from - 1) + 1;
  const isFirst = /-\s*$/.test(text.slice(lineStart, from));
  return isFirst ? { from, to } : { from: lineStart, to: newline < 0 ? text.length : newline + 1 };
}
