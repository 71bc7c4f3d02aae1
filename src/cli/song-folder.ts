import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Stem } from '../audio/song/render.ts';
import { LENGTH, SAMPLE_RATE, STEMS, VERSION } from '../audio/song/song.ts';
import { codeOf } from '../show/disk-fault.ts';
import { headerBytes, type WavShape, wavHeader, writeSamples } from '../wire/formats/wav-write.ts';
import { makeFolder } from '../wire/ports/make-folder.ts';

const SHAPE: WavShape = { channels: 1, sampleRate: SAMPLE_RATE, format: 's24' };
const FILE_BYTES = headerBytes(SHAPE) + LENGTH * 3;
/** Written last; what it says is the render the stems are of. */
const MARKER = 'version';

const fileOf = (index: number, name: string): string => `${String(index + 1).padStart(2, '0')} ${name}.wav`;

/** All stems of this render are there, each with its whole length: neither a killed render nor a power cut passes for a song. */
export function isSongReady(folder: string): boolean {
  try {
    if (readFileSync(join(folder, MARKER), 'utf8') !== VERSION) return false;
    return STEMS.every((name, index) => statSync(join(folder, fileOf(index, name))).size === FILE_BYTES);
  } catch {
    return false;
  }
}

/**
 * Makes the folder of the demo song. It gets its name when all of it is on the disk, so that a player that waits for the
 * folder never opens half a song.
 * @param fill writes all stems into the folder it is given
 * @throws what the disk says, or what `fill` throws; nothing half made is left then
 */
export async function buildSong(folder: string, fill: (building: string) => void | Promise<void>): Promise<void> {
  removeAbandoned(folder);
  const building = `${folder}.building-${process.pid}`;
  try {
    rmSync(building, { recursive: true, force: true });
    await makeFolder(building);
    await fill(building);
    writeDurably(join(building, MARKER), Buffer.from(VERSION));
    takePlace(building, folder);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

/** Writes one stem, whole and on the disk when it returns. */
export function writeStem(building: string, { name, samples }: Stem): void {
  const path = join(building, fileOf(STEMS.indexOf(name), name));
  writeDurably(path, wavHeader(SHAPE, LENGTH), writeSamples(SHAPE, [samples], LENGTH));
}

function takePlace(building: string, folder: string): void {
  // Another daemon may have been as quick; its song is the same.
  if (isSongReady(folder)) return;
  rmSync(folder, { recursive: true, force: true });
  renameSync(building, folder);
}

function writeDurably(path: string, ...parts: readonly Uint8Array[]): void {
  const file = openSync(path, 'w');
  try {
    for (const part of parts) for (let at = 0; at < part.length; ) at += writeSync(file, part, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Removes what killed processes left: a song is 170 MB. */
function removeAbandoned(folder: string): void {
  const start = `${basename(folder)}.building-`;
  for (const name of namesIn(dirname(folder))) {
    if (!name.startsWith(start) || isAlive(Number(name.slice(start.length)))) continue;
    rmSync(join(dirname(folder), name), { recursive: true, force: true });
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
