import { type Law, linear } from './law.ts';
import { type Leaf, leafOf, type MeterTap, type ParameterType, STRIP_KINDS, type StripKind, UNNUMBERED } from './parameters.ts';

/** Colours of scribble strips, in the order the page and the X-Touch know them. */
export const COLORS = ['off', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white', 'orange'] as const;

/** Longest text a parameter takes, in characters. */
export const TEXT_LIMIT = 200;

/**
 * A row an engine describes itself with. `path` may carry ranges: `ch/{1..32}/eq/{1..4}/freq` is 128 parameters.
 * Numbers need a `law`, choices their `choices`.
 */
export interface Row {
  readonly path: string;
  readonly law?: Law;
  readonly choices?: readonly string[];
  /** Value on a fresh engine; numbers 0 (or the law's minimum above it), switches off, texts empty. */
  readonly start?: number | string | boolean;
  readonly readOnly?: boolean;
}

/** One parameter of one engine. Its `id` is a small integer that holds as long as the layout does. */
export interface Parameter {
  readonly id: number;
  readonly path: string;
  readonly type: ParameterType;
  readonly leaf: Leaf;
  readonly law: Law;
  readonly choices: readonly string[];
  /** As stored: a number (switch 0/1, choice and colour an index), or a text. */
  readonly start: number | string;
  readonly readOnly: boolean;
  /** Position of the path's strip in {@link Layout.strips}, or -1. */
  readonly strip: number;
}

export interface Strip {
  readonly kind: StripKind;
  /** From 1; 0 for those that exist once. */
  readonly number: number;
  /** `ch/7`, `main`. */
  readonly path: string;
}

export interface MeterPoint {
  readonly slot: number;
  readonly path: string;
  readonly strip: number;
  readonly tap: MeterTap;
}

export interface Layout {
  readonly parameters: readonly Parameter[];
  readonly byPath: ReadonlyMap<string, Parameter>;
  readonly strips: readonly Strip[];
  readonly meters: readonly MeterPoint[];
  /** Leaves that a linked pair shares, as leaf patterns; empty where the console links by itself. */
  readonly linked: ReadonlySet<string>;
  /** The engine works out `audible` and `level` from mutes, DCAs and groups the way {@link ./derived.ts} does. */
  readonly derive: boolean;
}

export interface Description {
  readonly rows: readonly Row[];
  /** Meter points, in the order of the engine's frame: `ch/{1..32}/meter/post`. */
  readonly meters: readonly string[];
  readonly linked?: readonly string[];
  readonly derive?: boolean;
}

const RANGE = /\{(\d+)\.\.(\d+)\}/;
const SWITCH = linear('', 0, 1, 1);

/** All paths of a pattern with ranges, first range slowest. */
export function expand(pattern: string): string[] {
  const range = RANGE.exec(pattern);
  if (!range) return [pattern];
  const [text, from, to] = range;
  const list: string[] = [];
  for (let n = Number(from); n <= Number(to); n++) list.push(...expand(pattern.replace(text, String(n))));
  return list;
}

/** The strip part of a path: `ch/7` of `ch/7/fader`, `main` of `main/fader`, undefined for `rack/1/decay`. */
export function stripPart(path: string): Strip | undefined {
  const [kind = '', number = ''] = path.split('/');
  if (!Object.hasOwn(STRIP_KINDS, kind)) return undefined;
  const once = UNNUMBERED.has(kind);
  // hasOwn above says that it is one of the kinds.
  return { kind: kind as StripKind, number: once ? 0 : Number(number), path: once ? kind : `${kind}/${number}` };
}

/**
 * Builds the layout an engine describes.
 * @throws Error when a row names no leaf of the model, stands twice, or lacks its law or choices: that is a bug of the engine's table
 */
export function buildLayout(description: Description): Layout {
  const parameters: Parameter[] = [];
  const byPath = new Map<string, Parameter>();
  const strips: Strip[] = [];
  const stripIndex = new Map<string, number>();
  const stripOf = (path: string): number => {
    const strip = stripPart(path);
    if (!strip) return -1;
    const known = stripIndex.get(strip.path);
    if (known !== undefined) return known;
    strips.push(strip);
    stripIndex.set(strip.path, strips.length - 1);
    return strips.length - 1;
  };
  for (const row of description.rows) {
    for (const path of expand(row.path)) {
      if (byPath.has(path)) throw new Error(`layout: ${path} stands twice`);
      const parameter = parameterOf(row, path, parameters.length, stripOf(path));
      parameters.push(parameter);
      byPath.set(path, parameter);
    }
  }
  const meters = description.meters.flatMap(expand).map((path, slot) => {
    // The description's meter paths end in a tap by their form; a wrong one is the table's bug and shows in its test.
    const tap = path.slice(path.lastIndexOf('/') + 1) as MeterTap;
    return { slot, path, strip: stripOf(path), tap };
  });
  return { parameters, byPath, strips, meters, linked: new Set(description.linked), derive: description.derive ?? true };
}

function parameterOf(row: Row, path: string, id: number, strip: number): Parameter {
  const leaf = leafOf(path);
  if (!leaf) throw new Error(`layout: ${path} is no leaf of the model`);
  const choices = leaf.type === 'color' ? (row.choices ?? COLORS) : (row.choices ?? []);
  if (leaf.type === 'choice' && choices.length === 0) throw new Error(`layout: ${path} has no choices`);
  if (leaf.type === 'number' && !row.law) throw new Error(`layout: ${path} has no law`);
  const law = row.law ?? (choices.length > 1 ? linear('', 0, choices.length - 1, 1) : SWITCH);
  return {
    id,
    path,
    type: leaf.type,
    leaf,
    law,
    choices,
    start: startOf(row, leaf, law, choices),
    readOnly: row.readOnly ?? leaf.is === 'derived',
    strip,
  };
}

function startOf(row: Row, leaf: Leaf, law: Law, choices: readonly string[]): number | string {
  const { start } = row;
  if (leaf.type === 'text') return typeof start === 'string' ? start : '';
  if (leaf.type === 'choice' || leaf.type === 'color') return Math.max(0, choices.indexOf(String(start ?? choices[0])));
  if (leaf.type === 'switch') return start === true ? 1 : 0;
  return law.snap(typeof start === 'number' ? start : Math.max(0, law.min));
}
