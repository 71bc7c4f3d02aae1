import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DiskFault } from '../../src/show/disk-fault.ts';
import { FileMemory } from '../../src/show/memory.ts';
import { ManualClock } from '../manual-clock.ts';
import { scratch } from '../scratch.ts';
import { until } from '../until.ts';

/** A disk that takes its time: each write ends when the test says how. */
class SlowDisk {
  readonly texts: string[] = [];
  readonly ends: ((fault?: DiskFault) => void)[] = [];
  readonly write = (_path: string, text: string): Promise<DiskFault | undefined> => {
    this.texts.push(text);
    return new Promise((resolve) => this.ends.push(resolve));
  };
  async end(fault?: DiskFault): Promise<void> {
    this.ends.shift()?.(fault);
    await new Promise(setImmediate);
  }
}

const FULL: DiskFault = { code: 'ENOSPC', says: 'cannot write foh.json: the disk is full' };

function slow() {
  const clock = new ManualClock();
  const disk = new SlowDisk();
  const said: string[] = [];
  const memory = new FileMemory('/show/state/foh.json', { clock, say: (line) => said.push(line), write: disk.write });
  return { clock, disk, said, memory, written: () => disk.texts.map((text) => JSON.parse(text)) };
}

test('a thousand changes in a moment are one write, not put off past 200 ms, and it holds the newest', () => {
  const { clock, memory, written } = slow();
  let n = 0;
  for (let change = 0; change < 1000; change++) {
    memory.save(() => ({ n }));
    n++;
    clock.advance(0.19);
  }
  expect(written()).toHaveLength(1);
  expect(written()[0].n).toBeGreaterThan(700);
});

test('writes follow one another: a change during a write waits for it and is then written', async () => {
  const { clock, disk, memory, written } = slow();
  memory.save(() => 'first');
  clock.advance(200);
  memory.save(() => 'second');
  memory.save(() => 'third');
  clock.advance(1000);
  expect(written()).toEqual(['first']);
  await disk.end();
  clock.advance(200);
  expect(written()).toEqual(['first', 'third']);
  await disk.end();
  clock.advance(5000);
  expect(written()).toHaveLength(2);
  expect(clock.timers).toBe(0);
});

test('flush writes at once what waits, after what is being written, and leaves no timer behind', async () => {
  const { clock, disk, memory, written } = slow();
  memory.save(() => 'first');
  clock.advance(200);
  memory.save(() => 'second');
  const flushed = memory.flush();
  await disk.end();
  await disk.end();
  await flushed;
  expect(written()).toEqual(['first', 'second']);
  expect(clock.timers).toBe(0);
  await memory.flush();
  expect(written()).toHaveLength(2);
});

test('a full disk is said once, tried again, and said when it is over', async () => {
  const { clock, disk, said, memory, written } = slow();
  memory.save(() => 'first');
  clock.advance(200);
  await disk.end(FULL);
  expect(said).toEqual([`${FULL.says}; the mix goes on, but a restart would not remember it. Trying again every 2 s`]);
  clock.advance(2000);
  await disk.end(FULL);
  memory.save(() => 'newer');
  clock.advance(2000);
  await disk.end();
  expect(written()).toEqual(['first', 'first', 'newer']);
  expect(said).toHaveLength(2);
  expect(said[1]).toMatch(/can be written again; everything is saved/);
  expect(clock.timers).toBe(0);
});

test('what was saved is loaded again', async () => {
  const path = join(scratch(), 'foh.json');
  const options = { clock: new ManualClock(), say: () => {} };
  const memory = new FileMemory(path, options);
  expect(memory.load()).toBeUndefined();
  memory.save(() => ({ 'ch/1/fader': '-inf' }));
  await memory.flush();
  expect(new FileMemory(path, options).load()).toEqual({ 'ch/1/fader': '-inf' });
});

test.each(['', '{"version":1,"values":{"ch/1/fa', '\u0000\u0000'])(
  'a memory cut by something else (%j) is set aside, said, and starts empty',
  (text) => {
    const folder = scratch();
    const path = join(folder, 'foh.json');
    writeFileSync(path, text);
    const said: string[] = [];
    const memory = new FileMemory(path, { clock: new ManualClock(), say: (line) => said.push(line) });
    expect(memory.load()).toBeUndefined();
    expect(said[0]).toMatch(/cannot be understood .*kept as .*foh\.json\.broken/);
    expect(readdirSync(folder)).toEqual(['foh.json.broken']);
    expect(readFileSync(join(folder, 'foh.json.broken'), 'utf8')).toBe(text);
  },
);

test('saving to the real disk leaves one whole file and nothing beside it', async () => {
  const folder = scratch();
  const clock = new ManualClock();
  const memory = new FileMemory(join(folder, 'foh.json'), { clock, say: () => {} });
  memory.save(() => ({ a: 1 }));
  clock.advance(200);
  await until('the file is there', () => readdirSync(folder).includes('foh.json') && readdirSync(folder).length === 1);
  expect(JSON.parse(readFileSync(join(folder, 'foh.json'), 'utf8'))).toEqual({ a: 1 });
});
