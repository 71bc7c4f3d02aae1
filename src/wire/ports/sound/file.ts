import { open } from 'node:fs/promises';
import { headerBytes, type WavShape, wavHeader } from '../../formats/wav-write.ts';
import type { NotThere, SoundOut, SoundWant } from './sound-port.ts';

const HEADER_MS = 1000;

/** Writes main to a WAV file, 32-bit float. The header is rewritten every second, so that the file is whole whenever it ends. */
export async function fileOut(path: string, want: SoundWant): Promise<SoundOut | NotThere> {
  const shape: WavShape = { channels: 2, sampleRate: want.sampleRate, format: 'f32' };
  const start = headerBytes(shape);
  const file = await open(path, 'w').catch((error: NodeJS.ErrnoException) => error.code ?? error.message);
  if (typeof file === 'string') return { why: file };
  let frames = 0;
  let closed = false;
  let queue: Promise<unknown> = file.write(wavHeader(shape, 0), 0, start, 0);
  const then = (work: () => Promise<unknown>): void => {
    queue = queue.then(work).catch((error: NodeJS.ErrnoException) => {
      if (!closed) want.onLost(`${path}: ${error.code ?? error.message}`);
      closed = true;
    });
  };
  const header = (): Promise<unknown> => {
    const bytes = wavHeader(shape, frames);
    return file.write(bytes, 0, bytes.length, 0);
  };
  const timer = setInterval(() => then(header), HEADER_MS);
  return {
    name: 'file',
    write(block) {
      if (closed) return;
      const bytes = Buffer.from(new Float32Array(block).buffer);
      const at = start + frames * 8;
      frames += block.length / 2;
      then(() => file.write(bytes, 0, bytes.length, at));
    },
    latencyMs: () => undefined,
    async close() {
      clearInterval(timer);
      then(header);
      closed = true;
      await queue;
      await file.close();
    },
  };
}
