import { askLine, findDaemon } from './client.ts';
import { type DaemonOptions, end, print, printJson } from './common.ts';
import { table } from './table.ts';

/** Parameters of the running desk that a pattern names, with value and range. */
export async function listParameters(pattern: string, options: DaemonOptions): Promise<void> {
  const daemon = await findDaemon(options, process.env);
  if ('missing' in daemon) return end('noDaemon', daemon.missing);
  const reply = await askLine(daemon, `get "${pattern}"`, false);
  if ('missing' in reply) return end('noDaemon', reply.missing);
  if ('refusal' in reply) return end('refused', reply.refusal.message);
  const rows = (Array.isArray(reply.answer.found) ? reply.answer.found : []).filter(isRow);
  if (options.json) printJson(rows);
  else print(table(rows.map(({ path, text, takes }) => [path, text, takes])));
}

interface Row {
  readonly path: string;
  readonly text: string;
  readonly takes: string;
}

const isRow = (row: unknown): row is Row =>
  typeof row === 'object' && row !== null && 'path' in row && 'text' in row && 'takes' in row && typeof row.path === 'string';
