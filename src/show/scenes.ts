import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeskClock } from '../desk/clock.ts';
import type { Refusal } from '../desk/refusal.ts';
import { isRefusal } from '../desk/refusal.ts';
import { asRead, type FileFault, type GoneScene, type SceneLibrary, type SceneVersion } from '../scenes/library.ts';
import type { Scene } from '../scenes/scene.ts';
import { numberIn, readScene } from '../scenes/scene-file.ts';
import { writeScene } from '../scenes/scene-write.ts';
import { type FileError, showErrors } from '../wire/formats/yaml-file.ts';
import { removeLeftovers, writeWhole } from './atomic.ts';
import type { DiskFault } from './disk-fault.ts';
import { fileName } from './names.ts';
import { readPlain } from './plain-file.ts';
import { refusalOf, SceneDisk, stemOf } from './scene-disk.ts';
import { SceneHistory } from './scene-history.ts';
import { SAFES, SceneSafes } from './scene-safes.ts';
import { SceneShelf, type Shelved } from './scene-shelf.ts';
import { SceneVersions } from './scene-versions.ts';
import { FolderWatch } from './scenes-watch.ts';

export const scenesFolder = (show: string): string => join(show, 'scenes');
/** More than any show has; what is beyond is said, not read. */
const SCENE_LIMIT = 1000;
/** As the list has them: of too many files the last ones are left out, not those that sort late as text. */
const inOrder = (one: string, two: string): number => placeOf(one) - placeOf(two) || (one < two ? -1 : 1);
const placeOf = (file: string): number => Number(numberIn(file) || Number.POSITIVE_INFINITY);
const NUMBER = /^\d{1,6}(?:\.\d{1,3})?$/;

export interface SceneFolderOptions {
  readonly clock: DeskClock;
  readonly say: (line: string) => void;
  /** How a file is written; a test brings a disk of its own. */
  readonly write?: (path: string, text: string) => Promise<DiskFault | undefined>;
}

/** The scenes of a show as files, `scenes/012 Verse 2.yaml`. What a person edits meanwhile counts; a file with mistakes leaves the last good scene. */
export class SceneFolder implements SceneLibrary {
  readonly #folder: string;
  readonly #options: SceneFolderOptions;
  readonly #versions: SceneVersions;
  readonly #disk: SceneDisk;
  readonly #history: SceneHistory;
  readonly #shelf = new SceneShelf();
  /** Files with mistakes, and those that are no scene of their own. */
  readonly #broken = new Map<string, readonly FileError[]>();
  /** What a file looked like when it was read last. */
  readonly #stamps = new Map<string, string>();
  readonly #watchers = new Set<() => void>();
  readonly #safes: SceneSafes;
  #watch: FolderWatch | undefined;
  /** One thing after another: what is stored, and what a person edits. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(show: string, options: SceneFolderOptions) {
    this.#folder = scenesFolder(show);
    this.#options = options;
    const write = options.write ?? writeWhole;
    this.#versions = new SceneVersions(join(this.#folder, '.versions'), write);
    this.#history = new SceneHistory({ versions: this.#versions, shelf: this.#shelf, broken: () => this.#broken.keys() });
    this.#disk = new SceneDisk({ folder: this.#folder, versions: this.#versions, write, clock: options.clock });
    this.#safes = new SceneSafes(this.#folder, {
      clock: options.clock,
      say: options.say,
      write: (path, text) => this.#inTurn(async () => (await this.#disk.ready()) ?? write(path, text())),
    });
  }

  /** Reads all scenes. Mistakes in files are said, each with its line; the others are there. */
  static async open(show: string, options: SceneFolderOptions): Promise<SceneFolder> {
    const library = new SceneFolder(show, options);
    const folder = library.#folder;
    const fault = await library.#disk.ready();
    if (fault && fault.code !== 'EROFS') options.say(`${fault.says}; there are no scenes until it can be used`);
    if (!fault) await removeLeftovers(folder);
    await library.look();
    await library.#history.adopt();
    library.#watch = new FolderWatch(folder, { clock: options.clock, changed: () => void library.look(), say: options.say });
    return library;
  }

  /** Ends the watching; what waits is written when it resolves. */
  async close(): Promise<void> {
    this.#watch?.stop();
    await this.#safes.flush();
    await this.#turn;
  }

  // ---- at hand ----

  list(): readonly Scene[] {
    return this.#shelf.scenes;
  }

  find(nameOrNumber: string): Scene | Refusal {
    const found = this.#shelf.find(nameOrNumber);
    if (!isRefusal(found)) return found.scene;
    const wanted = asRead(nameOrNumber);
    for (const [file, errors] of this.#broken) {
      const [first] = errors;
      if (first && asRead(stemOf(file).replace(/^[\d.]+ /, '')) === wanted)
        return { code: 'malformed', got: first.says, at: { file: `scenes/${file}`, line: first.line, column: first.column } };
    }
    return found;
  }

