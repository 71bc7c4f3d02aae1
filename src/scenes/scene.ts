import type { Value } from '../desk/value.ts';

/** Along what a fade goes: the fader's own travel (`linear`, `s`), dB, gain, or equal power. */
export const CURVES = ['linear', 's', 'db', 'gain', 'equal-power'] as const;
export type Curve = (typeof CURVES)[number];

/** How long a change takes. */
export interface FadeTime {
  readonly ms: number;
  readonly curve: Curve;
}

/** What a scene says of one parameter. */
export interface SceneValue {
  /** As files write it: dB, `-inf`, true, a word. Checked against a layout only when it is planned. */
  readonly value: Value;
  /** Its own time; else that of the scene. */
  readonly fade?: FadeTime;
}

/**
 * A scene as it was stored or written by hand. Everything it does not name stays as it is. It knows no engine and no layout: the same file
 * can be recalled on another desk, and what does not fit there is listed.
 */
export interface Scene {
  readonly name: string;
  /** Of its file and its place in the list: `012`. Text: 1 and 01 are one scene only where a person says so. */
  readonly number: string;
  readonly fade: FadeTime | undefined;
  /** Patterns that this scene leaves alone although it holds values for them. */
  readonly safe: readonly string[];
  /** Patterns it is kept to; none: all it holds. */
  readonly only: readonly string[];
  /** Input gain and phantom power are recalled only where a scene says so: they can hurt. */
  readonly preamps: boolean;
  readonly note: string;
  /** By whole paths (`ch/1/fader`), in the order of the file. */
  readonly values: ReadonlyMap<string, SceneValue>;
}
