import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { SurfaceState } from '../remote/hands.ts';
import { defaultShow } from '../show/folder.ts';
import { type DaemonOptions, end, print, printJson, withDaemon } from './common.ts';
import { table } from './table.ts';

export function surfaces(program: Command): void {
  withDaemon(program.command('surfaces'))
    .summary('lists control surfaces and their state')
    .description(
      'Lists the surfaces of the running desk: model, state, layer, mode, strips. Without a desk it looks for itself: MIDI ports, and the profile that recognises each.',
    )
    .action(async (options: DaemonOptions) => listSurfaces(options));
}

async function listSurfaces(options: DaemonOptions): Promise<void> {
  const { ask, findDaemon } = await import('./client.ts');
  const daemon = await findDaemon(options, process.env);
  if ('missing' in daemon) {
    if (options.url !== undefined) return end('noDaemon', daemon.missing);
    return listPorts(options);
  }
  const reply = await ask<SurfaceState[]>(daemon, 'GET', '/api/v1/surfaces');
  if ('missing' in reply) return end('noDaemon', reply.missing);
  if ('refusal' in reply) return end('refused', reply.refusal.message);
  if (options.json) printJson(reply.body);
  else if (reply.body.length > 0) print(table([['name', 'model', 'state', 'layer', 'strips'], ...reply.body.map(rowOf)]));
  if (reply.body.length === 0) end('noDevice', 'the desk has seen no surface; deskbridge doctor shows what the ports are');
}

const rowOf = ({ name, model, state, reason, layer, mode, flip, strips }: SurfaceState): string[] => [
  name,
  model,
  state === 'live' ? 'live' : `lost: ${reason}`,
  [layer, mode, ...(flip ? ['flip'] : [])].filter(Boolean).join(' '),
  strips.map((strip) => strip ?? '-').join(' '),
];

/** Of the machine, where no desk runs. */
async function listPorts({ show, json }: DaemonOptions): Promise<void> {
  const { knownProfiles, lookForPorts, profileOf } = await import('./midi-look.ts');
  const folder = resolve(show ?? process.env.DESKBRIDGE_SHOW ?? defaultShow(process.env));
  const [look, profiles] = await Promise.all([lookForPorts(), knownProfiles(folder)]);
  if ('fault' in look) {
    if (json) printJson([]);
    return end('noDevice', `no MIDI: ${look.fault}`);
  }
  const found = look.ports.map((port) => ({ port: port.name, index: port.index, profile: profileOf(port, profiles)?.profile ?? null }));
  await look.midi.stop();
  if (json) printJson(found);
  else if (found.length > 0)
    print(table(found.map(({ port, index, profile }) => [profile ?? 'no profile', `${port}${index === 0 ? '' : ` (${index + 1})`}`])));
  if (!found.some(({ profile }) => profile !== null))
    end('noDevice', 'no MIDI port of this machine is a surface that a profile recognises');
}
