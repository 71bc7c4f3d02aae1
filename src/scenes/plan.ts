import type { Stored } from '../desk/value.ts';
import type { FadeTime } from './scene.ts';

/** Why something a scene holds is left as it is. */
export const LEFT = {
  scope: 'outside of what was asked for, or of what the scene is kept to',
  safe: 'safe: by the scene, by the show, or by the recall',
  held: 'in a hand',
  missing: 'this desk does not have it',
  'read-only': 'it follows from other values',
  preamp: 'gain and phantom power need the scene or the scope to name them',
  wrong: 'the value does not fit the parameter',
  offline: 'its engine is not there',
} as const;

export interface LeftRow {
  readonly path: string;
  readonly why: keyof typeof LEFT;
  /** Who holds it, which pattern makes it safe, what the parameter takes. */
  readonly by?: string;
}

/** One change of a recall, before it is made. */
export interface PlanRow {
  readonly id: number;
  readonly path: string;
  readonly from: Stored;
  readonly to: Stored;
  /** As an engineer says them: `-10.0 dB`. */
  readonly fromText: string;
  readonly toText: string;
  /** Order of execution: what gets silent, what changes, what gets loud again. */
  readonly phase: 'mutes' | 'values' | 'unmutes';
  /** A mute that opens. */
  readonly opens: boolean;
  /** Up or down in dB, for levels; +Infinity from silence. */
  readonly jumpDb?: number | undefined;
  /** undefined: at once. */
  readonly fade?: FadeTime | undefined;
  /** What the file says, where the grid of this engine has no such value. */
  readonly rounded?: string | undefined;
}

/** What a recall would do to the desk as it stands: the executed recall is this very list. */
export interface Plan {
  readonly scene: string;
  /** Of the desk it was made against. */
  readonly revision: number;
  /** Unmutes first, then by the size of the jump: how a preview shows them. */
  readonly rows: readonly PlanRow[];
  readonly left: readonly LeftRow[];
  readonly opens: number;
  /** The largest rise in level. */
  readonly loudest?: { readonly path: string; readonly jumpDb: number };
}
