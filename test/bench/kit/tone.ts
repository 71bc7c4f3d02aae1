import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wavHeader, writeSamples } from '../../../src/wire/formats/wav-write.ts';
import type { DeskClient } from './desk-client.ts';
import { scratch } from './folder.ts';

const RATE = 48_000;

/** A take of one second of 1 kHz at half of full scale, which loops without a seam. @returns its folder */
function toneTake(): string {
  const folder = scratch();
  const wave = Float32Array.from({ length: RATE }, (_, at) => 0.5 * Math.sin((2 * Math.PI * 1000 * at) / RATE));
  const shape = { channels: 1, sampleRate: RATE, format: 'f32' } as const;
  writeFileSync(join(folder, '01 Tone.wav'), Buffer.concat([wavHeader(shape, RATE), writeSamples(shape, [wave], RATE)]));
  return folder;
}

/** Plays the tone on channel 1, alone, straight into main. */
export async function playTone(client: DeskClient): Promise<void> {
  for (const [path, value] of [
    ['player/folder', toneTake()],
    ['ch/1/source', 'player/1'],
    ['ch/1/fader', 0],
    ['main/fader', 0],
    ['player/state', 'play'],
  ] as const) {
    const answer = await client.ask({ t: 'set', path, value });
    if (answer.t !== 'ok') throw new Error(`${path}: ${JSON.stringify(answer)}`);
  }
}
