import { spawnSync } from 'node:child_process';
import { describe } from 'vitest';

/** Is a program of the system there? */
export const has = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

/**
 * Tests on a real part of somebody's system. Where it is missing they are skipped and the reason is printed; in CI everything is
 * installed, and there a missing part is a failure.
 * @param needs names of programs
 */
export function realPart(name: string, needs: readonly string[], tests: () => void): void {
  const missing = needs.filter((program) => !has(program));
  if (missing.length === 0) {
    describe(name, tests);
    return;
  }
  const reason = `${name}: skipped, ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not installed`;
  if (process.env.CI) throw new Error(reason);
  console.warn(reason);
  describe.skip(`${name} (${missing.join(', ')} not installed)`, tests);
}
