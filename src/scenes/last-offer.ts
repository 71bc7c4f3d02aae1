import type { Refusal } from '../desk/refusal.ts';
import type { LiveDifference } from './diff.ts';
import type { Scene } from './scene.ts';

/** What a person may recall after a start: what the desk had when it ran last, or a scene of the show. */
export interface Offer {
  readonly scene: Scene;
  /** When it was saved last, wall clock; of a scene of the show when it was offered. */
  readonly atMs: number;
  /** It is a scene of the show. */
  readonly named?: boolean;
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
