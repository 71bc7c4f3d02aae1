/**
 * What a surface can say and what it can show. It speaks of controls and positions, never of paths: what a control means is the
 * mapping's matter, how it travels the codec's, and when it may move the session's.
 */

/** A key of the whole unit (`play`, `bank-left`, `f1`) or, with `strip` from 0, of one of its strips (`mute`, `select`, `push`). */
export interface Key {
  readonly name: string;
  readonly strip?: number;
}

export const LIGHTS = ['off', 'on', 'blink'] as const;
export type Light = (typeof LIGHTS)[number];

/** `dot` one light · `boost-cut` from the centre · `wrap` from the left · `spread` from the centre to both sides */
export const RING_MODES = ['dot', 'boost-cut', 'wrap', 'spread'] as const;
export interface Ring {
  readonly mode: (typeof RING_MODES)[number];
  /** 0..1 */
  readonly position: number;
  /** The small light under the knob: the value is its neutral one. */
  readonly center: boolean;
}

/** Faders and knobs count from 0; the main fader follows the last strip. */
export type Heard =
  /** @property position 0..1 of the travel */
  | { readonly kind: 'move'; readonly fader: number; readonly position: number }
  | { readonly kind: 'touch'; readonly fader: number; readonly down: boolean }
  /** Clockwise is positive. */
  | { readonly kind: 'turn'; readonly knob: number; readonly ticks: number }
  | { readonly kind: 'key'; readonly key: Key; readonly down: boolean }
  | { readonly kind: 'jog'; readonly ticks: number }
  /** @property position 0..1 */
  | { readonly kind: 'pedal'; readonly position: number }
  /** The unit announces itself or answers: it is there. `reply` goes back at once; `ready` says that it may be painted. */
  | { readonly kind: 'hello'; readonly ready: boolean; readonly reply: readonly Uint8Array[]; readonly says: string }
  /** A whole message that means nothing to us; counted, never guessed. */
  | { readonly kind: 'unknown'; readonly bytes: Uint8Array };

export type Shown =
  | { readonly kind: 'fader'; readonly fader: number; readonly position: number }
  | { readonly kind: 'light'; readonly key: Key; readonly light: Light }
  /** undefined: dark */
  | { readonly kind: 'ring'; readonly knob: number; readonly ring: Ring | undefined }
  | { readonly kind: 'text'; readonly strip: number; readonly line: 0 | 1; readonly text: string }
  /** Colour words of the desk, one for each strip; a unit without colours shows nothing of it. */
  | { readonly kind: 'colors'; readonly colors: readonly string[] }
  /** dB full scale; -Infinity dark */
  | { readonly kind: 'meter'; readonly strip: number; readonly levelDb: number }
  | { readonly kind: 'clip'; readonly strip: number; readonly on: boolean }
  | { readonly kind: 'digits'; readonly place: 'time' | 'assignment'; readonly text: string };

/** Bytes of one protocol. Pure: knows no clock, no port and no state of the desk. */
export interface Codec {
  /** What a stream says; pieces may end anywhere. Never throws, whatever comes. */
  read(bytes: Uint8Array): readonly Heard[];
  /** Forgets half a message: the link is new. */
  reset(): void;
  /** Whole messages that ask the unit to announce itself. */
  greet(): readonly Uint8Array[];
  /** The place of a motor in steps of this unit: equal numbers are the same place. */
  stepOf(position: number): number;
  /** Whole messages that show it; none where the unit cannot. */
  write(shown: Shown): readonly Uint8Array[];
}

/** Whoever gives the hand's gestures a meaning: the mapping. */
export interface Hand {
  /** The unit is there (again): everything is to be shown. */
  online(): void;
  /** It is gone: what it held is free. */
  offline(): void;
  touch(fader: number, down: boolean): void;
  move(fader: number, position: number): void;
  turn(knob: number, ticks: number): void;
  key(key: Key, down: boolean): void;
  jog(ticks: number): void;
}

/**
 * Where the mapping says what is to be seen. Each call states the newest target; what the unit shows already is not sent again.
 * Nothing leaves before `flush`, which is called at the end of each turn, and before that once where faders are to move.
 */
export interface Face {
  fader(fader: number, position: number): void;
  light(key: Key, light: Light): void;
  ring(knob: number, ring: Ring | undefined): void;
  text(strip: number, line: 0 | 1, text: string): void;
  colors(colors: readonly string[]): void;
  /** Newest peaks in dB, one a strip, main last where it has a meter. */
  meters(levelsDb: Float32Array): void;
  clip(strip: number, on: boolean): void;
  digits(place: 'time' | 'assignment', text: string): void;
  flush(): void;
}
