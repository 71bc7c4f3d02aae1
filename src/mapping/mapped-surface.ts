import type { Actor } from '../desk/actor.ts';
import type { Desk } from '../desk/desk.ts';
import type { Entry, Model } from '../desk/model.ts';
import { isRefusal, type Refusal } from '../desk/refusal.ts';
import type { Turn } from '../desk/turn.ts';
import type { Context, Verbs, View } from '../desk/verb.ts';
import { resolve } from '../desk/verbs.ts';
import type { Meters } from '../meters/meters.ts';
import type { Profile } from '../surfaces/profile.ts';
import type { Face, Hand, Key } from '../surfaces/surface.ts';
import type { Clock } from '../wire/pace/clock.ts';
import { Buttons } from './buttons.ts';
import { Deeds } from './deeds.ts';
import { Display } from './display.ts';
import type { Told } from './fields.ts';
import { Grips } from './grips.ts';
import type { Mapping } from './mapping.ts';
import { Meanings } from './meanings.ts';
import { Moments } from './moments.ts';
import { Panel } from './panel.ts';
import type { Playback } from './playback.ts';
import { Playing } from './playing.ts';
import { Sayings } from './sayings.ts';
import { refusalLines } from './short.ts';
import { entryAt, meterPaths, meterTaps, plainPath, type Slot, slotsOf } from './slots.ts';
import { SurfaceMeters } from './surface-meters.ts';
import { SurfaceView } from './surface-view.ts';
import { PrintedScale } from './travel.ts';

export interface MappedSurfaceOptions {
  readonly desk: Desk;
  readonly meters: Meters;
  readonly verbs: Verbs;
  readonly clock: Clock;
  /** Who moves what this surface moves. */
  readonly actor: Actor;
  readonly profile: Profile;
  readonly mapping: Mapping;
  /** As a person says it, and as `as NAME` in a line means it. */
  readonly name: string;
  /** May come later: {@link MappedSurface.connect}. */
  readonly face?: Face;
  /** A plain line about a press that could not be done. */
  readonly say: (line: string) => void;
  /** The views there are, for `follow`. */
  readonly views?: (name: string) => View | undefined;
  /** Cues and scenes, where there are some. */
  readonly playback?: Playback;
  /** Bank, layer, mode, flip or selection are another, or the strips under the faders. */
  readonly changed?: () => void;
}

/** Gives a surface its meaning: what hands do becomes intents, what the desk changes is shown. Each turn ends in one flush. */
export class MappedSurface implements Hand {
  readonly view: SurfaceView;
  readonly #options: MappedSurfaceOptions;
  readonly #scale: PrintedScale;
  readonly #moments: Moments;
  readonly #display: Display;
  readonly #buttons: Buttons;
  readonly #grips: Grips;
  readonly #deeds: Deeds;
  readonly #sayings: Sayings;
  readonly #meanings: Meanings;
  readonly #playing: Playing;
  readonly #leave: readonly (() => void)[];
  #meters: SurfaceMeters;
  #mapping: Mapping;
  #face: Face | undefined;
  #slots: readonly Slot[] = [];
  #panel: Panel | undefined;
  /** Turns inside turns: only the outermost shows and flushes. */
  #depth = 0;
  #isOther = true;
  #isNews = true;

