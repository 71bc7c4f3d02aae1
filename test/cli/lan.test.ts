import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { scratch } from '../scratch.ts';
import { cleanEnvironment, deskbridge, plainShow, Running, startDaemon } from './daemon.ts';

const environment = cleanEnvironment();
/** A name that is mapped to this machine: what asks by it is not taken for this machine itself. */
const NAME = 'desk.example';
const ESCAPE = '\u001b';

/** A show that is reached by a name, as behind a proxy; the sockets stay on loopback. */
function namedShow(): string {
  const show = scratch();
  writeFileSync(join(show, 'desk.yaml'), `engines: { foh: { type: embedded } }\ndoors: { http: { names: [${NAME}] } }\n`);
  return show;
}

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Asks as a device of the network does: by the name. `fetch` would not send another Host. */
async function ask(url: string, path: string, body?: object, token?: string): Promise<Answer> {
  const { request } = await import('node:http');
  return new Promise((resolve, reject) => {
    const headers = {
      host: `${NAME}:${new URL(url).port}`,
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    const asked = request(`${url}${path}`, { method: body ? 'POST' : 'GET', headers }, async (answer) => {
      let text = '';
      for await (const chunk of answer) text += String(chunk);
      resolve({ status: answer.statusCode ?? 0, body: text.startsWith('{') ? JSON.parse(text) : {} });
    });
    asked.on('error', reject);
    asked.end(body ? JSON.stringify(body) : undefined);
  });
}

test('a device of the network is paired with a PIN, listed, known after a restart, and out at once when it is revoked', async () => {
  const show = namedShow();
  const first = await startDaemon(show, environment);
  expect((await ask(first.ready.http, '/api/v1/status')).status).toBe(401);
  expect((await ask(first.ready.http, '/')).status).toBe(200);
  const shown = await deskbridge(['pair', '--show', show, '--role', 'viewer', '--json'], environment);
  const { pin, join: url } = JSON.parse(shown.out);
  expect(url).toBe(`http://${NAME}:${new URL(first.ready.http).port}/#pin=${pin}`);
  const { body } = await ask(first.ready.http, '/api/v1/pair/exchange', { pin, name: "Anna's iPad" });
  const token = String(body.token);
  expect((await ask(first.ready.http, '/api/v1/status', undefined, token)).status).toBe(200);
  expect((await ask(first.ready.http, '/api/v1/pair', {}, token)).status).toBe(403);
  expect((await first.kill('SIGTERM')).code).toBe(0);

  const file = join(show, 'state', 'devices.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const kept = readFileSync(file, 'utf8');
  for (const secret of [pin, token]) expect(kept + first.out + first.err).not.toContain(secret);

  const second = await startDaemon(show, environment);
  const socket = new WebSocket(`${second.ready.http.replace('http', 'ws')}/ws`, { headers: { host: `${NAME}:1` } });
  socket.on('open', () => socket.send(JSON.stringify({ t: 'auth', token })));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve) => socket.on('message', (bytes) => String(bytes).includes('"role":"viewer"') && resolve(undefined)));
  const listed = await deskbridge(['devices', '--show', show], environment);
  expect(listed.out).toMatch(
    /^id +name +role +paired +seen +open\n[0-9a-f]{8} +Anna's iPad +viewer +\d{4}-\d\d-\d\d \d\d:\d\d +\d{4}-.* +1\n$/,
  );
  const revoked = await deskbridge(['devices', 'revoke', "anna's ipad", '--show', show], environment);
  expect(revoked).toMatchObject({ code: 0, out: expect.stringMatching(/^Anna's iPad \([0-9a-f]{8}\) is revoked\n$/) });
  expect(await closed).toBe(4401);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ devices: [] });
  expect(await deskbridge(['devices', '--show', show], environment)).toMatchObject({
    out: 'no device is paired; deskbridge pair shows a PIN\n',
  });
  expect(await deskbridge(['devices', 'revoke', 'Anna', '--show', show], environment)).toMatchObject({ code: 6 });
  expect((await second.kill('SIGTERM')).code).toBe(0);
});

test('a LAN address starts with --lan, says where the page is and no PIN in its log; without a device and --lan it does not start', async () => {
  const show = plainShow();
  const daemon = await startDaemon(show, environment, ['--lan']);
  // Of a machine with a network; one without has no address to tell.
  expect(daemon.ready.http).toMatch(/^http:\/\/127\.0\.0\.1:/);
  const { out } = await deskbridge(['pair', '--show', show], environment);
  const pin = /PIN {2}(\d{3}) (\d{3}) {3}for one device as mixer, 2 minutes/.exec(out)?.slice(1).join('');
  expect(pin).toMatch(/^\d{6}$/);
  const { body } = await ask(daemon.ready.http, '/api/v1/pair/exchange', { pin: 'x', name: 'y' });
  expect(body).toMatchObject({ error: { code: 'host' } });
  const paired = await fetch(`${daemon.ready.http}/api/v1/pair/exchange`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ pin, name: 'iPad' }),
  });
  expect(paired.status).toBe(200);
  const { code } = await daemon.kill('SIGTERM');
  expect(code).toBe(0);
  expect(daemon.out).toContain('\\"deskbridge pair\\" shows a PIN');
  expect(daemon.out).not.toContain(pin ?? '');
  // A device is paired now: the address alone is enough, as in desk.yaml.
  const again = await startDaemon(show, environment, ['--host', '0.0.0.0']);
  expect((await again.kill('SIGTERM')).code).toBe(0);
  const other = plainShow();
  writeFileSync(join(other, 'desk.yaml'), 'engines: { foh: { type: embedded } }\ndoors: { http: { host: 0.0.0.0 } }\n');
  for (const args of [
    ['start', '--show', other],
    ['check-config', other],
  ])
    expect(await deskbridge(args, environment)).toMatchObject({ code: 2, err: expect.stringContaining('deskbridge start --lan') });
});

