import { readFile } from 'node:fs/promises';
import type { DeskClock } from '../desk/clock.ts';
import { writeWhole } from './atomic.ts';
import { firedPath } from './cues.ts';
import type { DiskFault } from './disk-fault.ts';
import { Gather } from './gather.ts';

/** Several cues of the same second are one write. */
const GATHER_MS = 50;

export interface FiredOptions {
  readonly clock: DeskClock;
  readonly say: (line: string) => void;
  /** How a file is written; a test brings a disk of its own. */
  readonly write?: (path: string, text: string, mode: number) => Promise<DiskFault | undefined>;
}

/** Clock cues that have fired, kept over a restart. Writes follow one another; a disk that is full is told once. */
export class FiredFile {
  readonly #gather: Gather;
  #fired: readonly string[];

  private constructor(path: string, fired: readonly string[], { clock, say, write = writeWhole }: FiredOptions) {
    this.#fired = fired;
    this.#gather = new Gather({
      clock,
      gatherMs: GATHER_MS,
      write: () => write(path, JSON.stringify(this.#fired), 0o600),
      say,
      failed: 'cues by the clock go on, but after a restart with the clock set back they would fire again',
      mended: `${path} can be written again`,
    });
  }

  /** Without the file, or with one that is none, nothing has fired. */
  static async open(show: string, options: FiredOptions): Promise<FiredFile> {
    const path = firedPath(show);
    return new FiredFile(path, await read(path), options);
  }

  get fired(): readonly string[] {
    return this.#fired;
  }

  save(fired: readonly string[]): void {
    this.#fired = fired;
    this.#gather.soon();
  }

  /** All that waits is written when it resolves, or has failed, which was said. */
  flush(): Promise<void> {
    return this.#gather.flush();
  }
}

async function read(path: string): Promise<readonly string[]> {
  try {
    const fired: unknown = JSON.parse(await readFile(path, 'utf8'));
    return Array.isArray(fired) ? fired.filter((one): one is string => typeof one === 'string') : [];
  } catch {
    return [];
  }
}
