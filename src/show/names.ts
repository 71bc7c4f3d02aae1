import { isAbsolute, relative, resolve, sep } from 'node:path';

const LIMIT = 64;
/** Windows opens a device for these, with any ending; a show travels on sticks. */
const DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * A file name for any text a person gave a scene, a recording, a role: letters, digits, space, `_`, `.`, `-`, at most 64,
 * no leading dot, no trailing dot or space. Different texts may give one name; whoever writes looks what is there.
 */
export function fileName(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^A-Za-z0-9 _.-]+/g, '-')
    .replace(/^[. ]+/, '')
    .slice(0, LIMIT)
    .replace(/[. ]+$/, '');
  if (plain === '' || /^-+$/.test(plain)) return 'unnamed';
  return DEVICES.test(plain) ? `_${plain}`.slice(0, LIMIT) : plain;
}

/** Whether a path that somebody named stays inside a folder. Links are the caller's matter: it opens without following them. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(resolve(folder), resolve(folder, path));
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
