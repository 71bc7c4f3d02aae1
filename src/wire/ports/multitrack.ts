import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type ByteSource, readSamples, readWavHeader, type WavInfo } from '../formats/wav.ts';
import { diskReason } from './disk-reason.ts';

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

/** Notes in the reason why nothing of a folder can be played. */
const MOST_NOTES = 3;

interface OpenFile {
  readonly name: string;
  readonly handle: FileHandle;
  readonly info: WavInfo;
}

/**
 * Opens a folder of WAV files as one take: a track for each channel, in the order of the names. Consecutively numbered files of
 * one poly format (00000001.WAV, 00000002.WAV ... as console recorders split them) are joined to the sample.
 * @param byStamp places tracks by their broadcast stamps instead of from zero
 * @returns the take, or why there is none
 */
export async function openMultitrack(folder: string, byStamp = false): Promise<OpenTake | { readonly why: string }> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => error);
  if (names instanceof Error) return { why: names.code === 'ENOENT' ? 'there is no such folder' : diskReason(names) };
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
  if (files.length === 0) return { why: notes.length > 0 ? fewOf(notes) : 'there are no WAV files in it' };
  return {
    tracks: tracksOfTake(files, byStamp, notes),
    notes,
    async close() {
      await Promise.allSettled(files.map(({ handle }) => handle.close()));
    },
  };
}

/** Folders may hold thousands of files; a line is for a person. */
function fewOf(notes: readonly string[]): string {
  const more = notes.length - MOST_NOTES;
  return notes.slice(0, MOST_NOTES).join('; ') + (more > 0 ? `; and ${more} more` : '');
}

function tracksOfTake(files: readonly OpenFile[], byStamp: boolean, notes: string[]): readonly OpenTrack[] {
  if (isNumbered(files)) {
    const hindrance = whyNotJoined(files);
    if (hindrance === undefined) return joined(files);
    notes.push(`the numbered files are not joined: ${hindrance}`);
  }
  const delays = byStamp ? stampDelays(files, notes) : fromZero(files, notes);
  return files.flatMap((file, index) => tracksOf(file).map((track) => delayed(track, delays[index] ?? 0)));
}

const byNumber = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

async function openFile(folder: string, name: string): Promise<OpenFile | { readonly wrong: string }> {
  const path = join(folder, name);
  try {
    // Opening a pipe would wait for somebody to write into it.
    if (!(await stat(path)).isFile()) return { wrong: 'it is not a file' };
    const handle = await open(path, 'r');
    const info = await readHeader(handle);
    if (!('wrong' in info)) return { name, handle, info };
    await handle.close();
    return info;
  } catch (error) {
    return { wrong: diskReason(error) };
  }
}

async function readHeader(handle: FileHandle): Promise<WavInfo | { readonly wrong: string }> {
  try {
    return await readWavHeader(await byteSource(handle));
  } catch (error) {
    return { wrong: diskReason(error) };
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
const titleOf = (name: string): string => name.replace(/\.wav$/i, '').replace(/^\d+[\s_.-]+(?=\S)/, '');

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

/** A poly recording in pieces: names that are nothing but a number. */
const isNumbered = (files: readonly OpenFile[]): boolean =>
  files.length > 1 && files.every(({ name, info }) => /^\d+\.wav$/i.test(name) && info.channels > 1);

/** What keeps numbered files from being one take, or undefined. */
function whyNotJoined(files: readonly OpenFile[]): string | undefined {
  for (const [index, file] of files.entries()) {
    const before = files[index - 1];
    if (!before) continue;
    if (Number.parseInt(file.name, 10) !== Number.parseInt(before.name, 10) + 1)
      return `between ${before.name} and ${file.name} one is missing`;
    const { channels, format, sampleRate } = file.info;
    if (channels !== before.info.channels || format !== before.info.format || sampleRate !== before.info.sampleRate)
      return `${file.name} has another format than ${before.name}`;
  }
  return undefined;
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

function fromZero(files: readonly OpenFile[], notes: string[]): number[] {
  const stamps = files.flatMap(({ info }) => info.timeReference ?? []);
  if (new Set(stamps).size > 1) notes.push('all tracks start together, although their broadcast stamps differ');
  return files.map(() => 0);
}

/** Later stamps start later, to the sample: frames a file of which starts late. Without a stamp on every file all start together. */
function stampDelays(files: readonly OpenFile[], notes: string[]): number[] {
  const stamps = files.flatMap(({ info }) => info.timeReference ?? []);
  const first = files[stamps.indexOf(Math.min(...stamps))];
  if (stamps.length < files.length || !first) {
    notes.push('all tracks start together: not every file has a broadcast stamp');
    return files.map(() => 0);
  }
  // A stamp counts samples of its own rate, so between files of one rate nothing is rounded.
  if (files.some(({ info }) => info.sampleRate !== first.info.sampleRate)) {
    notes.push('all tracks start together: their broadcast stamps count samples of different rates');
    return files.map(() => 0);
  }
  notes.push('tracks are placed by their broadcast stamps');
  const start = Math.min(...stamps);
  return stamps.map((stamp) => stamp - start);
}

/** The same track after so many frames of silence. */
function delayed(track: OpenTrack, delay: number): OpenTrack {
  if (delay === 0) return track;
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
