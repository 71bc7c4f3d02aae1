import type { Command } from 'commander';
import type { StatusBody } from '../remote/protocol/http.ts';
import { tellFault } from '../scenes/library.ts';
import { type DaemonOptions, end, print, printJson, withDaemon } from './common.ts';

export function status(program: Command): void {
  withDaemon(program.command('status'))
    .summary('tells how the desk is: engines, what is missing, files with mistakes')
    .description('Tells how the running desk is: its engines, what is missing, files with mistakes, who is connected.')
    .action(async (options: DaemonOptions) => tellStatus(options));
}

async function tellStatus(options: DaemonOptions): Promise<void> {
  const { ask, findDaemon } = await import('./client.ts');
  const daemon = await findDaemon(options, process.env);
  if ('missing' in daemon) return end('noDaemon', daemon.missing);
  const reply = await ask<StatusBody>(daemon, 'GET', '/api/v1/status');
  if ('missing' in reply) return end('noDaemon', reply.missing);
  if ('refusal' in reply) return end('refused', reply.refusal.message);
  if (options.json) printJson(reply.body);
  else print(statusLines(reply.body).join('\n'));
}

/** What somebody who comes to the desk wants to know first. */
export function statusLines({ version, show, upMs, engines, missing, faults, clients }: StatusBody): readonly string[] {
  return [
    `Deskbridge ${version}, since ${since(upMs)}, show ${show}`,
    ...engines.map(({ role, type, state, reason }) => `  ${role} (${type}): ${state}${reason === '' ? '' : `, ${reason}`}`),
    ...clients.map(({ who, kind, role }) => `  ${who} (${kind})${role === null ? ', not let in yet' : `: ${role}`}`),
    ...missing.map((says) => `- ${says}`),
    ...faults.map((fault) => `! ${tellFault(fault)}`),
  ];
}

function since(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return minutes < 1 ? `${Math.floor(ms / 1000)} s` : minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
