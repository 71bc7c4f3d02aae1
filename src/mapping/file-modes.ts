import type { Profile } from '../surfaces/profile.ts';
import type { Place } from '../wire/formats/yaml-issues.ts';
import type { Complaints } from './complaints.ts';
import { isField } from './fields.ts';
import type { FileActions } from './file-actions.ts';
import type { FileButtons } from './file-buttons.ts';
import { readScreens } from './file-screens.ts';
import type { Cell, Mapping, Mode, StripPlan, Way } from './mapping.ts';
import type { CellText, ModeText, StripText } from './schema.ts';

interface Parts {
  readonly complaints: Complaints;
  readonly actions: FileActions;
  readonly profile: Profile;
  /** What stands for each strip outside of modes. */
  readonly strip: StripPlan;
  readonly buttons: FileButtons;
  readStrip(text: StripText, place: Place): StripPlan;
}

/** The modes of a file, and the keys that lead into them. */
export class FileModes {
  readonly #parts: Parts;
  readonly #ways = new Map<string, { press: string | undefined; hold: string | undefined; double: string | undefined }>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  read(said: Readonly<Record<string, ModeText>>): Pick<Mapping, 'modes' | 'ways'> {
    const modes = new Map(Object.entries(said).map(([name, mode]) => [name, this.#mode(name, mode)]));
    const ways: ReadonlyMap<string, Way> = this.#ways;
    return { modes, ways };
  }

  #mode(name: string, { digits, enter, knobs, strip, screens, time, buttons }: ModeText): Mode {
    const { complaints, profile, readStrip } = this.#parts;
    const place = ['modes', name];
    if (name === 'off') complaints.add(place, 'a mode cannot be called off', true);
    if (enter?.press !== undefined) this.#way(enter.press, 'press', name, [...place, 'enter', 'press']);
    if (enter?.hold !== undefined) this.#way(enter.hold, 'hold', name, [...place, 'enter', 'hold']);
    if (enter?.lock !== undefined) {
      const key = enter.lock.replace(/^double\s+/, '');
      this.#way(key, key === enter.lock ? 'press' : 'double', name, [...place, 'enter', 'lock']);
    }
    const cells = (knobs ?? []).flatMap((cell, index) => this.#cells(cell, [...place, 'knobs', index]));
    const pages: (Cell | undefined)[][] = [];
    for (let at = 0; at < cells.length; at += profile.strips) pages.push(cells.slice(at, at + profile.strips));
    const plan = strip && readStrip(strip, [...place, 'strip']);
    return {
      name,
      digits: digits ?? name.slice(0, 2).toUpperCase(),
      pages,
      strip: plan ? over(this.#parts.strip, plan) : this.#parts.strip,
      screens: readScreens(screens ?? [], [...place, 'screens'], 'screen', complaints, profile),
      time: this.#time(time, [...place, 'time']),
      buttons: this.#parts.buttons.read(buttons ?? {}, [...place, 'buttons']),
    };
  }

  #time(time: string | undefined, place: Place): string | undefined {
    if (time === undefined || !isField(time)) return this.#parts.complaints.path(place, time);
    if (time !== 'cue/time') this.#parts.complaints.add(place, `"${time}" is no time; write cue/time`);
    return time;
  }

  #way(key: string, how: 'press' | 'hold' | 'double', mode: string, place: Place): void {
    const { complaints, profile } = this.#parts;
    complaints.key(place, key, profile.keys.unit, `key of ${profile.label}`, false);
    const way = this.#ways.get(key) ?? { press: undefined, hold: undefined, double: undefined };
    if (way[how] !== undefined) complaints.add(place, `key "${key}" leads into mode ${way[how]} already`);
    this.#ways.set(key, { ...way, [how]: mode });
  }

  /** `selected/send/1..8/level` is eight knobs; the ranges of `turn` and `push` go together. */
  #cells(said: CellText | null, place: Place): (Cell | undefined)[] {
    if (said === null) return [undefined];
    const turn = typeof said === 'string' ? said : said.turn;
    const range = /(\d+)\.\.(\d+)/.exec(turn);
    const [from, to] = range ? [Number(range[1]), Number(range[2])] : [0, 0];
    if (to < from || to - from >= 64) {
      this.#parts.complaints.add(place, `"${range?.[0]}" is no range: write it from low to high, at most 64 long`, false, range?.[0]);
      return [];
    }
    const cells: Cell[] = [];
    for (let n = from; n <= to; n++) {
      const text = (source: string): string => source.replace(/\d+\.\.\d+/, String(n));
      const one =
        typeof said === 'string'
          ? text(said)
          : { ...said, turn: text(said.turn), ...(said.push === undefined ? {} : { push: text(said.push) }) };
      const before = this.#parts.complaints.wrong.length;
      const cell = this.#parts.actions.cell(one, place);
      cells.push({ ...cell, push: cell.push ?? 'start' });
      // What is wrong with one of a range is wrong with all of it, and is said once.
      if (this.#parts.complaints.wrong.length > before) break;
    }
    return cells;
  }
}

/** A strip in a mode: what the mode says, and the rest as usual. */
function over(usual: StripPlan, mode: StripPlan): StripPlan {
  return {
    fader: mode.fader ?? usual.fader,
    knob: mode.knob ?? usual.knob,
    keys: new Map([...usual.keys, ...mode.keys]),
    lcd: mode.lcd ?? usual.lcd,
    color: mode.color ?? usual.color,
    meter: mode.meter ?? usual.meter,
  };
}
