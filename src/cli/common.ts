import type { Command } from 'commander';
import { EXIT_CODES, type ExitName } from './exit-codes.ts';
import { plainText } from './plain-text.ts';

/** Options of every command that asks a running daemon. */
export interface DaemonOptions {
  readonly show?: string;
  readonly url?: string;
  readonly json?: boolean;
}

export const withDaemon = (command: Command): Command =>
  command
    .option('--show <folder>', 'show folder of the daemon (DESKBRIDGE_SHOW)')
    .option('--url <address>', 'the daemon itself: http://127.0.0.1:8480')
    .option('--json', 'JSON instead of plain lines');

/** Prints lines for a person. */
export const print = (text: string): void => draw(plainText(text));

/** Prints text to the letter: JSON, or what draws on a terminal; a reader that has gone (`| head`) is no fault. */
export function draw(text: string): void {
  if (process.stdout.listenerCount('error', unread) === 0) process.stdout.on('error', unread);
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}
/** Nobody reads any more: a command that only tells is done. A full disk behind `>` is a fault with its reason. */
function unread(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') process.stderr.write(`deskbridge: what it says cannot be written: ${error.message}\n`);
  process.exit(error.code === 'EPIPE' ? process.exitCode : EXIT_CODES.crash.code);
}
export const printJson = (value: unknown): void => draw(JSON.stringify(value));

/** On the error stream, so that what a script reads stays clean. */
export const complain = (text: string): void => void process.stderr.write(`${plainText(text)}\n`);

/** @param says why, on the error stream */
export function end(name: ExitName, says?: string): void {
  if (says !== undefined) complain(says);
  process.exitCode = EXIT_CODES[name].code;
}
