import { type FSWatcher, watch } from 'node:fs';
import type { DeskClock } from '../desk/clock.ts';
import { diskFault } from './disk-fault.ts';

/** Editors write a file in several steps. */
const SETTLE_MS = 200;
const POLL_MS = 2000;

export interface FolderWatchOptions {
  readonly clock: DeskClock;
  /** Something in the folder may be another. */
  readonly changed: () => void;
  readonly say: (line: string) => void;
}

/** Tells when files of a folder change; where the system cannot watch it, every two seconds that somebody should look. */
export class FolderWatch {
  readonly #options: FolderWatchOptions;
  #watcher: FSWatcher | undefined;
  #timer: { cancel(): void } | undefined;
  #stopped = false;

  constructor(folder: string, options: FolderWatchOptions) {
    this.#options = options;
    try {
      this.#watcher = watch(folder, { persistent: false }, (_event, name) => {
        // Names with a dot in front are files half written and versions.
        if (name === null || !name.startsWith('.')) this.#settle();
      });
      this.#watcher.on('error', (error) => this.#poll(error, folder));
    } catch (error) {
      this.#poll(error, folder);
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#watcher?.close();
  }

  #settle(): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.setTimer(SETTLE_MS, () => this.#options.changed());
  }

  #poll(error: unknown, folder: string): void {
    this.#watcher?.close();
    this.#watcher = undefined;
    this.#options.say(`${diskFault(error, 'watch', folder).says}; looking at its files every ${POLL_MS / 1000} s instead`);
    const again = (): void => {
      if (this.#stopped) return;
      this.#timer = this.#options.clock.setTimer(POLL_MS, () => {
        this.#options.changed();
        again();
      });
    };
    again();
  }
}
