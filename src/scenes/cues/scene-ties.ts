import type { Line } from '../../desk/line.ts';
import { isRefusal } from '../../desk/refusal.ts';
import type { SceneLibrary } from '../library.ts';
import type { Recalls } from '../recalls.ts';
import type { Motions } from './runner.ts';

/** How long a recall goes on where its line does not say so: the longest fade of its scene. For `CueRunner`'s `lengthMs`. */
export const lengthIn =
  (library: SceneLibrary) =>
  ({ verb, args }: Line): number => {
    const scene = verb.name === 'recall' ? library.find(args.name ?? '') : undefined;
    if (!scene || isRefusal(scene)) return 0;
    const fades = [...scene.values.values()].map(({ fade }) => fade?.ms ?? 0);
    return Math.max(scene.fade?.ms ?? 0, ...fades);
  };

/** Recalls and fades, held and ended together with the list. What an interruption left out is not done by `resume`: `finish` does that. */
export const motionsOf = (recalls: Recalls): Motions => ({
  stop: () => void recalls.stop(),
  pause: () => void recalls.pause(),
  resume: () => void recalls.resume(),
});
