import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import type { DeskClock } from '../desk/clock.ts';
import type { Refusal } from '../desk/refusal.ts';
import type { Verbs } from '../desk/verb.ts';
import type { Cue } from '../scenes/cues/cue.ts';
import { readCues } from '../scenes/cues/cue-file.ts';
import { isSameList, writeCues } from '../scenes/cues/cue-write.ts';
import type { FileFault } from '../scenes/library.ts';
import { lostRecalls } from '../scenes/lost-recalls.ts';
import type { Scene } from '../scenes/scene.ts';
import { lostSends } from '../scenes/sends/lost-sends.ts';
import type { Target } from '../scenes/sends/target.ts';
import { type FileError, showErrors } from '../wire/formats/yaml-file.ts';
import { writeWhole } from './atomic.ts';
import { codeOf, diskFault } from './disk-fault.ts';
import { readText } from './read-text.ts';

const NAME = 'cues.yaml';
export const cuesPath = (show: string): string => join(show, NAME);
/** Clock cues that have fired, so that a restart does not fire them again. The dot keeps it apart from the memories of engines. */
export const firedPath = (show: string): string => join(show, 'state', 'cues.fired.json');

/** Editors write a file in several steps. */
const SETTLE_MS = 200;
/** Where the system cannot watch. */
const POLL_MS = 2000;
export const CUES_LIMIT = 1024 * 1024;

export interface CueFileOptions {
  readonly verbs: Verbs;
  readonly clock: DeskClock;
  readonly say: (line: string) => void;
}

/** The cue list of a show on the disk: read, watched, and written back with its comments. While it has mistakes the last good list runs on. */
export class CueFile {
  readonly #path: string;
  readonly #options: CueFileOptions;
  readonly #watchers = new Set<(cues: readonly Cue[]) => void>();
  readonly #faultWatchers = new Set<() => void>();
  #watcher: FSWatcher | undefined;
  #timer: { cancel(): void } | undefined;
  #isStopped = false;
  /** Content that the list was read from, undefined where there is no file. */
  #text: string | undefined;
  #cues: readonly Cue[] = [];
  #errors: readonly FileError[] = [];
  #unread: string | undefined;
  /** What was found last, and in which lists. */
  #lost: { cues: readonly Cue[]; scenes: readonly Scene[]; targets: readonly Target[]; found: readonly FileFault[] } | undefined;
  /** One thing at a time with the file. */
  #work: Promise<unknown> = Promise.resolve();

  private constructor(show: string, options: CueFileOptions) {
    this.#path = cuesPath(show);
    this.#options = options;
    this.#begin(show);
  }

  static async open(show: string, options: CueFileOptions): Promise<CueFile> {
    const file = new CueFile(show, options);
    await file.look();
    return file;
  }

  /** The last good list; empty where there never was one. */
  get cues(): readonly Cue[] {
    return this.#cues;
  }
  /** Mistakes in the file as it is now. */
  get errors(): readonly FileError[] {
    return this.#errors;
  }

