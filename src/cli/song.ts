import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TITLE, VERSION } from '../audio/song/song.ts';
import { cacheFolder } from '../show/folder.ts';
import { type OpenThread, threadOpener } from '../wire/ports/thread.ts';

/** The built worker beside this file. */
const WORKER = new URL('./song-worker.js', import.meta.url);
const STEMS = 20;

/** Where the stems of the demo song are, or will be. */
export const songFolder = (environment: Readonly<Record<string, string | undefined>>): string =>
  join(cacheFolder(environment), `${TITLE.toLowerCase().replaceAll(' ', '-')}-${VERSION}`);

/** Renders the demo song if it is not there yet, in a thread of its own; says how it goes. @returns ends it early */
export function ensureSong(
  folder: string,
  say: (line: string) => void,
  open: OpenThread = threadOpener(WORKER, 1024),
): () => Promise<void> {
  if (existsSync(folder)) return () => Promise.resolve();
  say(`the demo song is made once, ${STEMS} stems; it plays as soon as it is there`);
  const thread = open(folder, {
    onMessage: (message) => {
      const { done, failed } = message as { done?: true; failed?: string };
      if (done) say(`the demo song is there: ${folder}`);
      if (failed !== undefined) say(`the demo song could not be made (${failed}); the mixer works without it`);
    },
    onEnd: (reason) => {
      if (reason !== undefined) say(`the demo song could not be made (${reason}); the mixer works without it`);
    },
  });
  return () => thread.end();
}
