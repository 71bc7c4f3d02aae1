import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { headerBytes, type WavShape, wavHeader, writeSamples } from '../formats/wav-write.ts';
import { diskReason } from './disk-reason.ts';
import { makeFolder } from './make-folder.ts';

/** Frames that are gathered before they go to the disk: a sixth of a second. */
const PIECE = 8192;
/** Bytes of a sample. */
const BYTES = 3;
/** Pieces that may wait for a slow disk: five seconds. */
const MOST_WAITING = 30;

export interface TakeEvents {
  /** It stopped by itself: a full disk, a lost stick. What was written until then is whole. Told once. */
  readonly onLost: (reason: string) => void;
}

/** A file of a take, as the system opens it. */
export interface TakeFile {
  write(bytes: Uint8Array, offset: number, length: number, position: number): Promise<{ readonly bytesWritten: number }>;
  truncate(length: number): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a file that is not there yet. */
type OpenNew = (path: string, flags: 'wx') => Promise<TakeFile>;

/** A file, and how many frames its header promises. */
interface Track {
  readonly file: TakeFile;
  promised: number;
}

/**
 * Writes a multitrack take, a 24-bit mono file a track. Samples first, then the header that counts them, with every piece: a
 * killed process leaves whole files up to their last piece. After a power cut a header may be ahead of what the disk had taken;
 * the reader mends that.
 */
export class TakeWriter {
  readonly folder: string;
  readonly #shape: WavShape;
  readonly #tracks: readonly Track[];
  readonly #events: TakeEvents;
  readonly #gathered: readonly Float32Array[];
  #filled = 0;
  #frames = 0;
  #waiting = 0;
  #queue: Promise<void> = Promise.resolve();
  #isLost = false;

  private constructor(folder: string, shape: WavShape, files: readonly TakeFile[], events: TakeEvents) {
    this.folder = folder;
    this.#shape = shape;
    this.#tracks = files.map((file) => ({ file, promised: 0 }));
    this.#events = events;
    this.#gathered = files.map(() => new Float32Array(PIECE));
  }

  /**
   * @param folder made where it is not there; a take in it is never written over
   * @param names of the tracks; files are called `01 Kick In.wav`
   * @returns why it cannot be written, `taken` if there is one already; then no file of it is left
   */
  static async open(
    folder: string,
    names: readonly string[],
    sampleRate: number,
    events: TakeEvents,
    openFile: OpenNew = open,
  ): Promise<TakeWriter | { readonly why: string; readonly taken?: true }> {
    const shape: WavShape = { channels: 1, sampleRate, format: 's24' };
    const files: TakeFile[] = [];
    const paths = names.map((name, index) => join(folder, `${String(index + 1).padStart(2, '0')} ${fileName(name) || 'Track'}.wav`));
    let made: string | undefined;
    try {
      made = await makeFolder(folder);
      for (const path of paths) {
        const file = await openFile(path, 'wx');
        files.push(file);
        await writeAll(file, wavHeader(shape, 0), 0);
      }
      return new TakeWriter(folder, shape, files, events);
    } catch (error) {
      await Promise.allSettled(files.map((file) => file.close()));
      const rest = made === undefined ? paths.slice(0, files.length) : [made];
      await Promise.allSettled(rest.map((path) => rm(path, { recursive: true, force: true })));
      const taken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
      return taken ? { why: diskReason(error), taken } : { why: diskReason(error) };
    }
  }

  /** Taken so far; of a take that was lost, what is whole on every track. */
  get seconds(): number {
    const frames = this.#isLost ? Math.min(...this.#tracks.map(({ promised }) => promised)) : this.#frames + this.#filled;
    return frames / this.#shape.sampleRate;
  }

  /** One block of every track; a track without one is silent. Never waits: a disk that is too slow ends the take, loudly. */
  write(blocks: readonly Float32Array[], frames: number): void {
    for (let from = 0; from < frames && !this.#isLost; ) {
      const count = Math.min(frames - from, PIECE - this.#filled);
      for (const [index, gathered] of this.#gathered.entries()) {
        const block = blocks[index];
        if (block) gathered.set(block.subarray(from, from + count), this.#filled);
        else gathered.fill(0, this.#filled, this.#filled + count);
      }
      from += count;
      this.#filled += count;
      if (this.#filled === PIECE) this.#pass();
    }
  }

  /** Everything written is on disk when it resolves; what is not tells `onLost` before. */
  async close(): Promise<void> {
    if (this.#filled > 0 && !this.#isLost) this.#pass();
    await this.#queue;
    await Promise.all(this.#tracks.map((track) => this.#finish(track)));
  }

  #pass(): void {
    const frames = this.#filled;
    const from = this.#frames;
    const pieces = this.#gathered.map((samples) => writeSamples(this.#shape, [samples], frames));
    this.#filled = 0;
    this.#frames += frames;
    if (++this.#waiting > MOST_WAITING) {
      this.#lose('the disk is too slow');
      return;
    }
    this.#queue = this.#queue.then(() => this.#store(pieces, from, from + frames));
  }

  async #store(pieces: readonly Uint8Array[], from: number, until: number): Promise<void> {
    try {
      const header = wavHeader(this.#shape, until);
      for (const [index, track] of this.#tracks.entries()) {
        const bytes = pieces[index];
        if (this.#isLost || !bytes) return;
        await writeAll(track.file, padded(bytes, until), this.#byteOf(from));
        await writeAll(track.file, header, 0);
        track.promised = until;
      }
    } catch (error) {
      this.#lose(diskReason(error));
    } finally {
      this.#waiting--;
    }
  }

  /** Where the samples from a frame on stand in a file. */
  #byteOf(frame: number): number {
    return headerBytes(this.#shape) + frame * BYTES;
  }

  async #finish({ file, promised }: Track): Promise<void> {
    try {
      // Half a piece that the header does not count gives its space back to a full disk.
      if (this.#isLost) await file.truncate(this.#byteOf(promised) + (promised % 2));
      await file.sync();
    } catch (error) {
      this.#lose(diskReason(error));
    }
    await file.close().catch((error: unknown) => this.#lose(diskReason(error)));
  }

  #lose(reason: string): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#events.onLost(reason);
  }
}

/** A disk that becomes full takes a part without an error; only the next write has one. */
async function writeAll(file: TakeFile, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    if (bytesWritten === 0) throw new Error('the disk takes nothing');
    done += bytesWritten;
  }
}

/** The samples of an odd number of frames end on an odd byte, and chunks are padded to even sizes; a next piece writes over it. */
function padded(bytes: Uint8Array, frames: number): Uint8Array {
  if (frames % 2 === 0) return bytes;
  const out = new Uint8Array(bytes.length + 1);
  out.set(bytes);
  return out;
}

/** What every system takes in a file name: letters and figures of any script, and signs that no shell or disk minds. */
function fileName(name: string): string {
  const kept = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N} _.,&+()-]/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+/, '');
  return [...kept].slice(0, 60).join('').trim();
}
