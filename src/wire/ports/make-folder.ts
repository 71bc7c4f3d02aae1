import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it.
 * @returns the topmost one that was made, undefined when all were there
 * @throws what the disk says
 */
export async function makeFolder(path: string): Promise<string | undefined> {
  try {
    return await mkdir(path, { recursive: true });
  } catch (error) {
    throw (await plainReason(path)) ?? error;
  }
}

/** Of a read-only disk Node 20 says ENOENT when it makes several folders; of a single one it says the truth. */
async function plainReason(path: string): Promise<unknown> {
  for (let at = path; ; at = dirname(at)) {
    const error: unknown = await mkdir(at).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isMissing || dirname(at) === at) return error;
  }
}
