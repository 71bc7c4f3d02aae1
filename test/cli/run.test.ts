import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratch } from '../scratch.ts';
import { cleanEnvironment, deskbridge, plainShow, Running, startDaemon } from './daemon.ts';

const environment = cleanEnvironment();

function script(steps: string): string {
  const file = join(scratch(), 'script.yaml');
  writeFileSync(file, `steps:\n${steps}`);
  return file;
}

async function desk() {
  const show = plainShow();
  const daemon = await startDaemon(show, environment);
  const there = { ...environment, DESKBRIDGE_SHOW: show };
  return { daemon, there, run: (file: string, ...more: string[]) => deskbridge(['run', file, ...more], there) };
}

test('mistakes of a script are told with their line before anything is done, exit code 2', async () => {
  const file = script('  - mute ch/1\n  - togle ch/2/mute\n');
  expect(await deskbridge(['run', file], environment)).toMatchObject({
    code: 2,
    out: '',
    err: `${file}:3:5: no verb "togle"; did you mean "toggle"?\n      - togle ch/2/mute\n        ^^^^^\n`,
  });
  expect(await deskbridge(['run', `${file}.none`], environment)).toMatchObject({
    code: 2,
    err: expect.stringContaining('it is not there'),
  });
  expect(await deskbridge(['run', '/dev/zero'], environment)).toMatchObject({ code: 2, err: expect.stringContaining('/dev/zero:1:1: ') });
  const good = script('  - mute ch/1\n');
  expect(await deskbridge(['run', good, '--steps', 'many'], environment)).toMatchObject({
    code: 2,
    err: '--steps: "many" is not 1..100000\n',
  });
  expect(await deskbridge(['run', good, '--time', 'soon'], environment)).toMatchObject({ code: 2 });
  expect(await deskbridge(['run', good], environment)).toMatchObject({ code: 5 });
});

test('each way to end has its exit code, its line, and says what stays', async () => {
  const { run } = await desk();
  const refused = script('  - mute ch/1\n  - set ch/2/fader +50\n');
  expect(await run(refused)).toMatchObject({
    code: 6,
    out: `${refused}:2: ch/1/mute off -> on\n`,
    err: expect.stringMatching(/script\.yaml:3: ch\/2\/fader: \+50\.0 dB is outside -inf\.\.\+10 dB; what it changed until then stays/),
  });
  const unmet = script('  - expect ch/1/mute == off\n');
  expect(await run(unmet)).toMatchObject({ code: 7, err: `${unmet}:2: expected ch/1/mute == off, but ch/1/mute is on\n` });
  const endless = script('  - repeat: forever\n    do: [ toggle ch/3/mute ]\n');
  const [last] = (await run(endless, '--steps', '20', '--json')).out.trim().split('\n').reverse();
  expect(JSON.parse(last ?? '')).toEqual({ how: 'budget', line: 3, says: 'its budget of 20 steps is used up', steps: 20, changed: 9 });
});

test('more lines than the daemon takes in a second are all done, in their order', async () => {
  const { run } = await desk();
  const file = script('  - repeat: 300\n    do: [ nudge ch/1/pan +1, nudge ch/1/pan -1 ]\n  - expect ch/1/pan == 0\n');
  expect(await run(file, '--json')).toMatchObject({ code: 0, out: expect.stringContaining('"how":"done"') });
});

test('a daemon that goes while a script waits ends it, exit code 5', async () => {
  const { daemon, there } = await desk();
  const file = script('  - mute ch/1\n  - wait until ch/1/fader <= -80 within 50 s\n');
  const running = new Running(['run', file], there);
  await running.says(/ch\/1\/mute off -> on/);
  await daemon.kill('SIGKILL');
  expect(await running.ended).toMatchObject({ code: 5, err: expect.stringContaining('the daemon ended the connection') });
});
