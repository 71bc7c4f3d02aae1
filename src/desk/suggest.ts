import { stripPart } from './layout.ts';
import type { Entry, Model } from './model.ts';
import { nearest } from './nearest.ts';

/** Names of one engine, as a tree of segments. */
interface Branch {
  readonly inside: Map<string, Branch>;
  /** The parameter that ends here. */
  entry?: Entry;
  /** The first one that ends here or below. */
  first?: Entry;
}

interface Names {
  readonly root: Branch;
  /** Paths with `#` for each number: `ch/#/eq/#/gain`. Some 200 stand for thousands. */
  readonly shapes: readonly string[];
}

/** Wrong names come in floods (an app made for another console): each is looked up once. */
const KEPT = 512;
const namesOf = new WeakMap<Model, Map<string, Names>>();
const answersOf = new WeakMap<Model, Map<string, string | undefined>>();

/**
 * The path that was meant: right leaf on a wrong strip, or a misspelt word. A fraction of a millisecond, whatever was typed.
 * @param role the engine it speaks of
 */
export function suggestion(model: Model, role: string, typed: readonly string[]): string | undefined {
  const answers = answersOf.get(model) ?? new Map<string, string | undefined>();
  answersOf.set(model, answers);
  const key = `${role}:${typed.join('/')}`;
  if (answers.has(key)) return answers.get(key);
  if (answers.size >= KEPT) answers.clear();
  const answer = suggest(namesIn(model, role), typed);
  answers.set(key, answer);
  return answer;
}

function suggest({ root, shapes }: Names, typed: readonly string[]): string | undefined {
  const { branch, good } = walk(root, typed);
  if (good.length === typed.length && branch.entry) return branch.entry.path;
  const shape = nearest(typed.map(shapeOf).join('/'), shapes);
  const near = shape === undefined ? undefined : filled(root, shape.split('/'), typed);
  if (near) return near.path;
  return stripPart(good.join('/')) ? branch.first?.path : undefined;
}

/** As far as words are known or nearly known: tried from the left, so that the strip that was meant stays. */
function walk(root: Branch, typed: readonly string[]): { readonly branch: Branch; readonly good: readonly string[] } {
  let branch = root;
  const good: string[] = [];
  for (const segment of typed) {
    const taken = branch.inside.has(segment) ? segment : closest(segment, [...branch.inside.keys()]);
    const next = taken === undefined ? undefined : branch.inside.get(taken);
    if (taken === undefined || !next) break;
    branch = next;
    good.push(taken);
  }
  return { branch, good };
}

/** The parameter of a shape whose numbers are nearest to those that were typed. */
function filled(root: Branch, shape: readonly string[], typed: readonly string[]): Entry | undefined {
  const numbers = typed.filter(isNumber);
  let branch: Branch | undefined = root;
  for (const segment of shape) {
    const inside: ReadonlyMap<string, Branch> = branch.inside;
    const word: string | undefined = segment === '#' ? closest(numbers.shift() ?? '1', [...inside.keys()]) : segment;
    branch = word === undefined ? undefined : inside.get(word);
    if (!branch) return undefined;
  }
  return branch.entry;
}

/** `77` of 1..32 is meant as the last; a word as the nearest word. */
function closest(segment: string, known: readonly string[]): string | undefined {
  if (!isNumber(segment)) return nearest(segment, known);
  const away = (word: string): number => Math.abs(Number(word) - Number(segment));
  return known
    .filter(isNumber)
    .reduce<string | undefined>((best, word) => (best === undefined || away(word) < away(best) ? word : best), undefined);
}

function namesIn(model: Model, role: string): Names {
  const byRole = namesOf.get(model) ?? new Map<string, Names>();
  namesOf.set(model, byRole);
  const known = byRole.get(role);
  if (known) return known;
  const names = gather(model.entries.filter((entry) => entry.role === role));
  byRole.set(role, names);
  return names;
}

function gather(entries: readonly Entry[]): Names {
  const root: Branch = { inside: new Map() };
  const shapes = new Set<string>();
  for (const entry of entries) {
    let branch = root;
    for (const segment of entry.segments) {
      branch.first ??= entry;
      const next = branch.inside.get(segment) ?? { inside: new Map() };
      branch.inside.set(segment, next);
      branch = next;
    }
    branch.first ??= entry;
    branch.entry = entry;
    shapes.add(entry.segments.map(shapeOf).join('/'));
  }
  return { root, shapes: [...shapes] };
}

const isNumber = (segment: string): boolean => /^\d+$/.test(segment);
const shapeOf = (segment: string): string => (isNumber(segment) ? '#' : segment);
