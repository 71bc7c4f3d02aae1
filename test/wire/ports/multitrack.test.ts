import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { type WavShape, wavHeader, writeSamples } from '../../../src/wire/formats/wav-write.ts';
import { type OpenTake, type OpenTrack, openMultitrack } from '../../../src/wire/ports/multitrack.ts';
import { TakeWriter } from '../../../src/wire/ports/take-writer.ts';
import { scratch } from '../../scratch.ts';
import { sampleAt } from './take-kit.ts';

const MONO: WavShape = { channels: 1, sampleRate: 48_000, format: 's24' };
const captures = join(import.meta.dirname, '../../captures');
const takes: OpenTake[] = [];
afterEach(async () => {
  for (const take of takes.splice(0)) await take.close();
});

/** Writes a file whose channels hold the samples of track, track + 1 ... from a frame on. */
function wav(folder: string, name: string, shape: WavShape, frames: number, track = 0, from = 0): void {
  const channels = Array.from({ length: shape.channels }, (_, c) =>
    Float32Array.from({ length: frames }, (_, i) => sampleAt(track + c, from + i)),
  );
  writeFileSync(join(folder, name), Buffer.concat([wavHeader(shape, frames), writeSamples(shape, channels, frames)]));
}

async function opened(folder: string, byStamp = false): Promise<OpenTake> {
  const take = await openMultitrack(folder, byStamp);
  if ('why' in take) throw new Error(take.why);
  takes.push(take);
  return take;
}

async function read(track: OpenTrack | undefined, from = 0, frames = (track?.frames ?? 0) - from): Promise<Float32Array> {
  if (!track) throw new Error('no such track');
  const into = new Float32Array(frames).fill(9);
  const got = await track.read(from, into);
  return into.subarray(0, got);
}

const written = (track: number, from: number, frames: number) => Float32Array.from({ length: frames }, (_, i) => sampleAt(track, from + i));
const names = ({ tracks }: OpenTake) => tracks.map(({ name }) => name);

describe('a folder of mono files is a take', () => {
  test('tracks stand in the order of their numbers, with the names behind them', async () => {
    const folder = scratch();
    for (const name of ['10 Keys.wav', '2 Snare.WAV', '1 Kick In.wav', '03_Hat.wav', '11-Bass DI.wav', '12.wav', 'Room.wav'])
      wav(folder, name, MONO, 100);
    for (const name of ['notes.txt', '._1 Kick In.wav', 'cover.wav.png']) writeFileSync(join(folder, name), 'no sound');
    const take = await opened(folder);
    expect(names(take)).toEqual(['Kick In', 'Snare', 'Hat', 'Keys', 'Bass DI', '12', 'Room']);
    expect(take.notes).toEqual([]);
  });

  test('any piece of it is what was written, up to its end and not behind', async () => {
    const folder = scratch();
    wav(folder, '01 A.wav', MONO, 5000, 3);
    const [track] = (await opened(folder)).tracks;
    expect(track).toMatchObject({ frames: 5000, sampleRate: 48_000 });
    expect(await read(track)).toEqual(written(3, 0, 5000));
    expect(await read(track, 4321, 100)).toEqual(written(3, 4321, 100));
    expect(await read(track, 4990, 100)).toEqual(written(3, 4990, 10));
    expect(await read(track, 5000, 100)).toHaveLength(0);
  });

  test('a take of ours comes back under its names', async () => {
    const folder = join(scratch(), 'take');
    const writer = await TakeWriter.open(folder, ['Kick In', 'Vox & BV', ''], 48_000, { onLost: (reason) => expect.unreachable(reason) });
    if ('why' in writer) throw new Error(writer.why);
    writer.write([written(0, 0, 999), written(1, 0, 999), written(2, 0, 999)], 999);
    await writer.close();
    const take = await opened(folder);
    expect(names(take)).toEqual(['Kick In', 'Vox & BV', 'Track']);
    for (const [n, track] of take.tracks.entries()) expect(await read(track)).toEqual(written(n, 0, 999));
  });

  test('a poly file gives a track a channel', async () => {
    const folder = scratch();
    wav(folder, 'Choir.wav', { ...MONO, channels: 3 }, 700);
    wav(folder, 'Solo.wav', MONO, 300, 7);
    const take = await opened(folder);
    expect(names(take)).toEqual(['Choir 1', 'Choir 2', 'Choir 3', 'Solo']);
    expect(await read(take.tracks[2])).toEqual(written(2, 0, 700));
    expect(take.tracks.map(({ frames }) => frames)).toEqual([700, 700, 700, 300]);
  });
});

