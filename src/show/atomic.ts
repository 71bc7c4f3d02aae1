import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf, type DiskFault, diskFault } from './disk-fault.ts';

const LEFTOVER = /^\..+\.\d+-\d+\.tmp$/;
let count = 0;

/** A name beside the file, on the same disk, that nobody reads. */
export function temporaryBeside(path: string): string {
  count += 1;
  return join(dirname(path), `.${basename(path)}.${process.pid}-${count}.tmp`);
}

/**
 * Writes a file so that a reader, now or after a power cut, finds the old or the new content and never a part of one.
 * @returns undefined when it is durable; else why not, and the old file is as it was
 * @throws never for a fault of the disk
 */
export async function writeWhole(path: string, content: string | Uint8Array, mode = 0o644): Promise<DiskFault | undefined> {
  const temporary = temporaryBeside(path);
  try {
    await writeDurably(temporary, content, mode);
    await rename(temporary, path);
    await syncFolder(dirname(path));
    return undefined;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    return diskFault(error, 'write', path);
  }
}

async function writeDurably(path: string, content: string | Uint8Array, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Without this a power cut may forget a rename or a removal. */
export async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } catch (error) {
    // Some network and phone file systems cannot do it at all; the file itself is complete there too.
    if (!['EINVAL', 'ENOTSUP', 'ENOSYS'].includes(codeOf(error))) throw error;
  } finally {
    await handle?.close();
  }
}

/** Removes what a killed daemon left half written. Only the daemon that holds the folder may call it. */
export async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  await Promise.all(
    names.filter((name) => LEFTOVER.test(name)).map((name) => rm(join(folder, name), { force: true }).catch(() => undefined)),
  );
}
