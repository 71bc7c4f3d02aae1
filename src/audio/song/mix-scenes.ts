/** Scenes of the demo song, laid over the rough mix: only what a scene changes, in the desk's words. */
import type { MixValue } from './mix.ts';
import { STEMS, type StemName } from './song.ts';

/** What a scene changes of one strip, dB; sends are those into the reverb (bus 7) and the delay (bus 8). */
interface Change {
  readonly fader?: number;
  readonly reverb?: number;
  readonly delay?: number;
}

function changed(strips: Readonly<Partial<Record<StemName, Change>>>): MixValue[] {
  return STEMS.flatMap((name, index) => {
    const strip = `ch/${index + 1}`;
    const { fader, reverb, delay } = strips[name] ?? {};
    const values: MixValue[] = [];
    if (fader !== undefined) values.push([`${strip}/fader`, fader]);
    if (reverb !== undefined) values.push([`${strip}/send/7/level`, reverb]);
    if (delay !== undefined) values.push([`${strip}/send/8/level`, delay]);
    return values;
  });
}

export const SCENES: Readonly<Record<'Verse' | 'Ballad', readonly MixValue[]>> = {
  /** The voice in front and drier, the band a step back. */
  Verse: changed({
    Percussion: { fader: -8.5 },
    'E-Gtr L': { fader: -9 },
    'E-Gtr R': { fader: -11.5 },
    'Ac Gtr': { fader: -11.5 },
    Keys: { fader: -9 },
    Organ: { fader: -14 },
    Trumpet: { fader: -11.5 },
    Sax: { fader: -11.5 },
    'Vox Lead': { fader: 0, reverb: -16, delay: -22 },
  }),
  /** Drums far away in a long room, acoustic guitar and keys near. */
  Ballad: [
    ...changed({
      'Snare Top': { fader: -1, reverb: -6 },
      'E-Gtr L': { fader: -10, reverb: -10 },
      'E-Gtr R': { fader: -9, reverb: -10 },
      'Ac Gtr': { fader: -6, reverb: -9 },
      Keys: { fader: -5, reverb: -9 },
      Trumpet: { reverb: -6 },
      Sax: { reverb: -6 },
      'Vox Lead': { fader: -0.5, reverb: -7, delay: -15 },
      'BV 1': { reverb: -5 },
      'BV 2': { reverb: -5 },
    }),
    ['dca/1/fader', -7],
    ['fx/1/fader', 2],
    ['rack/1/decay', 2.9],
  ],
};
