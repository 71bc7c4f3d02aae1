import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratch } from '../scratch.ts';
import { until } from '../until.ts';
import { cleanEnvironment, deskbridge, plainShow, Running, startDaemon } from './daemon.ts';

const environment = cleanEnvironment();
const FREE = ['--port', '0', '--osc-port', '0', '--audio', 'off'];

test('start makes the show of the user, says where it serves, and ends on SIGTERM with nothing left behind', async () => {
  const home = scratch();
  const daemon = new Running(['start', '--json', ...FREE], cleanEnvironment(home));
  const line = await until('ready', () => daemon.out.split('\n').find((text) => text.includes('ready')));
  const show = `${home}/data/deskbridge/show`;
  expect(JSON.parse(line)).toEqual({ event: 'ready', http: expect.any(String), osc: expect.any(Number), show });
  expect(JSON.parse(readFileSync(join(show, 'run.json'), 'utf8'))).toMatchObject({ pid: daemon.child.pid });
  expect((await daemon.kill('SIGTERM')).code).toBe(0);
  expect(() => readFileSync(join(show, 'run.json'))).toThrow();
});

test('a second daemon on the same show is told who has it, with exit code 3; after a kill the folder is free', async () => {
  const show = scratch();
  const first = await startDaemon(show, environment);
  const second = await deskbridge(['start', '--show', show, ...FREE], environment);
  expect(second).toMatchObject({ code: 3, out: '' });
  expect(second.err).toContain(`the show ${show} is open in another daemon (process ${first.child.pid}`);
  await first.kill('SIGKILL');
  const third = await startDaemon(show, environment);
  expect((await third.kill('SIGINT')).code).toBe(0);
});

test('a port in use is a plain sentence and exit code 3', async () => {
  const first = await startDaemon(scratch(), environment);
  const second = await deskbridge(['start', '--show', scratch(), '--port', '0', '--osc-port', String(first.ready.osc)], environment);
  expect(second.code).toBe(3);
  expect(second.err.trim()).toBe(`OSC: port ${first.ready.osc} is in use`);
});

test('a mistake in desk.yaml is told with file, line and column, and exit code 2', async () => {
  const show = scratch();
  writeFileSync(join(show, 'desk.yaml'), 'engines:\n  foh: { type: embedded }\ndoors:\n  http:\n    prot: 8480\n');
  for (const args of [
    ['start', '--show', show],
    ['check-config', show],
    ['check-config', join(show, 'desk.yaml')],
  ]) {
    const ran = await deskbridge(args, environment);
    expect(ran.code).toBe(2);
    expect(ran.err).toBe(`${show}/desk.yaml:5:5: no setting "prot"; did you mean "port"?\n        prot: 8480\n        ^^^^\n`);
  }
});

test.each([
  [['start', '--port', 'http'], {}, '--port: "http" is not a port, 0..65535'],
  [['start'], { DESKBRIDGE_OSC_PORT: '70000' }, 'DESKBRIDGE_OSC_PORT: "70000" is not a port, 0..65535'],
  [['start', '--audio', 'loud'], {}, '--audio: "loud" is none of auto, jack, pulse, alsa, file, none, off'],
  [['start', '--host', '0.0.0.0'], {}, 'Start it with a PIN for devices: deskbridge start --lan'],
  [['start', '--lan', '--host', '127.0.0.1'], {}, '--lan: 127.0.0.1 is this machine only'],
  [['start'], { DESKBRIDGE_HOST: '192.168.1.5' }, 'doors/http/host 192.168.1.5 would give the desk to everybody'],
  [['start', '--prot', '1'], {}, "unknown option '--prot'\n(Did you mean --port?)"],
])('%j with %j is refused before anything is opened, exit code 2', async (args, more, says) => {
  const ran = await deskbridge(args, cleanEnvironment(scratch(), more));
  expect(ran.code).toBe(2);
  expect(ran.err).toContain(says);
});

