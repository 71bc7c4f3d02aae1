import { fits } from './surfaces/recognise.ts';
import type { MidiLink } from './wire/ports/midi/link.ts';
import type { MidiPort } from './wire/ports/midi/port-register.ts';
import type { Midi, MidiEvents } from './wire/ports/midi.ts';

export interface EarsOptions {
  readonly openMidi: (events: MidiEvents) => Midi;
  /** Of names of the ports that are listened to. */
  readonly words: readonly string[];
  /** Who hears one, for as long as it is there. */
  readonly port: (name: string) => { hear(bytes: Uint8Array): void };
  readonly say: (line: string) => void;
}

/** Listens to MIDI ports for what starts cues. Sends nothing to them. @returns ends it */
export function openEars({ openMidi, words, port: earOf, say }: EarsOptions): () => Promise<void> {
  if (words.length === 0) return async () => {};
  const links = new Map<string, MidiLink>();
  const look = (ports: readonly MidiPort[]): void => {
    for (const port of ports) {
      const key = `${port.name} ${port.index}`;
      if (!port.hears || links.has(key) || !words.some((word) => fits({ ports: { has: [word], not: [] } }, port.name))) continue;
      const ear = earOf(port.name);
      links.set(
        key,
        midi.open(port, {
          onUp: () => say(`listens to ${port.name} for triggers`),
          onBytes: (bytes) => ear.hear(bytes),
          onDown: (reason) => say(`${port.name} is not heard: ${reason}`),
        }),
      );
    }
  };
  const midi = openMidi({ onPorts: look, onState: () => {} });
  return async () => {
    for (const link of links.values()) link.close();
    await midi.stop();
  };
}
