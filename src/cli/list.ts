import type { Command } from 'commander';
import { type DaemonOptions, print, printJson, withDaemon } from './common.ts';
import { table } from './table.ts';

interface Options extends DaemonOptions {
  readonly schema?: boolean;
  readonly engines?: boolean;
  readonly ports?: boolean;
  readonly verbs?: boolean;
}

export function list(program: Command): void {
  withDaemon(program.command('list'))
    .summary('lists parameters, kinds of engines, verbs, ports')
    .description('Lists parameters of the running desk with value and range; or what there is in the model and on this machine.')
    .argument('[pattern]', 'which: ch/7, bus/*/fader, **', '**')
    .option('--schema', 'all parameters that a desk can have')
    .option('--engines', 'kinds of engines and their settings')
    .option('--verbs', 'everything that can be asked')
    .option('--ports', 'MIDI and serial ports of this machine')
    .action(async (pattern: string, options: Options) => {
      if (options.schema) await listSchema(options.json === true);
      else if (options.engines) await listEngines(options.json === true);
      else if (options.verbs) await listVerbs(options.json === true);
      else if (options.ports) await (await import('./ports.ts')).listPorts(options.json === true);
      else await (await import('./parameters.ts')).listParameters(pattern, options);
    });
}

async function listSchema(json: boolean): Promise<void> {
  const { LEAVES } = await import('../desk/parameters.ts');
  if (json) return printJson(LEAVES);
  print(table(LEAVES.map(({ leaf, type, unit, on, is, says }) => [leaf, unit ?? type, on.join(' '), is ? `${says} (${is})` : says])));
}

async function listEngines(json: boolean): Promise<void> {
  const [{ ENGINES }, { z }] = await Promise.all([import('../engines/registry.ts'), import('zod')]);
  const rows = ENGINES.map(({ type, says, schema }) => ({ type, says, schema: z.toJSONSchema(schema, { io: 'input' }) }));
  if (json) return printJson(rows);
  for (const { type, says, schema } of rows) {
    print(`${type}: ${says}`);
    const settings = Object.entries(schema.properties ?? {}).filter(([name]) => name !== 'type');
    print(table(settings.map(([name, setting]) => [`  ${name}`, describe(setting)])));
  }
}

function describe(setting: unknown): string {
  if (typeof setting !== 'object' || setting === null) return '';
  const field = (name: string): unknown => Object.getOwnPropertyDescriptor(setting, name)?.value;
  const [low, high, usual, says] = ['minimum', 'maximum', 'default', 'description'].map(field);
  const range = low === undefined ? '' : `, ${low}..${high}`;
  return `${says ?? ''}${range}${usual === undefined ? '' : `, ${JSON.stringify(usual)} if not said`}`;
}

async function listVerbs(json: boolean): Promise<void> {
  const [{ houseVerbs }, { usage }] = await Promise.all([import('../verbs.ts'), import('../desk/line.ts')]);
  const verbs = houseVerbs().list();
  if (json) return printJson(verbs.map(({ run: _, ...verb }) => verb));
  print(table(verbs.map((verb) => [usage(verb), verb.says, verb.example])));
}
