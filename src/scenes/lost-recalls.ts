import { nearest } from '../desk/nearest.ts';
import type { Cue } from './cues/cue.ts';
import { type FileFault, findScene } from './library.ts';
import type { Scene } from './scene.ts';
import { sceneIn } from './scene-uses.ts';

/** Cues that recall a scene which is not there, at their places in the file. @param text of cues.yaml, that the cues were read from */
export function lostRecalls(cues: readonly Cue[], scenes: readonly Scene[], file: string, text: string): readonly FileFault[] {
  return cues.flatMap((cue) =>
    cue.lines.flatMap(({ text: said, line }) => {
      const name = line.verb.name === 'recall' ? sceneIn(line) : undefined;
      if (name === undefined || findScene(scenes, name)) return [];
      const near = nearest(
        name,
        scenes.map((scene) => scene.name),
      );
      const says = `no scene "${name.slice(0, 80)}"${near === undefined ? '' : `; did you mean "${near}"?`}`;
      return [{ file, ...placeOf(text, cue.number, said), says, meanwhile: `cue ${cue.number} does not recall it` }];
    }),
  );
}

/** Where a cue says a line; where that is written with other signs, where the cue begins. */
export function placeOf(text: string, number: string, said: string): { line: number; column: number } {
  const cue = new RegExp(`(?<![\\w-])["']?cue["']?\\s*:\\s*["']?${escaped(number)}["']?(?=[\\s,}]|$)`).exec(text);
  const from = cue?.index ?? 0;
  const found = text.indexOf(said, from);
  const at = found < 0 ? from : found;
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
