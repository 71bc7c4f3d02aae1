import type { Heard } from './heard.ts';
import type { MidiTrigger, Trigger } from './trigger.ts';

/** Whether a message on a port is what a trigger waits for. */
export function matches(trigger: Trigger, heard: Heard, port: string): boolean {
  if (trigger.kind !== heard.kind) return false;
  const midi = trigger as MidiTrigger; // the kinds of what is heard are those of MIDI triggers
  if (midi.from !== undefined && !port.toLowerCase().includes(midi.from.toLowerCase())) return false;
  if ('channel' in midi && midi.channel !== undefined && 'channel' in heard && midi.channel !== heard.channel) return false;
  switch (midi.kind) {
    case 'program':
      return heard.kind === 'program' && midi.program === heard.program && (midi.bank === undefined || midi.bank === heard.bank);
    case 'note':
      return heard.kind === 'note' && midi.note === heard.note && heard.velocity > (midi.above ?? 0);
    case 'cc':
      return (
        heard.kind === 'cc' && midi.controller === heard.controller && (midi.value === undefined ? heard.rises : midi.value === heard.value)
      );
    case 'song':
      return heard.kind === 'song' && midi.song === heard.song;
    case 'midi-clock':
      return heard.kind === 'midi-clock' && midi.what === heard.what;
  }
}
