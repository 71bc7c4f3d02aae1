import type { Refusal } from '../desk/refusal.ts';
import type { LiveDifference } from './diff.ts';
import type { Scene } from './scene.ts';

/** What the desk had when it ran last, to be recalled by a person. */
export interface Offer {
  readonly scene: Scene;
  /** When it was saved last, wall clock. */
  readonly atMs: number;
  /** What differs from it now. */
  readonly difference: LiveDifference;
}

/** The state of the run before: offered, never recalled by itself. */
export interface LastOffer {
  /** undefined where there is nothing, or live state is the same. */
  offer(): Offer | undefined;
  /** The person took it or does not want it. */
  answered(): Promise<Refusal | undefined>;
}