describe('what cannot be played is left out and said', () => {
  test('broken files, each with its reason; the rest plays', async () => {
    const folder = scratch();
    wav(folder, '01 Good.wav', MONO, 100);
    writeFileSync(join(folder, '02 Empty.wav'), '');
    writeFileSync(join(folder, '03 Text.wav'), 'this is a text that was named wrongly');
    mkdirSync(join(folder, '04 Folder.wav'));
    execFileSync('mkfifo', [join(folder, '05 Pipe.wav')]);
    const take = await opened(folder);
    expect(names(take)).toEqual(['Good']);
    expect(take.notes).toEqual([
      '02 Empty.wav is left out: 0 bytes are too few for a WAV file',
      '03 Text.wav is left out: it is not a WAV file',
      '04 Folder.wav is left out: it is not a file',
      '05 Pipe.wav is left out: it is not a file',
    ]);
  });

  test('a file that was cut short plays to its end', async () => {
    const folder = scratch();
    const whole = Buffer.concat([wavHeader(MONO, 1000), writeSamples(MONO, [written(0, 0, 1000)], 1000)]);
    writeFileSync(join(folder, '01 Cut.wav'), whole.subarray(0, whole.length - 1400));
    const take = await opened(folder);
    expect(take.notes).toEqual(['01 Cut.wav: it is cut short; it is read to its end']);
    expect(await read(take.tracks[0])).toEqual(written(0, 0, 533));
  });

  test('a folder that is missing, empty or all broken is a plain reason', async () => {
    const folder = scratch();
    expect(await openMultitrack(join(folder, 'nowhere'))).toEqual({ why: 'there is no such folder' });
    expect(await openMultitrack(folder)).toEqual({ why: 'there are no WAV files in it' });
    writeFileSync(join(folder, 'a.wav'), 'x');
    expect(await openMultitrack(folder)).toEqual({ why: 'a.wav is left out: 1 bytes are too few for a WAV file' });
    expect(await openMultitrack(join(folder, 'a.wav'))).toEqual({ why: 'a part of the path is a file, not a folder' });
  });

  test.skipIf(process.platform !== 'linux')('nothing stays open when a take is closed, nor of files that are left out', async () => {
    const folder = scratch();
    wav(folder, '01 Good.wav', MONO, 100);
    writeFileSync(join(folder, '02 Text.wav'), 'this is a text that was named wrongly');
    const take = await openMultitrack(folder);
    if ('why' in take) throw new Error(take.why);
    expect(openIn(folder)).toEqual(['01 Good.wav']);
    await take.close();
    expect(openIn(folder)).toEqual([]);
    await expect(read(take.tracks[0])).rejects.toThrow();
  });
});

/** Files of a folder that this process has open (Linux). */
function openIn(folder: string): string[] {
  const list = execFileSync('ls', ['-l', `/proc/${process.pid}/fd`], { encoding: 'utf8' });
  return readdirSync(folder).filter((name) => list.includes(join(folder, name)));
}

describe('numbered poly files of a console recorder', () => {
  const POLY: WavShape = { ...MONO, channels: 2 };
  const pieces = [700, 1, 1300, 500];
  const split = (folder: string) => {
    let from = 0;
    for (const [n, frames] of pieces.entries()) {
      wav(folder, `0000000${n + 1}.WAV`, POLY, frames, 0, from);
      from += frames;
    }
  };

  test('are one take, joined to the sample', async () => {
    const folder = scratch();
    split(folder);
    const take = await opened(folder);
    expect(names(take)).toEqual(['Track 1', 'Track 2']);
    expect(take.notes).toEqual([]);
    for (const [n, track] of take.tracks.entries()) {
      expect(track.frames).toBe(2501);
      expect(await read(track)).toEqual(written(n, 0, 2501));
    }
  });

  test('read the same from anywhere, over any number of joints', async () => {
    const folder = scratch();
    split(folder);
    const { tracks } = await opened(folder);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 2600 }), fc.integer({ min: 1, max: 2600 }), async (from, frames) => {
        expect(await read(tracks[1], from, frames)).toEqual(written(1, from, Math.max(0, Math.min(frames, 2501 - from))));
      }),
      { numRuns: 60 },
    );
  });

  test.each<[string, string, WavShape]>([
    ['another rate', '00000002.WAV has another format than 00000001.WAV', { ...POLY, sampleRate: 44_100 }],
    ['other samples', '00000002.WAV has another format than 00000001.WAV', { ...POLY, format: 's16' }],
    ['another number of channels', '00000002.WAV has another format than 00000001.WAV', { ...POLY, channels: 4 }],
  ])('are not joined with %s, and that is said', async (_what, why, shape) => {
    const folder = scratch();
    wav(folder, '00000001.WAV', POLY, 100);
    wav(folder, '00000002.WAV', shape, 100);
    const take = await opened(folder);
    expect(take.tracks).toHaveLength(2 + shape.channels);
    expect(take.tracks.every(({ frames }) => frames === 100)).toBe(true);
    expect(take.notes).toEqual([`the numbered files are not joined: ${why}`]);
  });

  test('are not joined over a gap: what comes after it would be early', async () => {
    const folder = scratch();
    wav(folder, '00000001.WAV', POLY, 100);
    writeFileSync(join(folder, '00000002.WAV'), 'the stick was pulled here');
    wav(folder, '00000003.WAV', POLY, 100);
    const take = await opened(folder);
    expect(take.tracks).toHaveLength(4);
    expect(take.notes).toEqual([
      '00000002.WAV is left out: it is not a WAV file',
      'the numbered files are not joined: between 00000001.WAV and 00000003.WAV one is missing',
    ]);
  });

  test('are tracks of their own when they are mono, or have names', async () => {
    const folder = scratch();
    wav(folder, '1.wav', MONO, 100);
    wav(folder, '2.wav', MONO, 100);
    expect(names(await opened(folder))).toEqual(['1', '2']);
    const named = scratch();
    wav(named, '1 Drums.wav', POLY, 100);
    wav(named, '2 Choir.wav', POLY, 100);
    expect(names(await opened(named))).toEqual(['Drums 1', 'Drums 2', 'Choir 1', 'Choir 2']);
  });
});

