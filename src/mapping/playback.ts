import type { Actor } from '../desk/actor.ts';

/** A cue as a display names it. */
export interface CueLabel {
  readonly number: string;
  readonly name: string;
}

/** Something that a recall left as it was. */
export interface Left {
  readonly path: string;
  /** `held`, `safe`, `missing`, `offline` ...: the words of a plan. */
  readonly why: string;
  /** Who holds it, what makes it safe. */
  readonly by?: string;
}

/** What a recall would do, or did. */
export interface Outcome {
  readonly scene: string;
  readonly changes: number;
  /** Mutes that open. */
  readonly opens: number;
  /** The largest rise; +Infinity out of silence. */
  readonly loudest?: { readonly path: string; readonly jumpDb: number };
  readonly left: readonly Left[];
}

/** What goes on: a wait of a cue, a fade or recall, all of it held, or a recall that was interrupted. */
export type Motion = '' | 'wait' | 'fade' | 'held' | 'partial';

export interface PlaybackState {
  /** The cue that started last. */
  readonly on: CueLabel | undefined;
  /** What Go starts next, and the Gos after that, at most eight. */
  readonly next: readonly CueLabel[];
  /** There is no cue at all. */
  readonly isEmpty: boolean;
  readonly motion: Motion;
  /** Numbers of cues that wait or run. */
  readonly running: readonly string[];
  /** Changes that an interrupted recall has not made. */
  readonly missing: number;
  /** Of the scene that was recalled last. */
  readonly last: Outcome | undefined;
}

/** Steps that a key may take or not, for its light. */
export type Step = 'back' | 'up' | 'down';

/** What a surface sees of scenes and cues. Who has them fills it in; without it their displays and lights are dark. */
export interface Playback {
  state(): PlaybackState;
  /** Until the last wait and fade that is on its way is done (ms); 0 where nothing is. */
  leftMs(): number;
  can(step: Step): boolean;
  /** The scene of a name or number, by its name. */
  sceneNamed(nameOrNumber: string): string | undefined;
  cueNamed(number: string): CueLabel | undefined;
  /** What the recalls of a cue, and of those it leads to, would do now. A plan each: only for a person who looks. */
  planned(cue: string, actor: Actor): readonly Outcome[];
  /** Told when {@link Playback.state} is another. @returns ends the watching */
  watch(changed: () => void): () => void;
}

/** Where there are no cues and scenes. */
export const SILENCE: PlaybackState = { on: undefined, next: [], isEmpty: true, motion: '', running: [], missing: 0, last: undefined };
