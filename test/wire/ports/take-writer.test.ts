import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, statfsSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type TakeFile, TakeWriter } from '../../../src/wire/ports/take-writer.ts';
import { scratch } from '../../scratch.ts';
import { smallDisk } from '../../small-disk.ts';
import { until } from '../../until.ts';
import { blocksAt, readWav, wrongFrames } from './take-kit.ts';

const PIECE = 8192;
const HEADER = 80;
const wavs = (folder: string) => readdirSync(folder).sort();
const quiet = { onLost: (reason: string) => expect.unreachable(reason) };

async function opened(...args: Parameters<typeof TakeWriter.open>): Promise<TakeWriter> {
  const take = await TakeWriter.open(...args);
  if ('why' in take) throw new Error(take.why);
  return take;
}

/** Writes so many frames in blocks, letting the disk have its turns. */
async function write(take: TakeWriter, tracks: number, frames: number, block = 128, from = 0): Promise<void> {
  for (let frame = from; frame < from + frames; frame += block) {
    const count = Math.min(block, from + frames - frame);
    take.write(blocksAt(tracks, frame, count), count);
    if (frame % PIECE < block) await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

describe('a take on disk', () => {
  test('every sample comes back, in 24 bits, on every track', async () => {
    const folder = join(scratch(), 'take');
    const take = await opened(folder, ['Kick', 'Snare'], 48_000, quiet);
    await write(take, 2, 30_000);
    expect(take.seconds).toBeCloseTo(30_000 / 48_000, 6);
    await take.close();
    expect(wavs(folder)).toEqual(['01 Kick.wav', '02 Snare.wav']);
    for (const [track, name] of wavs(folder).entries()) {
      const { info, samples } = await readWav(join(folder, name));
      expect(info).toMatchObject({ channels: 1, sampleRate: 48_000, format: 's24', frames: 30_000, notes: [] });
      expect(wrongFrames(track, samples)).toEqual([]);
    }
  });

  test('blocks of any length make the same file, and its sizes are those of a RIFF file', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 6 }), async (lengths) => {
        const folder = join(scratch(), 'take');
        const take = await opened(folder, ['A'], 44_100, quiet);
        let frame = 0;
        for (const length of lengths) {
          take.write(blocksAt(1, frame, length), length);
          frame += length;
        }
        await take.close();
        const { info, samples, bytes } = await readWav(join(folder, '01 A.wav'));
        expect(info).toMatchObject({ frames: frame, sampleRate: 44_100, notes: [] });
        expect(wrongFrames(0, samples)).toEqual([]);
        expect(bytes.length).toBe(HEADER + frame * 3 + (frame % 2));
        expect(new DataView(bytes.buffer).getUint32(4, true)).toBe(bytes.length - 8);
      }),
      { numRuns: 20 },
    );
  });

  test('a track without a block is silent, not a repetition', async () => {
    const folder = join(scratch(), 'take');
    const take = await opened(folder, ['A', 'B'], 48_000, quiet);
    take.write(blocksAt(2, 0, PIECE), PIECE);
    take.write(blocksAt(1, PIECE, 128), 128);
    await take.close();
    const { samples } = await readWav(join(folder, '02 B.wav'));
    expect(wrongFrames(1, samples.subarray(0, PIECE))).toEqual([]);
    expect(samples.subarray(PIECE)).toEqual(new Float32Array(128));
  });

  test('above full scale it is clamped, and what is no number is silence', async () => {
    const folder = join(scratch(), 'take');
    const take = await opened(folder, ['A'], 48_000, quiet);
    take.write([Float32Array.of(2, -2, Number.NaN, 0.5)], 4);
    await take.close();
    const { samples } = await readWav(join(folder, '01 A.wav'));
    expect([...samples]).toEqual([1 - 2 ** -23, -1, 0, 0.5]);
  });

  test.each([
    ['Kick In', '01 Kick In.wav'],
    ['../../etc/passwd', '01 etcpasswd.wav'],
    ['...', '01 Track.wav'],
    ['', '01 Track.wav'],
    ['a/b\\c:d*e?f"g<h>i|j', '01 abcdefghij.wav'],
    ['Vox & BV (wet)', '01 Vox & BV (wet).wav'],
    ['Gitarre Käthe', '01 Gitarre Käthe.wav'],
    ['ドラム', '01 ドラム.wav'],
    ['हिन्दी', '01 हिन्दी.wav'],
    ['line\nbreak\u0000', '01 linebreak.wav'],
    ['🥁🎺 Band', '01 Band.wav'],
    ['𐐷'.repeat(200), `01 ${'𐐷'.repeat(60)}.wav`],
    ['.hidden', '01 hidden.wav'],
  ])('a track named %j is the file %j', async (name, file) => {
    const folder = join(scratch(), 'take');
    const take = await opened(folder, [name], 48_000, quiet);
    await take.close();
    expect(wavs(folder)).toEqual([file]);
  });
});

