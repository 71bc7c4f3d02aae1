import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { renderStems } from '../audio/song/render.ts';
import { STEMS } from '../audio/song/song.ts';
import { diskFault } from '../show/disk-fault.ts';
import { buildSong } from './song-folder.ts';

/** What this thread tells while it renders, and once at the end. */
export type SongNews =
  | { readonly done: number; readonly of: number; readonly name: string }
  | { readonly folder: string }
  | { readonly failed: string };

const tell = (news: SongNews): void => parentPort?.postMessage(news);

// Only Linux counts niceness by thread; elsewhere the audio thread and the doors would slow down with this one.
if (process.platform === 'linux') {
  try {
    setPriority(5);
  } catch {
    // Where it is not allowed the render is merely less polite.
  }
}
const folder = String(workerData);
try {
  buildSong(folder, renderStems(), (done, name) => tell({ done, of: STEMS.length, name }));
  tell({ folder });
} catch (error) {
  tell({ failed: diskFault(error, 'make', folder).says });
}
