import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { end, print, printJson } from './common.ts';

/** What one kind of port answered, or why it could not. */
type Found = { readonly ports: readonly string[] } | { readonly fault: string };

const TIMEOUT_MS = 5000;

/** MIDI and serial ports, each asked in a process of its own: a native part that crashes takes nobody along. */
export async function listPorts(json: boolean): Promise<void> {
  const [midi, serial] = await Promise.all([ask('midi'), ask('serial')]);
  if (json) printJson({ midi, serial });
  else for (const [kind, found] of [['MIDI', midi] as const, ['serial', serial] as const]) print(lines(kind, found));
  const count = [midi, serial].reduce((sum, found) => sum + ('ports' in found ? found.ports.length : 0), 0);
  if (count === 0) end('noDevice');
}

function lines(kind: string, found: Found): string {
  if ('fault' in found) return `${kind}: none; ${found.fault}`;
  return found.ports.length === 0 ? `${kind}: none on this machine` : found.ports.map((port) => `${kind}: ${port}`).join('\n');
}

async function ask(kind: 'midi' | 'serial'): Promise<Found> {
  const worker = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './ports-worker.ts' : './ports-worker.js', import.meta.url));
  try {
    // What the native libraries write to the error stream is for their authors.
    const { stdout } = await promisify(execFile)(process.execPath, [...process.execArgv, worker, kind], { timeout: TIMEOUT_MS });
    const found: unknown = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    // The worker is ours and prints this shape only.
    return found as Found;
  } catch {
    return { fault: `the ${kind} system of this machine crashed or did not answer` };
  }
}
