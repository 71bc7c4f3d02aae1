import type { Line } from '../../desk/line.ts';
import { isRefusal } from '../../desk/refusal.ts';
import type { SceneLibrary } from '../library.ts';
import type { Recalls } from '../recalls.ts';
import type { Scene } from '../scene.ts';
import type { Motions } from './cue-state.ts';

/** How long a recall goes on where its line does not say so: the longest fade of its scene. For `CueRunner`'s `lengthMs`. */
export const lengthIn =
  (library: SceneLibrary) =>
  ({ verb, args }: Line): number => {
    const scene = verb.name === 'recall' ? library.find(args.name ?? '') : undefined;
    return !scene || isRefusal(scene) ? 0 : longestOf(scene);
  };

const longest = new WeakMap<Scene, number>();

function longestOf(scene: Scene): number {
  let longestMs = longest.get(scene);
  if (longestMs !== undefined) return longestMs;
  longestMs = scene.fade?.ms ?? 0;
  for (const { fade } of scene.values.values()) longestMs = Math.max(longestMs, fade?.ms ?? 0);
  longest.set(scene, longestMs);
  return longestMs;
}

/** Recalls and fades, held and ended together with the list. What an interruption left out is not done by `resume`: `finish` does that. */
export const motionsOf = (recalls: Recalls): Motions => ({
  stop: () => void recalls.stop(),
  pause: () => void recalls.pause(),
  resume: () => void recalls.resume(),
});
