/** Characters that make an address a pattern. */
const WILD = /[?*[\]{}]|\/\//;

/** True when the address asks for more than one method: it holds `? * [] {}` or `//`. */
export const isOscPattern = (address: string): boolean => WILD.test(address);

/** Answers whether an address is one that a pattern means. */
export type OscMatcher = (address: string) => boolean;

/** Longest pattern, and most levels, that are compiled: together they bound the cost of a match. */
const MAX_LENGTH = 256;
const MAX_PARTS = 32;

type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'one' }
  | { readonly kind: 'any' }
  | { readonly kind: 'set'; readonly has: (code: number) => boolean }
  | { readonly kind: 'choice'; readonly texts: readonly string[] };

/** A level of the pattern: fixed text, tokens, or any number of levels (`//`). */
type Part = string | readonly Token[] | 'ANY LEVELS';
const ANY_LEVELS: Part = 'ANY LEVELS';

/**
 * Compiles an OSC address pattern: `?` one character, `*` any run, `[a-c]` `[!a]` a set, `{in,bus}` a choice, `//` any number of
 * levels (OSC 1.1). No part crosses a `/`. A pattern without these is itself. Matching never backtracks: it walks the address once
 * a token with the set of places reached, so its cost is bounded by pattern length times address length.
 * @returns undefined for what is no pattern: no `/` in front, brackets that do not close, above 256 characters or 32 levels
 * @source OSC 1.0 specification, "OSC Message Dispatching and Pattern Matching"
 */
export function compileOscPattern(pattern: string): OscMatcher | undefined {
  if (!pattern.startsWith('/') || pattern.length > MAX_LENGTH) return undefined;
  if (!isOscPattern(pattern)) return (address) => address === pattern;
  const parts = partsOf(pattern);
  if (!parts || parts.length > MAX_PARTS) return undefined;
  return (address) => address.startsWith('/') && address.length <= MAX_LENGTH && matchesLevels(parts, address.slice(1).split('/'));
}

function partsOf(pattern: string): Part[] | undefined {
  const parts: Part[] = [];
  const levels = pattern.slice(1).split('/');
  if (levels.at(-1) === '' && levels.at(-2) !== '') return undefined;
  for (const level of levels) {
    if (level === '') {
      if (parts.at(-1) !== ANY_LEVELS) parts.push(ANY_LEVELS);
    } else {
      const tokens = tokensOf(level);
      if (!tokens) return undefined;
      const [only] = tokens;
      parts.push(tokens.length === 1 && only?.kind === 'text' ? only.text : tokens);
    }
  }
  return parts;
}

function tokensOf(level: string): Token[] | undefined {
  const tokens: Token[] = [];
  const wild = /\[(!?)([^[\]{}]+)\]|\{([^[\]{}]*)\}|([?])|([*]+)|([^?*[\]{}]+)/y;
  while (wild.lastIndex < level.length) {
    const found = wild.exec(level);
    if (!found) return undefined;
    const [, negated, set, choice, one, any, text] = found;
    if (set !== undefined) tokens.push({ kind: 'set', has: characterSet(set, negated === '!') });
    else if (choice !== undefined) tokens.push({ kind: 'choice', texts: choice.split(',') });
    else if (one) tokens.push({ kind: 'one' });
    else if (any) tokens.push({ kind: 'any' });
    else tokens.push({ kind: 'text', text: text ?? '' });
  }
  return tokens;
}

/** `a-z`, single characters; a minus at the end is itself. A range that runs backwards holds nothing. */
function characterSet(text: string, negated: boolean): (code: number) => boolean {
  const ranges: [number, number][] = [];
  for (let at = 0; at < text.length; at++) {
    const from = text.charCodeAt(at);
    const isRange = text[at + 1] === '-' && at + 2 < text.length;
    ranges.push([from, isRange ? text.charCodeAt(at + 2) : from]);
    if (isRange) at += 2;
  }
  return (code) => ranges.some(([from, to]) => code >= from && code <= to) !== negated;
}

function matchesLevels(parts: readonly Part[], levels: readonly string[]): boolean {
  if (levels.length > MAX_PARTS) return false;
  let reached = new Set([0]);
  for (const part of parts) {
    if (part === ANY_LEVELS) {
      reached = allFrom(reached, levels.length);
      continue;
    }
    const next = new Set<number>();
    for (const at of reached) if (at < levels.length && matchesLevel(part, levels[at] ?? '')) next.add(at + 1);
    if (next.size === 0) return false;
    reached = next;
  }
  return reached.has(levels.length);
}

/** Every place from the first reached one to the end. */
function allFrom(reached: ReadonlySet<number>, end: number): Set<number> {
  const all = new Set<number>();
  for (let at = Math.min(...reached); at <= end; at++) all.add(at);
  return all;
}

function matchesLevel(part: Part, level: string): boolean {
  if (typeof part === 'string') return part === level;
  let reached = new Set([0]);
  for (const token of part) {
    if (token.kind === 'any') {
      reached = allFrom(reached, level.length);
      continue;
    }
    const next = new Set<number>();
    for (const at of reached) step(token, level, at, next);
    if (next.size === 0) return false;
    reached = next;
  }
  return reached.has(level.length);
}

/** Adds the places that a token leads to from one place. */
function step(token: Exclude<Token, { kind: 'any' }>, level: string, at: number, reached: Set<number>): void {
  switch (token.kind) {
    case 'text':
      if (level.startsWith(token.text, at)) reached.add(at + token.text.length);
      return;
    case 'one':
      if (at < level.length) reached.add(at + 1);
      return;
    case 'set':
      if (at < level.length && token.has(level.charCodeAt(at))) reached.add(at + 1);
      return;
    case 'choice':
      for (const text of token.texts) if (level.startsWith(text, at)) reached.add(at + text.length);
  }
}