test('a file of devices that cannot be understood is set aside, and nobody is let in by it', async () => {
  const show = plainShow();
  const first = await startDaemon(show, environment);
  await first.kill('SIGTERM');
  const file = join(show, 'state', 'devices.json');
  writeFileSync(file, '{"devices":[{"id":"a","name":"b","role":"owner"}]}');
  const second = await startDaemon(show, environment);
  expect(readFileSync(`${file}.broken`, 'utf8')).toContain('owner');
  expect(await deskbridge(['devices', '--show', show, '--json'], environment)).toMatchObject({ out: '[]\n' });
  const { out } = await second.kill('SIGTERM');
  expect(out).toContain('paired devices have to be paired again');
});

test('pair takes roles that there are, and needs a daemon', async () => {
  expect(await deskbridge(['pair', '--role', 'owner', '--show', scratch()], environment)).toMatchObject({
    code: 2,
    err: '--role: "owner" is none of viewer, mixer, admin\n',
  });
  for (const args of [['pair'], ['devices'], ['devices', 'revoke', 'x']])
    expect(await deskbridge([...args, '--show', scratch()], environment)).toMatchObject({ code: 5 });
});

test('on a terminal the daemon shows code, PIN and address, and the next PIN in the place of the last', async () => {
  const show = namedShow();
  // `script` of util-linux gives the daemon a terminal.
  const main = new URL('../../dist/main.js', import.meta.url).pathname;
  const command = `stty rows 50 cols 120; exec ${process.execPath} ${main} start --lan --show ${show} --port 0 --osc-port 0 --audio off`;
  const daemon = new Running([], environment, 'script', ['-qec', command, '/dev/null']);
  await daemon.says(/PIN {2}\d{3} \d{3} {3}for one device as mixer/);
  expect(daemon.out).toMatch(/tablets +http:\/\//);
  expect(daemon.out).toMatch(/surface +none; open http:\/\/127\.0\.0\.1:\d+\/surface for a virtual X-Touch/);
  expect(daemon.out).toContain(`${ESCAPE}[30;107m`);
  await deskbridge(['pair', '--show', show, '--role', 'admin', '--json'], environment);
  await daemon.says(/for one device as admin/);
  // Back over the block, and the new one over it.
  expect(daemon.out.slice(daemon.out.indexOf('as mixer'))).toMatch(new RegExp(`${ESCAPE}\\[\\d\\dA${ESCAPE}\\[J`));
  await daemon.kill('SIGTERM');
});