  /** The same mistakes, as pages and commands tell them, and cues that recall none of these scenes, or send to none of these targets. */
  faults(scenes: readonly Scene[], targets: readonly Target[] = []): readonly FileFault[] {
    const meanwhile = this.#cues.length > 0 ? 'the last good cues stay' : 'there are no cues';
    const unread = this.#unread === undefined ? [] : [{ line: 1, column: 1, says: this.#unread }];
    const wrong = [...unread, ...this.#errors].map(({ line, column, says }) => ({ file: NAME, line, column, says, meanwhile }));
    return wrong.length > 0 ? wrong : this.#lostIn(scenes, targets);
  }

  /** Asked for with each of the many news of a fade: looked for anew only where one of the lists is another. */
  #lostIn(scenes: readonly Scene[], targets: readonly Target[]): readonly FileFault[] {
    const [cues, before] = [this.#cues, this.#lost];
    const isSame = before?.cues === cues && before.scenes === scenes && before.targets.length === targets.length;
    if (isSame && targets.every((target, index) => target === before.targets[index])) return before.found;
    const text = this.#text ?? '';
    const found = [...lostRecalls(cues, scenes, NAME, text), ...lostSends(cues, targets, NAME, text)];
    this.#lost = { cues, scenes, targets, found };
    return found;
  }

  /** The file has mistakes, others, or none any more. @returns ends the watching */
  watchFaults(changed: () => void): () => void {
    this.#faultWatchers.add(changed);
    return () => this.#faultWatchers.delete(changed);
  }

  /** The list is another. @returns ends the watching */
  watch(changed: (cues: readonly Cue[]) => void): () => void {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }

  /** Reads the file now, if it is another. */
  look(): Promise<void> {
    return this.#next(async () => {
      await this.#read();
    });
  }

  /**
   * Puts another list in its place. A file that was edited meanwhile, or has mistakes, is not written over.
   * @param from what it was made of: the list as `cues` told it
   * @returns undefined when it is durable, else why not; then the list is as it was
   */
  save(cues: readonly Cue[], from: readonly Cue[] = this.#cues): Promise<Refusal | undefined> {
    return this.#next(async () => {
      // Of two hands that edit at once the second has not seen what the first did.
      if ((await this.#read()) || from !== this.#cues)
        return { code: 'busy', got: `${NAME} was edited meanwhile`, want: 'look at it and try again' };
      const [error] = this.#errors;
      if (error) return { code: 'malformed', got: `${NAME} has a mistake in line ${error.line}: ${error.says}` };
      const text = this.#written(cues);
      const fault = await writeWhole(this.#path, text);
      if (fault) return { code: 'offline', what: 'not usable', got: 'the disk', want: fault.says };
      this.#text = text;
      this.#take(cues);
      return undefined;
    });
  }

  /** The file with these cues in it: word by word, or anew where the form of the file does not allow that. */
  #written(cues: readonly Cue[]): string {
    const text = writeCues(cues, this.#text === undefined ? undefined : { text: this.#text, cues: this.#cues });
    const reading = readCues(text, NAME, this.#options.verbs);
    return 'good' in reading && isSameList(reading.good, cues) ? text : writeCues(cues);
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
    this.#watcher?.close();
  }

  // ---- inside ----

  #next<T>(run: () => Promise<T>): Promise<T> {
    const done = this.#work.then(run);
    this.#work = done.catch(() => undefined);
    return done;
  }

  /** @returns whether the file was another */
  async #read(): Promise<boolean> {
    const { verbs, say } = this.#options;
    let text: string | undefined;
    try {
      text = await readText(this.#path, CUES_LIMIT);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') {
        const { says } = diskFault(error, 'read', this.#path);
        if (says !== this.#unread) say(`${says}; the last good cues stay`);
        this.#blocked(says);
        return false;
      }
    }
    this.#blocked(undefined);
    if (text === this.#text) return false;
    this.#text = text;
    const reading = readCues(text ?? '', NAME, verbs);
    const had = this.#errors.length > 0;
    this.#errors = 'errors' in reading ? reading.errors : [];
    if ('errors' in reading)
      say(`${showErrors(reading.errors)}\n${this.#cues.length > 0 ? 'the last good cues stay' : 'there are no cues until it is mended'}`);
    else this.#take(reading.good);
    if (had || this.#errors.length > 0) for (const changed of this.#faultWatchers) changed();
    return true;
  }

  /** Why the file cannot be read at all. */
  #blocked(says: string | undefined): void {
    if (says === this.#unread) return;
    this.#unread = says;
    for (const changed of this.#faultWatchers) changed();
  }

  #take(cues: readonly Cue[]): void {
    this.#cues = cues;
    for (const watcher of this.#watchers) watcher(cues);
  }

  #begin(show: string): void {
    try {
      this.#watcher = watch(show, { persistent: false }, (_event, name) => {
        if (name === null || name === NAME) this.#soon(SETTLE_MS);
      });
      this.#watcher.on('error', (error) => this.#poll(error, show));
    } catch (error) {
      this.#poll(error, show);
    }
  }

  #soon(delayMs: number): void {
    this.#timer?.cancel();
    if (!this.#isStopped) this.#timer = this.#options.clock.setTimer(delayMs, () => void this.look());
  }

  #poll(error: unknown, show: string): void {
    this.#watcher?.close();
    this.#options.say(`${diskFault(error, 'watch', show).says}; looking at ${NAME} every ${POLL_MS / 1000} s instead`);
    const again = (): void => {
      if (this.#isStopped) return;
      this.#timer = this.#options.clock.setTimer(POLL_MS, () => void this.look().then(again));
    };
    again();
  }
}
