import { type Document, isMap, isNode, isScalar, type Node, type Pair, parseDocument, visit } from 'yaml';
import { untellable } from './yaml-depth.ts';
import type { Place, Wrong } from './yaml-issues.ts';
import { syntaxSpots } from './yaml-words.ts';

/** Something wrong at one place of a text file. */
export interface FileError {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly says: string;
  /** The line, and carets under what is meant. */
  readonly source: string;
  readonly carets: string;
}

export type Reading<T> = { readonly good: T } | { readonly errors: readonly FileError[] };

/** Of a text that is read line by line. */
export const SIZE_LIMIT = 1024 * 1024;
export const ERROR_LIMIT = 20;
/** Places of mistakes that are looked up in the text, before the first of them are told. */
const WRONG_LIMIT = 200;

/**
 * Reads a YAML file that a person wrote. Never throws, whatever the file holds.
 * @param file its name, as errors show it
 * @param check makes something of what the file says, or tells what is wrong at which place
 * @param schema `failsafe`: every value as it is written, 1.10 stays 1.10
 * @param schema `failsafe`: every value as it is written, 1.10 stays 1.10
 */
export function readYaml<T>(
  text: string,
  file: string,
  check: (given: unknown) => { readonly good: T } | { readonly wrong: readonly Wrong[] },
  schema: 'core' | 'failsafe' = 'core',
): Reading<T> {
  const spot = (start: number, end: number, says: string): FileError => errorAt(file, text, start, end, says);
  const hopeless = untellable(text);
  if (hopeless) return { errors: [spot(hopeless.start, hopeless.end, hopeless.says)] };
  try {
    // Its own look for keys that stand twice takes half a minute for 60,000 of them.
    const document = parseDocument(text, { schema, prettyErrors: false, uniqueKeys: false });
    if (document.errors.length > 0) {
      return { errors: syntaxSpots(text, document.errors).map(({ start, end, says }) => spot(start, end, says)) };
    }
    const twice = keysTwice(document);
    if (twice.length > 0) return { errors: twice.map((key) => spot(...extent(key), 'Map keys must be unique')) };
    const checked = check(document.toJS({ maxAliasCount: 100 }));
    if ('good' in checked) return checked;
    const errors = checked.wrong.slice(0, WRONG_LIMIT).map((wrong) => spot(...spanOf(document, wrong, text), wrong.says));
    errors.sort((one, two) => one.line - two.line || one.column - two.column);
    return { errors: errors.slice(0, ERROR_LIMIT) };
  } catch (error) {
    // The parser's own limits: nesting deeper than its stack, references that multiply.
    return { errors: [spot(0, 0, `the file cannot be read: ${error instanceof Error ? error.message : String(error)}`)] };
  }
}

/** Keys that stand in their block already, the first few. */
function keysTwice(document: Document.Parsed): Node[] {
  const twice: Node[] = [];
  visit(document, {
    Map(_, map) {
      const known = new Set<string>();
      for (const pair of map.items) {
        const key = keyText(pair);
        if (known.has(key) && isNode(pair.key)) twice.push(pair.key);
        known.add(key);
      }
      return twice.length < ERROR_LIMIT ? undefined : visit.BREAK;
    },
  });
  return twice.slice(0, ERROR_LIMIT);
}

/** The text that is meant: a word inside a value where one is named, else the whole of it. */
function spanOf(document: Document, { place, key, part }: Wrong, text: string): [number, number] {
  const [start, end] = placeOf(document, place, key);
  const at = part === undefined || part === '' ? -1 : text.slice(start, end).indexOf(part);
  return at < 0 || part === undefined ? [start, end] : [start + at, start + at + part.length];
}

/** Where in the text a place of the file stands: its value, its key, or the nearest block around it. */
function placeOf(document: Document, place: Place, key: boolean): [number, number] {
  const parent: unknown = place.length > 1 ? document.getIn(place.slice(0, -1), true) : document.contents;
  const pair = isMap(parent) ? parent.items.find((item) => keyText(item) === String(place.at(-1))) : undefined;
  const value: unknown = place.length > 0 ? document.getIn(place, true) : document.contents;
  const node = key || !isNode(value) ? (pair?.key ?? value) : value;
  if (isNode(node) && node.range) return extent(node);
  return place.length > 0 ? placeOf(document, place.slice(0, -1), true) : [0, 0];
}

const keyText = ({ key }: Pair): string => (isScalar(key) ? String(key.value) : String(key));

function extent(node: Node): [number, number] {
  const [start, end] = node.range ?? [0, 0];
  return [start, end];
}

/** Something wrong between two places of a text, counted in characters from its begin. */
export function errorAt(file: string, text: string, start: number, end: number, says: string): FileError {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', start);
  const source = text.slice(start === 0 ? 0 : lineStart, lineEnd < 0 ? undefined : lineEnd).replace(/\r$/, '');
  const line = start === 0 ? 1 : text.slice(0, lineStart).split('\n').length;
  const column = start === 0 ? 1 : start - lineStart + 1;
  const rest = source.slice(column - 1).replace(/\s+(?:#.*)?$/, '');
  const length = Math.max(1, Math.min(end - start, rest.length));
  return {
    file,
    line,
    column,
    says,
    source,
    carets: `${source.slice(0, column - 1).replace(/[^\t]/g, ' ')}${'^'.repeat(length)}`,
  };
}

/** `desk.yaml:12:9: no setting "prot"; did you mean "port"?`, the line, and carets under what is meant. */
export function showErrors(errors: readonly FileError[]): string {
  return errors
    .map(({ file, line, column, says, source, carets }) => {
      const long = source.length > 200;
      return `${file}:${line}:${column}: ${says}${source.trim() === '' || long ? '' : `\n    ${source}\n    ${carets}`}`;
    })
    .join('\n');
}
