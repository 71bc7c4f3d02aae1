import { statSync } from 'node:fs';
import midi from '@julusian/midi';
import type { SeenName } from './part.ts';
import { faultOf, sayAndEnd, sayToParent } from './to-parent.ts';

/** A surface that is unplugged is to be known lost within a second, and one that comes back painted within two. */
const LOOK_MS = 250;
/** Of these looks one is told, even if nothing has changed: a sign of life. */
const LOOKS_PER_SIGN = 8;
/** ALSA's numbers of cards: four clients each, from 16 up; programs start at 128. */
const FIRST_CARD_CLIENT = 16;
const CLIENTS_PER_CARD = 4;
const FIRST_PROGRAM_CLIENT = 128;

/**
 * Tells the names of all ports whenever they change. One input and one output are made and never opened: they list without leaving
 * anything behind, where `getInputs()` of easymidi leaves an ALSA client open at each call.
 */
export function scout(): void {
  const input = new midi.Input();
  const output = new midi.Output();
  let told = '';
  let quiet = 0;
  const look = (): void => {
    try {
      const names = { t: 'names', inputs: seenAt(input), outputs: seenAt(output) } as const;
      const text = JSON.stringify(names);
      quiet += 1;
      if (text !== told) sayToParent(names);
      else if (quiet >= LOOKS_PER_SIGN) sayToParent({ t: 'same' });
      else return;
      told = text;
      quiet = 0;
    } catch (error) {
      sayAndEnd(faultOf(error));
    }
  };
  look();
  setInterval(look, LOOK_MS);
}

interface Lists {
  getPortCount(): number;
  getPortName(port: number): string;
}

function seenAt(list: Lists): SeenName[] {
  // A port that goes while they are listed has an empty name.
  return Array.from({ length: list.getPortCount() }, (_, port) => list.getPortName(port)).flatMap((full) =>
    full === '' ? [] : { full, stamp: stampOf(full) },
  );
}

/** A card that was unplugged and is back since the last look has the same numbers, but new device files. */
function stampOf(full: string): string {
  const client = Number(/ (\d+):\d+$/.exec(full)?.[1]);
  if (!(client >= FIRST_CARD_CLIENT && client < FIRST_PROGRAM_CLIENT)) return '';
  const card = Math.floor((client - FIRST_CARD_CLIENT) / CLIENTS_PER_CARD);
  return String(statSync(`/dev/snd/controlC${card}`, { throwIfNoEntry: false })?.ino ?? '');
}
