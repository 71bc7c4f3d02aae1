import { pathToFileURL } from 'node:url';
import type { Clock } from '../../pace/clock.ts';
import type { MidiOptions } from '../midi.ts';
import { midiParts } from './part.ts';
import { sequencerFault } from './sequencer.ts';

/** The built child beside `midi.ts`. */
const CHILD = new URL('../midi-child.js', import.meta.url);

/**
 * MIDI as this machine has it. DESKBRIDGE_MIDI_CHILD names another child file that speaks as ours does: another way to MIDI, or a
 * test's hardware; then nothing is asked of the machine.
 */
export function systemMidi(
  clock: Clock,
  say: (line: string) => void,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): MidiOptions {
  const other = environment.DESKBRIDGE_MIDI_CHILD;
  if (other) return { clock, say, part: midiParts(pathToFileURL(other)) };
  return { clock, say, part: midiParts(CHILD), fault: () => sequencerFault() };
}