test('a show that cannot be made is a plain sentence and exit code 2', async () => {
  const file = join(scratch(), 'file');
  writeFileSync(file, '');
  const ran = await deskbridge(['start', '--show', join(file, 'show'), ...FREE], environment);
  expect(ran).toMatchObject({ code: 2, err: expect.stringMatching(/^cannot make .*: a part of the path is a file, not a folder\n$/) });
});

test('desk.yaml changed while it runs: what can be is applied, a mistake is said with its place, and the daemon stays', async () => {
  const show = scratch();
  const daemon = await startDaemon(show, environment);
  const path = join(show, 'desk.yaml');
  const good = readFileSync(path, 'utf8');
  const says = (text: string) => until(text, () => daemon.out.includes(text));
  writeFileSync(path, good.replace('type: embedded', 'type: embeded'));
  await says('no engine \\"embeded\\"; did you mean \\"embedded\\"?');
  await says('the last good settings stay');
  writeFileSync(path, `${good}log: { lines: 500 }\n`);
  await says('log/lines will be used from the next start on');
  writeFileSync(path, good.replace('    # peers:', '    peers: [{ address: 10.0.0.7 }]\n    #'));
  await says('doors/osc/peers applied');
  writeFileSync(path, `${good}holds: newest-wins\n`);
  await says('doors/osc/peers, holds applied');
  writeFileSync(path, `${good.replace('port: 8480', 'sockets: 300 #')}`);
  await says('doors/http/sockets, holds applied');
  writeFileSync(path, `${good}# a comment\n`);
  daemon.child.kill('SIGHUP');
  await until('the daemon looked', () => daemon.out.match(/will be used from the next start|nothing in it changed|applied/g)?.length === 5);
  expect((await daemon.kill('SIGTERM')).code).toBe(0);
});

test('a log that nobody reads any more does not end the daemon', async () => {
  const show = scratch();
  const daemon = await startDaemon(show, environment);
  daemon.child.stdout?.destroy();
  daemon.child.stderr?.destroy();
  writeFileSync(join(show, 'desk.yaml'), 'broken: [');
  daemon.child.kill('SIGHUP');
  mkdirSync(join(show, 'x'));
  const ran = await deskbridge(['start', '--show', show, ...FREE], environment);
  expect(ran.code).toBe(2);
  expect(daemon.child.exitCode).toBeNull();
  expect((await daemon.kill('SIGTERM')).code).toBe(0);
});

/** Code that runs in the daemon before its own. */
const withCode = (code: string) =>
  cleanEnvironment(scratch(), { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` });

test('a fault that nobody caught is logged with its stack, and the desk goes on', async () => {
  const show = plainShow();
  const daemon = await startDaemon(show, withCode("process.on('SIGUSR2', () => { throw new Error('a room broke'); })"));
  daemon.child.kill('SIGUSR2');
  await until('the fault is logged', () => daemon.out.includes('uncaught: a room broke'));
  expect(await deskbridge(['set', 'ch/1/fader', '-10', '--show', show], environment)).toMatchObject({ code: 0 });
  expect((await daemon.kill('SIGTERM')).code).toBe(0);
});

test('a door that does not close keeps nobody from saving', async () => {
  const show = plainShow();
  const stuck = withCode("import net from 'node:net'; net.Server.prototype.close = function () { return this; };");
  const daemon = await startDaemon(show, stuck);
  await deskbridge(['set', 'ch/1/fader', '-10', '--show', show], environment);
  const ended = await daemon.kill('SIGTERM');
  expect(ended).toMatchObject({ code: 0, out: expect.stringContaining('the HTTP door did not close in time') });
  expect(readFileSync(join(show, 'state', 'foh.json'), 'utf8')).toContain('"ch/1/fader": -10');
  expect(() => readFileSync(join(show, 'run.json'))).toThrow();
});
