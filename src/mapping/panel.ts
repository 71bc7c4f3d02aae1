import type { Desk } from '../desk/desk.ts';
import type { Turn } from '../desk/turn.ts';
import { writeValue } from '../desk/value.ts';
import type { Profile } from '../surfaces/profile.ts';
import type { Face, Key } from '../surfaces/surface.ts';
import type { Display } from './display.ts';
import type { LightState } from './light-state.ts';
import { lightIn, lightOf, litBy } from './lights.ts';
import type { Mapping } from './mapping.ts';
import type { Playback } from './playback.ts';
import type { Playing } from './playing.ts';
import { timeDigits } from './short.ts';
import { entryAt, modeOf, type Slot } from './slots.ts';
import type { SurfaceView } from './surface-view.ts';
import { type PrintedScale, ringOf } from './travel.ts';

/** One thing on the unit that shows something, and the parameters it depends on. */
interface Item {
  readonly ids: readonly number[];
  readonly show: () => void;
  readonly isFader: boolean;
}

interface PanelOptions {
  readonly desk: Desk;
  readonly profile: Profile;
  readonly mapping: Mapping;
  readonly view: SurfaceView;
  readonly slots: readonly Slot[];
  readonly scale: PrintedScale;
  readonly display: Display;
  readonly face: Face;
  readonly playback: Playback | undefined;
  readonly playing: Playing;
  /** The key that looks is held. */
  readonly looking: boolean;
}

/** All that a unit shows for one view. Made anew when the view changes; in between a turn shows only what it changed. */
export class Panel {
  readonly #options: PanelOptions;
  readonly #byId = new Map<number, Item[]>();
  readonly #texts: (readonly Item[])[] = [];
  readonly #dirty = new Set<Item>();
  /** Faders go before all else: a motor does not wait until a text has been made. */
  readonly #dirtyFaders = new Set<Item>();
  /** What shows something of cues and scenes, and what counts time down. */
  readonly #ofCues: Item[] = [];
  readonly #clocks: Item[] = [];

  constructor(options: PanelOptions) {
    this.#options = options;
    options.slots.forEach((slot, index) => {
      this.#strip(slot, index);
    });
    this.#colors();
    this.#unit();
    this.#digits();
    const { desk, profile, mapping, view } = options;
    const context = { view, ...(view.selected === undefined ? {} : { selected: view.selected }) };
    if (profile.main) this.#fader(entryAt(desk, mapping.mainFader, context), profile.strips);
  }

