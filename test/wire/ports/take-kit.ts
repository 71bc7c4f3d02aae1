import { readFileSync } from 'node:fs';
import { readSamples, readWavHeader, type WavInfo } from '../../../src/wire/formats/wav.ts';

/** A sample that says where it belongs, exact in 24 bits. */
export const sampleAt = (track: number, frame: number): number => (((frame * 7 + track * 100_003) % 16_777_216) - 8_388_608) / 8_388_608;

/** Blocks of tracks, from a frame on. */
export const blocksAt = (tracks: number, from: number, frames: number): Float32Array[] =>
  Array.from({ length: tracks }, (_, track) => Float32Array.from({ length: frames }, (_, i) => sampleAt(track, from + i)));

export interface ReadFile {
  readonly info: WavInfo;
  readonly samples: Float32Array;
  readonly bytes: Uint8Array;
}

export async function readWav(path: string): Promise<ReadFile> {
  const bytes = new Uint8Array(readFileSync(path));
  const info = await readWavHeader({ size: bytes.length, read: async (at, length) => bytes.subarray(at, at + length) });
  if ('wrong' in info) throw new Error(`${path}: ${info.wrong}`);
  const samples = new Float32Array(info.frames);
  readSamples(info, bytes.subarray(info.dataStart, info.dataStart + info.frames * info.bytesPerFrame), 0, samples);
  return { info, samples, bytes };
}

/** Frames of a file that are not what was recorded on that track. */
export const wrongFrames = (track: number, samples: Float32Array): number[] =>
  Array.from(samples.keys())
    .filter((frame) => samples[frame] !== Math.fround(sampleAt(track, frame)))
    .slice(0, 3);
