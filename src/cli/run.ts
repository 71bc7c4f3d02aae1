import { basename } from 'node:path';
import type { Command } from 'commander';
import { type DaemonOptions, end, print, printJson, withDaemon } from './common.ts';
import type { ExitName } from './exit-codes.ts';
import type { Budget } from './script.ts';
import type { Ending } from './script-runner.ts';

interface Options extends DaemonOptions {
  readonly dryRun?: boolean;
  readonly steps?: string;
  readonly time?: string;
}

const EXIT: Readonly<Record<Ending['how'], ExitName>> = {
  done: 'ok',
  refused: 'refused',
  unmet: 'unmet',
  budget: 'unmet',
  gone: 'noDaemon',
};

export function run(program: Command): void {
  withDaemon(program.command('run'))
    .summary('runs a file of steps: say, set, wait, if, repeat, expect')
    .description('Runs a file of steps against the running desk, until its end, its first refusal, or its budget.')
    .argument('<file>', 'a YAML file with steps; "-" reads standard input')
    .option('--dry-run', 'only tell what would change; exit code 10 if anything would')
    .option('--steps <count>', 'steps it may take, over what the file says')
    .option('--time <time>', 'time it may take, over what the file says: 30s, 5 min')
    .addHelpText('after', EXAMPLE)
    .action(async (file: string, options: Options) => {
      await runFile(file, options);
    });
}

const EXAMPLE = `
Example:
  steps:
    - recall "Walk in" over 4s
    - wait until main/fader >= -10 within 10s
    - set: { ch/1/fader: -5, ch/1/mute: off }
    - if: ch/2/mute == on
      then: [ unmute ch/2, wait 500ms ]
    - repeat: 3
      do: [ nudge ch/1/fader -1, wait 1s ]
    - expect ch/1/fader == -8`;

async function runFile(file: string, options: Options): Promise<void> {
  const [{ createReadStream }, { diskFault }, { readScript, readTime }, { showErrors, SIZE_LIMIT }, { houseVerbs }, { LARGEST_BUDGET }] =
    await Promise.all([
      import('node:fs'),
      import('../show/disk-fault.ts'),
      import('./script-file.ts'),
      import('../wire/formats/yaml-file.ts'),
      import('../verbs.ts'),
      import('./script.ts'),
    ]);
  let text = '';
  try {
    // Also a pipe, or a device that never ends: of that no more than is looked at, and so it is told as too long.
    for await (const chunk of (file === '-' ? process.stdin : createReadStream(file)).setEncoding('utf8')) {
      text += String(chunk);
      if (text.length > SIZE_LIMIT) break;
    }
  } catch (error) {
    return end('config', diskFault(error, 'read', file).says);
  }
  const name = file === '-' ? 'standard input' : file;
  const reading = readScript(text, name, houseVerbs());
  if ('errors' in reading) {
    if (options.json) printJson({ errors: reading.errors });
    return end('config', showErrors(reading.errors));
  }
  const budget = budgetOf(options, reading.good.budget, LARGEST_BUDGET, readTime);
  if (typeof budget === 'string') return end('config', budget);
  const [{ askLayout, findDaemon }, { SocketDoor }, { Gone, ScriptRun }] = await Promise.all([
    import('./client.ts'),
    import('./script-door.ts'),
    import('./script-runner.ts'),
  ]);
  const daemon = await findDaemon(options, process.env);
  if ('missing' in daemon) return end('noDaemon', daemon.missing);
  const layout = await askLayout(daemon);
  if ('missing' in layout) return end('noDaemon', layout.missing);
  const door = await SocketDoor.open(daemon, layout, reading.good.name || basename(name));
  if (door instanceof Gone) return end('noDaemon', door.message);
  const time = { nowMs: () => performance.now(), sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)) };
  const dry = options.dryRun === true;
  const script = new ScriptRun(reading.good, {
    door,
    time,
    dry,
    budget,
    tell: (line, says, changes) => (options.json ? printJson({ line, says, changes }) : print(`${name}:${line}: ${says}`)),
  });
  const ending = await script.run();
  door.close();
  tellEnding(name, ending, dry, options.json === true);
}

function budgetOf(
  { steps, time }: Options,
  { steps: ownSteps, timeMs }: Budget,
  most: Budget,
  readTime: (text: string) => number,
): Budget | string {
  const budget = { steps: steps === undefined ? ownSteps : Number(steps), timeMs: time === undefined ? timeMs : readTime(time) };
  if (!(Number.isInteger(budget.steps) && budget.steps >= 1 && budget.steps <= most.steps))
    return `--steps: "${steps}" is not 1..${most.steps}`;
  if (!(budget.timeMs > 0 && budget.timeMs <= most.timeMs)) return `--time: "${time}" is not a time such as 30s or 5 min, at most 24 h`;
  return budget;
}

function tellEnding(file: string, ending: Ending, dry: boolean, json: boolean): void {
  const { how, line, says, changed } = ending;
  if (json) printJson(ending);
  if (how !== 'done') {
    const stays = changed > 0 && !dry ? `; what it changed until then stays ("deskbridge undo any" takes it back step by step)` : '';
    end(EXIT[how], `${line > 0 ? `${file}:${line}: ` : ''}${says}${stays}`);
  } else if (dry && changed > 0) end('wouldChange');
  else if (!json && changed === 0) print('nothing to change');
}
