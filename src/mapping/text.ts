import { fieldFault, isField } from './fields.ts';
import { pathFault } from './paths.ts';

/** A piece of a line on a display: words as they are, a value, or something of cues and scenes. */
export type Piece = string | { readonly touched: string; readonly path: string } | { readonly field: string };
export type Text = readonly Piece[];

/** What is wrong with a text, and which part of it. */
export interface TextFault {
  readonly says: string;
  readonly part: string;
}

/** Where a text stands: for each strip, on a screen of a mode, on one of a look. */
export type TextPlace = 'strip' | 'screen' | 'look';

/** Reads `"{strip/name}"` and `"{strip/fader|strip/pan}"`: the first while the strip is touched, else the second. */
export function readText(source: string, place: TextPlace = 'strip'): { readonly text: Text } | { readonly faults: readonly TextFault[] } {
  const pieces: Piece[] = [];
  const faults: TextFault[] = [];
  let at = 0;
  while (at < source.length) {
    const open = source.indexOf('{', at);
    if (open < 0) {
      pieces.push(source.slice(at));
      break;
    }
    if (open > at) pieces.push(source.slice(at, open));
    const close = source.indexOf('}', open);
    if (close < 0) {
      faults.push({ says: `"${source.slice(open)}" has no end; write {strip/name}`, part: source.slice(open) });
      break;
    }
    const [touched = '', path = touched, extra] = source
      .slice(open + 1, close)
      .split('|')
      .map((part) => part.trim());
    if (extra !== undefined) faults.push({ says: 'at most two in braces: {while touched|else}', part: source.slice(open, close + 1) });
    for (const one of new Set([touched, path])) {
      const fault = isField(one) ? textFieldFault(one, place, touched !== path) : pathFault(one);
      if (fault) faults.push({ says: fault, part: one });
    }
    pieces.push(isField(path) ? { field: path } : { touched, path });
    at = close + 1;
  }
  return faults.length > 0 ? { faults } : { text: pieces };
}

function textFieldFault(field: string, place: TextPlace, isChoice: boolean): string | undefined {
  if (place === 'strip') return `"${field}" is not of a strip: it stands in "screens" of a mode or of "look"`;
  return isChoice ? `"${field}" stands alone in its braces` : fieldFault(field, place === 'look');
}