  constructor(options: MappedSurfaceOptions) {
    const { desk, clock, profile, mapping, name, actor, playback } = options;
    this.#options = options;
    this.#mapping = mapping;
    this.#face = options.face;
    this.#scale = new PrintedScale(profile);
    this.view = new SurfaceView({
      name,
      mapping,
      width: profile.strips,
      exists: (strip) => desk.model.byPath.has(plainPath(desk, `${strip}/fader`)),
      changed: () => this.#turn(() => this.#other()),
      clearClips: () => this.#turn(() => this.#meters.clear()),
    });
    this.#moments = new Moments(clock, (strip) => this.#turn(() => this.#panel?.markText(strip)));
    this.#playing = new Playing(playback, clock, () => this.#turn(() => this.#panel?.markClocks()));
    const told = (): Told => ({ playing: this.#playing, look: this.#meanings.look });
    this.#display = new Display(desk, this.#moments, told, profile.strips);
    this.#grips = new Grips(desk, actor);
    this.#deeds = new Deeds(options, this.#scale);
    const turn = (run: () => void): void => this.#turn(run);
    this.#sayings = new Sayings(options, {
      moments: this.#moments,
      playing: this.#playing,
      displays: profile.lcd ? profile.strips : 0,
      showsCues: () => this.#slots.some(({ screen }) => screen !== undefined),
      turn,
      shown: (strip) => this.#panel?.markText(strip),
    });
    this.#meanings = new Meanings({
      view: this.view,
      sayings: this.#sayings,
      deeds: this.#deeds,
      mapping: () => this.#mapping,
      slot: (strip) => this.#slots[strip],
      context: () => this.#context(),
      turn,
      refused: (strip, refusal) => this.#refused(strip, refusal),
      looked: (all) => (all ? this.#other(false) : this.#panel?.markCues()),
    });
    this.#buttons = new Buttons(clock, this.view, this.#meanings, () => this.#mapping);
    this.#meters = this.#openMeters();
    this.#leave = [
      desk.watch((turn) => this.#turn(() => this.#seen(turn))),
      desk.watchLayout((model) => this.#turn(() => this.#laidOut(model))),
      desk.watchLinks(() => this.#turn(() => this.#other(false))),
      playback?.watch(() => this.#turn(() => this.#played())) ?? (() => {}),
    ];
    this.#look();
  }

  /** Where what is to be seen goes; the session and its mapping know each other. */
  connect(face: Face): void {
    this.#face = face;
    this.#turn(() => this.#other());
  }

  /** The mapping file has changed: it is in force at once, and what is in hand stays in hand. */
  setMapping(mapping: Mapping): void {
    this.#turn(() => {
      this.#buttons.remap();
      this.#mapping = mapping;
      this.#meters.stop();
      this.#meters = this.#openMeters();
      this.view.setMapping(mapping);
    });
  }

