import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cacheFolder, defaultShow, openShow } from '../../src/show/folder.ts';
import { scratch } from '../scratch.ts';

test.each([
  [{ XDG_DATA_HOME: '/data', HOME: '/home/anna' }, '/data/deskbridge/show'],
  [{ HOME: '/home/anna' }, '/home/anna/.local/share/deskbridge/show'],
  [{ XDG_DATA_HOME: 'not/absolute', HOME: '/home/anna' }, '/home/anna/.local/share/deskbridge/show'],
])('with %j the show is %s', (environment, show) => {
  expect(defaultShow(environment)).toBe(show);
});

test('what can be made again goes into the cache', () => {
  expect(cacheFolder({ HOME: '/home/anna' })).toBe('/home/anna/.cache/deskbridge');
});

test('a show is made once; what a person wrote into it stays', async () => {
  const show = join(scratch(), 'deep', 'show');
  expect(await openShow(show)).toMatchObject({ fresh: true });
  expect(statSync(join(show, 'state')).mode & 0o777).toBe(0o700);
  // Tokens and what belongs to this machine do not go along with a show that is kept in git.
  expect(readFileSync(join(show, '.gitignore'), 'utf8').split('\n')).toEqual(expect.arrayContaining(['run.json', 'state/']));
  writeFileSync(join(show, 'desk.yaml'), 'mine');
  expect(await openShow(show)).toEqual({ fresh: false, text: 'mine' });
  expect(readFileSync(join(show, 'desk.yaml'), 'utf8')).toBe('mine');
});

test('a show that cannot be made is a plain sentence', async () => {
  const file = join(scratch(), 'file');
  writeFileSync(file, '');
  expect(await openShow(join(file, 'show'))).toMatchObject({
    code: 'ENOTDIR',
    says: expect.stringMatching(/^cannot make .*: a part of the path is a file/),
  });
});
