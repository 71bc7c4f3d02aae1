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

/** Over a whole row of displays: a title, and a sentence below it; one that is too long for that takes both lines. */
export function sentence(title: string, text: string, displays: number, cells: number): [upper: string[], lower: string[]] {
  const long = spread(text, 2 * displays, cells);
  const isLong = long.slice(displays).some((part) => part !== '');
  return isLong ? [long.slice(0, displays), long.slice(displays)] : [spread(title, displays, cells), long.slice(0, displays)];
}
