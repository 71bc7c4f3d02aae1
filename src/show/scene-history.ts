import { isRefusal, type Refusal } from '../desk/refusal.ts';
import { asRead, findScene, type GoneScene, type SceneVersion } from '../scenes/library.ts';
import type { Scene } from '../scenes/scene.ts';
import { numberIn, readScene } from '../scenes/scene-file.ts';
import { refusalOf, stemOf } from './scene-disk.ts';
import type { SceneShelf } from './scene-shelf.ts';
import type { SceneVersions } from './scene-versions.ts';

/** A removed scene, and by what its versions are kept. */
interface Gone extends GoneScene {
  readonly stem: string;
}

/** An earlier content. */
export interface Earlier {
  /** By what it is kept: the name of its file without the ending. */
  readonly stem: string;
  readonly text: string;
  readonly scene: Scene;
}

export interface SceneHistoryOptions {
  readonly versions: SceneVersions;
  readonly shelf: SceneShelf;
  /** Files that have mistakes and are no scene: they are there all the same. */
  readonly broken: () => Iterable<string>;
}

/** Earlier contents by the names of scenes, and scenes that were removed: they have versions and no file any more. */
export class SceneHistory {
  readonly #options: SceneHistoryOptions;

  constructor(options: SceneHistoryOptions) {
    this.#options = options;
  }

  /** Newest first. */
  async list(name: string): Promise<readonly SceneVersion[]> {
    const { shelf, versions } = this.#options;
    const found = shelf.find(name);
    return isRefusal(found) ? ((await this.#goneNamed(name))?.versions ?? []) : versions.list(stemOf(found.file));
  }

  async read(name: string, version: string): Promise<Earlier | Refusal> {
    const { shelf, versions } = this.#options;
    const found = shelf.find(name);
    const gone = isRefusal(found) ? await this.#goneNamed(name) : undefined;
    const stem = isRefusal(found) ? gone?.stem : stemOf(found.file);
    if (stem === undefined) return isRefusal(found) ? found : { code: 'unknown-path', what: 'scene', got: name.slice(0, 80) };
    const text = await versions.read(stem, version);
    if (typeof text !== 'string') return refusalOf(text);
    const reading = readScene(text, `${stem}.yaml`);
    // It was removed under the name that its newest version has.
    if ('good' in reading) return { stem, text, scene: { ...reading.good, name: gone?.name ?? reading.good.name } };
    const [first] = reading.errors;
    return { code: 'malformed', got: `version ${version} has mistakes: ${first?.says ?? 'it is no scene'}` };
  }

  /** What was removed, newest first. */
  async gone(): Promise<readonly GoneScene[]> {
    return (await this.#gone()).map(({ name, number, versions }) => ({ name, number, versions }));
  }

  /** A scene that is there again, or was renamed when the power went, has the versions that were kept under its name. */
  async adopt(): Promise<void> {
    const { shelf, versions } = this.#options;
    for (const { name, stem } of await this.#gone()) {
      const here = shelf.named(name);
      if (here) await versions.move(stem, stemOf(here.file));
    }
  }

  async #gone(): Promise<readonly Gone[]> {
    const { shelf, versions, broken } = this.#options;
    const here = new Set([...shelf.all.map(({ file }) => file), ...broken()].map(stemOf));
    const found: Gone[] = [];
    for (const stem of await versions.stems()) {
      const list = here.has(stem) ? [] : await versions.list(stem);
      const [newest] = list;
      if (newest) found.push({ stem, name: await this.#nameOf(stem, newest.version), number: numberIn(stem), versions: list });
    }
    return found.sort((one, two) => (two.versions[0]?.atMs ?? 0) - (one.versions[0]?.atMs ?? 0));
  }

  /** As its last content says; where that has mistakes, as its file was called. */
  async #nameOf(stem: string, version: string): Promise<string> {
    const text = await this.#options.versions.read(stem, version);
    const reading = typeof text === 'string' ? readScene(text, stem) : undefined;
    return reading && 'good' in reading ? reading.good.name : stem.replace(/^[\d.]+ /, '');
  }

  /** By its name, of several the one that was removed last; else by its number. */
  async #goneNamed(text: string): Promise<Gone | undefined> {
    const list = await this.#gone();
    return list.find(({ name }) => asRead(name) === asRead(text)) ?? findScene(list, text);
  }
}
