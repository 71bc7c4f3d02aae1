import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Key, Light } from '../../surfaces/surface.ts';

export const RING_LIGHTS = 13;

/** Colours the light behind a scribble display can have, by the three lamps in it: 1 red, 2 green, 4 blue. */
export const BACKLIGHTS = ['dark', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
export type Backlight = (typeof BACKLIGHTS)[number];

export interface StripDisplay {
  readonly lines: readonly [Signal<string>, Signal<string>];
  readonly backlight: Signal<Backlight>;
  /** Bit n is light n + 1 of the thirteen. */
  readonly ring: Signal<number>;
}

/** Everything that is lit on the unit, as the bytes have said it; nothing else changes it. Motors and meters move too often for signals. */
export class Display {
  readonly strips: readonly StripDisplay[];
  readonly time = signal('');
  readonly assignment = signal('');
  readonly #lights = new Map<string, Signal<Light>>();

  constructor(strips: number) {
    this.strips = Array.from({ length: strips }, () => ({
      lines: [signal(''), signal('')],
      backlight: signal<Backlight>('dark'),
      ring: signal(0),
    }));
  }

  light(key: Key): ReadonlySignal<Light> {
    return this.#light(key);
  }
  setLight(key: Key, light: Light): void {
    this.#light(key).value = light;
  }

  /** As after power-on: dark, and nothing known. */
  blank(): void {
    for (const light of this.#lights.values()) light.value = 'off';
    for (const { lines, backlight, ring } of this.strips) {
      lines[0].value = '';
      lines[1].value = '';
      backlight.value = 'dark';
      ring.value = 0;
    }
    this.time.value = '';
    this.assignment.value = '';
  }

  #light({ name, strip }: Key): Signal<Light> {
    const id = strip === undefined ? name : `${name} ${strip}`;
    const known = this.#lights.get(id);
    if (known) return known;
    const fresh = signal<Light>('off');
    this.#lights.set(id, fresh);
    return fresh;
  }
}
