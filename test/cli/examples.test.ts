import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cleanEnvironment, deskbridge, plainShow, Running, startDaemon } from './daemon.ts';

const EXAMPLES = new URL('../../src/cli/examples/', import.meta.url).pathname;
const MAIN = new URL('../../dist/main.js', import.meta.url).pathname;
const environment = cleanEnvironment();
const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

/** A daemon, the examples run against it, and the desk's own word of what became of it. */
async function desk() {
  const show = plainShow();
  const daemon = await startDaemon(show, environment);
  const there = { ...environment, DESKBRIDGE_URL: daemon.ready.http, DESKBRIDGE_SHOW: show, DESKBRIDGE: `${process.execPath} ${MAIN}` };
  return {
    there,
    daemon,
    run: (program: string, file: string, ...args: string[]) => new Running(args, there, program, [join(EXAMPLES, file)]),
    async say(line: string): Promise<string> {
      return (await deskbridge(['say', line], there)).out.trim();
    },
  };
}

/** Every example, and the test that runs it. */
const RUN = ['doors-open.sh', 'song-change.sh', 'follow.mjs', 'http.sh', 'line_check.py', 'walk-in.yaml'];

test('every example is run here', () => {
  expect(readdirSync(EXAMPLES).sort()).toEqual([...RUN, 'README.md'].sort());
});

test('bash: the exit codes say what is to be done', async () => {
  const { run, say, there } = await desk();
  expect(await run('bash', 'doors-open.sh').ended).toMatchObject({ code: 0, out: expect.stringContaining('ch/1..4: muted now\n') });
  expect(await say('get ch/4/mute')).toBe('ch/4/mute on');
  expect(await run('bash', 'doors-open.sh').ended).toMatchObject({ code: 0, out: 'ch/1..4: muted already\n' });
  expect(await run('bash', 'doors-open.sh', 'ch/99').ended).toMatchObject({ code: 6, err: expect.stringContaining('no parameter') });
  const alone = new Running([], { ...there, DESKBRIDGE_SHOW: `${there.DESKBRIDGE_SHOW}/none` }, 'bash', [join(EXAMPLES, 'doors-open.sh')]);
  expect(await alone.ended).toMatchObject({ code: 5, err: expect.stringContaining('the desk is not running') });
});

test('bash: a scene is looked at, then recalled as it was shown', async () => {
  const { run, say } = await desk();
  await say('set ch/1/fader -10');
  await say('store "Song 2"');
  await say('set ch/1/fader -20');
  const { code, out } = await run('bash', 'song-change.sh', 'Song 2').ended;
  expect([code, out.split('\n')]).toEqual([
    0,
    [
      'would recall "Song 2": 1 change, loudest ch/1/fader +10.0 dB',
      '  ch/1/fader  -20.0 dB -> -10.0 dB  +10.0 dB',
      'recalls "Song 2": 1 change, loudest ch/1/fader +10.0 dB',
      '',
    ],
  ]);
  expect(await say('get ch/1/fader')).toBe('ch/1/fader -10.0 dB');
  expect(await run('bash', 'song-change.sh', 'Song 2').ended).toMatchObject({
    code: 0,
    out: expect.stringContaining('Song 2: it is so already'),
  });
  expect(await run('bash', 'song-change.sh', 'Song 3').ended).toMatchObject({ code: 6, err: expect.stringContaining('no scene "Song 3"') });
});

test.skipIf(!has('curl'))('curl: read, set, say, dry run, refusal (skipped where there is no curl)', async () => {
  const { run, say } = await desk();
  const { code, out } = await run('bash', 'http.sh').ended;
  expect(code).toBe(0);
  const lines = out.trim().split('\n');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ path: 'ch/1/fader', value: 0 });
  expect(JSON.parse(lines[2] ?? '')).toMatchObject({ says: 'would set ch/1/fader -10.0 dB -> -9.0 dB' });
  expect(lines.at(-1)).toBe('+99 dB: 422');
  expect(await say('get ch/1/fader')).toBe('ch/1/fader -9.0 dB');
});

test.skipIf(!has('python3'))('python: a line check puts back what it moved (skipped where there is no python3)', async () => {
  const { run, say } = await desk();
  await say('mute ch/2');
  const { code, out, err } = await run('python3', 'line_check.py', '3').ended;
  expect([code, err, out]).toEqual([0, '', 'ch/1 is open\nch/2 is open\nch/3 is open\nall as it was\n']);
  expect(await say('get ch/1..3/mute')).toBe('ch/1/mute off\nch/2/mute on\nch/3/mute off');
  const refused = await run('python3', 'line_check.py', '99').ended;
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('no parameter "ch/33/mute"') });
  // However it ends, what was open is open again.
  expect(await say('get ch/1..3/mute')).toBe('ch/1/mute off\nch/2/mute on\nch/3/mute off');
});

test('node: a follower hears each move with who made it', async () => {
  const { run, say } = await desk();
  const follower = run(process.execPath, 'follow.mjs', 'ch/1..2/fader', '2');
  await follower.says(/following/);
  await say('set ch/1/fader -7');
  await say('set ch/2/fader -8');
  expect(await follower.ended).toMatchObject({
    code: 0,
    out: expect.stringMatching(/ch\/1\/fader -7 by command line\nch\/2\/fader -8 by/),
  });
  expect(await run(process.execPath, 'follow.mjs', 'ch/99').ended).toMatchObject({ code: 6 });
});

test('deskbridge run: the dry run tells, the run does, a second has nothing to do', async () => {
  const { there, say } = await desk();
  const walkIn = (...args: string[]) => deskbridge(['run', join(EXAMPLES, 'walk-in.yaml'), ...args], there);
  expect(await walkIn('--dry-run')).toMatchObject({ code: 10, err: '' });
  expect(await say('get main/fader')).toBe('main/fader 0.0 dB');
  expect(await walkIn()).toMatchObject({ code: 0, err: '' });
  expect(await say('get main/fader')).toBe('main/fader -20.0 dB');
  expect(await say('get ch/1/mute')).toBe('ch/1/mute off');
});
