import type { DeskClock } from '../desk/clock.ts';
import type { Desk } from '../desk/desk.ts';
import { compile, isCompiled } from './compiled.ts';
import type { SceneLibrary } from './library.ts';

/** After a start, a store or another layout: who stores a scene, or edits files, has a moment before it is recalled. */
const SOON_MS = 500;
/** A whole desk takes about a ms. */
const EACH_MS = 40;
/** Of a show; each takes some 70 kB for a whole desk. Others are laid out when they are recalled. */
const SCENES = 200;

/**
 * Lays the scenes of a show out on the desk before anybody recalls them: one at a time, so that the loop is never kept.
 * @returns ends it
 */
export function keepLaidOut(desk: Desk, clock: DeskClock, library: Pick<SceneLibrary, 'list' | 'watch'>): () => void {
  let timer: { cancel(): void } | undefined;
  const look = (delayMs: number): void => {
    timer?.cancel();
    timer = clock.setTimer(delayMs, () => {
      timer = undefined;
      const next =
        desk.model.roles.length === 0
          ? undefined
          : library
              .list()
              .slice(0, SCENES)
              .find((scene) => !isCompiled(desk, scene));
      if (!next) return;
      compile(desk, next);
      look(EACH_MS);
    });
  };
  look(SOON_MS);
  const leave = [library.watch(() => look(SOON_MS)), desk.watchLayout(() => look(SOON_MS))];
  return () => {
    for (const end of leave) end();
    timer?.cancel();
  };
}
