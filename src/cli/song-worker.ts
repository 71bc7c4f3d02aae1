import { once } from 'node:events';
import { setPriority } from 'node:os';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { renderKit, renderStem } from '../audio/song/render.ts';
import { STEMS } from '../audio/song/song.ts';
import { diskFault } from '../show/disk-fault.ts';
import { buildSong, writeStem } from './song-folder.ts';
import { type SharedSong, SongJobs, shareSong } from './song-jobs.ts';

/** What the thread is started with. */
export interface SongOrder {
  readonly folder: string;
  /** Threads besides this one. */
  readonly helpers: number;
}

/** What the thread tells while it renders, and once at the end. */
export type SongNews = { readonly done: number; readonly of: number } | { readonly folder: string } | { readonly failed: string };

/** What a helper is started with. */
interface Help {
  readonly building: string;
  readonly shared: SharedSong;
}

const tell = (news: SongNews): void => parentPort?.postMessage(news);

function beModest(): void {
  // Only Linux counts niceness by thread; elsewhere the audio thread and the doors would slow down with this one.
  if (process.platform !== 'linux') return;
  try {
    setPriority(5);
  } catch {
    // Where it is not allowed the render is merely less polite.
  }
}

/** Plays what is left until nothing is. */
function help(building: string, jobs: SongJobs, told: (done: number) => void): void {
  for (let name = jobs.take(); name !== undefined; name = jobs.take()) {
    writeStem(building, renderStem(name, jobs.stage));
    told(jobs.done());
  }
}

/** Plays the kit, then helps. */
async function lead(building: string, helpers: number): Promise<void> {
  const shared = shareSong();
  const jobs = new SongJobs(shared);
  const told = (done: number): void => tell({ done, of: STEMS.length });
  const helping: Help = { building, shared };
  const threads = Array.from({ length: helpers }, () => new Worker(new URL(import.meta.url), { workerData: helping }));
  // A helper's fault is looked at when this thread has played its own.
  const ended = threads.map((thread) => once(thread, 'exit'));
  const all = Promise.all(ended);
  all.catch(() => {});
  try {
    for (const stem of renderKit((stage) => jobs.share(stage))) {
      writeStem(building, stem);
      told(jobs.done());
    }
    help(building, jobs, told);
    await all;
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

beModest();
const start = workerData as SongOrder | Help; // both ends are of this project
if ('shared' in start) help(start.building, new SongJobs(start.shared), () => {});
else {
  try {
    await buildSong(start.folder, (building) => lead(building, start.helpers));
    tell({ folder: start.folder });
  } catch (error) {
    tell({ failed: diskFault(error, 'make', start.folder).says });
  }
}
