import { appendFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LogLine } from '../../src/desk/log.ts';
import { LogFile } from '../../src/show/log-file.ts';
import { ManualClock } from '../manual-clock.ts';
import { scratch } from '../scratch.ts';

const line = (revision: number): LogLine => ({
  atMs: 1_767_225_600_000 + revision,
  path: 'ch/7/fader',
  from: '-inf dB',
  to: '-10.0 dB',
  who: "Anna's iPad",
  origin: 'ws 127.0.0.1',
  kind: 'tablet',
  cause: 'set',
  gesture: revision,
  revision,
});

function open(show: string, limit?: number) {
  const said: string[] = [];
  const log = new LogFile(show, { clock: new ManualClock(), say: (text) => said.push(text), ...(limit ? { limit } : {}) });
  return { log, said };
}

async function write(show: string, from: number, to: number, limit?: number): Promise<void> {
  const { log } = open(show, limit);
  await log.restore(1);
  for (let revision = from; revision <= to; revision++) log.add(line(revision));
  await log.flush();
}

const revisions = (lines: readonly LogLine[]): number[] => lines.map(({ revision }) => revision);

test('lines of an earlier run come back, oldest first, the newest of them', async () => {
  const show = scratch();
  expect(await open(show).log.restore(10)).toEqual([]);
  await write(show, 1, 20);
  const lines = await open(show).log.restore(5);
  expect(lines).toEqual([16, 17, 18, 19, 20].map(line));
});

test('a line torn by a crash is left out, and the next one is whole', async () => {
  const show = scratch();
  await write(show, 1, 3);
  const path = join(show, 'log.jsonl');
  appendFileSync(path, JSON.stringify(line(4)).slice(0, 60));
  await write(show, 5, 6);
  expect(revisions(await open(show).log.restore(10))).toEqual([1, 2, 3, 5, 6]);
});

test('lines that somebody else wrote into it are left out', async () => {
  const show = scratch();
  const foreign = [
    'null',
    '[]',
    '{}',
    '{"path":5}',
    JSON.stringify({ ...line(1), who: 7 }),
    JSON.stringify({ ...line(1), atMs: 'now' }),
    'x',
  ];
  writeFileSync(join(show, 'log.jsonl'), `${foreign.join('\n')}\n${JSON.stringify(line(9))}\n`);
  expect(revisions(await open(show).log.restore(100))).toEqual([9]);
});

test('the file is begun anew when it is large; one older is kept and read', async () => {
  const show = scratch();
  const { log } = open(show, 2000);
  for (let revision = 1; revision <= 40; revision++) {
    log.add(line(revision));
    await log.flush();
  }
  const size = (name: string): number => statSync(join(show, name)).size;
  expect(size('log.jsonl')).toBeLessThan(2500);
  expect(size('log.1.jsonl')).toBeLessThan(2500);
  const restored = revisions(await open(show).log.restore(15));
  expect(restored).toEqual(Array.from({ length: restored.length }, (_, i) => 41 - restored.length + i));
  expect(restored.length).toBeGreaterThan(8);
});

test('a log that cannot be written is said once, and nothing is lost when it can be again', async () => {
  const show = join(scratch(), 'gone');
  const { log, said } = open(show);
  log.add(line(1));
  await log.flush();
  log.add(line(2));
  await log.flush();
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/^cannot write .*log\.jsonl: it is not there; the log stays in memory/);
  mkdirSync(show);
  log.add(line(3));
  await log.flush();
  expect(revisions(await open(show).log.restore(10))).toEqual([1, 2, 3]);
  expect(readFileSync(join(show, 'log.jsonl'), 'utf8').split('\n')).toHaveLength(4);
});
