import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryBeside, writeWhole } from './atomic.ts';
import { codeOf, type DiskFault, diskFault } from './disk-fault.ts';
import { readText } from './read-text.ts';

/** What a running daemon tells others on this machine, in `run.json` of its show folder. Only its user may read it. */
export interface Run {
  readonly pid: number;
  /** When that process began, in ticks since boot; tells it from a later one with the same number. Absent where the system does not say. */
  readonly began?: string;
  /** `http://127.0.0.1:8480`, once the doors are open. */
  readonly http?: string;
  readonly osc?: number;
  /** Opens the doors to local commands. */
  readonly token: string;
}

const MODE = 0o600;

const runPath = (show: string): string => join(show, 'run.json');

/** 256 bits that nobody guesses. */
export const newToken = (): string => randomBytes(32).toString('hex');

/** Who holds the folder, or undefined: none, or one that is dead. */
export async function runningIn(show: string): Promise<Run | undefined> {
  const text = await readText(runPath(show)).catch(() => undefined);
  const run = text === undefined ? undefined : readRun(text);
  return run && isAlive(run) ? run : undefined;
}

/** The folder belongs to this daemon from here on; a second one is kept out. */
export class RunFile {
  readonly run: Run;
  readonly #path: string;

  private constructor(path: string, run: Run) {
    this.#path = path;
    this.run = run;
  }

  /** @returns the claim; or who has the folder; or why nothing can be written there */
  static async claim(show: string): Promise<RunFile | { readonly held: Run } | DiskFault> {
    const path = runPath(show);
    const began = beganAt(process.pid);
    const run: Run = { pid: process.pid, ...(began === undefined ? {} : { began }), token: newToken() };
    // A stale file is removed and the claim tried again; somebody else may be doing the same.
    for (let attempt = 0; attempt < 5; attempt++) {
      const fault = await create(path, run);
      if (!fault) return new RunFile(path, run);
      if (fault.code !== 'EEXIST') return fault;
      const held = await judge(path);
      if (held) return { held };
    }
    return { code: 'EEXIST', says: `cannot take ${path}: others are taking it at the same time` };
  }

  /** The doors are open: says where. */
  async publish(addresses: { readonly http: string; readonly osc?: number }): Promise<DiskFault | undefined> {
    return writeWhole(this.#path, JSON.stringify({ ...this.run, ...addresses }), MODE);
  }

  async release(): Promise<void> {
    const text = await readText(this.#path).catch(() => '');
    if (readRun(text)?.token === this.run.token) await rm(this.#path, { force: true }).catch(() => undefined);
  }
}

/** Complete at once or not at all, and never over another. */
async function create(path: string, run: Run): Promise<DiskFault | undefined> {
  const temporary = temporaryBeside(path);
  try {
    await writeFile(temporary, JSON.stringify(run), { mode: MODE, flag: 'wx' });
    await link(temporary, path).catch(async (error: unknown) => {
      if (codeOf(error) === 'EEXIST') throw error;
      // A stick with FAT has no links; there the file may be seen empty for an instant, which reads as stale.
      await writeFile(path, JSON.stringify(run), { mode: MODE, flag: 'wx' });
    });
    return undefined;
  } catch (error) {
    return diskFault(error, 'write', path);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

/** @returns the living holder, or undefined after the stale file was taken away */
async function judge(path: string): Promise<Run | undefined> {
  const text = await readText(path).catch(() => undefined);
  if (text === undefined) return undefined;
  const run = readRun(text);
  if (run && isAlive(run)) return run;
  const aside = temporaryBeside(path);
  await rename(path, aside).catch(() => undefined);
  const moved = await readText(aside).catch(() => undefined);
  // Between the look and the move another daemon may have claimed the folder: give it back.
  if (moved !== undefined && moved !== text) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true }).catch(() => undefined);
  return undefined;
}

function readRun(text: string): Run | undefined {
  try {
    const run: unknown = JSON.parse(text);
    if (typeof run !== 'object' || run === null || !('pid' in run) || !('token' in run)) return undefined;
    const { pid, token } = run;
    if (typeof pid !== 'number' || !Number.isInteger(pid) || pid <= 0 || typeof token !== 'string') return undefined;
    const http = 'http' in run && typeof run.http === 'string' ? { http: run.http } : {};
    const osc = 'osc' in run && typeof run.osc === 'number' ? { osc: run.osc } : {};
    const began = 'began' in run && typeof run.began === 'string' ? { began: run.began } : {};
    return { pid, token, ...http, ...osc, ...began };
  } catch {
    return undefined;
  }
}

function isAlive({ pid, began }: Run): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
  const now = beganAt(pid);
  return began === undefined || now === undefined || began === now;
}

/** Field 22 of /proc/PID/stat; the name in field 2 may hold anything but ends at the last bracket. */
function beganAt(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
