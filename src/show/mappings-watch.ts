import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import type { DeskClock } from '../desk/clock.ts';
import { codeOf, diskFault } from './disk-fault.ts';
import { mappingsFolder } from './mappings.ts';

/** Editors write a file in several steps. */
const SETTLE_MS = 200;

export interface MappingsWatchOptions {
  readonly clock: DeskClock;
  /** Something in the folder is another: read again what is in use. */
  readonly changed: () => void;
  readonly say: (line: string) => void;
}

/** Tells when a file in the show's `mappings/` or `mappings/profiles/` changes; both may come later. */
export class MappingsWatch {
  readonly #folders: readonly string[];
  readonly #options: MappingsWatchOptions;
  readonly #watchers = new Map<string, FSWatcher>();
  #timer: { cancel(): void } | undefined;

  constructor(show: string, options: MappingsWatchOptions) {
    this.#options = options;
    const mappings = mappingsFolder(show);
    this.#folders = [mappings, join(mappings, 'profiles')];
    // Where a folder is not there yet, the one above it tells when it comes.
    this.#watch(show, (name) => name === null || name === 'mappings');
    this.#open();
  }

  stop(): void {
    this.#timer?.cancel();
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #open(): void {
    for (const folder of this.#folders) this.#watch(folder, (name) => name === null || name === 'profiles' || name.endsWith('.yaml'));
  }

  #watch(folder: string, means: (name: string | null) => boolean): void {
    if (this.#watchers.has(folder)) return;
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        if (means(name)) this.#settle();
      });
      watcher.on('error', () => this.#close(folder));
      this.#watchers.set(folder, watcher);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT')
        this.#options.say(`${diskFault(error, 'watch', folder).says}; changes there count from the next start`);
    }
  }

  #close(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }

  #settle(): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.setTimer(SETTLE_MS, () => {
      // A folder that went and came again is another one to the system.
      for (const folder of this.#folders) this.#close(folder);
      this.#open();
      this.#options.changed();
    });
  }
}
