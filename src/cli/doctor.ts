import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { defaultShow } from '../show/folder.ts';
import { end } from './common.ts';
import type { DoctorOptions } from './doctor-record.ts';

export function doctor(program: Command): void {
  program
    .command('doctor')
    .summary('shows what a surface says, and what it is told, byte by byte with its meaning')
    .description(
      'Opens the MIDI port of a surface, asks it who it is, measures the answer, and prints every message with its meaning until Ctrl-C. A running desk keeps its own connection. Without a name: the ports.',
    )
    .argument('[surface]', 'name in desk.yaml, or words of the port: X-Touch')
    .option('--show <folder>', 'show folder with desk.yaml and own profiles (DESKBRIDGE_SHOW)')
    .option('--profile <name>', 'what the unit is; else the profile that its port is recognised by')
    .option('--capture <file>', 'write all messages into a file of JSON lines, which tests can play again')
    .option('--seconds <time>', 'end by itself', secondsOf)
    .option('--json', 'JSON lines instead of plain ones')
    .action(async (name: string | undefined, options: DoctorOptions) => {
      const show = resolve(options.show ?? process.env.DESKBRIDGE_SHOW ?? defaultShow(process.env));
      const { examine } = await import('./examine.ts');
      const ended = await examine(name, show, options);
      if (ended) end(ended.exit, ended.says);
    });
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 86_400)) throw new InvalidArgumentError('It is a number of seconds, at most 86400.');
  return seconds;
}
