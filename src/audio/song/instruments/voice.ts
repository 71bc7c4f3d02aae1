/**
 * Voices: a vocal tract of seven resonances between vowels, consonants before the beat, breath, plosives that thump.
 * Casts: the loops keep their indices inside the arrays, and a check a sample costs more than the sum.
 */
import { place } from '../dsp.ts';
import { exp2, keep, RATE } from '../math.ts';
import type { Note } from '../song.ts';
import { begin, burst, choke, HIT, head } from './hit.ts';
import type { Player } from './line.ts';
import { phrases, playPhrase } from './phrase.ts';
import { resonate, slope } from './resonance.ts';

/** First three resonances of a grown woman's vowels in Hz. */
const VOWELS: Record<string, number[]> = {
  a: [850, 1250, 2750],
  e: [560, 2150, 2900],
  i: [330, 2650, 3250],
  o: [540, 900, 2700],
  u: [370, 820, 2600],
  m: [270, 1050, 2250],
  n: [280, 1500, 2500],
  l: [370, 1200, 2850],
  r: [340, 1150, 1650],
  w: [310, 650, 2300],
};
const UPPER = [3850, 4950, 6300, 7800];
const WIDTHS = [85, 110, 160, 230, 330, 480, 700];

interface Consonant {
  readonly pre: number;
  readonly voice: number;
  readonly hiss: number;
  readonly hissHz: number;
  readonly q: number;
  readonly locus?: string;
  readonly pop?: number;
}
/** What stands before a vowel: closed for so long (s), how much voice is left, noise (Hz, level, q), where the tract starts. */
const CONSONANTS: Record<string, Consonant> = {
  s: { pre: 0.1, voice: 0, hiss: 0.3, hissHz: 7400, q: 2.6, locus: 'i' },
  f: { pre: 0.09, voice: 0, hiss: 0.045, hissHz: 5200, q: 0.6, locus: 'u' },
  h: { pre: 0.07, voice: 0.05, hiss: 0.02, hissHz: 1900, q: 0.6 },
  t: { pre: 0.055, voice: 0, hiss: 0.1, hissHz: 4600, q: 1.1, locus: 'i' },
  k: { pre: 0.06, voice: 0, hiss: 0.08, hissHz: 2300, q: 1.6, locus: 'e' },
  d: { pre: 0.045, voice: 0.15, hiss: 0.04, hissHz: 4000, q: 1, locus: 'i' },
  p: { pre: 0.07, voice: 0, hiss: 0.04, hissHz: 1100, q: 0.7, locus: 'u', pop: 1 },
  b: { pre: 0.05, voice: 0.15, hiss: 0.02, hissHz: 900, q: 0.7, locus: 'u', pop: 0.7 },
  m: { pre: 0.075, voice: 0.35, hiss: 0, hissHz: 2000, q: 1, locus: 'm' },
  n: { pre: 0.07, voice: 0.35, hiss: 0, hissHz: 2000, q: 1, locus: 'n' },
  l: { pre: 0.06, voice: 0.5, hiss: 0, hissHz: 2000, q: 1, locus: 'l' },
  r: { pre: 0.07, voice: 0.45, hiss: 0, hissHz: 2000, q: 1, locus: 'r' },
  w: { pre: 0.07, voice: 0.45, hiss: 0, hissHz: 2000, q: 1, locus: 'w' },
};

const NONE: Consonant = { pre: 0, voice: 1, hiss: 0, hissHz: 4000, q: 1 };
const STOPS = 'ptkdb';

const consonantOf = (note: Note | undefined): Consonant => CONSONANTS[note?.syl.charAt(0) ?? ''] ?? NONE;

const vowelsOf = (syl: string): string => syl.replace(/[^aeiou]/g, '').replace(/(.)\1+/g, '$1') || 'a';

/** Whose voice it is. */
export interface Singer {
  /** Length against a woman's; 0.86 is a man. */
  readonly tract: number;
  /** Corner of the voice's slope, Hz. */
  readonly tilt: number;
  readonly air: number;
  readonly vibrato: number;
  readonly glideS: number;
  readonly jitter: number;
  readonly pops: number;
  readonly seed: number;
  /** Semitones off. */
  readonly tune: number;
}

const formantOf = (vowel: string, n: number): number => VOWELS[vowel]?.[n] ?? 0;

