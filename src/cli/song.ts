import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { STEMS, TITLE } from '../audio/song/song.ts';
import { cacheFolder } from '../show/folder.ts';
import { type OpenThread, threadOpener } from '../wire/ports/thread.ts';
import { isSongReady } from './song-folder.ts';
import type { SongNews, SongOrder } from './song-worker.ts';

/** The built worker beside this file. */
const WORKER = new URL('./song-worker.js', import.meta.url);
/** Stems between two lines about the progress. */
const NEWS_EVERY = 5;
/** Cores that are left to the audio thread and the doors; more than three threads wait for the drums. */
const helpersHere = (): number => Math.max(0, Math.min(2, availableParallelism() - 3));

/** Where the stems of the demo song are, or will be. The name has no version: a show goes on finding its band after an update. */
export const songFolder = (environment: Readonly<Record<string, string | undefined>>): string =>
  join(cacheFolder(environment), TITLE.toLowerCase().replaceAll(' ', '-'));

/**
 * Renders the demo song where it is not there, not whole or of an older version, in a thread of its own; says how it goes.
 * @returns ends it early
 */
export function ensureSong(
  folder: string,
  say: (line: string) => void,
  open: OpenThread = threadOpener(WORKER, 1024),
  helpers = helpersHere(),
): () => Promise<void> {
  if (isSongReady(folder)) return () => Promise.resolve();
  say(`the demo song is made once, ${STEMS.length} stems; it plays as soon as it is there`);
  let isEnding = false;
  let said = 0;
  const failed = (reason: string): void => say(`the demo song could not be made (${reason}); the mixer works without it`);
  const progress = (done: number, of: number): void => {
    if (done < said + NEWS_EVERY || done === of) return;
    said = done - (done % NEWS_EVERY);
    say(`the demo song: ${done} of ${of} stems`);
  };
  const order: SongOrder = { folder, helpers };
  const thread = open(order, {
    onMessage(message) {
      const news = message as SongNews; // both ends are of this project
      if ('folder' in news) say(`the demo song is there: ${news.folder}`);
      else if ('failed' in news) failed(news.failed);
      else progress(news.done, news.of);
    },
    onEnd(reason) {
      if (reason !== undefined && !isEnding) failed(reason);
    },
  });
  return () => {
    isEnding = true;
    return thread.end();
  };
}