describe('a take that cannot be opened', () => {
  test('a folder that is there and empty is used', async () => {
    const folder = scratch();
    await (await opened(folder, ['A'], 48_000, quiet)).close();
    expect(wavs(folder)).toEqual(['01 A.wav']);
  });

  test('a take is never written over, and nothing half made stays beside it', async () => {
    const folder = scratch();
    writeFileSync(join(folder, '02 B.wav'), 'a recording');
    const take = await TakeWriter.open(folder, ['A', 'B', 'C'], 48_000, quiet);
    expect(take).toEqual({ why: 'there is a file of that name already', taken: true });
    expect(wavs(folder)).toEqual(['02 B.wav']);
  });

  test('a folder below a file is a plain reason, and a folder that was made for nothing goes', async () => {
    const place = scratch();
    writeFileSync(join(place, 'file'), '');
    expect(await TakeWriter.open(join(place, 'file', 'take'), ['A'], 48_000, quiet)).toEqual({
      why: 'a part of the path is a file, not a folder',
    });
    const full = async () => {
      throw Object.assign(new Error('no'), { code: 'ENOSPC' });
    };
    expect(await TakeWriter.open(join(place, 'new', 'take'), ['A'], 48_000, quiet, full)).toEqual({ why: 'the disk is full' });
    expect(existsSync(join(place, 'new'))).toBe(false);
  });
});

/** A disk that takes so many bytes of samples in all, a part of the last write too, as a full one does. */
function fullAfter(bytes: number) {
  let left = bytes;
  return async (path: string): Promise<TakeFile> => {
    const file = await open(path, 'wx');
    return {
      async write(piece, offset, length, position) {
        const room = position === 0 ? length : Math.min(length, left);
        if (room === 0) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
        if (position > 0) left -= room;
        return file.write(piece, offset, room, position);
      },
      truncate: (length) => file.truncate(length),
      sync: () => file.sync(),
      close: () => file.close(),
    };
  };
}

/** All tracks of a folder hold whole pieces of what was recorded, and nothing behind. */
async function wholePieces(folder: string): Promise<number[]> {
  const lengths: number[] = [];
  for (const [track, name] of wavs(folder).entries()) {
    const { info, samples, bytes } = await readWav(join(folder, name));
    expect(wrongFrames(track, samples)).toEqual([]);
    expect(info.notes).toEqual([]);
    expect(info.frames % PIECE).toBe(0);
    expect(bytes.length).toBe(HEADER + info.frames * 3);
    lengths.push(info.frames);
  }
  return lengths;
}

describe('a disk that ends in the middle', () => {
  test('a full disk tells so once; every track is whole up to its last piece', async () => {
    const folder = join(scratch(), 'take');
    const lost: string[] = [];
    // Seven pieces of 24 kB and a part of the eighth, on three tracks.
    const take = await opened(
      folder,
      ['A', 'B', 'C'],
      48_000,
      { onLost: (reason) => lost.push(reason) },
      fullAfter(7 * PIECE * 3 + 10_000),
    );
    await write(take, 3, 8 * PIECE);
    await until('it is lost', () => lost.length > 0);
    await write(take, 3, PIECE);
    await take.close();
    expect(lost).toEqual(['the disk is full']);
    expect(await wholePieces(folder)).toEqual([3 * PIECE, 2 * PIECE, 2 * PIECE]);
    expect(take.seconds).toBeCloseTo((2 * PIECE) / 48_000, 6);
  });

  test('a real file system of 1 MiB becomes full: the same', async ({ skip }) => {
    const disk = smallDisk(skip);
    const lost: string[] = [];
    const folder = join(disk.folder, 'take');
    const take = await opened(folder, ['A', 'B', 'C'], 48_000, { onLost: (reason) => lost.push(reason) });
    for (let frame = 0; lost.length === 0; frame += PIECE) await write(take, 3, PIECE, 128, frame);
    await take.close();
    expect(lost).toEqual(['the disk is full']);
    const lengths = await wholePieces(folder);
    expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(PIECE);
    // 1 MiB is 14 pieces on three tracks; a page or two are the folder's.
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(13 * PIECE);
    expect(statfsSync(disk.folder).bavail).toBeGreaterThan(0);
  });

  test('a disk that is read-only takes no take, and says why', async ({ skip }) => {
    const disk = smallDisk(skip);
    disk.makeReadOnly();
    expect(await TakeWriter.open(join(disk.folder, 'take'), ['A'], 48_000, quiet)).toEqual({ why: 'the disk is read-only' });
  });

  test('a disk that hangs ends the take loudly after five seconds of sound, and never makes the mixer wait', async () => {
    const folder = join(scratch(), 'take');
    const lost: string[] = [];
    let release = () => {};
    const hung = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow = async (path: string): Promise<TakeFile> => {
      const file = await open(path, 'wx');
      return {
        async write(bytes, offset, length, position) {
          if (position >= HEADER + 2 * PIECE * 3) await hung;
          return file.write(bytes, offset, length, position);
        },
        truncate: (length) => file.truncate(length),
        sync: () => file.sync(),
        close: () => file.close(),
      };
    };
    const take = await opened(folder, ['A'], 48_000, { onLost: (reason) => lost.push(reason) }, slow);
    let frame = 0;
    for (; lost.length === 0 && frame < 100 * PIECE; frame += PIECE) await write(take, 1, PIECE, 128, frame);
    expect(lost).toEqual(['the disk is too slow']);
    expect(frame / 48_000).toBeGreaterThan(5);
    expect(frame / 48_000).toBeLessThan(6);
    release();
    await take.close();
    const [frames = 0] = await wholePieces(folder);
    expect(frames).toBeGreaterThanOrEqual(2 * PIECE);
    expect(lost).toHaveLength(1);
  });

  test('a disk that fails only when it is asked to keep everything is told, too', async () => {
    const folder = join(scratch(), 'take');
    const lost: string[] = [];
    const forgetful = async (path: string): Promise<TakeFile> => {
      const file = await open(path, 'wx');
      return {
        write: (bytes, offset, length, position) => file.write(bytes, offset, length, position),
        truncate: (length) => file.truncate(length),
        sync: async () => {
          throw Object.assign(new Error('input/output error'), { code: 'EIO' });
        },
        close: () => file.close(),
      };
    };
    const take = await opened(folder, ['A', 'B'], 48_000, { onLost: (reason) => lost.push(reason) }, forgetful);
    await write(take, 2, 1000);
    await take.close();
    expect(lost).toEqual(['the disk gives errors']);
  });
});

