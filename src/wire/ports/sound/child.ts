import { type ChildProcess, spawn } from 'node:child_process';
import type { InputReader, NotThere, SoundIn, SoundOut, SoundWant } from './sound-port.ts';

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Sound that may wait in the pipe before it counts as stuck: half a second of stereo. */
const STUCK_BYTES = 192_000;
/** A client that dies this soon after its start never worked. */
const SETTLED_MS = 150;
const KILL_MS = 400;

/** Starts a client and waits until it has shown that it stays. */
function start(command: Command, stdio: ['pipe' | 'ignore', 'pipe' | 'ignore', 'pipe']): Promise<ChildProcess | NotThere> {
  return new Promise((resolve) => {
    const child = spawn(command.program, command.args, { stdio, env: { ...process.env, LC_ALL: 'C', ...command.env } });
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (part: string) => {
      said = (said + part).slice(-500);
    });
    child.stdin?.on('error', () => {});
    const settled = setTimeout(() => done(child), SETTLED_MS);
    const done = (result: ChildProcess | NotThere): void => {
      clearTimeout(settled);
      child.off('error', failed).off('exit', ended);
      resolve(result);
    };
    const failed = (error: NodeJS.ErrnoException): void =>
      done({ why: error.code === 'ENOENT' ? `${command.program} is not installed` : error.message });
    const ended = (): void => done({ why: lastLine(said) || `${command.program} ended at once` });
    child.on('error', failed).on('exit', ended);
  });
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.trim() ?? '';

/** Ends a client: first politely, soon for good. */
function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const hard = setTimeout(() => child.kill('SIGKILL'), KILL_MS);
    child.once('exit', () => {
      clearTimeout(hard);
      resolve();
    });
    child.stdin?.end();
    child.kill('SIGTERM');
  });
}

/** Plays through a client's standard input. `latency` finds what the client says of its delay in its messages (ms). */
export async function playThrough(
  name: string,
  command: Command,
  want: SoundWant,
  latency?: (line: string) => number | undefined,
): Promise<SoundOut | NotThere> {
  const child = await start(command, ['pipe', 'ignore', 'pipe']);
  if ('why' in child) return child;
  let latencyMs: number | undefined;
  let closed = false;
  const lost = (reason: string): void => {
    if (closed) return;
    closed = true;
    void end(child);
    want.onLost(reason);
  };
  child.on('exit', (code, signal) => lost(`${command.program} ended (${signal ?? code})`));
  child.stderr?.on('data', (text: string) => {
    latencyMs = latency?.(text) ?? latencyMs;
  });
  return {
    name,
    write(block) {
      const { stdin } = child;
      if (closed || !stdin) return;
      // A stuck client must not eat the memory: its sound is lost, the mixer goes on.
      if (stdin.writableLength > STUCK_BYTES) lost(`${command.program} takes no more sound`);
      else stdin.write(Buffer.from(block.buffer, block.byteOffset, block.byteLength).subarray());
    },
    latencyMs: () => latencyMs,
    close() {
      closed = true;
      return end(child);
    },
  };
}

/** Records through a client's standard output: interleaved float32. */
export async function recordThrough(
  name: string,
  command: Command,
  want: SoundWant,
  channels: number,
  read: InputReader,
): Promise<SoundIn | NotThere> {
  const child = await start(command, ['ignore', 'pipe', 'pipe']);
  if ('why' in child) return child;
  let closed = false;
  let rest: Buffer = Buffer.alloc(0);
  const frameBytes = 4 * channels;
  child.stdout?.on('data', (part: Buffer) => {
    const all = rest.length > 0 ? Buffer.concat([rest, part]) : part;
    const whole = all.length - (all.length % frameBytes);
    rest = all.subarray(whole);
    // Copied: floats need an aligned start, and a pipe's buffer has any.
    if (whole > 0 && !closed) read(new Float32Array(Uint8Array.prototype.slice.call(all, 0, whole).buffer), channels);
  });
  child.on('exit', (code, signal) => {
    if (closed) return;
    closed = true;
    want.onLost(`${command.program} ended (${signal ?? code})`);
  });
  return {
    name,
    channels,
    close() {
      closed = true;
      return end(child);
    },
  };
}

/** Runs a short command; its output, or why not. */
export function ask(command: Command, timeoutMs = 1500): Promise<{ readonly out: string } | NotThere> {
  return new Promise((resolve) => {
    const child = spawn(command.program, command.args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C', ...command.env },
      timeout: timeoutMs,
    });
    let out = '';
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      out += part;
    });
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      said = (said + part).slice(-500);
    });
    child.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ why: error.code === 'ENOENT' ? `${command.program} is not installed` : error.message }),
    );
    child.on('close', (code) => resolve(code === 0 ? { out } : { why: lastLine(said) || `${command.program} gave no answer` }));
  });
}
