import type { DeskClock } from '../desk/clock.ts';
import type { DiskFault } from './disk-fault.ts';

/** After a failed write: the disk may have been cleared, the stick put back. */
const AGAIN_MS = 2000;

export interface GatherOptions {
  readonly clock: DeskClock;
  /** From a change to its write; what comes meanwhile goes along. Not put off by further changes. */
  readonly gatherMs: number;
  /** Writes all that waits. */
  readonly write: () => Promise<DiskFault | undefined>;
  readonly say: (line: string) => void;
  /** What it means that a write failed. */
  readonly failed: string;
  readonly mended: string;
}

/** Writes one after another, soon after a change; one that failed is tried again and said once. */
export class Gather {
  readonly #options: GatherOptions;
  #waits = false;
  #timer: { cancel(): void } | undefined;
  #writing: Promise<void> | undefined;
  #failing = false;

  constructor(options: GatherOptions) {
    this.#options = options;
  }

  /** Something changed. */
  soon(): void {
    this.#waits = true;
    this.#arm();
  }

  /** Writes what waits at once. What fails is said and, as ever, tried again. */
  async now(): Promise<void> {
    await this.#writing;
    this.#disarm();
    if (this.#waits) await this.#begin();
  }

  /** For the end: all that waits is written when it resolves, or has failed, which was said; it is not tried again. */
  async flush(): Promise<void> {
    await this.now();
    this.#disarm();
  }

  #disarm(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #arm(): void {
    if (this.#timer || this.#writing) return;
    this.#timer = this.#options.clock.setTimer(this.#failing ? AGAIN_MS : this.#options.gatherMs, () => {
      this.#timer = undefined;
      void this.#begin();
    });
  }

  #begin(): Promise<void> {
    this.#writing ??= this.#once().finally(() => {
      this.#writing = undefined;
      if (this.#waits) this.#arm();
    });
    return this.#writing;
  }

  async #once(): Promise<void> {
    const { write, say, failed, mended } = this.#options;
    this.#waits = false;
    const fault = await write();
    if (fault) {
      this.#waits = true;
      if (!this.#failing) say(`${fault.says}; ${failed}. Trying again every ${AGAIN_MS / 1000} s`);
    } else if (this.#failing) say(mended);
    this.#failing = fault !== undefined;
  }
}
