import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { until } from '../until.ts';
import { cleanEnvironment, deskbridge, plainShow, startDaemon } from './daemon.ts';

const environment = cleanEnvironment();

async function desk() {
  const show = plainShow();
  const daemon = await startDaemon(show, environment);
  const there = { ...environment, DESKBRIDGE_SHOW: show };
  return { show, daemon, there, run: (...words: string[]) => deskbridge(words, there) };
}

test('a scene is stored and recalled from a shell: 0 nothing to do, 10 would change, 6 refused', async () => {
  const { show, run } = await desk();
  const files = (name: string) => readdirSync(join(show, 'scenes')).filter((file) => file.includes(name));
  await run('set', 'ch/1/fader', '-10');
  expect((await run('store', 'Song 2', '--dry-run')).code).toBe(10);
  expect(files('Song 2')).toEqual([]);
  expect((await run('store', 'Song 2')).code).toBe(0);
  // The command has ended: the scene is on the disk.
  expect(files('Song 2')).toHaveLength(1);
  expect((await run('recall', 'Song 2', '--dry-run')).code).toBe(0);
  await run('set', 'ch/1/fader', '-30');
  await run('mute', 'ch/2');
  const dry = await run('recall', 'Song 2', '--dry-run', '--json');
  expect(dry.code).toBe(10);
  expect(JSON.parse(dry.out).changes).toEqual(
    expect.arrayContaining([
      { path: 'ch/1/fader', from: '-30.0 dB', to: '-10.0 dB' },
      { path: 'ch/2/mute', from: 'on', to: 'off' },
    ]),
  );
  expect((await run('get', 'ch/1/fader')).out).toBe('ch/1/fader -30.0 dB\n');
  await run('set', 'ch/1/fader', '-25');
  const recalled = await run('recall', 'Song 2', 'seen', JSON.parse(dry.out).found.seen);
  expect(recalled).toMatchObject({ code: 0, out: expect.stringContaining('1 moved since it was shown: ch/1/fader -30.0 dB -> -25.0 dB') });
  await until('the mute is open again, last', async () => (await run('get', 'ch/2/mute')).out === 'ch/2/mute off\n');
  expect((await run('get', 'ch/1/fader')).out).toBe('ch/1/fader -10.0 dB\n');
  expect((await run('undo')).code).toBe(0);
  expect((await run('get', 'ch/1/fader', 'ch/1/fader')).code).toBe(6);
  expect((await run('get', 'ch/1/fader')).out).toBe('ch/1/fader -25.0 dB\n');
  expect(await run('recall', 'Sonk 2')).toMatchObject({ code: 6, err: 'no scene "Sonk 2"; did you mean Song 2?\n' });
});

test('the cue list is edited from a shell, and is on the disk when the command has ended', async () => {
  const { show, run } = await desk();
  const list = () => readFileSync(join(show, 'cues.yaml'), 'utf8');
  expect(await run('set-cue', '1', 'do', 'mute ch/1', '--dry-run')).toMatchObject({ code: 10, out: 'would change the list: 1\n' });
  expect((await run('cues')).out).toBe('no cues\n');
  expect((await run('set-cue', '1', 'do', 'mute ch/1')).code).toBe(0);
  expect(list()).toContain('mute ch/1');
  expect((await run('set-cue', '2', 'name', 'Verse')).code).toBe(0);
  expect((await run('move-cue', '2', 'before', '1')).code).toBe(0);
  expect((await run('cues')).out).toMatch(/ 2 Verse\n.* 1\n$/);
  expect((await run('remove-cue', '2')).code).toBe(0);
  expect(list()).not.toContain('Verse');
  expect((await run('go')).code).toBe(0);
  await until('the cue has run', async () => (await run('get', 'ch/1/mute')).out === 'ch/1/mute on\n');
});

test('scenes and cues are completed by the shell', async () => {
  const { run } = await desk();
  await run('store', 'Verse 2');
  await run('store', 'Ballad');
  expect((await run('completion', 'names', 'recall')).out.split('\n').sort()).toEqual(['', 'Ballad', 'Verse 2']);
});
