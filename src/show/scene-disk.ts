import { lstat, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DeskClock } from '../desk/clock.ts';
import type { Refusal } from '../desk/refusal.ts';
import { syncFolder } from './atomic.ts';
import { codeOf, type DiskFault, diskFault } from './disk-fault.ts';
import { readPlain } from './plain-file.ts';
import type { SceneVersions } from './scene-versions.ts';

export interface SceneDiskOptions {
  readonly folder: string;
  readonly versions: SceneVersions;
  readonly write: (path: string, text: string) => Promise<DiskFault | undefined>;
  readonly clock: DeskClock;
}

/** Files of scenes put, renamed and taken away: at every moment there is one file of a scene, and what stood in it is a version first. */
export class SceneDisk {
  readonly #options: SceneDiskOptions;

  constructor(options: SceneDiskOptions) {
    this.#options = options;
  }

  path(file: string): string {
    return join(this.#options.folder, file);
  }

  /** The folder is there, and a folder: nothing is written behind a link. */
  async ready(): Promise<DiskFault | undefined> {
    const { folder } = this.#options;
    try {
      await mkdir(folder, { mode: 0o755 });
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') return diskFault(error, 'make', folder);
    }
    const found = await lstat(folder).catch(() => undefined);
    return found?.isDirectory() ? undefined : { code: 'ENOTDIR', says: `${folder} is no folder, or a link` };
  }

  /** @param before what stands in the file now; undefined: there is none */
  async replace(from: string, to: string, text: string, before: string | undefined): Promise<DiskFault | undefined> {
    const fault = await this.ready();
    if (fault || (text === before && from === to)) return fault;
    const kept = before === undefined || text === before ? undefined : await this.keep(from, before);
    if (kept) return kept;
    if (from !== to) {
      try {
        await rename(this.path(from), this.path(to));
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') return diskFault(error, 'rename', this.path(from));
      }
      await this.#options.versions.move(stemOf(from), stemOf(to));
    }
    return this.#options.write(this.path(to), text);
  }

  /** Its content becomes the newest version. @param known what stood in it where it is not there any more */
  async remove(file: string, known: string): Promise<DiskFault | undefined> {
    const text = await readPlain(this.path(file));
    const fault = await this.keep(file, typeof text === 'string' ? text : known);
    if (fault) return fault;
    try {
      await rm(this.path(file));
      await syncFolder(dirname(this.path(file)));
      return undefined;
    } catch (error) {
      return codeOf(error) === 'ENOENT' ? undefined : diskFault(error, 'remove', this.path(file));
    }
  }

  keep(file: string, text: string): Promise<DiskFault | undefined> {
    return this.#options.versions.keep(stemOf(file), text, this.#options.clock.wallMs());
  }

  /** Tells whether a file is another one than when it was looked at last. */
  async stampOf(file: string): Promise<string> {
    const found = await lstat(this.path(file)).catch(() => undefined);
    return found ? `${found.ino} ${found.size} ${found.mtimeMs} ${found.ctimeMs}` : '';
  }
}

/** The name of a file without its ending: what its versions are kept by. */
export const stemOf = (file: string): string => file.replace(/\.yaml$/, '');

/** The disk refuses, which is no fault of who asked; what is not there cannot have been meant. */
export const refusalOf = ({ code, says }: DiskFault): Refusal =>
  code === 'ENOENT' ? { code: 'malformed', got: says } : { code: 'offline', what: 'not usable', got: 'the disk', want: says };
