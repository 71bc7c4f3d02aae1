import { Command, CommanderError } from 'commander';
import { EXIT_CODES } from './exit-codes.ts';
import { start } from './start.ts';

/** All commands, one file each. */
const COMMANDS = [start] as const;

export function buildProgram(version: string): Command {
  const program = new Command('deskbridge')
    .description(
      'One desk between hands and mixers: surfaces, tablets, OSC and scripts on one side, consoles and the embedded mixer on the other.',
    )
    .version(version)
    .exitOverride();
  for (const add of COMMANDS) add(program);
  return program;
}

/** Runs a command line. @returns the exit code, as far as the command did not set it itself */
export async function runProgram(program: Command, args: readonly string[]): Promise<number | undefined> {
  try {
    await program.parseAsync([...args], { from: 'user' });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version are no faults; a wrong option or argument is.
    return error.exitCode === 0 ? EXIT_CODES.ok.code : EXIT_CODES.config.code;
  }
}
