import type { Actor } from './actor.ts';
import type { Stored } from './value.ts';

export interface Change {
  readonly id: number;
  readonly from: Stored;
  readonly to: Stored;
}

/** All that one gesture (or one report) changed at once. Every watcher sees it whole, in the same turn of the loop. */
export interface Turn {
  readonly revision: number;
  /** Wall clock, ms. */
  readonly atMs: number;
  readonly actor: Actor;
  readonly cause: string;
  readonly gesture: number;
  /** Stated ones first, then derived ones (`audible`, `level`). Empty where only confirmations came. */
  readonly changes: readonly Change[];
  /** Pending parameters that the engine has now confirmed; their value did not change. */
  readonly confirmed: readonly number[];
}

/** What an actor wants. Relative wishes become values in the desk, at the moment they are stated. */
export type Intent =
  | { readonly kind: 'set'; readonly id: number; readonly value: unknown }
  /** 0..1 along the fader, by the parameter's law. */
  | { readonly kind: 'position'; readonly id: number; readonly position: number }
  /** In the parameter's unit; moves at least one step of the grid. */
  | { readonly kind: 'nudge'; readonly id: number; readonly by: number }
  | { readonly kind: 'toggle'; readonly id: number };

export interface How {
  /** What the log names as the cause; `set` if nothing is said. */
  readonly cause?: string;
  /** A hand that sends a stream of values: clamped to the range, and the parameter is held for a moment after each. */
  readonly hand?: boolean;
  /** Values belong to this gesture, which was begun with `Desk.begin` (a recall with later steps). */
  readonly gesture?: number;
  /** Every value is stated by itself: the other strip of a linked pair is not taken along. */
  readonly exact?: boolean;
}
