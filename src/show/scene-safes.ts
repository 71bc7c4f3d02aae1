import { join } from 'node:path';
import type { DeskClock } from '../desk/clock.ts';
import { readSafes, writeSafes } from '../scenes/safes-file.ts';
import { type FileError, showErrors } from '../wire/formats/yaml-file.ts';
import type { DiskFault } from './disk-fault.ts';
import { Gather } from './gather.ts';
import { readPlain } from './plain-file.ts';

export const SAFES = 'safes.yaml';
const GATHER_MS = 50;

export interface SceneSafesOptions {
  readonly clock: DeskClock;
  readonly say: (line: string) => void;
  /** Writes the file, in turn with everything else in the folder. */
  readonly write: (path: string, text: () => string) => Promise<DiskFault | undefined>;
}

/** What no recall of the show touches, `scenes/safes.yaml`. */
export class SceneSafes {
  readonly #path: string;
  readonly #say: (line: string) => void;
  readonly #gather: Gather;
  #list: readonly string[] = [];
  #text: string | undefined;
  #errors: readonly FileError[] = [];
  /** Of the last write. */
  #fault: DiskFault | undefined;

  constructor(folder: string, { clock, say, write }: SceneSafesOptions) {
    this.#path = join(folder, SAFES);
    this.#say = say;
    this.#gather = new Gather({
      clock,
      gatherMs: GATHER_MS,
      say,
      failed: 'the safes of the show count, but a restart would not remember them',
      mended: `${SAFES} can be written again; the safes are saved`,
      write: async () => {
        let text = '';
        const fault = await write(this.#path, () => {
          text = writeSafes(this.#list, this.#text);
          return text;
        });
        this.#fault = fault;
        if (!fault) [this.#text, this.#errors] = [text, []];
        return fault;
      },
    });
  }

  get list(): readonly string[] {
    return this.#list;
  }

  /** Mistakes in the file as it is now. */
  get errors(): readonly FileError[] {
    return this.#errors;
  }

  /** They count at once. @returns when they are on the disk, or why they are not; then it is tried again */
  async set(patterns: readonly string[]): Promise<DiskFault | undefined> {
    this.#list = [...patterns];
    this.#gather.soon();
    await this.#gather.now();
    return this.#fault;
  }

  /** Resolves when what was set is on the disk, or cannot be, which was said. */
  flush(): Promise<void> {
    return this.#gather.flush();
  }

  /** Reads the file where it is another one. @returns whether the safes, or what is wrong with the file, are others now */
  async look(isThere: boolean): Promise<boolean> {
    const text = isThere ? await readPlain(this.#path) : undefined;
    if (text !== undefined && typeof text !== 'string') return false;
    if (text === this.#text) return false;
    this.#text = text;
    const reading = text === undefined ? { good: [] } : readSafes(text, SAFES);
    this.#errors = 'errors' in reading ? reading.errors : [];
    if ('good' in reading) {
      this.#list = reading.good;
      return true;
    }
    this.#say(`${showErrors(reading.errors)}\n  the last good safes of the show stay`);
    return true;
  }
}
