import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { renderStems } from '../audio/song/render.ts';
import { SAMPLE_RATE } from '../audio/song/song.ts';
import { type WavShape, wavHeader, writeSamples } from '../wire/formats/wav-write.ts';

/** Renders the demo song into a folder that gets its name when all is written, so that a killed render leaves no half song. */
function render(folder: string): void {
  const building = `${folder}.building`;
  rmSync(building, { recursive: true, force: true });
  mkdirSync(building, { recursive: true });
  const shape: WavShape = { channels: 1, sampleRate: SAMPLE_RATE, format: 's24' };
  let number = 0;
  for (const { name, samples } of renderStems()) {
    number++;
    const file = join(building, `${String(number).padStart(2, '0')} ${name}.wav`);
    writeFileSync(file, wavHeader(shape, samples.length));
    writeFileSync(file, writeSamples(shape, [samples], samples.length), { flag: 'a' });
    parentPort?.postMessage({ stem: number });
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(building, folder);
}

try {
  // On Linux a thread has its own niceness: the audio thread and the doors go first.
  setPriority(0, 10);
} catch {
  // Where it is not allowed the render is merely less polite.
}
try {
  render(String(workerData));
  parentPort?.postMessage({ done: true });
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  parentPort?.postMessage({ failed: code === 'ENOSPC' ? 'the disk is full' : message });
}
