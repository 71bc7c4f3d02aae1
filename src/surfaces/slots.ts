import type { Priority } from '../wire/pace/outbox.ts';
import type { Profile } from './profile.ts';
import type { Key } from './surface.ts';

/** Lights a unit may have; the profile's names times its strips stay far below. */
const MOST_LIGHTS = 1024;

/** Numbers of the places of one unit in its outbox: first the faders, then the meters, then all that can wait. */
export class Slots {
  readonly faders: number;
  readonly strips: number;
  readonly capacity: number;
  readonly #lights = new Map<string, number>();
  readonly #rest: number;

  constructor(profile: Pick<Profile, 'strips' | 'main'>) {
    this.strips = profile.strips;
    this.faders = profile.strips + (profile.main ? 1 : 0);
    this.#rest = this.faders + this.faders;
    this.capacity = this.#rest + this.faders + 3 * profile.strips + 3 + MOST_LIGHTS;
  }

  meter(strip: number): number {
    return this.faders + strip;
  }

  clip(strip: number): number {
    return this.#rest + strip;
  }

  ring(knob: number): number {
    return this.#rest + this.faders + knob;
  }

  text(strip: number, line: 0 | 1): number {
    return this.#rest + this.faders + this.strips * (1 + line) + strip;
  }

  get colors(): number {
    return this.#rest + this.faders + 3 * this.strips;
  }

  digits(place: 'time' | 'assignment'): number {
    return this.colors + (place === 'time' ? 1 : 2);
  }

  light({ name, strip }: Key): number {
    const said = strip === undefined ? name : `${name} ${strip}`;
    const known = this.#lights.get(said);
    if (known !== undefined) return known;
    const slot = this.colors + 3 + this.#lights.size;
    this.#lights.set(said, slot);
    return slot;
  }

  priorityOf(slot: number): Priority {
    if (slot < this.faders) return 'fader';
    if (slot < this.#rest) return 'meter';
    if (slot < this.#rest + this.faders || slot >= this.colors + 3) return 'light';
    return slot < this.#rest + this.faders + this.strips ? 'ring' : 'text';
  }
}
