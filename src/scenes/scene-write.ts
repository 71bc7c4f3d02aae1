import type { Scene } from './scene.ts';
import { editScene } from './scene-edit.ts';
import { readWhole } from './scene-file.ts';
import { sceneText } from './scene-text.ts';
import { sameFade, sameValue } from './scene-words.ts';

/**
 * A scene as a file.
 * @param before the file as it is: what did not change stays as a person wrote it, to the letter. A file that cannot be read is not kept.
 */
export function writeScene(scene: Scene, before?: string): string {
  const was = before === undefined ? undefined : readWhole(before, '');
  if (before === undefined || !was || 'errors' in was) return sceneText(scene);
  if (equalScenes(was.good.scene, scene)) return before;
  const edited = editScene(before, was.good, scene);
  const now = readWhole(edited, '');
  // YAML has forms that are not edited word by word (a value over several lines, a key with a question mark): then the whole is written.
  return 'good' in now && equalScenes(now.good.scene, scene) ? edited : sceneText(scene);
}

/** Whether two scenes say the same, as files keep it; the order of values and the number do not count. */
export function equalScenes(one: Scene, two: Scene): boolean {
  const list = (patterns: readonly string[]): string => patterns.join(' ');
  if (one.name !== two.name || one.note !== two.note || one.preamps !== two.preamps || !sameFade(one.fade, two.fade)) return false;
  if (list(one.safe) !== list(two.safe) || list(one.only) !== list(two.only) || one.values.size !== two.values.size) return false;
  for (const [path, value] of one.values) {
    const other = two.values.get(path);
    if (!other || !sameValue(value, other)) return false;
  }
  return true;
}
