import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ByteSource, readSamples, readWavHeader, type WavInfo } from '../formats/wav.ts';

/** A mono track as the player wants it; see engines/embedded/track.ts. */
export interface OpenTrack {
  readonly name: string;
  readonly frames: number;
  readonly sampleRate: number;
  read(from: number, into: Float32Array): Promise<number>;
}

export interface OpenTake {
  readonly tracks: readonly OpenTrack[];
  /** Files that are left out, with why, and what was mended or decided: plain lines. */
  readonly notes: readonly string[];
  close(): Promise<void>;
}

interface OpenFile {
  readonly name: string;
  readonly handle: FileHandle;
  readonly info: WavInfo;
}

/**
 * Opens a folder of WAV files as one take: a track for each channel, in the order of the names. Consecutively numbered files of
 * one poly format (00000001.WAV, 00000002.WAV ... as console recorders split them) are joined to the sample.
 * @param byStamp places tracks by their broadcast stamps instead of from zero
 */
export async function openMultitrack(folder: string, byStamp = false): Promise<OpenTake | { readonly why: string }> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => error);
  if (names instanceof Error) return { why: names.code === 'ENOENT' ? 'there is no such folder' : names.message };
  const notes: string[] = [];
  const files: OpenFile[] = [];
  for (const name of names.filter((one) => /\.wav$/i.test(one) && !one.startsWith('.')).sort(byNumber)) {
    const file = await openFile(folder, name);
    if ('wrong' in file) notes.push(`${name} is left out: ${file.wrong}`);
    else {
      files.push(file);
      notes.push(...file.info.notes.map((note) => `${name}: ${note}`));
    }
  }
  if (files.length === 0) return { why: notes.length > 0 ? notes.join('; ') : 'there are no WAV files in it' };
  const tracks = isSplitTake(files) ? joined(files) : files.flatMap((file) => tracksOf(file));
  const placed = byStamp ? place(files, tracks, notes) : tracks;
  return {
    tracks: placed,
    notes,
    async close() {
      await Promise.all(files.map(({ handle }) => handle.close()));
    },
  };
}

const byNumber = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

async function openFile(folder: string, name: string): Promise<OpenFile | { readonly wrong: string }> {
  try {
    const handle = await open(join(folder, name), 'r');
    const info = await readWavHeader(await byteSource(handle));
    if (!('wrong' in info)) return { name, handle, info };
    await handle.close();
    return info;
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) };
  }
}

async function byteSource(handle: FileHandle): Promise<ByteSource> {
  const { size } = await handle.stat();
  return {
    size,
    async read(position, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - position)));
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, position);
      return bytes.subarray(0, bytesRead);
    },
  };
}

/** `03 Bass DI.wav` is the track "Bass DI". */
const titleOf = (name: string): string => name.replace(/\.wav$/i, '').replace(/^\d+[\s_.-]+/, '');

async function readChannel({ handle, info }: OpenFile, channel: number, from: number, into: Float32Array): Promise<number> {
  const frames = Math.min(into.length, info.frames - from);
  if (frames <= 0) return 0;
  const bytes = Buffer.allocUnsafe(frames * info.bytesPerFrame);
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, info.dataStart + from * info.bytesPerFrame);
  return readSamples(info, bytes.subarray(0, bytesRead), channel, into);
}

function tracksOf(file: OpenFile): OpenTrack[] {
  const { info } = file;
  return Array.from({ length: info.channels }, (_, channel) => ({
    name: info.trackNames[channel] || (info.channels === 1 ? titleOf(file.name) : `${titleOf(file.name)} ${channel + 1}`),
    frames: info.frames,
    sampleRate: info.sampleRate,
    read: (from: number, into: Float32Array) => readChannel(file, channel, from, into),
  }));
}

/** Equal poly format, and names that are nothing but consecutive numbers. */
function isSplitTake(files: readonly OpenFile[]): boolean {
  const [first] = files;
  if (!first || files.length < 2 || first.info.channels < 2) return false;
  const number = (file: OpenFile): number => (/^\d+\.wav$/i.test(file.name) ? Number.parseInt(file.name, 10) : Number.NaN);
  return files.every(
    (file, index) =>
      number(file) === number(first) + index &&
      file.info.channels === first.info.channels &&
      file.info.format === first.info.format &&
      file.info.sampleRate === first.info.sampleRate,
  );
}

/** One take out of pieces that follow each other. */
function joined(files: readonly OpenFile[]): OpenTrack[] {
  const [first] = files;
  if (!first) return [];
  const frames = files.reduce((sum, { info }) => sum + info.frames, 0);
  return Array.from({ length: first.info.channels }, (_, channel) => ({
    name: first.info.trackNames[channel] || `Track ${channel + 1}`,
    frames,
    sampleRate: first.info.sampleRate,
    async read(from: number, into: Float32Array) {
      let done = 0;
      let start = 0;
      for (const file of files) {
        const at = from + done - start;
        if (at >= 0 && at < file.info.frames && done < into.length) done += await readChannel(file, channel, at, into.subarray(done));
        start += file.info.frames;
      }
      return done;
    },
  }));
}

/** Later stamps start later, to the sample. Without a stamp on every file all start together. */
function place(files: readonly OpenFile[], tracks: readonly OpenTrack[], notes: string[]): readonly OpenTrack[] {
  const stamps = files.map(({ info }) => info.timeReference);
  if (stamps.some((stamp) => stamp === undefined) || tracks.length !== files.reduce((sum, { info }) => sum + info.channels, 0)) {
    notes.push('not every file has a broadcast stamp: all tracks start together');
    return tracks;
  }
  const known = stamps.map(Number);
  const first = Math.min(...known);
  notes.push('tracks are placed by their broadcast stamps');
  const delays = files.flatMap(({ info }, index) => Array.from({ length: info.channels }, () => (known[index] ?? first) - first));
  return tracks.map((track, index) => delayed(track, delays[index] ?? 0));
}

function delayed(track: OpenTrack, delay: number): OpenTrack {
  return {
    ...track,
    frames: track.frames + delay,
    async read(from, into) {
      const silent = Math.min(into.length, Math.max(0, delay - from));
      into.fill(0, 0, silent);
      return silent + (silent < into.length ? await track.read(from + silent - delay, into.subarray(silent)) : 0);
    },
  };
}
