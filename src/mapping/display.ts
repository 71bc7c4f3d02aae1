import type { Desk } from '../desk/desk.ts';
import type { Entry } from '../desk/model.ts';
import type { Moments } from './moments.ts';
import { CELLS, shortLabel, shortValue, stripLabel } from './short.ts';
import { entryAt, type Slot } from './slots.ts';
import type { Text } from './text.ts';

const LINK_WORDS = { down: 'offline', calling: 'calling', reading: 'reading', stale: 'silent', live: '' } as const;

/** What stands on the two lines of each strip. */
export class Display {
  readonly #desk: Desk;
  readonly #moments: Moments;

  constructor(desk: Desk, moments: Moments) {
    this.#desk = desk;
    this.#moments = moments;
  }

  /** Parameters a line depends on, beside the one in hand. */
  ids({ plan, context, row, strip }: Slot, line: 0 | 1): readonly number[] {
    const names = strip === undefined ? [] : [entryAt(this.#desk, `${strip}/name`, context)];
    const pieces = (plan.lcd?.[line] ?? []).flatMap((piece) => (typeof piece === 'string' ? [] : [piece.touched, piece.path]));
    const entries = [...names, row?.entry, ...pieces.map((path) => entryAt(this.#desk, path, context))];
    return [...new Set(entries.flatMap((entry) => (entry ? [entry.id] : [])))];
  }

  /** @param values all strips show what they show while touched */
  line(index: number, slot: Slot, line: 0 | 1, values: boolean): string {
    return this.#line(index, slot, line, values).slice(0, CELLS);
  }

  #line(index: number, slot: Slot, line: 0 | 1, values: boolean): string {
    const note = this.#moments.noteAt(index);
    if (note) return note[line];
    const inHand = this.#moments.valueAt(index);
    if (slot.row) return this.#rowLine(slot, line, values, inHand);
    if (slot.strip === undefined) return inHand && line === 1 ? this.#value(inHand) : '';
    const away = line === 1 && this.#away(slot.strip);
    return away || this.#render(slot.plan.lcd?.[line] ?? [], slot, values, inHand);
  }

  /** A row of knobs that belong together: what they are above what they are at. */
  #rowLine({ row, cell, strip }: Slot, line: 0 | 1, values: boolean, inHand: Entry | undefined): string {
    const shown = inHand ?? row?.entry;
    if (line === 1) return shown ? this.#value(shown) : '';
    if (values || (inHand && inHand !== row?.entry)) return strip === undefined ? '' : this.#name(strip);
    if (cell && !row?.entry) return cell.turn.startsWith('selected') ? 'select' : '';
    return row?.entry ? (cell?.label ?? shortLabel(row.entry)) : '';
  }

  #render(text: Text, { context }: Slot, values: boolean, inHand: Entry | undefined): string {
    return text
      .map((piece) => {
        if (typeof piece === 'string') return piece;
        const isChoice = piece.touched !== piece.path;
        if (isChoice && inHand) return this.#value(inHand);
        const entry = entryAt(this.#desk, isChoice && values ? piece.touched : piece.path, context);
        return entry ? this.#value(entry) : '';
      })
      .join('');
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
