import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in ticks of 10 ms. */
const TICKS_PER_S = 100;

const fields = (path: string): string[] => {
  const stat = readFileSync(path, 'latin1');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
};

/** Processor seconds of the main thread of a process, user and system: an audio thread beside it does not count. */
export const mainThreadSeconds = (pid: number): number => seconds(fields(`/proc/${pid}/task/${pid}/stat`));

const seconds = (stat: readonly string[]): number => (Number(stat[11]) + Number(stat[12])) / TICKS_PER_S;

/** Memory the process has in use, MiB. */
export function residentMib(pid: number): number {
  const [, kib] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
  return Number(kib) / 1024;
}

export const openFiles = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;
