import { signal } from '@preact/signals';
import { tell } from '../frame/notice.tsx';
import { link } from '../link/link.ts';
import type { Player } from './player.ts';
import { ScheduledPlayer } from './scheduled.ts';
import { WorkletPlayer } from './worklet-player.ts';

/** The main mix is heard on this device. */
export const isListening = signal(false);
let context: AudioContext | undefined;
let player: Player | undefined;

export function toggleListen(): void {
  if (isListening.peek()) {
    link.socket.say({ t: 'listen', source: null });
    stop();
    return;
  }
  isListening.value = true;
  // Browsers let sound begin only inside a press.
  context ??= new AudioContext({ latencyHint: 'interactive' });
  void context.resume();
  begin();
}

function begin(): void {
  void link.ask({ t: 'listen', source: 'main' }).then((outcome) => {
    if (outcome.done || !isListening.peek()) return;
    stop();
    tell(`Listen: ${outcome.error.message}`);
  });
}

function stop(): void {
  isListening.value = false;
  player?.stop();
  player = undefined;
  void context?.suspend();
}

/** Hears frames and their form. Called once. */
export function followSound(): void {
  link.onListen = ({ sampleRateHz }) => void start(sampleRateHz);
  link.onSound = (payload) => player?.play(payload);
  link.onLive.add(() => {
    if (isListening.peek()) begin();
  });
}

/** A worklet where the page is secure; elsewhere scheduled buffers, which need no right. */
async function start(sampleRateHz: number): Promise<void> {
  const sounding = context;
  if (!sounding || !isListening.peek()) return;
  player?.stop();
  const made = (await WorkletPlayer.open(sounding, sampleRateHz)) ?? new ScheduledPlayer(sounding, sampleRateHz);
  if (isListening.peek()) player = made;
  else made.stop();
}
