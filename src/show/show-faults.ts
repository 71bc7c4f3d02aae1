import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Verbs } from '../desk/verb.ts';
import { readCues } from '../scenes/cues/cue-file.ts';
import type { FileFault } from '../scenes/library.ts';
import { lostRecalls } from '../scenes/lost-recalls.ts';
import { readPreset } from '../scenes/preset-file.ts';
import { readSafes } from '../scenes/safes-file.ts';
import type { Scene } from '../scenes/scene.ts';
import { readScene } from '../scenes/scene-file.ts';
import { lostSends } from '../scenes/sends/lost-sends.ts';
import type { Target } from '../scenes/sends/target.ts';
import type { FileError } from '../wire/formats/yaml-file.ts';
import { CUES_LIMIT, cuesPath } from './cues.ts';
import { diskFault } from './disk-fault.ts';
import { readPlain } from './plain-file.ts';
import { readText } from './read-text.ts';
import { SAFES } from './scene-safes.ts';
import { scenesFolder } from './scenes.ts';

/** Mistakes of the scenes, presets and cues of a show, read without opening it. @param verbs that lines of cues may say, @param targets they may send to */
export async function showFaults(show: string, verbs: Verbs, targets: readonly Target[] = []): Promise<readonly FileError[]> {
  const folder = scenesFolder(show);
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.yaml') && !name.startsWith('.')).sort();
  const errors: FileError[] = [];
  const scenes: Scene[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const text = await readPlain(path);
    if (typeof text !== 'string') errors.push(plainError(path, text.says));
    else if (name === SAFES) {
      const reading = readSafes(text, path);
      if ('errors' in reading) errors.push(...reading.errors);
    } else {
      const reading = readScene(text, path);
      if ('good' in reading) scenes.push(reading.good);
      else errors.push(...reading.errors);
    }
  }
  return [...errors, ...(await presetErrors(show)), ...(await cueErrors(show, verbs, scenes, targets))];
}

async function presetErrors(show: string): Promise<readonly FileError[]> {
  const folder = join(show, 'presets');
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.yaml') && !name.startsWith('.')).sort();
  const found = names.map(async (name) => {
    const path = join(folder, name);
    const text = await readText(path).catch((error: unknown) => diskFault(error, 'read', path));
    if (typeof text !== 'string') return [plainError(path, text.says)];
    const reading = readPreset(text, path);
    return 'errors' in reading ? reading.errors : [];
  });
  return (await Promise.all(found)).flat();
}

async function cueErrors(show: string, verbs: Verbs, scenes: readonly Scene[], targets: readonly Target[]): Promise<readonly FileError[]> {
  const path = cuesPath(show);
  const text = await readText(path, CUES_LIMIT).catch((error: unknown) => diskFault(error, 'read', path));
  if (typeof text !== 'string') return text.code === 'ENOENT' ? [] : [plainError(path, text.says)];
  const reading = readCues(text, path, verbs);
  if ('errors' in reading) return reading.errors;
  const lost = [...lostRecalls(reading.good, scenes, path, text), ...lostSends(reading.good, targets, path, text)];
  return lost.map((fault) => pointed(fault, text));
}

const plainError = (file: string, says: string): FileError => ({ file, line: 1, column: 1, says, source: '', carets: '' });

const pointed = ({ file, line, column, says }: FileFault, text: string): FileError => ({
  file,
  line,
  column,
  says,
  source: text.split('\n')[line - 1] ?? '',
  carets: `${' '.repeat(column - 1)}^`,
});
