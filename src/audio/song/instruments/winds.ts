/**
 * Trumpet and tenor sax: harmonics whose brightness follows the breath, resonances of bell and bore, a tongue, air.
 * Casts: the loops keep their indices inside the arrays, and a check a sample costs more than the sum.
 */
import { place } from '../dsp.ts';
import { dice } from '../math.ts';
import type { Note } from '../song.ts';
import { begin, burst, choke, HIT, mode } from './hit.ts';
import type { Player } from './line.ts';
import { phrases, playPhrase } from './phrase.ts';
import { resonate, slope } from './resonance.ts';

/** What a wind instrument sounds like. */
interface Wind {
  readonly formants: number[];
  readonly widths: number[];
  /** Where the slope begins when played softly, and loudly. */
  readonly softHz: number;
  readonly loudHz: number;
  /** The lowest harmonics are weaker below this. */
  readonly lowHz: number;
  /** Level of even harmonics. */
  readonly even: number;
  readonly steep: number;
  readonly air: number;
  readonly airHz: number;
  readonly vibratoHz: number;
  readonly vibrato: number;
  readonly glideS: number;
  readonly scoop: number;
  readonly jitter: number;
  readonly riseS: number;
  readonly overshoot: number;
  readonly tongueS: number;
  readonly seed: number;
}

const TRUMPET: Wind = {
  formants: [1250, 2350, 4300],
  widths: [900, 1300, 2600],
  softHz: 1000,
  loudHz: 5600,
  lowHz: 750,
  even: 1,
  steep: 1.5,
  air: 0.012,
  airHz: 3300,
  vibratoHz: 5.1,
  vibrato: 0.17,
  glideS: 0.016,
  scoop: 0.5,
  jitter: 0.035,
  riseS: 0.018,
  overshoot: 0.35,
  tongueS: 0.028,
  seed: 61,
};

const SAX: Wind = {
  formants: [560, 1380, 2900],
  widths: [420, 700, 1300],
  softHz: 900,
  loudHz: 4600,
  lowHz: 160,
  even: 0.82,
  steep: 1.0,
  air: 0.034,
  airHz: 2500,
  vibratoHz: 4.7,
  vibrato: 0.26,
  glideS: 0.024,
  scoop: 0.9,
  jitter: 0.045,
  riseS: 0.026,
  overshoot: 0.2,
  tongueS: 0.034,
  seed: 71,
};

function blower(wind: Wind): Player {
  const formants = Float64Array.from(wind.formants);
  const widths = Float64Array.from(wind.widths);
  const out = new Float64Array(2);
  return {
    glideS: wind.glideS,
    scoop: wind.scoop,
    vibratoHz: wind.vibratoHz,
    vibrato: wind.vibrato,
    vibratoAfterS: 0.28,
    jitter: wind.jitter,
    topHz: 16000,
    form(frame) {
      const { now, next, sinceS, untilS, leftS } = frame;
      const tongued = next !== undefined && !next.slur && untilS < wind.tongueS;
      const attack = now && !now.slur ? wind.overshoot * Math.max(0, 1 - sinceS / 0.11) : 0;
      const long = now && now.len > 24000 ? Math.min(0.16, sinceS * 0.2) : 0;
      frame.target = now && leftS > 0 && !tongued ? now.vel * (0.82 + attack + long) : tongued && now ? now.vel * 0.08 : 0;
      frame.riseS = wind.riseS;
      frame.fallS = tongued ? 0.01 : 0.04;
      frame.bandHz = wind.airHz;
      frame.bandQ = 0.7;
      frame.bandGain = wind.air * (0.35 * Math.min(1, frame.level * 8) + frame.level);
      const chiff = now && !now.slur && sinceS < 0.03 ? wind.air * 2.2 : 0;
      frame.airHz = 1900;
      frame.airQ = 0.8;
      frame.airGain += 0.25 * (chiff - frame.airGain);
    },
    spectrum(frame, re, im, count) {
      const corner = wind.softHz + (wind.loudHz - wind.softHz) * Math.min(1.15, frame.level * frame.level * 1.25);
      for (let k = 1; k <= count; k++) {
        const freqHz = k * frame.freqHz;
        resonate(out, freqHz, formants, widths, 3);
        // The bell lets highs out: the lowest harmonics are weaker than a string's, the resonances do the rest.
        const bell = 1 - 0.72 * slope(freqHz, wind.lowHz, 1.5);
        const tail = 1 + (freqHz * freqHz) / ((wind.formants[1] as number) * (wind.formants[1] as number));
        const level =
          bell * tail * slope(freqHz, corner, wind.steep) * (k % 2 === 0 ? wind.even : 1) * (0.1 + 0.12 * dice(k, wind.seed) * 0.3);
        re[k] = (out[0] as number) * level;
        im[k] = (out[1] as number) * level;
      }
    },
  };
}

function blow(loop: Float32Array, notes: Note[], wind: Wind): Float32Array {
  const player = blower(wind);
  phrases(notes).forEach((phrase, index) => {
    playPhrase(loop, phrase, player, wind.seed * 1000 + index * 13);
    const length = begin(0.3); // the breath before
    burst(length, { freqHz: 1300, q: 0.8, level: 0.006, decayS: 0.07, riseS: 0.1, seed: wind.seed + index });
    choke(length, 0.05);
    place(loop, HIT, length, (phrase[0] as Note).at - 16000, 1);
  });
  return loop;
}

/** A trumpet without a mute. */
export const trumpet = (loop: Float32Array, notes: Note[]): Float32Array => blow(loop, notes, TRUMPET);

/** A tenor, with the pads of its keys. */
export function sax(loop: Float32Array, notes: Note[]): Float32Array {
  blow(loop, notes, SAX);
  for (const note of notes) {
    const length = begin(0.08);
    mode(length, 310 + 40 * dice(note.at, 1), 0.004, 0.01);
    burst(length, { freqHz: 1500, q: 0.8, level: 0.008, decayS: 0.004, seed: note.at });
    choke(length, 0.02);
    place(loop, HIT, length, note.at - 300, 1);
  }
  return loop;
}
