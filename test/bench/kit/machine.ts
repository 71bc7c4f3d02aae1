import { spawnSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem } from 'node:os';

/** Is a program of the system there? */
export const has = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

/** Puts a command on one core, where the system can; `undefined` core leaves it as it is. */
export const onCore = (core: number | undefined): readonly string[] =>
  core !== undefined && has('taskset') ? ['taskset', '-c', String(core)] : [];

/** What was measured on, and what else it was doing. */
export function machine(): string {
  const [first] = cpus();
  const gib = (totalmem() / 2 ** 30).toFixed(1);
  const load = loadavg().map((one) => one.toFixed(2));
  return (
    `${first?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${gib} GiB, Linux ${release()}, Node ${process.version}; ` +
    `load before ${load.join(' ')}${Number(load[0]) > 0.5 ? ' (NOT idle: other work shares the cores, figures are upper bounds)' : ''}`
  );
}
