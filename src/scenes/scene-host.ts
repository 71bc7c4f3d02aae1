import type { Refusal } from '../desk/refusal.ts';
import type { Answer, Call } from '../desk/verb.ts';
import type { LastOffer } from './last-offer.ts';
import type { SceneLibrary } from './library.ts';
import type { Recalls } from './recalls.ts';
import type { OtherLine } from './scene-uses.ts';

/** What the verbs of scenes need to run. */
export interface SceneHost {
  readonly recalls: Recalls;
  readonly library: SceneLibrary;
  /** What the run before left. */
  readonly last?: LastOffer;
  /** Lines besides cues that may name scenes, in files that only a person writes. */
  readonly otherLines?: () => readonly OtherLine[];
}

export type SceneHostOf = () => SceneHost | undefined;

const NO_HOST: Refusal = { code: 'offline', what: 'not there', got: 'the scene list', want: 'no show is open' };
/** Runs with the host, or refuses where there is none: the list of verbs is whole without one. */
export const withHost =
  (hostOf: SceneHostOf, run: (host: SceneHost, call: Call) => Answer | Refusal) =>
  (call: Call): Answer | Refusal => {
    const host = hostOf();
    return host ? run(host, call) : NO_HOST;
  };
