import { constants } from 'node:fs';
import { access } from 'node:fs/promises';

const DEVICE = '/dev/snd/seq';

/** Why this machine can have no MIDI, as far as that is seen from outside; other systems than Linux always have it. */
export async function sequencerFault(device = DEVICE, platform: string = process.platform): Promise<string | undefined> {
  if (platform !== 'linux') return undefined;
  try {
    await access(device, constants.R_OK | constants.W_OK);
    return undefined;
  } catch (error) {
    const denied = error instanceof Error && 'code' in error && error.code === 'EACCES';
    return denied ? `${device} needs rights that this user does not have (group audio)` : 'this machine has no ALSA sequencer';
  }
}
