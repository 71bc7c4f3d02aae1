import { nearest } from '../desk/nearest.ts';
import { type FileError, readYaml } from '../wire/formats/yaml-file.ts';
import { explainIssues, type Words, type Wrong } from '../wire/formats/yaml-issues.ts';
import { type Config, configSchema, type EngineConfig, type EngineKind, jsonSchema, ROLE_NAME } from './config.ts';

/** The settings of a show, whole and with defaults filled in. */
export interface Settings extends Omit<Config, 'engines' | '$schema'> {
  /** In the order of the file; the first needs no prefix in paths. */
  readonly engines: readonly EngineConfig[];
}

export type Reading = { readonly settings: Settings } | { readonly errors: readonly FileError[] };

const WORDS: Words = { nearest, key: 'setting', file: 'desk.yaml' };

/**
 * Reads desk.yaml. Never throws, whatever the file holds.
 * @param file its name, as errors show it
 */
export function readConfig(text: string, file: string, kinds: readonly EngineKind[]): Reading {
  const reading = readYaml(text, file, (given) => check(given, kinds));
  return 'good' in reading ? { settings: reading.good } : reading;
}

function check(given: unknown, kinds: readonly EngineKind[]): { good: Settings } | { wrong: Wrong[] } {
  // Only errors need it, and a good file is read on the way to the first sound.
  const schema = once(() => jsonSchema(kinds));
  const whole = configSchema.safeParse(given);
  const wrong = whole.success ? [] : explainIssues(whole.error.issues, given, schema(), WORDS);
  const engines = isBlock(given) && isBlock(given.engines) ? Object.entries(given.engines) : [];
  const checked = engines.map(([role, engine]) => checkEngine(role, engine, kinds, given, schema));
  for (const one of checked) if ('wrong' in one) wrong.push(...one.wrong);
  if (whole.success && engines.length === 0) wrong.push({ place: ['engines'], says: 'engines: at least one is needed', key: true });
  if (!whole.success || wrong.length > 0) return { wrong: distinct(wrong) };
  const { $schema: _, engines: __, ...rest } = whole.data;
  return { good: { ...rest, engines: checked.flatMap((one) => ('config' in one ? [one.config] : [])) } };
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
  return { wrong: explainIssues(issues, all, schema(), WORDS) };
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
