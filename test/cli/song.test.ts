import { createHash } from 'node:crypto';
import { appendFileSync, chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LENGTH, STEMS } from '../../src/audio/song/song.ts';
import { ensureSong, songFolder } from '../../src/cli/song.ts';
import { buildSong, isSongReady, writeStem } from '../../src/cli/song-folder.ts';
import { threadOpener } from '../../src/wire/ports/thread.ts';
import { scratch } from '../scratch.ts';
import { smallDisk } from '../small-disk.ts';
import { until } from '../until.ts';
import vectors from '../vectors/audio/song.json' with { type: 'json' };

const WORKER = threadOpener(new URL('../../dist/cli/song-worker.js', import.meta.url));
const silence = new Float32Array(LENGTH);
/** As many stems as a song has, without the time to play them. */
const fill = (building: string, count: number = STEMS.length) => {
  for (const name of STEMS.slice(0, count)) writeStem(building, { name, samples: silence });
};
const isRoot = process.getuid?.() === 0;

describe('the demo song in the cache', () => {
  let folder = '';
  beforeAll(async () => {
    folder = songFolder({ XDG_CACHE_HOME: scratch() });
    await buildSong(folder, fill);
  });

  test('is a folder of twenty stems in the order of the channels, and nothing is left beside it', () => {
    expect(readdirSync(folder).sort()).toEqual([...STEMS.map((name, n) => `${String(n + 1).padStart(2, '0')} ${name}.wav`), 'version']);
    expect(readdirSync(join(folder, '..'))).toEqual(['low-tide']);
  });

  test('is taken as it is when it is whole', () => {
    const said: string[] = [];
    ensureSong(
      folder,
      (line) => said.push(line),
      () => expect.unreachable('a thread was started'),
    );
    expect(said).toEqual([]);
  });

  test.each<[string, () => void]>([
    ['a stem is missing', () => rmSync(join(folder, '07 Percussion.wav'))],
    ['a stem is cut short', () => truncateSync(join(folder, '07 Percussion.wav'), 1000)],
    ['it is of another version', () => writeFileSync(join(folder, 'version'), 'older')],
    ['the marker that is written last is missing', () => rmSync(join(folder, 'version'))],
  ])('is made again when %s', async (_what, spoil) => {
    spoil();
    expect(isSongReady(folder)).toBe(false);
    await buildSong(folder, fill);
    expect(isSongReady(folder)).toBe(true);
  });

  test('a disk that fails in the middle leaves the old song, and nothing half made', async () => {
    appendFileSync(join(folder, '01 Kick In.wav'), 'x');
    const full = (building: string) => {
      fill(building, 2);
      throw new Error('no space');
    };
    await expect(buildSong(folder, full)).rejects.toThrow('no space');
    expect(readdirSync(join(folder, '..'))).toEqual(['low-tide']);
    expect(existsSync(join(folder, '02 Snare Top.wav'))).toBe(true);
  });

  test('what a killed process left half made goes away, what a living one makes stays', async () => {
    const beside = (pid: number) => `${folder}.building-${pid}`;
    const gone = 4_194_304 + 1; // more than a process can have
    mkdirSync(beside(gone));
    mkdirSync(beside(process.ppid));
    await buildSong(folder, fill);
    expect(existsSync(beside(gone))).toBe(false);
    expect(existsSync(beside(process.ppid))).toBe(true);
  });
});

describe('the thread that renders it', () => {
  const ends: (() => Promise<void>)[] = [];
  afterAll(() => Promise.all(ends.map((end) => end())));
  const start = (folder: string, helpers = 0) => {
    const said: string[] = [];
    const end = ensureSong(folder, (line) => said.push(line), WORKER, helpers);
    ends.push(end);
    return { said, end };
  };
  const someStem = (folder: string) =>
    readdirSync(join(folder, '..')).some((name) => name.includes('building') && readdirSync(join(folder, '..', name)).length > 2);

  test('killed halfway leaves no song, says nothing, and the next start makes it whole', async () => {
    const folder = songFolder({ XDG_CACHE_HOME: scratch() });
    mkdirSync(join(folder, '..'), { recursive: true });
    const first = start(folder, 1);
    await until('some stems are written', () => someStem(folder), 60_000);
    await first.end();
    expect(existsSync(folder)).toBe(false);
    expect(first.said).toHaveLength(1);
    const second = start(folder, 2); // two are through with what needs no drums before the drums are there
    await until('the song is there', () => second.said.some((line) => line.includes('is there:')), 120_000);
    expect(second.said[1]).toMatch(/^the demo song: [5-9] of 20 stems$/);
    // Also that no microphone was played before the drums were there.
    const files = createHash('sha256');
    for (const name of readdirSync(folder).sort()) if (name.endsWith('.wav')) files.update(readFileSync(join(folder, name)));
    expect(files.digest('hex')).toBe(vectors.files);
    expect(isSongReady(folder)).toBe(true);
    expect(readdirSync(join(folder, '..'))).toEqual(['low-tide']);
  }, 180_000);

  test('a cache that is a file is a plain sentence, not a crash', async () => {
    const cache = join(scratch(), 'cache');
    writeFileSync(cache, '');
    const { said } = start(songFolder({ XDG_CACHE_HOME: cache }));
    await until('it says so', () => said.length === 2);
    expect(said[1]).toMatch(/^the demo song could not be made \(cannot make .*: .*\); the mixer works without it$/);
  });

  // Root may write anywhere: for root the read-only disk below is the case.
  if (!isRoot) {
    test('a cache that may not be written is one too', async () => {
      const cache = scratch();
      chmodSync(cache, 0o500);
      const { said } = start(songFolder({ XDG_CACHE_HOME: cache }));
      await until('it says so', () => said.length === 2);
      expect(said[1]).toContain('it may not be written or read by this user');
    });
  }

  test('a full and a read-only disk are plain sentences, and nothing half made is left on them', async ({ skip }) => {
    const disk = smallDisk(skip);
    const cache = songFolder({ XDG_CACHE_HOME: disk.folder });
    const full = start(cache);
    await until('it says that it is full', () => full.said.some((line) => line.includes('could not be made')), 60_000);
    expect(full.said.at(-1)).toMatch(/^the demo song could not be made \(.*the disk is full\); the mixer works without it$/);
    expect(readdirSync(join(cache, '..'))).toEqual([]);
    disk.makeReadOnly();
    const readOnly = start(cache);
    await until('it says that it is read-only', () => readOnly.said.length === 2);
    expect(readOnly.said[1]).toMatch(/^the demo song could not be made \(.*the disk is read-only\); the mixer works without it$/);
  });
});
