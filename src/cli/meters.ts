import type { Command } from 'commander';
import { readFrame, readLevels } from '../remote/protocol/frames.ts';
import { type Meter, screenOf } from './bars.ts';
import type { Daemon } from './client.ts';
import { type DaemonOptions, draw, end, printJson, withDaemon } from './common.ts';

interface Options extends DaemonOptions {
  readonly tap: string;
  readonly rate: string;
}

const STRIPS = ['ch/*', 'bus/*', 'fx/*', 'main'];

export function meters(program: Command): void {
  withDaemon(program.command('meters'))
    .summary('shows levels as live bars')
    .description('Shows levels as live bars until Ctrl-C; where no terminal is, one reading. With --json a line a reading.')
    .argument('[strips...]', 'which: ch/1..8, bus/*, main', STRIPS)
    .option('--tap <point>', 'pre, post, rms, gate, dyn', 'post')
    .option('--rate <times>', 'a second', '20')
    .action(async (strips: string[], options: Options) => {
      const { findDaemon } = await import('./client.ts');
      const daemon = await findDaemon(options, process.env);
      if ('missing' in daemon) return end('noDaemon', daemon.missing);
      const rate = Number(options.rate);
      if (!(rate >= 1 && rate <= 100)) return end('config', `--rate: "${options.rate}" is not within 1..100`);
      const points = strips.map((strip) => `${strip}/meter/${options.tap}`);
      end('noDaemon', await show(daemon, points, rate, options.json === true));
    });
}

async function show(daemon: Daemon, points: readonly string[], rate: number, json: boolean): Promise<string> {
  const { listenTo } = await import('./socket.ts');
  const names = await namesOf(daemon);
  const live = process.stdout.isTTY === true && !json;
  const screen = new Screen(live);
  let paths: readonly string[] = [];
  return listenTo(daemon, [{ t: 'view', ref: 1, points: [...points], rate }], {
    message(message) {
      if (message.t === 'view') paths = message.points;
      if (message.t !== 'refused') return;
      end('refused', message.error.message);
      process.exit();
    },
    frame(bytes) {
      const frame = readFrame(bytes);
      if (frame?.kind !== 'meters') return;
      const levels = readLevels(frame.payload);
      if (json) printJson(Object.fromEntries(paths.map((path, index) => [path, jsonLevel(levels[index])])));
      else screen.draw(paths.map((path, index) => meterOf(path, names, levels[index])));
      if (!json && !live) process.exit();
    },
  });
}

const jsonLevel = (levelDb: number | undefined): number | '-inf' =>
  levelDb === undefined || levelDb === Number.NEGATIVE_INFINITY ? '-inf' : levelDb;

function meterOf(path: string, names: ReadonlyMap<string, string>, levelDb: number | undefined): Meter {
  const strip = path.slice(0, path.indexOf('/meter/'));
  return { label: `${strip} ${names.get(strip) ?? ''}`, levelDb: levelDb ?? Number.NEGATIVE_INFINITY };
}

/** Names of the strips; a desk without any is shown without. */
async function namesOf(daemon: Daemon): Promise<ReadonlyMap<string, string>> {
  const { askLine } = await import('./client.ts');
  const replies = await Promise.all(['*/name', '*/*/name'].map((pattern) => askLine(daemon, `get ${pattern}`, false)));
  const found = replies.flatMap((reply) => ('answer' in reply && Array.isArray(reply.answer.found) ? reply.answer.found : []));
  return new Map(found.flatMap((row: unknown) => (isNamed(row) ? [[row.path.slice(0, -'/name'.length), row.text] as const] : [])));
}

const isNamed = (row: unknown): row is { path: string; text: string } =>
  typeof row === 'object' && row !== null && 'path' in row && 'text' in row && typeof row.path === 'string' && typeof row.text === 'string';

/** Draws over what it drew before. */
class Screen {
  readonly #live: boolean;
  #rows = 0;

  constructor(live: boolean) {
    this.#live = live;
    if (!live) return;
    // The cursor would dance in the bars; it comes back whatever ends the command.
    process.stdout.write('\u001b[?25l');
    process.on('exit', () => process.stdout.write('\u001b[?25h'));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(0));
  }

  draw(meters: readonly Meter[]): void {
    const color = this.#live && process.env.NO_COLOR === undefined;
    // A screen higher than the terminal could not be drawn over again.
    const lines = screenOf(meters, process.stdout.columns ?? 80, color).slice(0, Math.max(1, (process.stdout.rows ?? 1000) - 1));
    const up = this.#live && this.#rows > 0 ? `\u001b[${this.#rows}A` : '';
    draw(`${up}${lines.map((line) => `${line}${this.#live ? '\u001b[K' : ''}`).join('\n')}`);
    this.#rows = lines.length;
  }
}
