import { readFileSync, renameSync } from 'node:fs';
import type { DeskClock } from '../desk/clock.ts';
import { writeWhole } from './atomic.ts';
import { codeOf, type DiskFault, diskFault } from './disk-fault.ts';
import { Gather } from './gather.ts';

/** Milliseconds from a change to its write. */
const GATHER_MS = 150;
type Write = (path: string, text: string, mode: number) => Promise<DiskFault | undefined>;

export interface MemoryOptions {
  readonly clock: DeskClock;
  readonly say: (line: string) => void;
  /** How a file is written; a test brings a disk of its own. */
  readonly write?: Write;
}

/** An engine's memory as a JSON file in the show folder. Writes follow one another, each whole, only ever the newest content. */
export class FileMemory {
  readonly #path: string;
  readonly #say: (line: string) => void;
  readonly #gather: Gather;
  #newest: () => unknown = () => undefined;

  constructor(path: string, { clock, say, write = writeWhole }: MemoryOptions) {
    this.#path = path;
    this.#say = say;
    this.#gather = new Gather({
      clock,
      gatherMs: GATHER_MS,
      write: () => write(path, `${JSON.stringify(this.#newest(), undefined, 1)}\n`, 0o600),
      say,
      failed: 'the mix goes on, but a restart would not remember it',
      mended: `${path} can be written again; everything is saved`,
    });
  }

  /** What was saved last, or undefined. A file that cannot be understood is kept beside under another name. */
  load(): unknown {
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') this.#say(`${diskFault(error, 'read', this.#path).says}; the memory starts empty`);
      return undefined;
    }
    try {
      return JSON.parse(text);
    } catch (error) {
      this.#setAside(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  reject(reason: string): void {
    this.#setAside(reason);
  }

  save(content: () => unknown): void {
    this.#newest = content;
    this.#gather.soon();
  }

  flush(): Promise<void> {
    return this.#gather.flush();
  }

  #setAside(reason: string): void {
    const aside = `${this.#path}.broken`;
    try {
      renameSync(this.#path, aside);
      this.#say(`${this.#path} cannot be understood (${reason}); it is kept as ${aside}, and the memory starts empty`);
    } catch (error) {
      this.#say(
        `${this.#path} cannot be understood (${reason}), and ${diskFault(error, 'rename', this.#path).says}; the memory starts empty`,
      );
    }
  }
}
