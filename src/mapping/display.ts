import type { Desk } from '../desk/desk.ts';
import type { Entry } from '../desk/model.ts';
import { fieldText, type Told } from './fields.ts';
import type { Screen } from './mapping.ts';
import type { Moments } from './moments.ts';
import { sentence, spread } from './row-text.ts';
import { CELLS, shortLabel, shortValue, stripLabel } from './short.ts';
import { entryAt, type Slot } from './slots.ts';
import type { Text } from './text.ts';

const LINK_WORDS = { down: 'offline', calling: 'calling', reading: 'reading', stale: 'silent', live: '' } as const;

/** A piece of a text, its parameters looked up. */
type Piece =
  | string
  | { readonly isChoice: boolean; readonly touched: Entry | undefined; readonly entry: Entry | undefined }
  | { readonly field: string };

export interface DisplayLine {
  /** Parameters it depends on, beside the one in hand. */
  readonly ids: readonly number[];
  /** It shows something of cues and scenes. */
  readonly isOfCues: boolean;
  /** It counts time down. */
  readonly isClock: boolean;
  text(): string;
}

/** What stands on the two lines of each strip. */
export class Display {
  readonly #desk: Desk;
  readonly #moments: Moments;
  readonly #told: () => Told;
  readonly #displays: number;

  /** @param told what there is to say of cues and scenes @param displays in the row */
  constructor(desk: Desk, moments: Moments, told: () => Told, displays: number) {
    this.#desk = desk;
    this.#moments = moments;
    this.#told = told;
    this.#displays = displays;
  }

  /** A line of a strip, its paths looked up once. @param values all strips show what they show while touched */
  line(index: number, slot: Slot, line: 0 | 1, view: { readonly values: boolean }): DisplayLine {
    const { screen } = slot;
    const texts = screen ? screen.lcd.map((text) => this.#pieces(text, slot)) : [[], []];
    const pieces = screen ? (texts[line] ?? []) : this.#pieces(slot.plan.lcd?.[line] ?? [], slot);
    const name = slot.strip === undefined ? undefined : entryAt(this.#desk, `${slot.strip}/name`, slot.context);
    const shown = [...texts.flat(), ...pieces].flatMap((piece) =>
      typeof piece === 'string' || 'field' in piece ? [] : [piece.touched, piece.entry],
    );
    const fields = texts.flat().flatMap((piece) => (typeof piece === 'object' && 'field' in piece ? [piece.field] : []));
    return {
      ids: [...new Set([name, slot.row?.entry, ...shown].flatMap((entry) => (entry ? [entry.id] : [])))],
      isOfCues: fields.length > 0,
      isClock: fields.includes('cue/time'),
      text: () => this.#text(index, slot, line, view.values, pieces, texts).slice(0, CELLS),
    };
  }

  /** The colour of a display with a screen: dark where that has nothing to show. */
  color(screen: Screen, slot: Slot): string {
    if (screen.looks && this.#nothing()) return 'white';
    return this.#areBlank(screen.lcd.map((text) => this.#pieces(text, slot))) ? 'dark' : (screen.color ?? 'white');
  }

  #pieces(text: Text, slot: Slot): Piece[] {
    const at = (path: string): Entry | undefined => entryAt(this.#desk, path, slot.context);
    return text.map((piece): Piece => {
      if (typeof piece === 'string' || 'field' in piece) return piece;
      const touched = at(piece.touched);
      // A DCA has no pan: its other value is shown instead of nothing.
      return { isChoice: piece.touched !== piece.path, touched, entry: at(piece.path) ?? touched };
    });
  }

  #text(index: number, slot: Slot, line: 0 | 1, values: boolean, pieces: readonly Piece[], texts: readonly (readonly Piece[])[]): string {
    const note = this.#moments.noteAt(index);
    if (note) return note[line];
    const inHand = this.#moments.valueAt(index);
    if (slot.screen && inHand) return this.#handLine(slot, line, inHand);
    const found = this.#nothing();
    if (found && slot.screen?.looks) return found[line][index] ?? '';
    if (slot.screen) return this.#screenLine(slot.screen, pieces, texts);
    if (slot.row) return this.#rowLine(slot, line, values, inHand);
    if (slot.strip === undefined) return inHand && line === 1 ? this.#value(inHand) : '';
    const away = line === 1 ? this.#away(slot.strip) : '';
    return away || this.#render(pieces, values, inHand);
  }

  /** A look that found nothing to change says so over the whole row. */
  #nothing(): ReturnType<typeof sentence> | undefined {
    const { look } = this.#told();
    return look?.changes === 0 ? sentence(look.title, look.says, this.#displays, CELLS) : undefined;
  }

  /** A row of knobs that belong together: what they are above what they are at. */
  #rowLine({ row, cell, strip }: Slot, line: 0 | 1, values: boolean, inHand: Entry | undefined): string {
    const shown = inHand ?? row?.entry;
    if (line === 1) return shown ? this.#value(shown) : '';
    if (values || (inHand && inHand !== row?.entry)) return strip === undefined ? '' : this.#name(strip);
    if (cell && !row?.entry) return cell.turn.startsWith('selected') ? 'select' : '';
    return row?.entry ? (cell?.label ?? shortLabel(row.entry)) : '';
  }

  /** A hand is on the strip under a screen: what it moves goes before. */
  #handLine({ strip, fader }: Slot, line: 0 | 1, inHand: Entry): string {
    if (line === 1) return this.#value(inHand);
    return inHand === fader && strip !== undefined ? this.#name(strip) : shortLabel(inHand);
  }

  #screenLine({ wide, part }: Screen, pieces: readonly Piece[], texts: readonly (readonly Piece[])[]): string {
    if (this.#areBlank(texts)) return '';
    const text = this.#render(pieces, false, undefined, wide * CELLS);
    if (wide === 1) return text;
    // Displays stand apart: no word goes over the gap, if there is room for that.
    const rows = spread(text, wide, CELLS);
    const isWhole = rows.join('').replaceAll(' ', '') === text.replaceAll(' ', '');
    return (isWhole ? rows[part] : text.slice(part * CELLS)) ?? '';
  }

  /** All braces of a text are empty: the words around them would say nothing. */
  #areBlank(texts: readonly (readonly Piece[])[]): boolean {
    const values = texts.flat().filter((piece) => typeof piece !== 'string');
    return values.length > 0 && values.every((piece) => this.#piece(piece, false, undefined, CELLS) === '');
  }

  #render(pieces: readonly Piece[], values: boolean, inHand: Entry | undefined, cells = CELLS): string {
    const words = pieces.reduce((sum, piece) => sum + (typeof piece === 'string' ? piece.length : 0), 0);
    let text = '';
    let room = cells - words;
    for (const piece of pieces) {
      const said = this.#piece(piece, values, inHand, Math.max(1, room));
      if (typeof piece !== 'string') room -= said.length;
      text += said;
    }
    return text;
  }

  #piece(piece: Piece, values: boolean, inHand: Entry | undefined, cells: number): string {
    if (typeof piece === 'string') return piece;
    if ('field' in piece) return fieldText(piece.field, this.#told(), cells);
    const entry = piece.isChoice ? (inHand ?? (values ? piece.touched : undefined)) : undefined;
    const shown = entry ?? piece.entry;
    return shown ? this.#value(shown) : '';
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