/** A file in memory that is looked at after every write. */
function watched(look: (bytes: Uint8Array) => void): TakeFile {
  let bytes = new Uint8Array(0);
  return {
    async write(piece, offset, length, position) {
      const grown = new Uint8Array(Math.max(bytes.length, position + length));
      grown.set(bytes);
      grown.set(piece.subarray(offset, offset + length), position);
      bytes = grown;
      look(bytes);
      return { bytesWritten: length };
    },
    truncate: async () => {},
    sync: async () => {},
    close: async () => {},
  };
}

test('after every single write a file is one that plays: its header never promises what is not there', async () => {
  const promised: number[] = [];
  const look = (bytes: Uint8Array) => {
    const frames = new DataView(bytes.buffer).getUint32(HEADER - 4, true) / 3;
    expect(bytes.length).toBeGreaterThanOrEqual(HEADER + frames * 3);
    promised.push(frames);
  };
  const take = await opened(join(scratch(), 'take'), ['A'], 48_000, quiet, async () => watched(look));
  await write(take, 1, 2 * PIECE + 77);
  await take.close();
  expect(promised).toEqual([0, 0, PIECE, PIECE, 2 * PIECE, 2 * PIECE, 2 * PIECE + 77]);
});

describe('a process that is killed in the middle of a take', () => {
  const TRACKS = 4;
  const kills = Array.from({ length: 20 }, (_, n) => n);
  const child = new URL('take-child.ts', import.meta.url).pathname;

  async function killed(folder: string, afterMs: number): Promise<void> {
    const recorder = spawn(process.execPath, ['--import', 'tsx', child, folder, String(TRACKS)], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(recorder.stdout, 'data');
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    const ended = once(recorder, 'exit');
    recorder.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);
  }

  test('leaves whole files up to their last header, twenty times', { timeout: 90_000 }, async () => {
    const place = scratch();
    const longest: number[] = [];
    const run = async (n: number): Promise<void> => {
      const folder = join(place, String(n));
      mkdirSync(folder);
      await killed(folder, Math.random() * 150);
      const lengths: number[] = [];
      for (const [track, name] of wavs(folder).entries()) {
        const { info, samples, bytes } = await readWav(join(folder, name));
        expect(wrongFrames(track, samples)).toEqual([]);
        expect(info.frames % PIECE).toBe(0);
        // Samples go before the header that counts them: a header is never ahead.
        expect(bytes.length).toBeGreaterThanOrEqual(HEADER + info.frames * 3);
        lengths.push(info.frames);
      }
      expect(lengths).toHaveLength(TRACKS);
      expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(PIECE);
      longest.push(Math.max(...lengths));
    };
    for (let n = 0; n < kills.length; n += 2) await Promise.all(kills.slice(n, n + 2).map(run));
    expect(new Set(longest).size).toBeGreaterThan(3);
    expect(Math.max(...longest)).toBeGreaterThan(3 * PIECE);
  });
});
