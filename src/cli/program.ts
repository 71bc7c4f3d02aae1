import { Command, CommanderError } from 'commander';
import { checkConfig } from './check-config.ts';
import { print } from './common.ts';
import { completion } from './completion.ts';
import { devices } from './devices.ts';
import { doctor } from './doctor.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { list } from './list.ts';
import { meters } from './meters.ts';
import { pair } from './pair.ts';
import { run } from './run.ts';
import { start } from './start.ts';
import { status } from './status.ts';
import { surfaces } from './surfaces.ts';
import { verbs } from './verbs.ts';
import { watch } from './watch.ts';

/** All commands, one file each. */
const COMMANDS = [start, status, pair, devices, watch, meters, list, surfaces, doctor, run, checkConfig, completion, verbs] as const;

export function buildProgram(version: string): Command {
  const program = new Command('deskbridge')
    .description(
      'One desk between hands and mixers: surfaces, tablets, OSC and scripts on one side, consoles and the embedded mixer on the other.',
    )
    .version(version, '-V, --version', 'print the version')
    .configureHelp({
      subcommandTerm: (command) => `${command.name()} ${command.usage().replace('[options] ', '').replace('[options]', '')}`.trim(),
    })
    .addHelpText('after', exitHelp())
    .configureOutput({ writeOut: print })
    .exitOverride();
  for (const add of COMMANDS) add(program);
  return program;
}

const exitHelp = (): string =>
  `\nExit codes:\n${Object.values(EXIT_CODES)
    .map(({ code, says }) => `  ${String(code).padEnd(3)} ${says}`)
    .join('\n')}`;

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
