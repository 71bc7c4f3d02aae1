import type { z } from 'zod';

type Issue = z.core.$ZodIssue;
export type Place = readonly PropertyKey[];

/** How a file's mistakes are told. */
export interface Words {
  /** The known word nearest to what was typed, or undefined when none is near enough. */
  nearest(typed: string, known: Iterable<string>): string | undefined;
  /** What a key of the file is called: `setting`. */
  readonly key: string;
  /** What the whole file is called: `desk.yaml`. */
  readonly file: string;
}

/** One thing that is wrong, at one place of a file. */
export interface Wrong {
  readonly place: Place;
  readonly says: string;
  /** The key at the place is meant, not its value. */
  readonly key: boolean;
  /** A word inside the value that is meant. */
  readonly part?: string;
  /** Nothing stands there. */
  readonly missing?: boolean;
  /** Known key that an unknown one was meant as. */
  readonly means?: string;
}

/** Each unknown word is compared with all known ones; a person reads no more of them. */
const KEYS_LIMIT = 20;

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'on or off',
  object: 'a block of settings (name: value)',
  record: 'a block of settings (name: value)',
  array: 'a list',
};

/** What zod found, in sentences with name, value and bound in them. */
export function explainIssues(issues: readonly Issue[], given: unknown, schema: unknown, words: Words): Wrong[] {
  const wrong = issues.flatMap((issue) => explainIssue(issue, { given, schema, words }));
  // A misspelt key is not missing as well.
  const meant = new Set(
    wrong.flatMap(({ place, means }) => (means === undefined ? [] : [[...place.slice(0, -1), means].map(String).join('/')])),
  );
  return wrong.filter(({ place, missing }) => !missing || !meant.has(place.map(String).join('/')));
}

interface Case {
  readonly given: unknown;
  readonly schema: unknown;
  readonly words: Words;
}

function explainIssue(issue: Issue, about: Case): Wrong[] {
  const { path } = issue;
  const { given, schema, words } = about;
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, path, given);
    return issue.keys.slice(0, KEYS_LIMIT).map((key) => unknownKey([...path, key], key, known, words));
  }
  if (issue.code === 'invalid_union') return explainUnion(issue, about);
  if (issue.code === 'invalid_key') {
    return [{ place: path, says: `"${String(path.at(-1)).slice(0, 60)}" is not ${issue.issues[0]?.message}`, key: true }];
  }
  const got = at(given, path);
  const name = String(path.at(-1) ?? words.file);
  if (got === null) return [{ place: path, says: `${name} is empty${hint(issue)}`, key: true }];
  if (got === undefined && path.length > 0) return [{ place: path, says: `${name} is missing${hint(issue)}`, key: true, missing: true }];
  return [{ place: path, says: `${name}: ${reason(issue, got, words)}`, key: false }];
}

/** Of several forms the one that was meant is the one with the fewest, deepest complaints. */
function explainUnion(issue: Extract<Issue, { code: 'invalid_union' }>, about: Case): Wrong[] {
  const depth = (issues: readonly Issue[]): number =>
    Math.max(0, ...issues.map((inner) => inner.path.length + (inner.code === 'unrecognized_keys' ? 1 : 0)));
  const best = [...issue.errors].filter((branch) => branch.length > 0).sort((one, two) => depth(two) - depth(one));
  const [first, ...others] = best;
  if (!first) return [{ place: issue.path, says: issue.message, key: false }];
  const wanted = others.every((branch) => depth(branch) === 0) && depth(first) === 0 ? best.flat().map(want) : [];
  const got = at(about.given, issue.path);
  if (wanted.length > 0 && got !== undefined) {
    const name = String(issue.path.at(-1) ?? about.words.file);
    const says = issue.message.startsWith('Invalid') ? [...new Set(wanted)].join(', or ') : issue.message;
    return [{ place: issue.path, says: `${name}: ${show(got)} is not ${says}`, key: false }];
  }
  return first.flatMap((inner) => explainIssue({ ...inner, path: [...issue.path, ...inner.path] }, about));
}

function want(issue: Issue): string {
  if (issue.code === 'invalid_type') return KINDS[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') return issue.values.map(String).join(', ');
  return issue.message;
}

const hint = (issue: Issue): string => {
  const wanted = issue.code === 'invalid_type' || issue.code === 'invalid_value' ? want(issue) : '';
  return wanted === '' ? '' : `; it is ${wanted}`;
};

function reason(issue: Issue, got: unknown, { nearest }: Words): string {
  switch (issue.code) {
    case 'invalid_type':
      return `${show(got)} is not ${want(issue)}`;
    case 'invalid_value': {
      const values = issue.values.map(String);
      const near = nearest(String(got), values);
      return `${show(got)} is none of ${values.join(', ')}${near ? `; did you mean ${near}?` : ''}`;
    }
    case 'too_big':
      return `${show(got)} is above ${issue.maximum}${sizeWord(issue.origin)}`;
    case 'too_small':
      return `${show(got)} is below ${issue.minimum}${sizeWord(issue.origin)}`;
    case 'invalid_format':
      return `${show(got)} is not ${/^a /.test(issue.message) ? issue.message : `of the form ${issue.format}`}`;
    default:
      return `${show(got)}: ${issue.message}`;
  }
}

const sizeWord = (origin: string): string => (origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '');
const show = (value: unknown): string => (JSON.stringify(value) ?? String(value)).slice(0, 60);

function unknownKey(place: Place, key: string, known: readonly string[], words: Words): Wrong {
  const says = `no ${words.key} "${key.slice(0, 60)}"`;
  const means = words.nearest(key, known);
  if (means !== undefined) return { place, says: `${says}; did you mean "${means}"?`, key: true, means };
  return { place, says: known.length > 0 ? `${says}; there are ${known.join(', ')}` : says, key: true };
}

const at = (given: unknown, path: Place): unknown => path.reduce<unknown>((inner, step) => field(inner, step), given);

const field = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;

/** Keys a block may have, by the JSON Schema; among several forms those of the one whose `type` is the block's. */
function knownKeys(schema: unknown, path: Place, given: unknown): string[] {
  let inner = schema;
  let value = given;
  for (const step of path) {
    value = field(value, step);
    const form = formOf(inner, undefined);
    inner = field(field(form, 'properties'), step) ?? field(form, 'additionalProperties') ?? field(form, 'items');
    inner = formOf(inner, field(value, 'type'));
  }
  return Object.keys(field(formOf(inner, field(value, 'type')), 'properties') ?? {});
}

function formOf(schema: unknown, type: unknown): unknown {
  const forms = field(schema, 'anyOf');
  if (!Array.isArray(forms)) return schema;
  const isBlock = (form: unknown): boolean => field(form, 'properties') !== undefined || field(form, 'additionalProperties') !== undefined;
  const blocks: unknown[] = forms.filter(isBlock);
  return blocks.find((form) => field(field(field(form, 'properties'), 'type'), 'const') === type) ?? blocks[0] ?? schema;
}
