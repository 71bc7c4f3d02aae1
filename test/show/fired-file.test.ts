import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { writeWhole } from '../../src/show/atomic.ts';
import { firedPath } from '../../src/show/cues.ts';
import type { DiskFault } from '../../src/show/disk-fault.ts';
import { FiredFile } from '../../src/show/fired-file.ts';
import { ManualClock } from '../manual-clock.ts';
import { scratch } from '../scratch.ts';

function show(content?: string): string {
  const folder = scratch();
  mkdirSync(dirname(firedPath(folder)), { recursive: true });
  if (content !== undefined) writeFileSync(firedPath(folder), content);
  return folder;
}
const options = () => {
  const told: string[] = [];
  return { clock: new ManualClock(), told, say: (line: string) => void told.push(line) };
};

test('what has fired is there after a restart, the newest list, though none was waited for', async () => {
  const folder = show();
  const file = await FiredFile.open(folder, options());
  expect(file.fired).toEqual([]);
  for (let count = 1; count <= 200; count++) file.save(Array.from({ length: count }, (_, index) => `cue ${index}`));
  await file.flush();
  expect((await FiredFile.open(folder, options())).fired).toHaveLength(200);
});

test.each(['', '{', '{"a":1}', 'null'])('a file that holds %j is as none', async (content) => {
  expect((await FiredFile.open(show(content), options())).fired).toEqual([]);
});

test('writes never overlap, and only the newest list is written', async () => {
  const folder = show();
  const kit = options();
  const written: string[] = [];
  let underway = 0;
  let most = 0;
  const releases: (() => void)[] = [];
  const file = await FiredFile.open(folder, {
    ...kit,
    write: async (_path, text) => {
      underway += 1;
      most = Math.max(most, underway);
      await new Promise<void>((resolve) => releases.push(resolve));
      written.push(text);
      underway -= 1;
      return undefined;
    },
  });
  file.save(['a']);
  kit.clock.advance(60);
  for (const list of [
    ['a', 'b'],
    ['a', 'b', 'c'],
  ]) {
    file.save(list);
    kit.clock.advance(60);
  }
  releases.shift()?.();
  const done = file.flush();
  while (written.length < 2) {
    releases.shift()?.();
    await new Promise(setImmediate);
  }
  await done;
  expect(most).toBe(1);
  expect(written).toEqual(['["a"]', '["a","b","c"]']);
});

test('a disk that is full is told once, and when it is free again all is written', async () => {
  const folder = show();
  const kit = options();
  let isFull = true;
  const full: DiskFault = { code: 'ENOSPC', says: 'the disk is full' } as DiskFault; // as much of one as is told
  const file = await FiredFile.open(folder, { ...kit, write: async (...args) => (isFull ? full : writeWhole(...args)) });
  file.save(['a']);
  await file.flush();
  file.save(['a', 'b']);
  await file.flush();
  expect(kit.told).toHaveLength(1);
  isFull = false;
  await file.flush();
  expect(kit.told).toHaveLength(2);
  expect(JSON.parse(readFileSync(firedPath(folder), 'utf8'))).toEqual(['a', 'b']);
});
