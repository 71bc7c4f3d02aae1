import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { type DiskFault, diskFault } from './disk-fault.ts';

/** Larger than any text file of a show. */
const SIZE_LIMIT = 1024 * 1024;

/** Text of a real file: neither what a link points to, nor a pipe or device that somebody put in its place, nor more than is looked at. */
export async function readPlain(path: string): Promise<string | DiskFault> {
  try {
    // Without NONBLOCK a pipe would be waited for.
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const found = await file.stat();
      if (!found.isFile()) return { code: 'EINVAL', says: `${path} is no plain file` };
      if (found.size > SIZE_LIMIT) return { code: 'EFBIG', says: `${path} has ${found.size} bytes; at most ${SIZE_LIMIT} are read` };
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    return diskFault(error, 'read', path);
  }
}
