import { type ChildProcess, fork } from 'node:child_process';
import { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** What a child process of ours is to do. */
export type MidiTask =
  /** Tell the names of all ports, again whenever they change. */
  | { readonly t: 'scout' }
  /** Open a port; then its bytes pass both ways on the byte stream. */
  | { readonly t: 'link'; readonly input: FullName | null; readonly output: FullName | null };

/** A port as the system knows it at this moment. @property nth 0, 1.. among ports of the very same full name */
export interface FullName {
  readonly full: string;
  readonly nth: number;
}

/** A name the scout sees. @property stamp another one for each plug, where the system tells: same name, other plug */
export interface SeenName {
  readonly full: string;
  readonly stamp: string;
}

/** What a child says, besides its bytes. */
export type MidiSays =
  | { readonly t: 'names'; readonly inputs: readonly SeenName[]; readonly outputs: readonly SeenName[] }
  /** The scout lives, and nothing has changed. */
  | { readonly t: 'same' }
  | { readonly t: 'open' }
  /** It cannot do its task and ends. */
  | { readonly t: 'fault'; readonly reason: string }
  /** Messages lost since it last said so. */
  | { readonly t: 'dropped'; readonly messages: number };

export interface PartEvents {
  onSays(says: MidiSays): void;
  onBytes(bytes: Uint8Array): void;
  /** It has ended, by itself or by a crash; never after `end`. Called once. @param reason `SIGSEGV`, `code 134` */
  onEnd(reason: string): void;
}

/** A child process at work. */
export interface Part {
  /** @returns bytes that wait for it */
  write(bytes: Uint8Array): number;
  /** Ends it now, whatever it is stuck in; what it had open is free again. */
  end(): void;
}

export type OpenPart = (task: MidiTask, events: PartEvents) => Part;

/** The child's end of the byte stream. */
export const BYTES_FD = 4;

/**
 * How children of one built file are started. The task is its only argument, as JSON; it talks over Node's channel, and MIDI passes
 * on a stream of its own, so that no native library's text gets in between.
 * @param environment for the child, besides ours
 */
export function midiParts(file: URL, environment: Readonly<Record<string, string>> = {}): OpenPart {
  return (task, events) => {
    const child = fork(fileURLToPath(file), [JSON.stringify(task)], {
      // What the native libraries write is for their authors; debuggers and loaders of ours are none of its business.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc', 'pipe'],
      execArgv: ['--max-old-space-size=64'],
      env: { ...process.env, ...environment },
    });
    const stream = child.stdio[BYTES_FD];
    const bytes = stream instanceof Duplex ? stream : undefined;
    let told = false;
    const ended = (reason: string): void => {
      if (told) return;
      told = true;
      bytes?.destroy();
      events.onEnd(reason);
    };
    bytes?.on('data', (part: Buffer) => {
      if (!told) events.onBytes(part);
    });
    bytes?.on('error', () => {});
    // The child is built from this very folder and says nothing else.
    child.on('message', (says) => {
      if (!told) events.onSays(says as MidiSays);
    });
    child.on('error', (error) => ended(error.message));
    child.on('exit', (code, signal) => ended(signal ?? `code ${code}`));
    return {
      write(piece) {
        if (!bytes || told) return 0;
        bytes.write(piece);
        return bytes.writableLength;
      },
      end() {
        told = true;
        bytes?.destroy();
        kill(child);
      },
    };
  };
}

function kill(child: ChildProcess): void {
  if (child.connected) child.disconnect();
  child.kill('SIGKILL');
}
