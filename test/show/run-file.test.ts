import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RunFile, runningIn } from '../../src/show/run-file.ts';
import { scratch } from '../scratch.ts';

async function claimed(show: string): Promise<RunFile> {
  const claim = await RunFile.claim(show);
  if (!(claim instanceof RunFile)) throw new Error(JSON.stringify(claim));
  return claim;
}

/** The number of a process that has ended. */
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;

test('a daemon that holds a show is found by its file, which only its user may read', async () => {
  const show = scratch();
  const file = await claimed(show);
  expect(await file.publish({ http: 'http://127.0.0.1:8480', osc: 8481 })).toBeUndefined();
  expect(await runningIn(show)).toEqual({ ...file.run, http: 'http://127.0.0.1:8480', osc: 8481 });
  expect(file.run.token).toMatch(/^[0-9a-f]{64}$/);
  expect(statSync(join(show, 'run.json')).mode & 0o777).toBe(0o600);
});

test('a second daemon is told who has the folder, and changes nothing', async () => {
  const show = scratch();
  const first = await claimed(show);
  await first.publish({ http: 'http://127.0.0.1:8480' });
  const before = readFileSync(join(show, 'run.json'), 'utf8');
  expect(await RunFile.claim(show)).toEqual({ held: { ...first.run, http: 'http://127.0.0.1:8480' } });
  expect(readFileSync(join(show, 'run.json'), 'utf8')).toBe(before);
  expect(readdirSync(show)).toEqual(['run.json']);
});

test.each([
  ['of a daemon that was killed', () => JSON.stringify({ pid: deadPid(), token: 'x' })],
  ['of a process that another has the number of now', () => JSON.stringify({ pid: process.pid, began: '1', token: 'x' })],
  ['cut by a power failure', () => '{"pid":12'],
  ['that is empty', () => ''],
  ['that means something else', () => '{"pid":-1,"token":5}'],
])('a file %s is taken over', async (_what, text) => {
  const show = scratch();
  writeFileSync(join(show, 'run.json'), text());
  expect(await runningIn(show)).toBeUndefined();
  const file = await claimed(show);
  expect(await runningIn(show)).toEqual(file.run);
  expect(readdirSync(show)).toEqual(['run.json']);
});

test('of twenty that take a stale folder at once, one has it', async () => {
  for (let round = 0; round < 10; round++) {
    const show = scratch();
    writeFileSync(join(show, 'run.json'), JSON.stringify({ pid: deadPid(), token: 'x' }));
    const claims = await Promise.all(Array.from({ length: 20 }, () => RunFile.claim(show)));
    const holders = claims.filter((claim) => claim instanceof RunFile);
    expect(holders).toHaveLength(1);
    expect(await runningIn(show)).toEqual(holders[0]?.run);
  }
});

test('letting go removes the file, but never that of another', async () => {
  const show = scratch();
  const first = await claimed(show);
  await first.release();
  expect(readdirSync(show)).toEqual([]);
  const second = await claimed(show);
  await first.release();
  expect(await runningIn(show)).toEqual(second.run);
});

test('a folder that cannot be written is a fault, not a holder', async () => {
  expect(await RunFile.claim(join(scratch(), 'none'))).toMatchObject({ code: 'ENOENT' });
});
