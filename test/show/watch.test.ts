import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openShow } from '../../src/show/folder.ts';
import { ConfigWatch } from '../../src/show/watch.ts';
import { systemClock } from '../../src/wire/ports/clock.ts';
import { scratch } from '../scratch.ts';
import { until } from '../until.ts';

const open: ConfigWatch[] = [];
afterEach(() => {
  for (const watch of open.splice(0)) watch.stop();
});

async function watched() {
  const show = scratch();
  const opened = await openShow(show);
  if (!('text' in opened)) throw new Error(opened.says);
  const seen: string[] = [];
  const said: string[] = [];
  const watch = new ConfigWatch(show, {
    clock: systemClock,
    text: opened.text,
    changed: (text) => seen.push(text),
    say: (line) => said.push(line),
  });
  open.push(watch);
  return { path: join(show, 'desk.yaml'), seen, said, watch };
}

test('a file that an editor writes into in several steps is told once, whole', async () => {
  const { path, seen } = await watched();
  for (const part of ['a', 'b', 'c']) writeFileSync(path, part, { flag: part === 'a' ? 'w' : 'a' });
  await until('the change is told', () => seen.length > 0);
  expect(seen).toEqual(['abc']);
});

test('a file that an editor puts in its place is told', async () => {
  const { path, seen } = await watched();
  writeFileSync(`${path}~`, 'new');
  renameSync(`${path}~`, path);
  await until('the change is told', () => seen.includes('new'));
  writeFileSync(path, 'newer');
  await until('the next change is told', () => seen.includes('newer'));
});

test('the same content written again, or another file, is no change', async () => {
  const { path, seen, watch } = await watched();
  writeFileSync(path, readFileSync(path));
  writeFileSync(join(path, '..', 'cues.yaml'), 'x');
  await watch.look();
  expect(seen).toEqual([]);
});

test('looking on request does not wait', async () => {
  const { path, seen, watch } = await watched();
  writeFileSync(path, 'new');
  await watch.look();
  expect(seen).toEqual(['new']);
});

test('a file that is gone is said, and the last good settings stay', async () => {
  const { path, seen, said, watch } = await watched();
  rmSync(path);
  await watch.look();
  mkdirSync(path);
  await watch.look();
  expect(seen).toEqual([]);
  expect(said).toEqual([
    `cannot read ${path}: it is not there; the last good settings stay`,
    `cannot read ${path}: it is a folder; the last good settings stay`,
  ]);
});