  faults(): readonly FileFault[] {
    const found = (errors: readonly FileError[], meanwhile: string): FileFault[] =>
      errors.map(({ file, line, column, says }) => ({ file: `scenes/${file}`, line, column, says, meanwhile }));
    const scenes = this.#shelf.all.flatMap(({ errors, scene }) => (errors ? found(errors, `the last good "${scene.name}" stays`) : []));
    const broken = [...this.#broken.values()].flatMap((errors) => found(errors, 'it is not there'));
    return [...scenes, ...broken, ...found(this.#safes.errors, 'the last good safes stay')];
  }

  get safes(): readonly string[] {
    return this.#safes.list;
  }

  async setSafes(patterns: readonly string[]): Promise<Refusal | undefined> {
    const [error] = this.#safes.errors;
    // A file that cannot be understood is never written over.
    if (error) return { code: 'malformed', got: error.says, at: { file: `scenes/${SAFES}`, line: error.line, column: error.column } };
    const kept = this.#safes.set(patterns);
    this.#tell();
    const fault = await kept;
    return fault && refusalOf({ ...fault, says: `${fault.says}; they count, but a restart would not remember them` });
  }

  watch(changed: () => void): () => void {
    this.#watchers.add(changed);
    return () => void this.#watchers.delete(changed);
  }

  // ---- on the disk ----

  store(scene: Scene): Promise<Refusal | undefined> {
    return this.#inTurn(() => this.#store(scene, this.#shelf.named(scene.name)));
  }

  rename(name: string, to: Partial<Pick<Scene, 'name' | 'number'>>): Promise<Refusal | undefined> {
    return this.#inTurn(async () => {
      const found = this.#shelf.find(name);
      if (isRefusal(found)) return found;
      const other = to.name === undefined ? undefined : this.#shelf.named(to.name);
      if (other && other !== found) return { code: 'malformed', got: `there is a scene "${other.scene.name}" already` };
      return this.#store({ ...found.scene, ...to }, found);
    });
  }

  /** Its content becomes the newest version. */
  remove(name: string): Promise<Refusal | undefined> {
    return this.#inTurn(async () => {
      const found = this.#shelf.find(name);
      if (isRefusal(found)) return found;
      const fault = await this.#disk.remove(found.file, found.text);
      if (fault) return refusalOf(fault);
      this.#forget(found.file);
      this.#tell();
      return undefined;
    });
  }

  versions(name: string): Promise<readonly SceneVersion[]> {
    return this.#history.list(name);
  }

  async version(name: string, version: string): Promise<Scene | Refusal> {
    const found = await this.#history.read(name, version);
    return isRefusal(found) ? found : found.scene;
  }

  restore(name: string, version: string): Promise<Refusal | undefined> {
    return this.#inTurn(async () => {
      const found = await this.#history.read(name, version);
      if (isRefusal(found)) return found;
      const { stem, text, scene } = found;
      const current = this.#shelf.find(name);
      if (!isRefusal(current)) return this.#store({ ...scene, name: current.scene.name, number: current.scene.number }, current, text);
      const other = this.#shelf.named(scene.name);
      if (other) return { code: 'malformed', got: `there is a scene "${other.scene.name}" already` };
      const number = numberIn(stem);
      const isFree = !this.#shelf.all.some((one) => one.scene.number === number);
      return this.#store({ ...scene, number: isFree ? number : '' }, undefined, text);
    });
  }

  gone(): Promise<readonly GoneScene[]> {
    return this.#history.gone();
  }

  /** Looks what files there are and reads those that changed. */
  look(): Promise<void> {
    return this.#inTurn(() => this.#look());
  }

  /** @param base a text whose comments and order it takes; else those of the file */
  async #store(scene: Scene, current: Shelved | undefined, base?: string): Promise<Refusal | undefined> {
    const number =
      scene.number !== ''
        ? scene.number
        : current && current.scene.number !== ''
          ? current.scene.number
          : this.#shelf.nextNumber(this.#broken.keys());
    if (!NUMBER.test(number)) return { code: 'malformed', got: number.slice(0, 40), want: 'a number of a scene, such as 012 or 12.5' };
    if (!current && this.#shelf.all.length >= SCENE_LIMIT)
      return { code: 'malformed', got: `there are ${SCENE_LIMIT} scenes already; no more are kept` };
    const owner = this.#shelf.all.find((other) => other.scene.number === number && other !== current);
    if (owner) return { code: 'malformed', got: `number ${number} is that of "${owner.scene.name}"` };
    const isSame = current !== undefined && current.scene.number === number && asRead(current.scene.name) === asRead(scene.name);
    const file = isSame ? current.file : `${number} ${fileName(scene.name)}.yaml`;
    if (current && file !== current.file && this.#broken.has(file))
      return { code: 'malformed', got: `${file} is there already, with mistakes in it` };
    const text = await readPlain(this.#disk.path(current?.file ?? file));
    const before = typeof text === 'string' ? text : current?.text;
    const next = writeScene({ ...scene, number }, base ?? before);
    const reading = readScene(next, file);
    if ('errors' in reading) return { code: 'malformed', got: `"${scene.name}" cannot be kept: ${reading.errors[0]?.says ?? ''}` };
    const fault = await this.#disk.replace(current?.file ?? file, file, next, before);
    if (fault) return refusalOf(fault);
    if (current && current.file !== file) this.#forget(current.file);
    this.#broken.delete(file);
    this.#shelf.put({ file, text: next, scene: reading.good });
    await this.#stamp(file);
    if (!current) await this.#history.adopt();
    this.#tell();
    return undefined;
  }

  async #look(): Promise<void> {
    const isFolder = (await lstat(this.#folder).catch(() => undefined))?.isDirectory() === true;
    const names = isFolder ? await readdir(this.#folder).catch(() => undefined) : [];
    if (!names) return;
    const files = names.filter((name) => name.endsWith('.yaml') && !name.startsWith('.') && name !== SAFES).sort(inOrder);
    if (files.length > SCENE_LIMIT) this.#options.say(`${this.#folder} has ${files.length} scenes; the first ${SCENE_LIMIT} are read`);
    const wanted = new Set(files.slice(0, SCENE_LIMIT));
    const gone = this.#shelf.all.filter(({ file }) => !wanted.has(file));
    for (const { file } of gone) this.#forget(file);
    let changed = gone.length > 0;
    for (const file of this.#broken.keys()) {
      if (wanted.has(file)) continue;
      this.#forget(file);
      changed = true;
    }
    for (const file of wanted) changed = (await this.#readOne(file)) || changed;
    for (const { file, text, scene } of gone) {
      const now = this.#shelf.named(scene.name);
      if (now) await this.#versions.move(stemOf(file), stemOf(now.file));
      else await this.#keepOld({ file, text });
    }
    changed = (await this.#safes.look(names.includes(SAFES))) || changed;
    if (changed) this.#tell();
  }

  /** @returns whether the scene in the list, or what is wrong with its file, is another now */
  async #readOne(file: string): Promise<boolean> {
    if (!(await this.#stamp(file))) return false;
    const known = this.#shelf.at(file);
    const text = await readPlain(this.#disk.path(file));
    if (typeof text !== 'string') {
      // Gone since the look at the folder: the next look sees it.
      return text.code !== 'ENOENT' && this.#wrong(file, [{ file, line: 1, column: 1, says: text.says, source: '', carets: '' }], known);
    }
    if (known && !known.errors && text === known.text) return false;
    const reading = readScene(text, file);
    const errors = 'errors' in reading ? reading.errors : this.#twice(reading.good, file);
    if (errors) return this.#wrong(file, errors, known);
    if (!('good' in reading)) return false;
    this.#broken.delete(file);
    this.#shelf.put({ file, text, scene: reading.good });
    if (known && known.text !== text) await this.#keepOld(known);
    return true;
  }

  /** What a person wrote over or took away. */
  async #keepOld({ file, text }: Pick<Shelved, 'file' | 'text'>): Promise<void> {
    const fault = await this.#disk.keep(file, text);
    if (fault) this.#options.say(`${fault.says}; what stood in ${file} before is not kept as a version`);
  }

  #wrong(file: string, errors: readonly FileError[], known: Shelved | undefined): boolean {
    this.#options.say(
      `${showErrors(errors)}\n  ${known ? `the last good "${known.scene.name}" stays` : 'this scene is not there until it is mended'}`,
    );
    if (known) this.#shelf.put({ ...known, errors });
    else this.#broken.set(file, errors);
    return true;
  }

  #twice(scene: Scene, file: string): readonly FileError[] | undefined {
    const other = this.#shelf.named(scene.name);
    if (!other || other.file === file) return undefined;
    return [{ file, line: 1, column: 1, says: `"${scene.name}" is the name of ${other.file} already`, source: '', carets: '' }];
  }

  /** @returns whether the file is another one than when it was read last */
  async #stamp(file: string): Promise<boolean> {
    const stamp = await this.#disk.stampOf(file);
    if (this.#stamps.get(file) === stamp) return false;
    this.#stamps.set(file, stamp);
    return true;
  }

  #forget(file: string): void {
    this.#shelf.drop(file);
    this.#broken.delete(file);
    this.#stamps.delete(file);
  }

  // ---- inside ----

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  #tell(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }
}
