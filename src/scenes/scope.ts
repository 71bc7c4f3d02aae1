import type { Desk } from '../desk/desk.ts';
import type { Model } from '../desk/model.ts';
import { byName } from '../desk/names.ts';
import { isPattern, matches, parseAddress } from '../desk/path.ts';
import { isRefusal, type Refusal } from '../desk/refusal.ts';

/** `undefined` takes any segment, a pair the numbers from one to the other. */
type Part = string | undefined | readonly [number, number];

interface Pattern {
  readonly text: string;
  /** undefined: of every engine. */
  readonly role: string | undefined;
  /** Up to the first `**`; all of it where there is none. */
  readonly head: readonly Part[];
  /** Behind one `**`; it may stand anywhere after the head. */
  readonly tail: readonly Part[];
  /** With more than one `**`: for the general matcher. */
  readonly general: readonly string[] | undefined;
}

/**
 * What a list of patterns means, made for asking it thousands of times. A strip or a section alone means all below it: `ch/24`, `ch/1..8/eq`.
 * Without a role a pattern speaks of the first engine, `*:` of all. Names of strips are understood as paths are.
 */
export interface Scope {
  /** The first pattern that takes the path, as it was written; undefined: none. */
  patternOf(role: string, segments: readonly string[]): string | undefined;
  readonly size: number;
}

const NOTHING: Scope = { size: 0, patternOf: () => undefined };

/** @returns the scope, or why a pattern cannot be read: a safe that is not understood must not be passed over */
export function readScope(desk: Desk, texts: readonly string[]): Scope | Refusal {
  if (texts.length === 0) return NOTHING;
  const patterns: Pattern[] = [];
  for (const text of texts) {
    const pattern = knownPattern(desk, text);
    if (isRefusal(pattern)) return pattern;
    patterns.push(pattern);
  }
  return {
    size: patterns.length,
    patternOf: (role, segments) => patterns.find((pattern) => takes(pattern, role, segments))?.text,
  };
}

const KEPT = 1000;
const knownIn = new WeakMap<Model, Map<string, Pattern>>();

/** Read once where it cannot mean the name of a strip, which may be another one tomorrow: each Go asks for safes and mutes of hands. */
function knownPattern(desk: Desk, text: string): Pattern | Refusal {
  const { model } = desk;
  if (!isPattern(text) && !model.byPath.has(text)) return readPattern(desk, text);
  let known = knownIn.get(model);
  if (!known || known.size >= KEPT) known = new Map();
  knownIn.set(model, known);
  const pattern = known.get(text) ?? readPattern(desk, text);
  if (!isRefusal(pattern)) known.set(text, pattern);
  return pattern;
}

/** The same list of patterns may stand in a file for another desk: a role or strip that is not here takes nothing, and is no error. */
function readPattern(desk: Desk, text: string): Pattern | Refusal {
  const everywhere = text.startsWith('*:');
  const named = everywhere ? text.slice(2) : byName(desk, text);
  if (isRefusal(named)) return named;
  const address = parseAddress(named);
  if ('code' in address) return address;
  const segments = [...address.segments];
  while (segments.at(-1) === '**') segments.pop();
  const at = segments.indexOf('**');
  const several = at >= 0 && segments.indexOf('**', at + 1) >= 0;
  return {
    text,
    role: everywhere ? undefined : (address.role ?? desk.model.roles[0] ?? ''),
    head: (at < 0 ? segments : segments.slice(0, at)).map(partOf),
    tail: at < 0 ? [] : segments.slice(at + 1).map(partOf),
    general: several ? [...segments, '**'] : undefined,
  };
}

function partOf(segment: string): Part {
  if (segment === '*') return undefined;
  const range = /^(\d+)\.\.(\d+)$/.exec(segment);
  return range ? [Number(range[1]), Number(range[2])] : segment;
}

function takes(pattern: Pattern, role: string, segments: readonly string[]): boolean {
  if (pattern.role !== undefined && pattern.role !== role) return false;
  if (pattern.general) return matches(pattern.general, segments);
  const { head, tail } = pattern;
  if (!standsAt(head, segments, 0)) return false;
  if (tail.length === 0) return true;
  for (let at = head.length; at + tail.length <= segments.length; at++) if (standsAt(tail, segments, at)) return true;
  return false;
}

function standsAt(parts: readonly Part[], segments: readonly string[], from: number): boolean {
  if (segments.length < from + parts.length) return false;
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index];
    const segment = segments[from + index] ?? '';
    if (part === undefined || part === segment) continue;
    if (typeof part === 'string') return false;
    const number = /^\d+$/.test(segment) ? Number(segment) : Number.NaN;
    if (!(number >= part[0] && number <= part[1])) return false;
  }
  return true;
}