  /** What a turn changed is to be shown. */
  mark({ changes }: Turn): void {
    for (const { id } of changes) for (const item of this.#byId.get(id) ?? []) this.#mark(item);
  }
  markText(strip: number): void {
    for (const item of this.#texts[strip] ?? []) this.#dirty.add(item);
  }

  /** Cues and scenes stand otherwise. */
  markCues(): void {
    for (const item of this.#ofCues) this.#dirty.add(item);
  }
  /** Time has passed. */
  markClocks(): void {
    for (const item of this.#clocks) this.#dirty.add(item);
  }
  get hasClock(): boolean {
    return this.#clocks.length > 0;
  }

  /** @returns whether any was to be shown */
  paintFaders(): boolean {
    if (this.#dirtyFaders.size === 0) return false;
    for (const item of this.#dirtyFaders) item.show();
    this.#dirtyFaders.clear();
    return true;
  }

  paint(): void {
    for (const item of this.#dirty) item.show();
    this.#dirty.clear();
  }

  #mark(item: Item): void {
    (item.isFader ? this.#dirtyFaders : this.#dirty).add(item);
  }

  #add(ids: readonly number[], show: () => void, isFader = false): Item {
    const item = { ids, show, isFader };
    this.#mark(item);
    for (const id of ids) {
      const known = this.#byId.get(id);
      if (known) known.push(item);
      else this.#byId.set(id, [item]);
    }
    return item;
  }

  #strip(slot: Slot, index: number): void {
    const { profile, face, desk, display, view, playback } = this.#options;
    this.#fader(slot.fader, index);
    const { knob } = slot;
    const { ring } = profile;
    if (ring) this.#add(knob ? [knob.id] : [], () => face.ring(index, knob && ringOf(knob, desk.wanted(knob.id), ring)));
    if (profile.lcd) {
      this.#texts[index] = ([0, 1] as const).map((line) => {
        const { ids, text, isOfCues, isClock } = display.line(index, slot, line, view);
        const item = this.#add(ids, () => face.text(index, line, text()));
        if (isOfCues) this.#ofCues.push(item);
        if (isClock) this.#clocks.push(item);
        return item;
      });
    }
    for (const name of profile.keys.strip) {
      const action = slot.strip === undefined ? undefined : slot.plan.keys.get(name);
      this.#light({ name, strip: index }, action && lightOf(action, { desk, view, playback, context: slot.context }));
    }
  }

  #fader(entry: Slot['fader'], index: number): void {
    const { face, desk, scale } = this.#options;
    this.#add(entry ? [entry.id] : [], () => face.fader(index, entry ? scale.positionOf(entry, desk.wanted(entry.id)) : 0), true);
  }

  #light(key: Key, state: LightState | undefined): void {
    const { face, profile } = this.#options;
    if (profile.keys.unlit.includes(key.name)) return;
    const item = this.#add(state?.ids ?? [], () => face.light(key, lightIn(state)));
    if (state?.isOfCues) this.#ofCues.push(item);
  }

  #colors(): void {
    const { profile, face, desk, slots } = this.#options;
    if (!profile.colors) return;
    const entries = slots.map(({ plan, context, strip, row }) =>
      strip === undefined && !row ? undefined : entryAt(desk, plan.color, context),
    );
    const item = this.#add(
      entries.flatMap((entry) => (entry ? [entry.id] : [])),
      () => face.colors(entries.map((entry, index) => this.#color(entry, slots[index]))),
    );
    if (slots.some(({ screen }) => screen)) this.#ofCues.push(item);
  }

  /** A strip without a strip of the desk is dark, unless a knob of a row stands there. */
  #color(entry: Slot['fader'], slot: Slot | undefined): string {
    if (slot?.screen) return this.#options.display.color(slot.screen, slot);
    if (entry) return String(writeValue(entry.parameter, this.#options.desk.wanted(entry.id)));
    return slot?.row?.entry || slot?.strip !== undefined ? 'white' : 'dark';
  }

  #unit(): void {
    const { profile, mapping, desk, view, face, playback } = this.#options;
    const around = { desk, view, playback, context: { view, ...(view.selected === undefined ? {} : { selected: view.selected }) } };
    const keys = modeOf(mapping, view)?.buttons;
    for (const name of profile.keys.unit) {
      const action = keys?.get(name) ?? mapping.buttons.get(name);
      this.#light({ name }, this.#ofKey(name) ?? (action && lightOf(action, around)));
    }
    for (const name of profile.keys.lamps) {
      const state = litBy(mapping.lamps.get(name), around);
      const item = this.#add(state.ids, () => face.light({ name }, lightIn(state)));
      if (state.isOfCues) this.#ofCues.push(item);
    }
  }

  /** Keys that lead into a mode, or look. */
  #ofKey(name: string): LightState | undefined {
    const { mapping, view, looking } = this.#options;
    if (name === mapping.look?.key) return { ids: [], isOn: () => looking };
    const way = mapping.ways.get(name);
    const modes = way && [way.press, way.hold, way.double];
    return modes && { ids: [], isOn: () => view.mode !== '' && modes.includes(view.mode) };
  }

  #digits(): void {
    const { profile, mapping, view, face } = this.#options;
    if (profile.digits.time > 0) this.#time();
    if (profile.digits.assignment > 0) this.#add([], () => face.digits('assignment', this.#assignment(mapping, view)));
  }

  #time(): void {
    const { mapping, desk, view, face, playing } = this.#options;
    const path = modeOf(mapping, view)?.time;
    const countsDown = path === 'cue/time';
    const entry = entryAt(desk, countsDown ? mapping.time : (path ?? mapping.time), { view });
    const item = this.#add(entry ? [entry.id] : [], () => {
      const leftMs = countsDown ? playing.leftMs : 0;
      const seconds = leftMs > 0 ? Math.ceil(leftMs / 100) / 10 : entry && desk.wanted(entry.id);
      face.digits('time', typeof seconds === 'number' ? timeDigits(seconds) : '');
    });
    if (!countsDown) return;
    this.#ofCues.push(item);
    this.#clocks.push(item);
  }

  /** The mode, with its page where it has several; else the number of the first strip under the hand. */
  #assignment(mapping: Mapping, view: SurfaceView): string {
    const mode = modeOf(mapping, view);
    if (!mode)
      return String(view.start + 1)
        .padStart(2)
        .slice(-2);
    return mode.pages.length > 1 ? `${mode.digits.slice(0, 1)}${view.page + 1}` : mode.digits;
  }
}
