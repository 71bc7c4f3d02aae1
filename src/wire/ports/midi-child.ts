/**
 * Run as a process of its own, by `midiParts`: native MIDI lives and dies in here. It ends with its parent, and says in plain words
 * why it cannot work.
 */
import type { MidiTask } from './midi/part.ts';
import { faultOf, sayAndEnd } from './midi/to-parent.ts';

process.on('disconnect', () => process.exit(0));
// A terminal's Ctrl-C reaches the whole group: the parent decides when ports close.
process.on('SIGINT', () => {});

try {
  // The parent is of this very folder and gives nothing else.
  const task = JSON.parse(process.argv[2] ?? '') as MidiTask;
  // The native library is loaded here, and may not be there.
  if (task.t === 'scout') (await import('./midi/scouting.ts')).scout();
  else (await import('./midi/linking.ts')).link(task);
} catch (error) {
  sayAndEnd(faultOf(error));
}
