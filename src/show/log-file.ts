import { type FileHandle, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeskClock } from '../desk/clock.ts';
import type { LogLine } from '../desk/log.ts';
import { codeOf, type DiskFault, diskFault } from './disk-fault.ts';
import { Gather } from './gather.ts';

/** Lines are gathered so long, so that a busy minute costs a few writes. */
const GATHER_MS = 100;
/** Lines kept for a disk that takes none; older ones are lost. */
const WAITING_LIMIT = 10_000;
const FILE_LIMIT = 4 * 1024 * 1024;

export interface LogFileOptions {
  readonly clock: DeskClock;
  readonly say: (line: string) => void;
  /** The file is put aside and begun anew at this size in bytes; one older is kept. */
  readonly limit?: number;
}

/** `log.jsonl` in the show folder: who did what, a line a gesture and parameter, and `log.1.jsonl` before it. */
export class LogFile {
  readonly #path: string;
  readonly #older: string;
  readonly #say: (line: string) => void;
  readonly #limit: number;
  readonly #gather: Gather;
  #waiting: string[] = [];

  constructor(show: string, { clock, say, limit = FILE_LIMIT }: LogFileOptions) {
    this.#path = join(show, 'log.jsonl');
    this.#older = join(show, 'log.1.jsonl');
    this.#say = say;
    this.#limit = limit;
    this.#gather = new Gather({
      clock,
      gatherMs: GATHER_MS,
      write: () => this.#write(),
      say,
      failed: 'the log stays in memory',
      mended: `${this.#path} can be written again`,
    });
  }

  /** The newest lines of earlier runs, oldest first. A line torn by a crash is left out, and the next one starts afresh. */
  async restore(count: number): Promise<LogLine[]> {
    const now = await this.#lines(this.#path);
    const before = now.length < count ? await this.#lines(this.#older) : [];
    return [...before, ...now].slice(-count).flatMap(readLine);
  }

  add(line: LogLine): void {
    this.#waiting.push(`${JSON.stringify(line)}\n`);
    if (this.#waiting.length > WAITING_LIMIT * 1.1) this.#waiting.splice(0, this.#waiting.length - WAITING_LIMIT);
    this.#gather.soon();
  }

  flush(): Promise<void> {
    return this.#gather.flush();
  }

  async #write(): Promise<DiskFault | undefined> {
    const lines = this.#waiting;
    this.#waiting = [];
    const fault = await this.#append(lines.join(''));
    if (fault) this.#waiting = [...lines, ...this.#waiting].slice(-WAITING_LIMIT);
    return fault;
  }

  async #append(text: string): Promise<DiskFault | undefined> {
    let file: FileHandle | undefined;
    try {
      file = await open(this.#path, 'a', 0o644);
      let { size } = await file.stat();
      if (size > this.#limit) {
        await file.close();
        await rename(this.#path, this.#older);
        file = await open(this.#path, 'a', 0o644);
        size = 0;
      }
      await appendOrUndo(file, text, size);
      return undefined;
    } catch (error) {
      return diskFault(error, 'write', this.#path);
    } finally {
      await file?.close().catch(() => undefined);
    }
  }

  async #lines(path: string): Promise<string[]> {
    try {
      if (path === this.#path) await this.#endTornLine();
      const text = await readFile(path, 'utf8');
      return text.split('\n').filter((line) => line !== '');
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') this.#say(`${diskFault(error, 'read', path).says}; the log of earlier runs is not shown`);
      return [];
    }
  }

  /** A crash may have cut the last line: what follows must not be glued to it. */
  async #endTornLine(): Promise<void> {
    const file = await open(this.#path, 'r+').catch(() => undefined);
    try {
      const size = (await file?.stat())?.size ?? 0;
      if (!file || size === 0) return;
      const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
      if (buffer[0] !== 0x0a) await file.write('\n', size);
    } catch {
      // The write that follows says what is wrong with this disk.
    } finally {
      await file?.close();
    }
  }
}

/** A full disk may take a part of it: that part is taken back, because the whole is written again later. */
async function appendOrUndo(file: FileHandle, text: string, size: number): Promise<void> {
  try {
    await file.appendFile(text);
  } catch (error) {
    await file.truncate(size).catch(() => undefined);
    throw error;
  }
}

const TEXTS = ['path', 'from', 'to', 'who', 'origin', 'kind', 'cause'] as const;
const NUMBERS = ['atMs', 'gesture', 'revision'] as const;

function readLine(text: string): LogLine[] {
  try {
    const line: unknown = JSON.parse(text);
    if (typeof line !== 'object' || line === null) return [];
    const field = (name: string): unknown => Object.getOwnPropertyDescriptor(line, name)?.value;
    const whole = TEXTS.every((name) => typeof field(name) === 'string') && NUMBERS.every((name) => Number.isFinite(field(name)));
    // Every field of a line has just been looked at.
    return whole ? [line as LogLine] : [];
  } catch {
    return [];
  }
}
