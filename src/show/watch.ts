import { type FSWatcher, unwatchFile, watch, watchFile } from 'node:fs';
import type { DeskClock } from '../desk/clock.ts';
import { diskFault } from './disk-fault.ts';
import { CONFIG_NAME, configPath } from './folder.ts';
import { readText } from './read-text.ts';

/** Editors write a file in several steps. */
const SETTLE_MS = 200;
const POLL_MS = 1000;

export interface WatchOptions {
  readonly clock: DeskClock;
  /** Text of desk.yaml now. */
  readonly text: string;
  readonly changed: (text: string) => void;
  readonly say: (line: string) => void;
}

/** Tells when desk.yaml has another content, whether an editor writes into it or puts another file in its place. */
export class ConfigWatch {
  readonly #show: string;
  readonly #options: WatchOptions;
  #text: string;
  #watcher: FSWatcher | undefined;
  #polled = false;
  #timer: { cancel(): void } | undefined;
  #reading = Promise.resolve();

  constructor(show: string, options: WatchOptions) {
    this.#show = show;
    this.#options = options;
    this.#text = options.text;
    try {
      this.#watcher = watch(show, (_event, name) => {
        if (name === null || name === CONFIG_NAME) this.#settle();
      });
      this.#watcher.on('error', (error) => this.#poll(error));
    } catch (error) {
      this.#poll(error);
    }
  }

  /** Looks now, as on SIGHUP. Resolves when that is done. */
  look(): Promise<void> {
    this.#reading = this.#reading.then(() => this.#read());
    return this.#reading;
  }

  stop(): void {
    this.#timer?.cancel();
    this.#watcher?.close();
    if (this.#polled) unwatchFile(configPath(this.#show));
  }

  #settle(): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.setTimer(SETTLE_MS, () => void this.look());
  }

  /** The system watches no more files, or the folder is on a disk that cannot be watched. */
  #poll(error: unknown): void {
    this.#watcher?.close();
    this.#watcher = undefined;
    if (this.#polled) return;
    this.#polled = true;
    this.#options.say(`${diskFault(error, 'watch', this.#show).says}; looking at desk.yaml once a second instead`);
    watchFile(configPath(this.#show), { interval: POLL_MS, persistent: false }, () => this.#settle());
  }

  async #read(): Promise<void> {
    const path = configPath(this.#show);
    try {
      const text = await readText(path);
      if (text === this.#text) return;
      this.#text = text;
      this.#options.changed(text);
    } catch (error) {
      this.#options.say(`${diskFault(error, 'read', path).says}; the last good settings stay`);
    }
  }
}
