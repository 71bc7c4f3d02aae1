import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratch } from '../scratch.ts';
import { until } from '../until.ts';
import { cleanEnvironment, deskbridge, plainShow, Running, startDaemon } from './daemon.ts';

const environment = cleanEnvironment();

/** A daemon, and commands said to it: what they print and how they end. */
async function desk(show = plainShow()) {
  const daemon = await startDaemon(show, environment);
  const say = async (...words: string[]): Promise<string> => {
    const { code, out, err } = await deskbridge([...words, '--show', show], environment);
    return `${code} ${out}${err}`.trim();
  };
  return { show, daemon, say };
}

test('the words of the desk are typed as commands, and each sees what the others did', async () => {
  const { say } = await desk();
  expect(await say('set', 'ch/7/fader', '-10')).toBe('0 ch/7/fader 0.0 dB -> -10.0 dB');
  expect(await say('nudge', 'ch/7/fader', '-0.5', 'dB')).toBe('0 ch/7/fader -10.0 dB -> -10.5 dB');
  expect(await say('set', 'ch/7/name', 'Kick "In"')).toBe('0 ch/7/name  -> Kick "In"');
  expect(await say('mute', 'ch/7')).toBe('0 ch/7/mute off -> on');
  expect(await say('say', 'toggle ch/7/mute')).toBe('0 ch/7/mute on -> off');
  expect(await say('set', 'ch/8/fader', '-inf')).toBe('0 ch/8/fader 0.0 dB -> -inf dB');
  expect(await say('get', 'ch/7..8/fader')).toBe('0 ch/7/fader -10.5 dB\nch/8/fader -inf dB');
  expect(await say('undo')).toMatch(/^0 undo of set by .*: 1 restored$/);
  expect(await say('get', 'ch/8/fader')).toBe('0 ch/8/fader 0.0 dB');
  expect(await say('why', 'ch/7/fader')).toMatch(/^0 ch\/7\/fader is -10\.5 dB\n.*-10\.0 dB -> -10\.5 dB by .*: nudge/);
  expect(await say('list', 'ch/7/hpf')).toMatch(/^0 ch\/7\/hpf\/on +off +on or off\nch\/7\/hpf\/freq +80 Hz +16\.\.2000 Hz/);
});

test('what the desk refuses ends with 6 and a sentence that helps', async () => {
  const { say } = await desk();
  expect(await say('set', 'ch/7/fader', '+14')).toBe('6 ch/7/fader: +14.0 dB is outside -inf..+10 dB');
  expect(await say('set', 'ch/77/fader', '0')).toBe('6 no parameter "ch/77/fader"; did you mean ch/32/fader?');
  expect(await say('set', 'ch/7/audible', 'yes')).toBe('6 ch/7/audible: can only be read');
  await say('set', 'ch/7/name', 'x\u202ey');
  expect(await say('get', 'ch/7/name')).toBe('0 ch/7/name x\ufffdy');
  expect(await say('get', 'ch/7/name', '--json')).toContain('"text":"x\u202ey"');
});

test('a dry run changes nothing, and its exit code says whether it would', async () => {
  const { say } = await desk();
  expect(await say('set', 'ch/1..3/fader', '-5', '--dry-run')).toBe(
    '10 would set ch/1/fader 0.0 dB -> -5.0 dB and 2 more\n  ch/1/fader  0.0 dB -> -5.0 dB\n  ch/2/fader  0.0 dB -> -5.0 dB\n  ch/3/fader  0.0 dB -> -5.0 dB',
  );
  expect(await say('set', 'ch/1/fader', '0', '--dry-run')).toBe('0 nothing to change');
  expect(await say('get', 'ch/1/fader')).toBe('0 ch/1/fader 0.0 dB');
});

test('--json gives what a program reads', async () => {
  const { say } = await desk();
  const json = async (...words: string[]) => JSON.parse((await say(...words, '--json')).replace(/^\d+ /, ''));
  expect(await json('set', 'ch/1/fader', '-5')).toMatchObject({ changes: [{ path: 'ch/1/fader', from: '0.0 dB', to: '-5.0 dB' }] });
  expect(await json('get', 'ch/1/fader')).toMatchObject({ found: [{ path: 'ch/1/fader', value: -5, text: '-5.0 dB' }] });
  const refused = await deskbridge(['set', 'ch/1/fader', '99', '--json', '--url', 'http://127.0.0.1:1'], environment);
  expect(refused.code).toBe(5);
});

test('watch prints each change with who made it, in its own words', async () => {
  const { show, say } = await desk();
  const watching = new Running(['watch', 'ch/7/*', '--show', show], environment);
  // Not before it is subscribed is a change told: one is made until it is.
  let n = 0;
  await until('a change is printed', async () => {
    await say('set', 'ch/7/fader', String(-++n));
    return watching.out.includes('ch/7/fader');
  });
  expect(watching.out).toMatch(/^\d\d:\d\d:\d\d ch\/7\/fader -\d+\.0 dB {2}by .+ \(http 127\.0\.0\.1\): set$/m);
  await watching.kill('SIGINT');
});

test('watch of something that does not exist, and a daemon that goes, end with a sentence', async () => {
  const { show, daemon, say } = await desk();
  expect(await say('watch', 'ch/99')).toMatch(/^6 no parameter "ch\/99"/);
  const watching = new Running(['watch', '--show', show, '--json'], environment);
  let n = 0;
  await until('a change is printed', async () => {
    await say('set', 'ch/7/fader', String(-++n));
    return watching.out.includes('"path":"ch/7/fader"');
  });
  await daemon.kill('SIGTERM');
  expect(await watching.ended).toMatchObject({ code: 5, err: expect.stringContaining('the daemon ended the connection') });
});

test('what was set last is there after SIGTERM, what was set a moment ago after a kill; the log goes on', async () => {
  const first = await desk();
  await first.say('set', 'ch/7/fader', '-10');
  expect((await first.daemon.kill('SIGTERM')).code).toBe(0);
  const second = await desk(first.show);
  expect(await second.say('get', 'ch/7/fader')).toBe('0 ch/7/fader -10.0 dB');
  expect(await second.say('why', 'ch/7/fader')).toMatch(/0\.0 dB -> -10\.0 dB by /);
  await second.say('set', 'ch/7/fader', '-20');
  const memory = join(first.show, 'state', 'foh.json');
  await until('it is on disk', () => readFileSync(memory, 'utf8').includes('-20'));
  await second.daemon.kill('SIGKILL');
  const third = await desk(first.show);
  expect(await third.say('get', 'ch/7/fader')).toBe('0 ch/7/fader -20.0 dB');
});

test('a new show comes up with a mix: strips are named and coloured, and the player is set to play', async () => {
  const { say } = await desk(scratch());
  expect(await say('get', 'ch/1..2/name')).toMatch(/^0 ch\/1\/name Kick/);
  expect(await say('get', 'player/state')).toBe('0 player/state play');
  expect(await say('get', 'player/folder')).toContain(`${environment.XDG_CACHE_HOME}/deskbridge/`);
});

test.each([['get', '**'], ['list'], ['watch', '**']])('%s into a reader that has gone ends quietly', async (...words) => {
  const { say, show } = await desk();
  const reading = new Running([...words, '--show', show], environment);
  reading.child.stdout?.destroy();
  // What moves makes a watch say something.
  const moved = words[0] === 'watch' ? setInterval(() => void say('nudge', 'ch/7/fader', '-0.5'), 300) : undefined;
  const { code, err } = await reading.ended;
  clearInterval(moved);
  expect([code, err]).toEqual([0, '']);
});
