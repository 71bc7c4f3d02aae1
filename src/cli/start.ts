import type { Command } from 'commander';
import { EXIT_CODES } from './exit-codes.ts';
import type { StartOptions } from './settings.ts';

export function start(program: Command): void {
  program
    .command('start')
    .summary('runs the daemon')
    .description(
      'Runs the daemon: the desk, its engines and all doors. Ends with Ctrl-C or SIGTERM, everything saved; SIGHUP reads desk.yaml again.',
    )
    .option('--show <folder>', 'show folder (DESKBRIDGE_SHOW; else in the data folder of the user)')
    .option('--host <address>', 'address the doors listen on (DESKBRIDGE_HOST)')
    .option('--lan', 'also tablets and phones of the network: shows their address, a QR code and a PIN that pairs them')
    .option('--port <number>', 'of the page, the API and the WebSocket; 0 takes a free one (DESKBRIDGE_PORT)')
    .option('--osc-port <number>', 'of the OSC door; 0 takes a free one (DESKBRIDGE_OSC_PORT)')
    .option('--audio <output>', 'auto, jack, pulse, alsa, file, none, off')
    .option('--json', 'JSON lines: {"event":"ready",...} when it serves, then the log')
    .option('--print-schema', 'print the JSON Schema of desk.yaml and end')
    .action(async (options: Omit<StartOptions, 'version'>) => {
      if (options.printSchema) {
        const [{ jsonSchema }, { ENGINES }] = await Promise.all([import('../show/config.ts'), import('../engines/registry.ts')]);
        process.stdout.write(`${JSON.stringify(jsonSchema(ENGINES), undefined, 2)}\n`);
        return;
      }
      const { runDaemon } = await import('./daemon.ts');
      const ended = await runDaemon({ ...options, version: program.version() ?? '' }, process.env);
      if (ended !== undefined) process.exitCode = EXIT_CODES[ended].code;
    });
}
