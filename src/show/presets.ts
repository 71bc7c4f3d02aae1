import { type FSWatcher, watch } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeskClock } from '../desk/clock.ts';
import { nearest } from '../desk/nearest.ts';
import type { Refusal } from '../desk/refusal.ts';
import type { FileFault } from '../scenes/library.ts';
import { readPreset, writePreset } from '../scenes/preset-file.ts';
import type { Preset, PresetLibrary } from '../scenes/presets.ts';
import { type FileError, showErrors } from '../wire/formats/yaml-file.ts';
import { writeWhole } from './atomic.ts';
import { codeOf, diskFault } from './disk-fault.ts';
import { fileName } from './names.ts';
import { readText } from './read-text.ts';

/** Editors write a file in several steps. */
const SETTLE_MS = 200;
/** More than anybody keeps; a folder of other things does not become a list. */
const MOST_FILES = 500;
const SIZE_LIMIT = 256 * 1024;

export interface PresetFolderOptions {
  readonly clock: DeskClock;
  /** A plain line about a file that cannot be used. */
  readonly say: (line: string) => void;
}

interface Kept {
  readonly file: string;
  readonly preset: Preset;
}

const keyOf = (name: string): string => name.normalize('NFC').trim().toLowerCase();

/** The channel presets of a show, a file each in `presets/`. A file with mistakes is told once, and the last good state of it stays. */
export class PresetFolder implements PresetLibrary {
  readonly #show: string;
  readonly #folder: string;
  readonly #options: PresetFolderOptions;
  #kept = new Map<string, Kept>();
  /** Files with mistakes, and what was said of them. */
  #broken = new Map<string, readonly FileError[]>();
  #watcher: FSWatcher | undefined;
  #timer: { cancel(): void } | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(show: string, options: PresetFolderOptions) {
    this.#show = show;
    this.#folder = join(show, 'presets');
    this.#options = options;
  }

  /** Reads all, and watches from now on. */
  static async open(show: string, options: PresetFolderOptions): Promise<PresetFolder> {
    const folder = new PresetFolder(show, options);
    await folder.look();
    return folder;
  }

  list(): readonly Preset[] {
    return [...this.#kept.values()].map(({ preset }) => preset).sort((one, two) => one.name.localeCompare(two.name, 'en'));
  }

  find(name: string): Preset | Refusal {
    const kept = this.#kept.get(keyOf(name));
    if (kept) return kept.preset;
    const [error] = this.#broken.get(`${fileName(name)}.yaml`) ?? [];
    if (error) return { code: 'malformed', got: error.says, at: { file: error.file, line: error.line, column: error.column } };
    const near = nearest(
      name,
      this.list().map((preset) => preset.name),
    );
    return near === undefined
      ? { code: 'malformed', got: name.slice(0, 80), want: 'a preset of this show; "presets" lists them' }
      : { code: 'malformed', got: name.slice(0, 80), want: `a preset of this show; did you mean "${near}"?` };
  }

  faults(): readonly FileFault[] {
    return [...this.#broken].flatMap(([file, errors]) => {
      const last = this.#before(file);
      const meanwhile = last ? `the last good "${last.name}" stays` : 'it is not there';
      return errors.map((error) => ({ file: error.file, line: error.line, column: error.column, says: error.says, meanwhile }));
    });
  }

  store(preset: Preset): Promise<Refusal | undefined> {
    const before = this.#kept.get(keyOf(preset.name));
    const [error] = this.#broken.get(before?.file ?? '') ?? [];
    // Somebody is at work in that file, and presets have no versions.
    if (error)
      return Promise.resolve({ code: 'malformed', got: error.says, at: { file: error.file, line: error.line, column: error.column } });
    const kept = { file: before?.file ?? '', preset };
    // At once for whoever asks next; taken back if the disk does not have it.
    this.#kept.set(keyOf(preset.name), kept);
    return this.#inTurn(async () => {
      const fault = await this.#write(kept);
      if (!fault) return undefined;
      if (this.#kept.get(keyOf(preset.name)) === kept) {
        if (before) this.#kept.set(keyOf(preset.name), before);
        else this.#kept.delete(keyOf(preset.name));
      }
      return { code: 'offline', what: 'not written', got: `the preset "${preset.name}"`, want: fault };
    });
  }

  /** Reads what is there now. Resolves when that is done. */
  look(): Promise<void> {
    return this.#inTurn(() => this.#read());
  }

  stop(): Promise<unknown> {
    this.#timer?.cancel();
    this.#watcher?.close();
    this.#watcher = undefined;
    return this.#queue;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  /** @returns why not, in a sentence */
  async #write({ file, preset }: Kept): Promise<string | undefined> {
    try {
      await mkdir(this.#folder, { recursive: true });
      const name = file === '' ? await this.#freeName(preset.name) : file;
      const fault = await writeWhole(join(this.#folder, name), writePreset(preset));
      if (fault) return fault.says;
      if (this.#kept.get(keyOf(preset.name))?.preset === preset) this.#kept.set(keyOf(preset.name), { file: name, preset });
      this.#watch();
      return undefined;
    } catch (error) {
      return diskFault(error, 'write', this.#folder).says;
    }
  }

  /** Different names may give one file name, and a file that cannot be read is not written over. */
  async #freeName(name: string): Promise<string> {
    const taken = new Set((await readdir(this.#folder)).map((file) => file.toLowerCase()));
    const plain = fileName(name);
    for (let n = 1; ; n++) {
      const file = `${plain}${n === 1 ? '' : ` ${n}`}.yaml`;
      if (!taken.has(file.toLowerCase())) return file;
    }
  }

  async #read(): Promise<void> {
    this.#watch();
    const files = (await readdir(this.#folder).catch((): string[] => [])).filter((file) => /^[^.].*\.yaml$/.test(file)).sort();
    if (files.length > MOST_FILES) this.#options.say(`${this.#folder}: ${files.length} files; the first ${MOST_FILES} are read`);
    const kept = new Map<string, Kept>();
    const broken = new Map<string, readonly FileError[]>();
    for (const file of files.slice(0, MOST_FILES)) {
      const preset = (await this.#readOne(file, broken)) ?? this.#before(file);
      if (!preset) continue;
      const other = kept.get(keyOf(preset.name));
      if (other) this.#options.say(`presets/${file}: "${preset.name}" is in ${other.file} already; that one counts`);
      else kept.set(keyOf(preset.name), { file, preset });
    }
    this.#kept = kept;
    this.#broken = broken;
  }

  #before(file: string): Preset | undefined {
    return [...this.#kept.values()].find((one) => one.file === file)?.preset;
  }

  async #readOne(file: string, broken: Map<string, readonly FileError[]>): Promise<Preset | undefined> {
    const path = join(this.#folder, file);
    try {
      const reading = readPreset(await readText(path, SIZE_LIMIT), `presets/${file}`);
      if ('good' in reading) return reading.good;
      broken.set(file, reading.errors);
      const says = showErrors(reading.errors);
      if (says !== showErrors(this.#broken.get(file) ?? [])) this.#options.say(says);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') this.#options.say(diskFault(error, 'read', path).says);
    }
    return undefined;
  }

  /** Where the folder is not there yet, the one above it tells when it comes. */
  #watch(): void {
    this.#watcher?.close();
    for (const folder of [this.#folder, this.#show]) {
      try {
        this.#watcher = watch(folder, { persistent: false }, (_event, name) => {
          if (folder === this.#folder || name === null || name === 'presets') this.#settle();
        });
        this.#watcher.on('error', () => this.#watcher?.close());
        return;
      } catch (error) {
        if (codeOf(error) !== 'ENOENT')
          this.#options.say(`${diskFault(error, 'watch', folder).says}; changes there count from the next start`);
      }
    }
  }

  #settle(): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.setTimer(SETTLE_MS, () => void this.look());
  }
}