function tract(singer: Singer): Player {
  const formants = new Float64Array(7);
  const widths = Float64Array.from(WIDTHS);
  const goal = new Float64Array(3);
  const out = new Float64Array(2);
  for (let n = 0; n < 7; n++) formants[n] = singer.tract * (n < 3 ? formantOf('a', n) : (UPPER[n - 3] as number));
  const move = 1 - keep(0.022, 64);
  const quick = 1 - keep(0.009, 64);
  return {
    glideS: singer.glideS,
    scoop: 0.8,
    vibratoHz: 5.35,
    vibrato: singer.vibrato,
    vibratoAfterS: 0.32,
    jitter: singer.jitter,
    topHz: 15000,
    form(frame) {
      const { now, next, sinceS, untilS, leftS } = frame;
      const ahead = next && !next.slur ? consonantOf(next) : NONE;
      const closing = ahead.pre > 0 && untilS < ahead.pre;
      const current = now && !now.slur ? consonantOf(now) : NONE;
      const vowels = vowelsOf((now ?? next)?.syl ?? 'a');
      const glides = now && vowels.length > 1 && leftS < Math.min(0.16, (now.len / RATE) * 0.4);
      const vowel = vowels.charAt(glides ? 1 : 0);
      const place = closing && ahead.locus ? ahead.locus : vowel;
      for (let n = 0; n < 3; n++) {
        goal[n] = formantOf(place, n) * singer.tract;
        if (n === 0 && (goal[0] as number) < frame.freqHz * 1.02) goal[0] = frame.freqHz * 1.02; // a singer opens the jaw with the pitch
        formants[n] = (formants[n] as number) + (closing ? quick : move) * ((goal[n] as number) - (formants[n] as number));
      }
      const sings = now !== undefined && leftS > 0;
      const bloom = now ? Math.min(1, 0.82 + sinceS * 0.9) : 0;
      const fade = now && leftS < 0.25 && !next?.slur ? 0.75 + leftS : 1;
      frame.target = closing ? ahead.voice * (now?.vel ?? 0.7) * 0.8 : sings && now ? now.vel * now.vel * 1.35 * bloom * fade : 0;
      frame.riseS = sinceS < 0.1 && STOPS.includes(now?.syl[0] ?? '-') ? 0.009 : 0.026;
      frame.fallS = closing ? 0.012 : 0.055;
      const released = now && sinceS < 0.028 && STOPS.includes(now.syl[0] ?? '-') && !now.slur;
      const hiss = closing && !STOPS.includes(next?.syl[0] ?? '-') ? ahead : released ? current : NONE;
      frame.airGain += 0.3 * (hiss.hiss * (0.55 + 0.45 * (now ?? next ?? { vel: 0.7 }).vel) - frame.airGain);
      if (hiss.hiss > 0) {
        frame.airHz = hiss.hissHz;
        frame.airQ = hiss.q;
      }
      frame.bandHz = (formants[1] as number) * 1.3;
      frame.bandQ = 0.9;
      frame.bandGain = singer.air * (0.25 + frame.level);
    },
    spectrum(frame, re, im, count) {
      const effort = 0.6 + 0.7 * frame.level;
      let power = 0;
      for (let k = 1; k <= count; k++) {
        const freqHz = k * frame.freqHz;
        resonate(out, freqHz, formants, widths, 7);
        const source = slope(freqHz, singer.tilt * effort, 0.5) * (1 + freqHz / 4500) * slope(freqHz, 10500, 1.5);
        re[k] = (out[0] as number) * source;
        im[k] = (out[1] as number) * source;
        power += (re[k] as number) * (re[k] as number) + (im[k] as number) * (im[k] as number);
      }
      // A singer holds the loudness through the vowels; most of it, not all.
      const even = 0.18 * exp2(-0.24 * logTwo(power + 1e-9));
      for (let k = 1; k <= count; k++) {
        re[k] = (re[k] as number) * even;
        im[k] = (im[k] as number) * even;
      }
    },
  };
}

function logTwo(x: number): number {
  let whole = 0;
  while (x >= 2) {
    x /= 2;
    whole++;
  }
  while (x < 1) {
    x *= 2;
    whole--;
  }
  return whole + (x - 1) * (1.3465 - 0.3465 * x); // within 0.01
}

/** Sings a part into a loop. */
export function sing(loop: Float32Array, notes: Note[], singer: Singer): Float32Array {
  const player = tract(singer);
  phrases(notes).forEach((phrase, index) => {
    const tuned = phrase.map((note) => ({ ...note, midi: note.midi + singer.tune }));
    playPhrase(loop, tuned, player, singer.seed * 1000 + index * 17);
    if (singer.pops > 0) inhale(loop, (phrase[0] as Note).at - 14000, singer.seed + index);
    for (const note of phrase) {
      const { pop } = consonantOf(note);
      if (pop && singer.pops > 0 && !note.slur) thump(loop, note.at - 500, pop * singer.pops * note.vel, singer.seed + note.at);
    }
  });
  return loop;
}

function inhale(loop: Float32Array, at: number, seed: number): void {
  const length = begin(0.26);
  burst(length, { freqHz: 1700, q: 1, level: 0.018, decayS: 0.09, riseS: 0.09, seed });
  burst(length, { freqHz: 4300, q: 0.8, level: 0.016, decayS: 0.08, riseS: 0.1, seed: seed + 1 });
  choke(length, 0.06);
  place(loop, HIT, length, at, 1);
}

/** Air on the capsule: all of it below 80 Hz. */
function thump(loop: Float32Array, at: number, level: number, seed: number): void {
  const length = begin(0.4);
  head(length, 31, 0.32, 0.05, 1.8, 0.03);
  burst(length, { freqHz: 44, q: 0.9, level: 1.6, decayS: 0.045, riseS: 0.006, seed });
  choke(length, 0.1);
  place(loop, HIT, length, at, level);
}