  stop(): void {
    this.offline();
    for (const leave of this.#leave) leave();
    this.#meters.stop();
    this.#sayings.stop();
    this.#playing.stop();
    this.view.leave();
    this.#face = undefined;
  }

  // ---- the hand ----

  online(): void {
    this.#turn(() => this.#other(false));
  }

  offline(): void {
    this.#turn(() => {
      this.#grips.drop();
      this.#buttons.drop();
      this.#moments.clear();
    });
  }

  touch(fader: number, down: boolean): void {
    this.#turn(() => {
      if (down) {
        const entry = this.#faderEntry(fader);
        const refusal = this.#grips.take(fader, entry);
        if (entry) this.#inHand(fader, entry, true);
        this.#refused(fader, refusal);
      } else {
        const entry = this.#grips.release(fader);
        if (entry) this.#inHand(fader, entry, false);
      }
    });
  }

  move(fader: number, position: number): void {
    this.#turn(() => {
      // A finger that was there before the bank changed moves what it came for.
      const isHeld = this.#grips.has(fader);
      const entry = isHeld ? this.#grips.at(fader) : this.#faderEntry(fader);
      if (!entry) return this.#nothing(fader);
      // The desk first: what the display shows of it can wait.
      const refusal = this.#deeds.move(entry, position);
      this.#inHand(fader, entry, isHeld);
      this.#refused(fader, refusal);
    });
  }

  turn(knob: number, ticks: number): void {
    const slot = this.#slots[knob];
    if (slot?.knob && ticks !== 0) this.#turn(() => this.#turned(knob, slot, slot.knob, ticks));
  }

  jog(ticks: number): void {
    const { jog } = this.#mapping;
    const entry = entryAt(this.#options.desk, jog?.turn, this.#context());
    if (entry && ticks !== 0) this.#turn(() => this.#refused(0, this.#deeds.turn(entry, jog, ticks, this.#buttons.fine)));
  }

  key(key: Key, down: boolean): void {
    this.#turn(() => {
      if (down) this.#sayings.clear();
      this.#buttons.key(key, down);
    });
  }

  // ---- what it means ----

  #turned(knob: number, { cell }: Slot, entry: Entry | undefined, ticks: number): void {
    if (!entry) return;
    // With flip the knob moves the fader's parameter, and the step of its own is not meant.
    const refusal = this.#deeds.turn(entry, this.view.flip ? undefined : cell, ticks, this.#buttons.fine);
    if (!this.#grips.has(knob)) this.#inHand(knob, entry, false);
    this.#refused(knob, refusal);
  }

  /** A fader moves nothing: where that is for want of a selection, its display says so. */
  #nothing(fader: number): void {
    const slot = this.#slots[fader];
    const path = slot?.strip === undefined ? undefined : slot.plan.fader;
    const target = path === undefined || !slot ? undefined : resolve(path, slot.context);
    if (target !== undefined && isRefusal(target)) this.#refused(fader, target);
  }

  #inHand(strip: number, entry: Entry, finger: boolean): void {
    this.#moments.unnote(strip);
    this.#moments.value(strip, entry, finger);
    this.#panel?.markText(strip);
  }

  #refused(strip: number, refusal: Refusal | undefined): void {
    if (!refusal) return;
    this.#moments.note(strip, refusalLines(refusal));
    this.#panel?.markText(strip);
  }

  #faderEntry(fader: number): Entry | undefined {
    const { desk, profile } = this.#options;
    return fader < profile.strips ? this.#slots[fader]?.fader : entryAt(desk, this.#mapping.mainFader, this.#context());
  }

  #context(): Context {
    const { selected } = this.view;
    return { view: this.view, ...(selected === undefined ? {} : { selected }) };
  }

  // ---- what is seen ----

  /** All that happens at once: shown, and flushed once at its end. */
  #turn(run: () => void): void {
    this.#depth += 1;
    try {
      run();
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0) this.#show();
    }
  }

  #show(): void {
    if (this.#isOther) this.#look();
    if (this.#panel?.paintFaders()) this.#face?.flush();
    this.#panel?.paint();
    this.#playing.count(this.#face !== undefined && this.#panel?.hasClock === true);
    if (this.#isNews) {
      this.#isNews = false;
      this.#options.changed?.();
    }
    this.#face?.flush();
  }

  #seen(turn: Turn): void {
    this.#panel?.mark(turn);
    for (const strip of this.#slots.keys()) {
      const id = this.#moments.valueAt(strip)?.id;
      if (id !== undefined && turn.changes.some((change) => change.id === id)) this.#panel?.markText(strip);
    }
  }

  /** Cues or scenes stand otherwise. */
  #played(): void {
    if (this.#playing.changed() && this.#meanings.looking) this.#meanings.lookAgain();
    this.#panel?.markCues();
  }

  #laidOut(model: Model): void {
    this.#grips.laidOut(model);
    this.#moments.clear();
    this.#meters.layout();
    this.view.refresh();
  }

  /** Another view, or all is to be shown again. */
  #other(isNews = true): void {
    this.#isOther = true;
    this.#isNews ||= isNews;
  }

  #look(): void {
    const { desk, profile } = this.#options;
    const before = this.#slots;
    this.#isOther = false;
    this.#slots = slotsOf(desk, this.#mapping, this.view, this.#meanings.looking);
    if (before.some(({ strip }, index) => strip !== this.#slots[index]?.strip)) this.#moments.forget();
    const face = this.#face;
    if (!face) return;
    this.#panel = new Panel({
      desk,
      profile,
      mapping: this.#mapping,
      view: this.view,
      slots: this.#slots,
      scale: this.#scale,
      display: this.#display,
      face,
      playback: this.#options.playback,
      playing: this.#playing,
      looking: this.#meanings.looking,
    });
    this.#meters.look(meterPaths(desk, this.#mapping, this.#slots));
  }

  #openMeters(): SurfaceMeters {
    const { desk, meters, clock, profile } = this.#options;
    const taps = profile.meter ? meterTaps(this.#mapping) : new Set<string>();
    return new SurfaceMeters({ desk, meters, clock, taps, width: profile.strips + (profile.main ? 1 : 0), face: () => this.#face });
  }
}
