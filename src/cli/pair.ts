import type { Command } from 'commander';
import { ROLES } from '../desk/actor.ts';
import type { OpenPinBody } from '../remote/protocol/devices.ts';
import { type DaemonOptions, draw, end, printJson, withDaemon } from './common.ts';

interface Options extends DaemonOptions {
  readonly role?: string;
}

export function pair(program: Command): void {
  withDaemon(program.command('pair'))
    .summary('shows a fresh PIN and QR code that let one device in')
    .description(
      'Shows a fresh PIN and a QR code: for one device, for two minutes. The device opens the page, types the PIN or scans the code, and has ' +
        'a token of its own from then on; "deskbridge devices" lists and revokes them.',
    )
    .option('--role <role>', `what the device may do: ${ROLES.join(', ')}`, 'mixer')
    .action(async (options: Options) => show(options));
}

async function show(options: Options): Promise<void> {
  const role = ROLES.find((known) => known === options.role);
  if (!role) return end('config', `--role: "${options.role}" is none of ${ROLES.join(', ')}`);
  const { ask, findDaemon } = await import('./client.ts');
  const daemon = await findDaemon(options, process.env);
  if ('missing' in daemon) return end('noDaemon', daemon.missing);
  const reply = await ask<OpenPinBody>(daemon, 'POST', '/api/v1/pair', { role });
  if ('missing' in reply) return end('noDaemon', reply.missing);
  if ('refusal' in reply) return end('refused', reply.refusal.message);
  const { pin, ...rest } = reply.body;
  if (options.json || pin === null) return printJson(reply.body);
  const [{ invitation }, { takesColors }] = await Promise.all([import('./invitation.ts'), import('./qr.ts')]);
  const room = { colors: takesColors(process.stdout, process.env), rows: undefined };
  draw(invitation({ ...rest, pin, role }, room).join('\n'));
}
