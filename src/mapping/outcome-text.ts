import type { Left, Outcome } from './playback.ts';
import { CELLS } from './short.ts';

/** What was left and why, as an outcome tells it, long and short; what lies outside of the scope nobody asked for. */
const WORDS: Readonly<Record<string, readonly [long: string, short: string]>> = {
  held: ['left', 'left'],
  offline: ['offline', 'off'],
  missing: ['missing', 'gone'],
  wrong: ['wrong', 'bad'],
  preamp: ['preamp', 'pre'],
  safe: ['safe', 'safe'],
};

const ofReason = (left: readonly Left[], reason: string): Left[] => left.filter(({ why }) => why === reason);

/** The first reason that there is, in a display's seven cells: `2 left`, `12 safe`. */
export function tellKept(left: readonly Left[]): string {
  for (const [why, [, word]] of Object.entries(WORDS)) {
    const { length } = ofReason(left, why);
    if (length > 0) return `${length} ${word}`.slice(0, CELLS);
  }
  return '';
}

/** `27 changes, 2 left (Sam's hand), 5 safe` @param own name of who reads it */
export function tellOutcome({ changes, left }: Pick<Outcome, 'changes' | 'left'>, own: string): string {
  const parts = [changes === 0 ? 'nothing to change' : `${changes} ${changes === 1 ? 'change' : 'changes'}`];
  for (const [why, [word]] of Object.entries(WORDS)) {
    const rows = ofReason(left, why);
    if (rows.length > 0) parts.push(`${rows.length} ${word}${why === 'held' ? handsText(rows, own) : ''}`);
  }
  return parts.join(', ');
}

function handsText(rows: readonly Left[], own: string): string {
  const [first, ...others] = new Set(rows.flatMap(({ by }) => (by ? [by] : [])));
  if (first === undefined) return '';
  return others.length === 0 ? (first === own ? ' (your hand)' : ` (${first}'s hand)`) : ` (${[first, ...others].join(', ')})`;
}
