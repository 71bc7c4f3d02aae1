import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { headerBytes, type WavShape, wavHeader, writeSamples } from '../formats/wav-write.ts';

/** Frames that are gathered before they go to the disk: a sixth of a second. */
const PIECE = 8192;
/** Pieces that may wait for a slow disk: five seconds. */
const MOST_WAITING = 30;

export interface TakeEvents {
  /** It stopped by itself: a full disk, a lost stick. What was written until then is whole. */
  readonly onLost: (reason: string) => void;
}

/**
 * Writes a multitrack take, a 24-bit mono file a track. Headers are rewritten with every piece, so that a take that ends with
 * the power is whole up to its last piece.
 */
export class TakeWriter {
  readonly folder: string;
  readonly #shape: WavShape;
  readonly #files: readonly FileHandle[];
  readonly #events: TakeEvents;
  readonly #gathered: readonly Float32Array[];
  #filled = 0;
  #frames = 0;
  #waiting = 0;
  #queue: Promise<void> = Promise.resolve();
  #isLost = false;

  private constructor(folder: string, shape: WavShape, files: readonly FileHandle[], events: TakeEvents) {
    this.folder = folder;
    this.#shape = shape;
    this.#files = files;
    this.#events = events;
    this.#gathered = files.map(() => new Float32Array(PIECE));
  }

  /** @param names of the tracks; files are called `01 Kick In.wav` */
  static async open(
    folder: string,
    names: readonly string[],
    sampleRate: number,
    events: TakeEvents,
  ): Promise<TakeWriter | { readonly why: string }> {
    const files: FileHandle[] = [];
    try {
      await mkdir(folder, { recursive: true });
      const shape: WavShape = { channels: 1, sampleRate, format: 's24' };
      for (const [index, name] of names.entries()) {
        const file = await open(join(folder, `${String(index + 1).padStart(2, '0')} ${safeName(name) || `Track ${index + 1}`}.wav`), 'wx');
        files.push(file);
        await file.write(wavHeader(shape, 0), 0, headerBytes(shape), 0);
      }
      return new TakeWriter(folder, shape, files, events);
    } catch (error) {
      await Promise.allSettled(files.map((file) => file.close()));
      return { why: reasonOf(error) };
    }
  }

  get seconds(): number {
    return this.#frames / this.#shape.sampleRate;
  }

  /** One block of every track. Never waits: a disk that is too slow ends the take, loudly. */
  write(blocks: readonly Float32Array[], frames: number): void {
    if (this.#isLost) return;
    for (const [index, gathered] of this.#gathered.entries()) gathered.set((blocks[index] ?? gathered).subarray(0, frames), this.#filled);
    this.#filled += frames;
    if (this.#filled + frames > PIECE) this.#pass();
  }

  /** Everything written is on disk when it resolves. */
  async close(): Promise<void> {
    if (this.#filled > 0) this.#pass();
    await this.#queue;
    await Promise.allSettled(this.#files.map((file) => file.sync()));
    await Promise.allSettled(this.#files.map((file) => file.close()));
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
      if (this.#isLost) return;
      const start = headerBytes(this.#shape);
      const header = wavHeader(this.#shape, until);
      for (const [index, bytes] of pieces.entries()) {
        const file = this.#files[index];
        await file?.write(bytes, 0, bytes.length, start + from * 3);
        await file?.write(header, 0, header.length, 0);
      }
    } catch (error) {
      this.#lose(reasonOf(error));
    } finally {
      this.#waiting--;
    }
  }

  #lose(reason: string): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#events.onLost(reason);
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC') return 'the disk is full';
  if (code === 'EROFS' || code === 'EACCES') return 'the folder cannot be written to';
  return message;
}

const safeName = (name: string): string =>
  name
    .replace(/[^\p{L}\p{N} _.-]/gu, '')
    .replace(/^\.+/, '')
    .trim()
    .slice(0, 60);
