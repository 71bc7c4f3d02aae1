import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** Larger than any file that a person or this daemon writes here. */
const USUAL_LIMIT = 32 * 1024 * 1024;

/** Why something that is there is not read. */
class NotReadable extends Error {
  readonly code: string;
  constructor(code: string, says: string) {
    super(says);
    this.code = code;
  }
}

/**
 * The text of a file. What is no file (a pipe nobody writes into, a device that never ends) would keep the daemon from starting, and from
 * ending; it is refused unread.
 * @throws as the system does, with a code; diskFault makes a sentence of it
 */
export async function readText(path: string, limitBytes = USUAL_LIMIT): Promise<string> {
  // Without O_NONBLOCK the open itself waits for the other end of a pipe.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const about = await file.stat();
    if (about.isDirectory()) throw new NotReadable('EISDIR', 'it is a folder');
    if (!about.isFile()) throw new NotReadable('ENOTFILE', 'it is no file');
    if (about.size > limitBytes) throw new NotReadable('ETOOLARGE', `it has ${about.size} bytes; at most ${limitBytes} are read`);
    // Some editors put a mark in front, which YAML takes for a word.
    return (await file.readFile('utf8')).replace(/^\ufeff/, '');
  } finally {
    await file.close();
  }
}
