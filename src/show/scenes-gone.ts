import { asRead, findScene, type GoneScene } from '../scenes/library.ts';
import { numberIn, readScene } from '../scenes/scene-file.ts';
import type { SceneVersions } from './scene-versions.ts';

/** A removed scene, and by what its versions are kept. */
export interface Gone extends GoneScene {
  readonly stem: string;
}

/** Scenes that have versions and no file any more, what was removed last first. @param here stems of the files there are */
export async function goneScenes(versions: SceneVersions, here: ReadonlySet<string>): Promise<readonly Gone[]> {
  const found: Gone[] = [];
  for (const stem of await versions.stems()) {
    const list = here.has(stem) ? [] : await versions.list(stem);
    const [newest] = list;
    if (newest) found.push({ stem, name: await nameOf(versions, stem, newest.version), number: numberIn(stem), versions: list });
  }
  return found.sort((one, two) => (two.versions[0]?.atMs ?? 0) - (one.versions[0]?.atMs ?? 0));
}

/** As its last content says; where that has mistakes, as its file was called. */
async function nameOf(versions: SceneVersions, stem: string, version: string): Promise<string> {
  const text = await versions.read(stem, version);
  const reading = typeof text === 'string' ? readScene(text, stem) : undefined;
  return reading && 'good' in reading ? reading.good.name : stem.replace(/^[\d.]+ /, '');
}

/** By its name, of several the one that was removed last; else by its number. */
export const findGone = (list: readonly Gone[], text: string): Gone | undefined =>
  list.find(({ name }) => asRead(name) === asRead(text)) ?? findScene(list, text);
