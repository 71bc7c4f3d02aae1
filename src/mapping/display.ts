import type { Desk } from '../desk/desk.ts';
import type { Entry } from '../desk/model.ts';
import type { Moments } from './moments.ts';
import { CELLS, shortLabel, shortValue, stripLabel } from './short.ts';
import { entryAt, type Slot } from './slots.ts';

const LINK_WORDS = { down: 'offline', calling: 'calling', reading: 'reading', stale: 'silent', live: '' } as const;

/** A piece of a text, its parameters looked up. */
type Piece = string | { readonly isChoice: boolean; readonly touched: Entry | undefined; readonly entry: Entry | undefined };

export interface DisplayLine {
  /** Parameters it depends on, beside the one in hand. */
  readonly ids: readonly number[];
  text(): string;
}

/** What stands on the two lines of each strip. */
export class Display {
  readonly #desk: Desk;
  readonly #moments: Moments;

  constructor(desk: Desk, moments: Moments) {
    this.#desk = desk;
    this.#moments = moments;
  }

  /** A line of a strip, its paths looked up once. @param values all strips show what they show while touched */
  line(index: number, slot: Slot, line: 0 | 1, view: { readonly values: boolean }): DisplayLine {
    const at = (path: string): Entry | undefined => entryAt(this.#desk, path, slot.context);
    const pieces = (slot.plan.lcd?.[line] ?? []).map((piece): Piece => {
      if (typeof piece === 'string') return piece;
      const touched = at(piece.touched);
      // A DCA has no pan: its other value is shown instead of nothing.
      return { isChoice: piece.touched !== piece.path, touched, entry: at(piece.path) ?? touched };
    });
    const name = slot.strip === undefined ? undefined : at(`${slot.strip}/name`);
    const entries = [name, slot.row?.entry, ...pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.touched, piece.entry]))];
    return {
      ids: [...new Set(entries.flatMap((entry) => (entry ? [entry.id] : [])))],
      text: () => this.#text(index, slot, line, view.values, pieces).slice(0, CELLS),
    };
  }

  #text(index: number, slot: Slot, line: 0 | 1, values: boolean, pieces: readonly Piece[]): string {
    const note = this.#moments.noteAt(index);
    if (note) return note[line];
    const inHand = this.#moments.valueAt(index);
    if (slot.row) return this.#rowLine(slot, line, values, inHand);
    if (slot.strip === undefined) return inHand && line === 1 ? this.#value(inHand) : '';
    const away = line === 1 ? this.#away(slot.strip) : '';
    return away || this.#render(pieces, values, inHand);
  }

  /** A row of knobs that belong together: what they are above what they are at. */
  #rowLine({ row, cell, strip }: Slot, line: 0 | 1, values: boolean, inHand: Entry | undefined): string {
    const shown = inHand ?? row?.entry;
    if (line === 1) return shown ? this.#value(shown) : '';
    if (values || (inHand && inHand !== row?.entry)) return strip === undefined ? '' : this.#name(strip);
    if (cell && !row?.entry) return cell.turn.startsWith('selected') ? 'select' : '';
    return row?.entry ? (cell?.label ?? shortLabel(row.entry)) : '';
  }

  #render(pieces: readonly Piece[], values: boolean, inHand: Entry | undefined): string {
    let text = '';
    for (const piece of pieces) {
      const entry = typeof piece === 'string' || !piece.isChoice ? undefined : (inHand ?? (values ? piece.touched : undefined));
      const shown = typeof piece === 'string' ? undefined : (entry ?? piece.entry);
      text += typeof piece === 'string' ? piece : shown ? this.#value(shown) : '';
    }
    return text;
  }

  #value(entry: Entry): string {
    const text = shortValue(entry, this.#desk.wanted(entry.id));
    return text === '' && entry.segments.at(-1) === 'name' ? stripLabel(entry.path.slice(0, -'/name'.length)) : text;
  }

  #name(strip: string): string {
    const entry = this.#desk.model.byPath.get(`${strip}/name`);
    return entry ? this.#value(entry) : stripLabel(strip);
  }

  /** Why a strip does nothing now: its engine is not there. */
  #away(strip: string): string {
    const entry = this.#desk.model.byPath.get(`${strip}/fader`);
    return entry ? LINK_WORDS[this.#desk.link(entry.role).state] : '';
  }
}
