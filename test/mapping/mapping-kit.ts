import { readFileSync } from 'node:fs';
import type { Actor } from '../../src/desk/actor.ts';
import { say } from '../../src/desk/line.ts';
import { explain, isRefusal } from '../../src/desk/refusal.ts';
import type { View } from '../../src/desk/verb.ts';
import { MappedSurface } from '../../src/mapping/mapped-surface.ts';
import type { Mapping } from '../../src/mapping/mapping.ts';
import { readMapping } from '../../src/mapping/mapping-file.ts';
import { readProfile } from '../../src/mapping/profile-file.ts';
import { Meters } from '../../src/meters/meters.ts';
import type { Profile } from '../../src/surfaces/profile.ts';
import type { Face, Key, Light, Ring } from '../../src/surfaces/surface.ts';
import { showErrors } from '../../src/wire/formats/yaml-file.ts';
import { actor, deskKit, type Kit } from '../desk/desk-kit.ts';
import { ROOT } from '../house/rooms.ts';
import { closeShow, houseVerbs, type Show } from './show-kit.ts';

export { houseVerbs } from './show-kit.ts';

export const shipped = (path: string): string => readFileSync(`${ROOT}mappings/${path}`, 'utf8');

export function profileFrom(text: string, file = 'profile.yaml'): Profile {
  const reading = readProfile(text, file);
  if ('errors' in reading) throw new Error(showErrors(reading.errors));
  return reading.good;
}
export function mappingFrom(text: string, profile: Profile, file = 'mapping.yaml'): Mapping {
  const reading = readMapping(text, file, { verbs: houseVerbs, profile });
  if ('errors' in reading) throw new Error(showErrors(reading.errors));
  return reading.good;
}

export const X_TOUCH = profileFrom(shipped('profiles/behringer-x-touch.yaml'));
export const X_TOUCH_MAPPING = mappingFrom(shipped('behringer-x-touch.yaml'), X_TOUCH);

const keyText = ({ name, strip }: Key): string => (strip === undefined ? name : `${name} ${strip + 1}`);

/** A unit that shows what it was told at the last flush; what was said and not flushed is not on it. */
export class RecordingFace implements Face {
  readonly faders = new Map<number, number>();
  readonly lights = new Map<string, Light>();
  readonly rings = new Map<number, Ring | undefined>();
  readonly texts = new Map<string, string>();
  readonly clips = new Map<number, boolean>();
  readonly digitTexts = new Map<string, string>();
  strips: readonly string[] = [];
  levels = new Float32Array(0);
  flushes = 0;
  #waiting: (() => void)[] = [];

  fader(fader: number, position: number): void {
    this.#waiting.push(() => this.faders.set(fader, position));
  }
  light(key: Key, light: Light): void {
    this.#waiting.push(() => this.lights.set(keyText(key), light));
  }
  ring(knob: number, ring: Ring | undefined): void {
    this.#waiting.push(() => this.rings.set(knob, ring));
  }
  text(strip: number, line: 0 | 1, text: string): void {
    this.#waiting.push(() => this.texts.set(`${strip} ${line}`, text));
  }
  colors(colors: readonly string[]): void {
    this.#waiting.push(() => {
      this.strips = colors;
    });
  }
  meters(levelsDb: Float32Array): void {
    const levels = Float32Array.from(levelsDb);
    this.#waiting.push(() => {
      this.levels = levels;
    });
  }
  clip(strip: number, on: boolean): void {
    this.#waiting.push(() => this.clips.set(strip, on));
  }
  digits(place: 'time' | 'assignment', text: string): void {
    this.#waiting.push(() => this.digitTexts.set(place, text));
  }
  flush(): void {
    this.flushes += 1;
    for (const say of this.#waiting.splice(0)) say();
  }

  /** Both lines of a strip, from 1. */
  lcd(strip: number): string {
    return `${this.texts.get(`${strip - 1} 0`)}|${this.texts.get(`${strip - 1} 1`)}`;
  }
  /** What was said without a flush behind it. */
  get unflushed(): number {
    return this.#waiting.length;
  }
}

export interface SurfaceKit extends Kit {
  readonly surface: MappedSurface;
  readonly face: RecordingFace;
  readonly meters: Meters;
  readonly hand: Actor;
  readonly said: string[];
  /** Presses a key and lets go. Strips count from 1, as on the unit: `mute 3`. */
  press(key: string): void;
  key(key: string, down: boolean): void;
  /** A line as somebody at this surface would say it; its answer as a sentence. */
  line(text: string, options?: { dry?: boolean; as?: boolean }): string;
}

export function keyNamed(text: string): Key {
  const [, name = '', strip] = /^(\S+)(?: (\d))?$/.exec(text) ?? [];
  return strip === undefined ? { name } : { name, strip: Number(strip) - 1 };
}

/** A surface at a desk of 8 channels, 4 buses, 2 effects and 4 DCAs, unless told otherwise; with a show where a test has opened one. */
export function surfaceKit(
  kit: Kit = deskKit(),
  mapping: Mapping = X_TOUCH_MAPPING,
  profile = X_TOUCH,
  name = 'X-Touch',
  show?: Show,
): SurfaceKit {
  if (!show) closeShow();
  const meters = new Meters();
  for (const [role, layout] of kit.desk.model.layouts) meters.attach(role, layout);
  kit.say('set ch/*/fader -inf');
  const face = new RecordingFace();
  const said: string[] = [];
  const hand = actor(name, 'surface');
  const views = new Map<string, View>();
  const surface = new MappedSurface({
    desk: kit.desk,
    meters,
    verbs: houseVerbs,
    clock: kit.clock,
    actor: hand,
    profile,
    mapping,
    name,
    say: (line) => said.push(line),
    views: (other) => views.get(other),
    ...(show ? { playback: show.playback } : {}),
  });
  views.set(name, surface.view);
  surface.connect(face);
  surface.online();
  const key = (text: string, down: boolean): void => surface.key(keyNamed(text), down);
  return {
    ...kit,
    surface,
    face,
    meters,
    hand,
    said,
    key,
    press: (text) => {
      key(text, true);
      key(text, false);
    },
    line: (text, { dry = false, as = false } = {}) => {
      const context = as ? {} : { view: surface.view };
      const answer = say(houseVerbs, text, { desk: kit.desk, actor: hand, dry, context, views: (other) => views.get(other) });
      return isRefusal(answer) ? explain(answer) : answer.says;
    },
  };
}
