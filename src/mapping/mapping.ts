import type { Line } from '../desk/line.ts';
import type { Text } from './text.ts';

/** A mapping file that was understood. Paths may be relative: `strip/fader`, `selected/eq/1/gain`. */
export interface Mapping {
  readonly profile: string;
  /** Profiles of units whose bank this one continues, where one is there. */
  readonly beside: readonly string[];
  /** Strips of each layer, by its name; the first is there at the start. */
  readonly layers: ReadonlyMap<string, readonly string[]>;
  readonly fine: string | undefined;
  readonly strip: StripPlan;
  readonly mainFader: string | undefined;
  /** Keys of the whole unit. */
  readonly buttons: ReadonlyMap<string, Action>;
  readonly lamps: ReadonlyMap<string, Lit | undefined>;
  readonly jog: Cell | undefined;
  readonly time: string | undefined;
  readonly modes: ReadonlyMap<string, Mode>;
  readonly look: LookPlan | undefined;
  /** Keys that lead into a mode. */
  readonly ways: ReadonlyMap<string, Way>;
}

export interface StripPlan {
  readonly fader: string | undefined;
  readonly knob: Cell | undefined;
  readonly keys: ReadonlyMap<string, Action>;
  readonly lcd: readonly [Text, Text] | undefined;
  readonly color: string | undefined;
  readonly meter: string | undefined;
}

/** What a knob does. */
export interface Cell {
  readonly turn: string;
  /** `start`: back to where a fresh engine has it. */
  readonly push: Line | 'start' | undefined;
  /** In the unit of the parameter, as written; undefined: follows from the range. */
  readonly step: string | undefined;
  readonly label: string | undefined;
}

/** What a light follows: a parameter, or the state a line would bring about. */
export type Lit = { readonly path: string } | { readonly line: Line };

export interface Action {
  readonly press: Line | undefined;
  readonly double: Line | undefined;
  readonly hold: Line | undefined;
  readonly light: Lit | undefined;
}

export interface Mode {
  readonly name: string;
  readonly digits: string;
  /** Knobs by pages, each as many as there are knobs; undefined where one does nothing. Empty: knobs as usual. */
  readonly pages: readonly (readonly (Cell | undefined)[])[];
  readonly strip: StripPlan;
  /** What each display shows instead of its strip; undefined: as usual. */
  readonly screens: readonly (Screen | undefined)[];
  /** What the time digits show meanwhile; `cue/time`: what is left of waits and fades, while there are some. */
  readonly time: string | undefined;
  /** Keys that mean something else meanwhile. */
  readonly buttons: ReadonlyMap<string, Action>;
}

/** One display, or a part of a text that goes over several. */
export interface Screen {
  readonly lcd: readonly [Text, Text];
  /** How many displays the text takes, and which of them this is, from 0. */
  readonly wide: number;
  readonly part: number;
  readonly color: string | undefined;
  /** It shows what a look found. */
  readonly looks: boolean;
}

/** A key that, while it is held, makes all others tell what they would do. */
export interface LookPlan {
  readonly key: string;
  /** What is looked at at first. */
  readonly line: Line | undefined;
  readonly screens: readonly (Screen | undefined)[];
}

/** What a key has to do with modes. */
export interface Way {
  readonly press: string | undefined;
  readonly hold: string | undefined;
  readonly double: string | undefined;
}
