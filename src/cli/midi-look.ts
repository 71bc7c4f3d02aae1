import type { Profile } from '../surfaces/profile.ts';
import { fits } from '../surfaces/recognise.ts';
import { systemClock } from '../wire/ports/clock.ts';
import type { MidiPort } from '../wire/ports/midi/port-register.ts';
import { systemMidi } from '../wire/ports/midi/system.ts';
import { type Midi, openMidi } from '../wire/ports/midi.ts';

/** The names are there after one start of Node. */
const LOOK_MS = 10_000;

/** MIDI of this machine as a command sees it: stop it when done. */
export interface Look {
  readonly midi: Midi;
  readonly ports: readonly MidiPort[];
}

/** @returns the ports, or why there are none */
export function lookForPorts(say: (line: string) => void = () => {}): Promise<Look | { readonly fault: string }> {
  return new Promise((resolve) => {
    const done = (result: Look | { fault: string }): void => {
      timer.cancel();
      resolve(result);
      if ('fault' in result) void midi.stop();
    };
    const timer = systemClock.setTimer(LOOK_MS, () => done({ fault: 'the MIDI system of this machine does not answer' }));
    const midi = openMidi(
      {
        // The first list comes right after "up"; on a machine without ports there is none.
        onPorts: () => {},
        onState: (state, reason) => {
          if (state === 'down') done({ fault: reason });
          else setImmediate(() => done({ midi, ports: midi.ports }));
        },
      },
      systemMidi(systemClock, say),
    );
  });
}

/** Profiles of the show and those that come with the package; a file with mistakes is left out. */
export async function knownProfiles(show: string): Promise<readonly Profile[]> {
  const [{ MappingFiles, isMappingFault }, { houseVerbs }] = await Promise.all([import('../show/mappings.ts'), import('../verbs.ts')]);
  const files = new MappingFiles(houseVerbs(), show);
  const found = await Promise.all((await files.profiles()).map(({ name }) => files.profile(name)));
  return found.flatMap((one) => (isMappingFault(one) ? [] : [one.profile]));
}

export const profileOf = (port: MidiPort, profiles: readonly Profile[]): Profile | undefined =>
  profiles.find((one) => fits(one, port.name));
