import type { Left, Outcome } from './playback.ts';

/** What was left and why, as an outcome tells it; what lies outside of the scope nobody asked for. */
const WORDS: Readonly<Record<string, string>> = {
  held: 'left',
  offline: 'offline',
  missing: 'missing',
  wrong: 'wrong',
  preamp: 'preamp',
  safe: 'safe',
};

const ofReason = (left: readonly Left[], reason: string): Left[] => left.filter(({ why }) => why === reason);

/** The first reason that there is, in a display's seven cells: `2 left`, `12 safe`. */
export function tellKept(left: readonly Left[]): string {
  for (const [why, word] of Object.entries(WORDS)) {
    const { length } = ofReason(left, why);
    if (length > 0) return `${length} ${word.slice(0, 6 - String(length).length)}`;
  }
  return '';
}

/** `27 changes, 2 left (Sam's hand), 5 safe` */
export function tellOutcome({ changes, left }: Pick<Outcome, 'changes' | 'left'>): string {
  const parts = [changes === 0 ? 'nothing to change' : `${changes} ${changes === 1 ? 'change' : 'changes'}`];
  for (const [why, word] of Object.entries(WORDS)) {
    const rows = ofReason(left, why);
    if (rows.length > 0) parts.push(`${rows.length} ${word}${why === 'held' ? handsText(rows) : ''}`);
  }
  return parts.join(', ');
}

function handsText(rows: readonly Left[]): string {
  const [first, ...others] = new Set(rows.flatMap(({ by }) => (by ? [by] : [])));
  if (first === undefined) return '';
  return others.length === 0 ? ` (${first}'s hand)` : ` (${[first, ...others].join(', ')})`;
}

/**
 * Words laid out on displays that stand apart: none is cut by a gap, except where it is longer than a display. A comma that does not fit
 * goes.
 * @returns the text of each display, on one line; what does not fit is left out
 */
export function spread(text: string, displays: number, cells: number): string[] {
  const rows = Array.from({ length: displays }, () => '');
  let at = 0;
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const here = rows[at];
    const bare = word.length > cells && /[,;.:]$/.test(word) && word.length - 1 <= cells ? word.slice(0, -1) : word;
    if (here !== undefined && here !== '' && here.length + 1 + bare.length <= cells) rows[at] = `${here} ${bare}`;
    else {
      if (here !== '') at += 1;
      for (let from = 0; from < bare.length && at < displays; from += cells) {
        rows[at] = bare.slice(from, from + cells);
        if (from + cells < bare.length) at += 1;
      }
    }
    if (at >= displays) break;
  }
  return rows;
}
