import type { Key } from '../surfaces/surface.ts';
import type { Clock } from '../wire/pace/clock.ts';
import { Keys } from './keys.ts';
import type { Mapping } from './mapping.ts';
import type { Meanings } from './meanings.ts';
import { ModeKeys } from './mode-keys.ts';
import type { SurfaceView } from './surface-view.ts';

/** The keys of a unit: which of them lead into modes, look, or make steps fine, and which say lines. */
export class Buttons {
  readonly #keys: Keys;
  readonly #modeKeys: ModeKeys;
  readonly #meanings: Meanings;
  readonly #mapping: () => Mapping;
  #fine = false;

  constructor(clock: Clock, view: SurfaceView, meanings: Meanings, mapping: () => Mapping) {
    this.#keys = new Keys(clock);
    this.#modeKeys = new ModeKeys(clock, view);
    this.#meanings = meanings;
    this.#mapping = mapping;
  }

  /** Knobs move by single steps. */
  get fine(): boolean {
    return this.#fine;
  }

  key(key: Key, down: boolean): void {
    const { ways, fine, look } = this.#mapping();
    const unit = key.strip === undefined ? key.name : undefined;
    const name = unit ?? `${key.name} ${key.strip}`;
    const way = unit === undefined ? undefined : ways.get(unit);
    if (unit !== undefined && unit === fine) this.#fine = down;
    if (unit !== undefined && unit === look?.key) this.#meanings.lookKey(down);
    else if (way && way.press === undefined) {
      if (down) this.#modeKeys.down(way);
      else this.#modeKeys.up();
    } else if (!down) this.#keys.release(name);
    else if (way?.press !== undefined) this.#keys.press(name, this.#modeKeys.meanings({ ...way, press: way.press }));
    else {
      const meanings = this.#meanings.of(key);
      if (meanings) this.#keys.press(name, meanings);
    }
  }

  /** Keys mean something else from now on: what is down does nothing more. */
  remap(): void {
    this.#keys.clear();
    if (this.#meanings.looking) this.#meanings.lookKey(false);
  }

  /** The unit has gone: nothing is down. */
  drop(): void {
    this.remap();
    this.#modeKeys.clear();
    this.#fine = false;
  }
}
