const PLAIN: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the disk is read-only',
  EACCES: 'the folder may not be used by this user',
  EPERM: 'the folder may not be used by this user',
  EIO: 'the disk gives errors',
  ENODEV: 'the disk is gone',
  ENOENT: 'it is not there',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder',
  EEXIST: 'there is a file of that name already',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
};

/** What the disk says about a file of audio, in plain words. */
export function diskReason(error: unknown): string {
  const known = error instanceof Error ? error : new Error(String(error));
  const code = 'code' in known && typeof known.code === 'string' ? known.code : '';
  return PLAIN[code] ?? known.message;
}
