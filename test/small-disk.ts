import { execFileSync } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { scratch } from './scratch.ts';

const run = (program: 'mount' | 'umount', ...args: string[]): void => void execFileSync(program, args, { stdio: 'ignore' });

/**
 * A file system of 1 MiB for one test, as root on Linux; elsewhere the test is skipped.
 * @param skip of the test's context
 */
export function smallDisk(skip: (why: string) => void): { readonly folder: string; readonly makeReadOnly: () => void } {
  const folder = scratch();
  try {
    run('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder);
  } catch {
    skip('this user mounts nothing here');
  }
  onTestFinished(() => run('umount', '-l', folder));
  return { folder, makeReadOnly: () => run('mount', '-o', 'remount,ro', folder) };
}
