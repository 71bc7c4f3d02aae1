import { type Document, isMap, isNode, isScalar, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import { nearest } from '../desk/nearest.ts';
import { type Config, configSchema, type EngineConfig, type EngineKind, jsonSchema, ROLE_NAME } from './config.ts';
import { explainIssues, type Place, type Wrong } from './config-issues.ts';

/** The settings of a show, whole and with defaults filled in. */
export interface Settings extends Omit<Config, 'engines' | '$schema'> {
  /** In the order of the file; the first needs no prefix in paths. */
  readonly engines: readonly EngineConfig[];
}

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

export type Reading = { readonly settings: Settings } | { readonly errors: readonly FileError[] };

const SIZE_LIMIT = 1024 * 1024;
const ERROR_LIMIT = 20;

/**
 * Reads desk.yaml. Never throws, whatever the file holds.
 * @param file its name, as errors show it
 */
export function readConfig(text: string, file: string, kinds: readonly EngineKind[]): Reading {
  const lines = new LineCounter();
  const spot = (start: number, end: number, says: string): FileError => fileError(file, text, lines, start, end, says);
  if (text.length > SIZE_LIMIT) return { errors: [spot(0, 0, `the file has ${text.length} characters; at most ${SIZE_LIMIT} are read`)] };
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    if (document.errors.length > 0) {
      return { errors: syntaxErrors(document).map(({ pos, message }) => spot(pos[0], pos[1], message)) };
    }
    const checked = check(document.toJS({ maxAliasCount: 100 }), kinds);
    if ('settings' in checked) return checked;
    const errors = checked.wrong.map(({ place, says, key }) => spot(...placeOf(document, place, key), says));
    errors.sort((one, two) => one.line - two.line || one.column - two.column);
    return { errors: errors.slice(0, ERROR_LIMIT) };
  } catch (error) {
    // The parser's own limits: nesting deeper than its stack, references that multiply.
    return { errors: [spot(0, 0, `the file cannot be read: ${error instanceof Error ? error.message : String(error)}`)] };
  }
}

/** Brackets nested deeper than the parser's stack give the same complaint at every level: once is enough. */
function syntaxErrors(document: Document.Parsed): Document.Parsed['errors'] {
  const first = new Map(document.errors.map((error) => [error.message, error] as const).reverse());
  return [...first.values()].sort((one, two) => one.pos[0] - two.pos[0]).slice(0, ERROR_LIMIT);
}

function check(given: unknown, kinds: readonly EngineKind[]): { settings: Settings } | { wrong: Wrong[] } {
  // Only errors need it, and a good file is read on the way to the first sound.
  const schema = once(() => jsonSchema(kinds));
  const whole = configSchema.safeParse(given);
  const wrong = whole.success ? [] : explainIssues(whole.error.issues, given, schema());
  const engines = isBlock(given) && isBlock(given.engines) ? Object.entries(given.engines) : [];
  const checked = engines.map(([role, engine]) => checkEngine(role, engine, kinds, given, schema));
  for (const one of checked) if ('wrong' in one) wrong.push(...one.wrong);
  if (whole.success && engines.length === 0) wrong.push({ place: ['engines'], says: 'engines: at least one is needed', key: true });
  if (!whole.success || wrong.length > 0) return { wrong: distinct(wrong) };
  const { $schema: _, engines: __, ...rest } = whole.data;
  return { settings: { ...rest, engines: checked.flatMap((one) => ('config' in one ? [one.config] : [])) } };
}

function checkEngine(
  role: string,
  engine: unknown,
  kinds: readonly EngineKind[],
  all: unknown,
  schema: () => unknown,
): { config: EngineConfig } | { wrong: Wrong[] } {
  const place = ['engines', role];
  if (!ROLE_NAME.test(role)) {
    return { wrong: [{ place, says: `"${role.slice(0, 60)}" is not a role: small letters, digits and "-", at most 16`, key: true }] };
  }
  // What is no block, or has no type, the schema of the whole file has complained about.
  if (!isBlock(engine) || typeof engine.type !== 'string') return { wrong: [] };
  const { type } = engine;
  const kind = kinds.find((known) => known.type === type);
  if (!kind) {
    const names = kinds.map((known) => known.type);
    const near = nearest(type, names);
    const rest = near ? `did you mean "${near}"?` : `there ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}`;
    const says = `no engine "${type.slice(0, 60)}"; ${rest}`;
    return { wrong: [{ place: [...place, 'type'], says, key: false }] };
  }
  const parsed = kind.schema.safeParse(engine);
  if (parsed.success) return { config: { role, type, settings: parsed.data } };
  const issues = parsed.error.issues.map((issue) => ({ ...issue, path: [...place, ...issue.path] }));
  return { wrong: explainIssues(issues, all, schema()) };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const isBlock = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const distinct = (wrong: readonly Wrong[]): Wrong[] => [
  ...new Map(wrong.map((one) => [`${one.place.map(String).join('/')} ${one.says}`, one])).values(),
];

/** Where in the text a place of the settings stands: its value, its key, or the nearest block around it. */
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

function fileError(file: string, text: string, lines: LineCounter, start: number, end: number, says: string): FileError {
  const { line, col } = lines.linePos(start);
  const source = text.split('\n', Math.max(1, line)).at(-1)?.replace(/\r$/, '') ?? '';
  const column = Math.max(1, col);
  const rest = source.slice(column - 1).replace(/\s+(?:#.*)?$/, '');
  const length = Math.max(1, Math.min(end - start, rest.length));
  return {
    file,
    line: Math.max(1, line),
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
