import type { Refusal } from '../desk/refusal.ts';
import type { FileFault } from './library.ts';
import type { StripValues } from './strips.ts';

/** A channel as it was found good once: for any strip of any desk, as far as that has what it names. */
export interface Preset {
  readonly name: string;
  readonly note: string;
  readonly values: StripValues;
}

/** The presets of a show, at hand: reading never waits for the disk. */
export interface PresetLibrary {
  /** In the order of their names. */
  list(): readonly Preset[];
  /** Capitals do not matter. @returns the preset, or `unknown-path` with the nearest name */
  find(name: string): Preset | Refusal;
  /** Puts it in the list, in the place of one of the same name. Resolves when it is durable on disk, or with why not. */
  store(preset: Preset): Promise<Refusal | undefined>;
  /** Files that cannot be read as they are now. */
  faults(): readonly FileFault[];
}
