/** What went wrong on the disk, as a value: the last good file is still there, and the desk goes on. */
export interface DiskFault {
  /** Of the system: `ENOSPC`, `EROFS`. */
  readonly code: string;
  /** A plain sentence with the file in it. */
  readonly says: string;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the disk is read-only',
  EIO: 'the disk gives input/output errors',
  EACCES: 'it may not be written or read by this user',
  EPERM: 'it may not be written or read by this user',
  ENOENT: 'it is not there',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder',
  EEXIST: 'it is there already',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'links go round in a circle',
};

export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : 'EUNKNOWN';

/** @param doing `write`, `read`: what was tried with the file */
export function diskFault(error: unknown, doing: string, path: string): DiskFault {
  const code = codeOf(error);
  const reason = REASONS[code] ?? (error instanceof Error ? error.message : String(error));
  return { code, says: `cannot ${doing} ${path}: ${reason}` };
}
