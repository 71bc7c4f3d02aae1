import type { Command } from 'commander';
import type { DeviceBody } from '../remote/protocol/devices.ts';
import { type DaemonOptions, end, print, printJson, withDaemon } from './common.ts';
import { table } from './table.ts';

const DEVICES = '/api/v1/devices';

export function devices(program: Command): void {
  const command = withDaemon(program.command('devices'))
    .summary('lists devices that were paired, and revokes them')
    .description('Lists the devices that were paired: id, name, what they may do, when they came and were seen, and what they have open.')
    .usage('[options] | revoke NAME|ID')
    .action(async (options: DaemonOptions) => listDevices(options));
  withDaemon(command.command('revoke'))
    .description('Takes the token of a device back: what it has open is closed at once.')
    .argument('<device>', 'its name or id')
    // Options of the same name are heard in front of the word as well as behind it.
    .action(async (device: string, _: DaemonOptions, own: Command) => revoke(device, own.optsWithGlobals<DaemonOptions>()));
}

async function listDevices(options: DaemonOptions): Promise<void> {
  const { ask, findDaemon } = await import('./client.ts');
  const daemon = await findDaemon(options, process.env);
  if ('missing' in daemon) return end('noDaemon', daemon.missing);
  const reply = await ask<DeviceBody[]>(daemon, 'GET', DEVICES);
  if ('missing' in reply) return end('noDaemon', reply.missing);
  if ('refusal' in reply) return end('refused', reply.refusal.message);
  if (options.json) return printJson(reply.body);
  if (reply.body.length === 0) return print('no device is paired; deskbridge pair shows a PIN');
  print(table([['id', 'name', 'role', 'paired', 'seen', 'open'], ...reply.body.map(rowOf)]));
}

const rowOf = ({ id, name, role, created, seen, sockets }: DeviceBody): string[] => [
  id,
  name,
  role,
  dateOf(created),
  seen === null ? 'never' : dateOf(seen),
  String(sockets),
];

/** `2026-11-25 21:04`, by the clock of this machine. */
function dateOf(ms: number): string {
  const at = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

async function revoke(device: string, options: DaemonOptions): Promise<void> {
  const { ask, findDaemon } = await import('./client.ts');
  const daemon = await findDaemon(options, process.env);
  if ('missing' in daemon) return end('noDaemon', daemon.missing);
  const reply = await ask<{ id: string; name: string; kept: boolean }>(daemon, 'DELETE', `${DEVICES}/${encodeURIComponent(device)}`);
  if ('missing' in reply) return end('noDaemon', reply.missing);
  if ('refusal' in reply) return end('refused', reply.refusal.message);
  const { id, name, kept } = reply.body;
  if (options.json) printJson(reply.body);
  else print(`${name} (${id}) is revoked`);
  if (!kept) process.stderr.write('the file of the devices could not be written: after a restart it has its token again\n');
}
