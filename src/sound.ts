import { join } from 'node:path';
import { AudioThread, type OpenAudioThread } from './engines/embedded/audio-thread.ts';
import type { MixerSound } from './engines/embedded/sound.ts';
import type { Settings } from './show/config-file.ts';
import type { Clock } from './wire/pace/clock.ts';
import { threadOpener } from './wire/ports/thread.ts';

/** Live inputs that are asked of a sound system; PulseAudio carries 32 at the most. */
const INPUT_CHANNELS = 32;

/** The built worker beside this file. */
const WORKER = new URL('./engines/embedded/worker.js', import.meta.url);

/** Opens the sound of the embedded mixer as the show configures it; undefined with `audio: off`. */
export function soundOf(show: string, audio: Settings['audio'], clock: Clock, worker = WORKER): ((role: string) => MixerSound) | undefined {
  const { output, input, file, latency } = audio;
  if (output === 'off') return undefined;
  const sound = {
    output,
    input,
    ...(file === undefined ? {} : { file }),
    inputChannels: input === 'none' ? 0 : INPUT_CHANNELS,
    latencyMs: latency,
  };
  // The thread takes what AudioThread gives it: both ends are of this project.
  const open: OpenAudioThread = threadOpener(worker);
  return (role) => new AudioThread({ open, clock, sound, takes: join(show, 'takes', role) });
}
