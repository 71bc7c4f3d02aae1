import type { Document } from 'yaml';
import type { Spot } from './yaml-places.ts';

type SyntaxError = Document.Parsed['errors'][number];

const LIMIT = 20;
/** What the parser says of each word behind its first mistake. */
const BEHIND = /^Unexpected .* in YAML stream/;

const NO_COLON = 'this line has no ": " (a colon and a space)';
const WORDS: Readonly<Record<string, string>> = {
  'Implicit keys need to be on a single line': NO_COLON,
  'Implicit map keys need to be followed by map values': NO_COLON,
  'Nested mappings are not allowed in compact mappings': 'a second ": " in one line; put the value in quotes',
  'Unexpected scalar at node end':
    'this stands behind a closing quote; around a value that has quotes put the other ones: \'recall "Verse 1"\'',
};
/** The parser takes a line that is indented too far for more of the value above, and then finds a key in it. */
const TOO_FAR = 'the line below is indented too far';
const TAB = 'a tab stands before this; only spaces indent';

/**
 * The parser's mistakes in words of who writes a show, once each: brackets nested deeper than its stack give the same complaint at every
 * level, and behind a mistake it takes every word for one.
 */
export function syntaxSpots(text: string, errors: readonly SyntaxError[]): Spot[] {
  const first = new Map(errors.map((error) => [error.message, error] as const).reverse());
  const sorted = [...first.values()].sort((one, two) => one.pos[0] - two.pos[0]);
  const spots = new Map<number, Spot>();
  for (const { message, pos } of sorted) {
    const [start, end] = pos;
    if (spots.size > 0 && BEHIND.test(message)) continue;
    const twin = spots.get(start);
    const says = isBehindTab(text, start) ? TAB : (WORDS[message] ?? message);
    if (!twin) spots.set(start, { start, end, says });
    else if (twin.says === NO_COLON) spots.set(start, { start, end, says: TOO_FAR });
  }
  return [...spots.values()].slice(0, LIMIT);
}

/** Whether a place is the first of its line, behind a tab or at one. */
function isBehindTab(text: string, at: number): boolean {
  const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return before.trim() === '' && `${before}${text[at] ?? ''}`.includes('\t');
}
