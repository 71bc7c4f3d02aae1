import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import type { Settings } from '../show/config-file.ts';
import type { FileError } from '../wire/formats/yaml-file.ts';
import { complain, end, print, printJson } from './common.ts';

interface Options {
  readonly show?: string;
  readonly json?: boolean;
}

export function checkConfig(program: Command): void {
  program
    .command('check-config')
    .summary('reads desk.yaml, scenes and cues.yaml and tells their mistakes')
    .description(
      'Reads desk.yaml, and the scenes and cues.yaml beside it, without starting anything. Mistakes are printed with file, line and column; then the exit code is 2.',
    )
    .argument('[file]', 'show folder, else that of the user; or a desk.yaml alone')
    .option('--show <folder>', 'show folder (DESKBRIDGE_SHOW)')
    .option('--json', 'the settings with all defaults, or the mistakes, as JSON')
    .action(async (file: string | undefined, options: Options) => check(file, options, process.env));
}

async function check(file: string | undefined, options: Options, environment: Environment): Promise<void> {
  const [{ configPath, defaultShow }, { readConfig }, { ENGINES }, { exposed, withWishes }, { diskFault }, { showErrors }] =
    await Promise.all([
      import('../show/folder.ts'),
      import('../show/config-file.ts'),
      import('../engines/registry.ts'),
      import('./settings.ts'),
      import('../show/disk-fault.ts'),
      import('../wire/formats/yaml-file.ts'),
    ]);
  const named = file ?? options.show ?? environment.DESKBRIDGE_SHOW ?? defaultShow(environment);
  const isFolder = (await stat(named).catch(() => undefined))?.isDirectory() ?? file === undefined;
  const path = isFolder ? configPath(named) : named;
  const text = await readFile(path, 'utf8').catch((error: unknown) => diskFault(error, 'read', path));
  if (typeof text !== 'string') return end('config', text.says);
  const reading = readConfig(text, path, ENGINES);
  if ('errors' in reading) {
    if (options.json) printJson({ errors: reading.errors });
    else complain(showErrors(reading.errors));
    return end('config');
  }
  const settings = withWishes(reading.settings, {}, environment);
  const wrong = 'wrong' in settings ? settings.wrong : exposed(settings, await hasDevices(dirname(path)));
  if (wrong !== undefined) return end('config', wrong);
  const errors = isFolder ? await otherErrors(named, reading.settings.targets) : [];
  if (errors.length > 0) {
    if (options.json) printJson({ errors });
    else complain(showErrors(errors));
    return end('config');
  }
  if (options.json) return printJson(settings);
  print(`${path} is good: ${reading.settings.engines.map(({ role, type }) => `${role} (${type})`).join(', ')}`);
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Mistakes of the show's scenes and cues; a show without any has none. */
async function otherErrors(show: string, targets: Settings['targets']): Promise<readonly FileError[]> {
  const [{ showFaults }, { houseVerbs }, { targetsOf }] = await Promise.all([
    import('../show/show-faults.ts'),
    import('../verbs.ts'),
    import('../show/targets-config.ts'),
  ]);
  return showFaults(show, houseVerbs(), targetsOf(targets));
}

/** As a start would find it. */
async function hasDevices(show: string): Promise<boolean> {
  const { DevicesFile } = await import('../show/devices-file.ts');
  return (await DevicesFile.look(show)).length > 0;
}
