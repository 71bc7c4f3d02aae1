import { BAND_STEMS, DIRECT_STEMS, type Stage } from '../audio/song/render.ts';
import { LENGTH } from '../audio/song/song.ts';

type Job = (typeof BAND_STEMS)[number];

/** What is plugged in needs no drums, so helpers play it while the kit is made. */
const ORDER: readonly Job[] = [...DIRECT_STEMS, ...BAND_STEMS.filter((name) => !DIRECT_STEMS.includes(name))];

/** Memory of all threads that render one song. */
export interface SharedSong {
  /** [next job, stems done, drums are there] */
  readonly counters: SharedArrayBuffer;
  readonly drums: SharedArrayBuffer;
  readonly near: SharedArrayBuffer;
  readonly far: SharedArrayBuffer;
}
const NEXT = 0;
const DONE = 1;
const THERE = 2;

export function shareSong(): SharedSong {
  const loop = (): SharedArrayBuffer => new SharedArrayBuffer(4 * LENGTH);
  return { counters: new SharedArrayBuffer(12), drums: loop(), near: loop(), far: loop() };
}

/** Which stem is whose: each job is handed out once, whichever thread asks. */
export class SongJobs {
  readonly #counters: Int32Array;
  readonly #stage: Stage;

  constructor({ counters, drums, near, far }: SharedSong) {
    this.#counters = new Int32Array(counters);
    this.#stage = { drums: new Float32Array(drums), near: new Float32Array(near), far: new Float32Array(far) };
  }

  /** @returns undefined when all are taken */
  take(): Job | undefined {
    return ORDER[Atomics.add(this.#counters, NEXT, 1)];
  }

  /** @returns stems done by all threads */
  done(): number {
    return Atomics.add(this.#counters, DONE, 1) + 1;
  }

  /** The drums are played. */
  share(stage: Stage): void {
    for (const heard of ['drums', 'near', 'far'] as const) this.#stage[heard].set(stage[heard]);
    Atomics.store(this.#counters, THERE, 1);
    Atomics.notify(this.#counters, THERE);
  }

  /** Waits for the drums. */
  readonly stage = (): Stage => {
    Atomics.wait(this.#counters, THERE, 0);
    return this.#stage;
  };
}
