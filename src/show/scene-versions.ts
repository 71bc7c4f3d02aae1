import { lstat, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SceneVersion } from '../scenes/library.ts';
import { codeOf, type DiskFault, diskFault } from './disk-fault.ts';
import { readPlain } from './plain-file.ts';

/** How many earlier contents of a scene are kept. */
export const VERSION_LIMIT = 20;
const NAME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d)-(\d\d)-(\d\d)(?:\.(\d{1,3}))?\.yaml$/;

type Write = (path: string, text: string) => Promise<DiskFault | undefined>;

/** Earlier contents of scenes: `scenes/.versions/012 Verse 2/2026-11-25T20-41-16.yaml`, named by when they were put aside, in UTC. */
export class SceneVersions {
  readonly #folder: string;
  readonly #write: Write;

  constructor(folder: string, write: Write) {
    this.#folder = folder;
    this.#write = write;
  }

  /** Newest first. @param stem the scene's file without its ending */
  async list(stem: string): Promise<readonly SceneVersion[]> {
    // After a kill there may be more for a moment: the next one that is kept takes them away.
    const names = (await this.#names(stem)).slice(0, VERSION_LIMIT);
    return names.map((name) => ({ version: name.replace(/\.yaml$/, ''), atMs: timeOf(name) }));
  }

  /** Text of a version; only a name that {@link list} gives is looked for. */
  async read(stem: string, version: string): Promise<string | DiskFault> {
    const path = join(this.#folder, stem, `${version}.yaml`);
    if (!NAME.test(`${version}.yaml`)) return { code: 'ENOENT', says: `there is no version ${version.slice(0, 40)}` };
    return readPlain(path);
  }

  /** Keeps a content, and lets the oldest go. The same content as the newest version is there already. */
  async keep(stem: string, text: string, nowMs: number): Promise<DiskFault | undefined> {
    const names = await this.#names(stem);
    const [newest] = names;
    if (newest !== undefined && (await readPlain(join(this.#folder, stem, newest))) === text) return undefined;
    const fault = await this.#make(stem);
    if (fault) return fault;
    const failed = await this.#write(join(this.#folder, stem, next(newest, nowMs)), text);
    if (failed) return failed;
    for (const old of names.slice(VERSION_LIMIT - 1)) await rm(join(this.#folder, stem, old), { force: true }).catch(() => undefined);
    return undefined;
  }

  /** Scenes that have versions, by the names of their files without the ending. */
  async stems(): Promise<readonly string[]> {
    const found = await readdir(this.#folder, { withFileTypes: true }).catch(() => []);
    return found.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  }

  /** The scene's file has another name. What another scene of that name had left is kept with it; nothing is lost when it cannot be done. */
  async move(from: string, to: string): Promise<void> {
    const names = from === to ? [] : await this.#names(from);
    if (names.length === 0) return;
    const [source, target] = [join(this.#folder, from), join(this.#folder, to)];
    const other = await this.#names(to);
    if (other.length === 0) return rename(source, target).catch(() => undefined);
    for (const name of names) if (!other.includes(name)) await rename(join(source, name), join(target, name)).catch(() => undefined);
    for (const old of (await this.#names(to)).slice(VERSION_LIMIT)) await rm(join(target, old), { force: true }).catch(() => undefined);
    await rmdir(source).catch(() => undefined);
  }

  async #make(stem: string): Promise<DiskFault | undefined> {
    for (const folder of [this.#folder, join(this.#folder, stem)]) {
      try {
        await mkdir(folder, { mode: 0o755 }).catch((error: unknown) => {
          if (codeOf(error) !== 'EEXIST') throw error;
        });
        const found = await lstat(folder);
        if (!found.isDirectory())
          return { code: 'ENOTDIR', says: `${folder} is no folder; versions are kept in one, and not behind a link` };
      } catch (error) {
        return diskFault(error, 'make', folder);
      }
    }
    return undefined;
  }

  async #names(stem: string): Promise<string[]> {
    for (const folder of [this.#folder, join(this.#folder, stem)]) {
      const found = await lstat(folder).catch(() => undefined);
      if (!found?.isDirectory()) return [];
    }
    const names = await readdir(join(this.#folder, stem)).catch(() => []);
    return names.filter((name) => NAME.test(name)).sort((one, two) => timeOf(two) - timeOf(one));
  }
}

/** Later than all before it, even where the clock went back. Counted by thousandths where a second has more than one. */
function next(newest: string | undefined, nowMs: number): string {
  const least = newest === undefined ? 0 : timeOf(newest) + 1;
  const seconds = Math.floor(nowMs / 1000) * 1000;
  return nameOf(Math.max(seconds, least));
}

function nameOf(ms: number): string {
  const text = new Date(ms).toISOString().slice(0, 19).replaceAll(':', '-');
  const part = ms % 1000;
  return `${text}${part === 0 ? '' : `.${part}`}.yaml`;
}

function timeOf(name: string): number {
  const [, year, month, day, hour, minute, second, part = '0'] = NAME.exec(name) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)) + Number(part);
}
