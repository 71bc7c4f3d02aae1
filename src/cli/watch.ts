import type { Command } from 'commander';
import type { Unit } from '../desk/law.ts';
import { formatNumber } from '../desk/value.ts';
import type { LayoutBody } from '../remote/protocol/http.ts';
import type { Told } from '../remote/protocol/server.ts';
import { type DaemonOptions, end, print, printJson, withDaemon } from './common.ts';
import { unitsOf } from './units.ts';

export function watch(program: Command): void {
  withDaemon(program.command('watch'))
    .summary('prints changes as they happen, and who made them')
    .description('Prints changes as they happen, and who made them, until Ctrl-C.')
    .argument('[pattern]', 'which: ch/7, bus/*/fader, **; all but what moves by itself if left out')
    .action(async (pattern: string | undefined, options: DaemonOptions) => {
      const [{ askLayout, findDaemon }, { listenTo }] = await Promise.all([import('./client.ts'), import('./socket.ts')]);
      const daemon = await findDaemon(options, process.env);
      if ('missing' in daemon) return end('noDaemon', daemon.missing);
      const layout = await askLayout(daemon);
      if ('missing' in layout) return end('noDaemon', layout.missing);
      const units = unitsOf(layout);
      const quiet = pattern === undefined ? movingOf(layout) : new Set<string>();
      let refused = '';
      const reason = await listenTo(daemon, [{ t: 'sub', ref: 1, pattern: pattern ?? '**' }], {
        message(message) {
          if (message.t === 'changes') tell(message, units, quiet, options.json === true);
          if (message.t !== 'refused') return;
          refused = message.error.message;
          // Nothing will be told: the connection has no use.
          end('refused', refused);
          process.exit();
        },
      });
      end('noDaemon', reason);
    });
}

/** What moves without a hand: where the player is. */
const movingOf = (layout: LayoutBody): ReadonlySet<string> =>
  new Set(layout.parameters.flatMap(({ path, is }) => (is === 'transient' ? [path] : [])));

function tell({ by, c, rev }: Told<'changes'>, units: ReadonlyMap<string, Unit>, quiet: ReadonlySet<string>, json: boolean): void {
  for (const [path, value, index = 0] of c) {
    if (quiet.has(String(path))) continue;
    const author = by[index];
    const at = new Date(author?.at ?? Date.now());
    const text = textOf(value, units.get(String(path)));
    if (json) printJson({ at: at.toISOString(), rev, path, value, text, who: author?.who, origin: author?.origin, cause: author?.cause });
    else
      print(
        `${at.toTimeString().slice(0, 8)} ${path} ${text}  by ${author?.who ?? 'somebody'} (${author?.origin ?? '?'}): ${author?.cause ?? ''}`,
      );
  }
}

function textOf(value: number | boolean | string, unit: Unit | undefined): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (unit === undefined) return String(value);
  return formatNumber(value === '-inf' ? Number.NEGATIVE_INFINITY : Number(value), unit);
}
