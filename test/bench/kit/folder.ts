import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made = new Set<string>();

/** A new empty folder, removed when this process ends. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'deskbridge-'));
  made.add(folder);
  return folder;
}

process.on('exit', () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});