describe('broadcast stamps', () => {
  const stamped = () => {
    const folder = scratch();
    for (const name of ['wav-bwf-a.wav', 'wav-bwf-b.wav']) copyFileSync(join(captures, name), join(folder, name));
    return folder;
  };

  test('place the second track 1237 samples after the first, to the sample', async () => {
    const folder = stamped();
    const plain = await opened(folder);
    const take = await opened(folder, true);
    expect(take.notes).toEqual(['tracks are placed by their broadcast stamps']);
    expect(take.tracks.map(({ frames }) => frames)).toEqual([4800, 4800 + 1237]);
    expect(await read(take.tracks[0])).toEqual(await read(plain.tracks[0]));
    const late = await read(take.tracks[1]);
    expect(late.subarray(0, 1237).every((x) => x === 0)).toBe(true);
    expect(late.subarray(1237)).toEqual(await read(plain.tracks[1]));
    // A piece that begins in the silence, one at its edge, one behind it.
    for (const from of [1200, 1236, 1237, 1238, 6000]) expect(await read(take.tracks[1], from, 64)).toEqual(late.subarray(from, from + 64));
  });

  test('are not used unless asked for: all start together, and that is said', async () => {
    const take = await opened(stamped());
    expect(take.tracks.map(({ frames }) => frames)).toEqual([4800, 4800]);
    expect(take.notes).toEqual(['all tracks start together, although their broadcast stamps differ']);
  });

  test('place nothing when one file has none, or counts at another rate', async () => {
    const folder = stamped();
    wav(folder, 'wav-c.wav', MONO, 100);
    const take = await opened(folder, true);
    expect(take.notes).toEqual(['all tracks start together: not every file has a broadcast stamp']);
    expect(take.tracks.map(({ frames }) => frames)).toEqual([4800, 4800, 100]);
    const rates = scratch();
    wav(rates, 'a.wav', { ...MONO, timeReference: 48_000 }, 100);
    wav(rates, 'b.wav', { ...MONO, sampleRate: 96_000, timeReference: 96_000 }, 100);
    const mixed = await opened(rates, true);
    expect(mixed.notes).toEqual(['all tracks start together: their broadcast stamps count samples of different rates']);
    expect(mixed.tracks.map(({ frames }) => frames)).toEqual([100, 100]);
  });

  test('of a poly file move all its channels', async () => {
    const folder = scratch();
    wav(folder, 'a.wav', { ...MONO, timeReference: 1000 }, 100);
    wav(folder, 'b.wav', { ...MONO, channels: 2, timeReference: 990 }, 100, 4);
    const take = await opened(folder, true);
    expect(take.tracks.map(({ frames }) => frames)).toEqual([110, 100, 100]);
    expect((await read(take.tracks[0])).subarray(10)).toEqual(written(0, 0, 100));
    expect(await read(take.tracks[2])).toEqual(written(5, 0, 100));
  });
});

test('a folder full of files that are no sound is refused in one short line', async () => {
  const folder = scratch();
  for (let n = 0; n < 200; n++) writeFileSync(join(folder, `${n}.wav`), '');
  const take = await openMultitrack(folder);
  expect('why' in take && take.why).toMatch(/^0\.wav is left out: .*; and 197 more$/);
});
