/**
 * "Low Tide": the score. D major, 96 beats a minute, 24 bars = 60 s, a loop: the middle ends on the
 * dominant and the intro takes it home. Positions are sixteenths from the start; a part turns them
 * into samples with its own feel.
 * Casts: rows and chords of this file are complete; what is not there is a fault of the score, and the checksum tells.
 */
import { bell, mixBits, seedOf } from './math.ts';

export const TITLE = 'Low Tide';
/** Start of the checksum of all stems; a cache that holds another render is made again. See test/audio/song. */
export const VERSION = '139d2c4b5cb0';
/** Hz */
export const SAMPLE_RATE = 48_000;
/** Samples a sixteenth: 96 beats a minute at 48 kHz. */
export const STEP = 7500;
export const BARS = 24;
/** Samples of the whole loop. */
export const LENGTH = BARS * 16 * STEP;
/** Names of the form, and the bar (from 0) each begins with. */
export const SECTIONS = [
  { name: 'intro', bar: 0 },
  { name: 'verse', bar: 4 },
  { name: 'chorus', bar: 12 },
  { name: 'middle', bar: 20 },
] as const;

/** Names of the stems, in the order of the channels. */
export const STEMS = [
  'Kick In',
  'Snare Top',
  'Hat',
  'Toms',
  'Overhead L',
  'Overhead R',
  'Percussion',
  'Bass DI',
  'E-Gtr L',
  'E-Gtr R',
  'Ac Gtr',
  'Keys',
  'Organ',
  'Trumpet',
  'Sax',
  'Vox Lead',
  'BV 1',
  'BV 2',
  'Click',
  'Talkback',
] as const;
export type StemName = (typeof STEMS)[number];

/** A note; `at` and `len` in samples, `vel` about 0..1. */
export interface Note {
  readonly at: number;
  readonly len: number;
  readonly midi: number;
  readonly vel: number;
  readonly syl: string;
  readonly slur: boolean;
}
/** tones: pitch classes, root first */
export interface Chord {
  readonly step: number;
  readonly len: number;
  readonly bass: number;
  readonly tones: number[];
  readonly name: string;
}

const HARMONY = `
  Dmaj7 | Bm7 | Gmaj7 | A9sus A7
  Dmaj7 | F#m7 | Bm7 | Gmaj7 A7 | Dmaj7 | F#m7 B7/D# | Em7 | A9sus A7
  Gmaj7 | Aadd9 | F#m7 | Bm7 | Gmaj7 | Gm6 | D/F# B7 | Em7 A9sus
  Bbmaj7 | Fmaj7 | Gm7 | A9sus A7`;

const QUALITIES: Record<string, number[]> = {
  maj7: [0, 4, 7, 11],
  m7: [0, 3, 7, 10],
  7: [0, 4, 7, 10],
  m6: [0, 3, 7, 9],
  '9sus': [0, 5, 7, 10, 2],
  add9: [0, 4, 7, 2],
  '': [0, 4, 7],
};
const LETTERS = 'C D EF G A B';

/** Pitch class of a name such as F# or Bb. */
const pitchClass = (name: string): number => {
  const shift = name[1] === '#' ? 1 : name[1] === 'b' ? 11 : 0;
  return (LETTERS.indexOf(name.charAt(0)) + shift) % 12;
};

function readHarmony(): Chord[] {
  return HARMONY.trim()
    .split(/[|\n]/)
    .flatMap((bar, index) => {
      const names = bar.trim().split(/\s+/);
      return names.map((name, place) => {
        const [, root = '', quality = '', bass] = name.match(/^([A-G][#b]?)([^/]*)(?:\/(.+))?$/) as RegExpMatchArray;
        const tones = (QUALITIES[quality] ?? []).map((semitones) => (pitchClass(root) + semitones) % 12);
        const len = 16 / names.length;
        return { step: index * 16 + place * len, len, bass: pitchClass(bass ?? root), tones, name };
      });
    });
}
export const CHORDS = readHarmony();

export const chordAt = (step: number): Chord => CHORDS.findLast((chord) => chord.step <= step) as Chord;

/**
 * A voicing for each chord: of all that fit the range, the one whose voices move least from the last.
 * The third and the seventh (or sixth, ninth) are always there.
 * @param low lowest MIDI note @param high highest
 */
export function voicings(count: number, low: number, high: number): number[][] {
  let last = Array.from({ length: count }, (_, i) => low + ((high - low) * (i + 1)) / (count + 1));
  return CHORDS.map(({ tones }) => {
    const range = Array.from({ length: high - low + 1 }, (_, i) => low + i).filter((midi) => tones.includes(midi % 12));
    let best = last;
    let least = Infinity;
    for (const chosen of combinations(range, count)) {
      const centre = Math.abs(chosen.reduce((a, b) => a + b) / count - (low + high) / 2);
      const cost = travel(chosen, last) + 9 * missing(chosen, tones) + 4 * doubled(chosen) + 3 * close(chosen) + 0.3 * centre;
      if (cost < least) [best, least] = [chosen, cost];
    }
    last = best;
    return best;
  });
}

/** All ways to take so many of rising notes, in order. */
function* combinations(range: readonly number[], count: number, from = 0, chosen: number[] = []): Generator<number[]> {
  if (chosen.length === count) yield chosen;
  else for (let i = from; i < range.length; i++) yield* combinations(range, count, i + 1, [...chosen, range[i] as number]);
}

const travel = (chosen: readonly number[], last: readonly number[]): number =>
  chosen.reduce((sum, midi, i) => sum + Math.abs(midi - (last[i] as number)), 0);
/** Tones that give a chord its colour and are not there. */
const missing = (chosen: readonly number[], tones: readonly number[]): number =>
  [tones[1], tones[3]].filter((tone) => tone !== undefined && !chosen.some((midi) => midi % 12 === tone)).length;
const doubled = (chosen: readonly number[]): number => chosen.length - new Set(chosen.map((midi) => midi % 12)).size;
const close = (chosen: readonly number[]): number => chosen.filter((midi, i) => i > 0 && midi - (chosen[i - 1] as number) < 2).length;

/** When a player plays a step: swing on the odd sixteenths, how far he leans back, and his hand. */
export function when(part: string, step: number, spreadMs: number, backMs = 0): number {
  const swing = Math.floor(step) % 2 === 1 ? 560 : 0;
  const hand = bell(seedOf(part), Math.round(step * 64)) * 0.8 * spreadMs;
  return Math.round(step * STEP + swing + (backMs + hand) * 48);
}
/** A velocity as a hand gives it. */
export const touch = (part: string, step: number, vel: number): number => vel * (1 + 0.07 * bell(seedOf(part) ^ 77, Math.round(step * 64)));

/** A stroke; `at` in samples, `seed` for what differs from stroke to stroke. */
export interface Hit {
  readonly step: number;
  readonly at: number;
  readonly vel: number;
  readonly seed: number;
}

/**
 * Hits of a row of digits (velocity 1..9) over some bars.
 * @param row 16 characters a bar
 */
export function hits(part: string, row: string, bar: number, bars: number, spreadMs: number, backMs: number): Hit[] {
  return steps(bar, bars, row).flatMap(([step, mark]) => {
    if (mark < '1' || mark > '9') return [];
    const vel = touch(part, step, Number(mark) / 9);
    return [{ step, at: when(part, step, spreadMs, backMs), vel, seed: mixBits(seedOf(part), step) }];
  });
}

/** The sixteenths of some bars with their marks; the row is repeated. */
export const steps = (bar: number, bars: number, row: string): [step: number, mark: string][] =>
  Array.from({ length: bars * 16 }, (_, n) => [bar * 16 + n, row.charAt(n % row.length)]);

const NAMES = /^([A-G][#b]?)(\d)$/;
/** A tune from text: NOTE/sixteenths[/syllable], `-` rests, `~` before a note slurs it to the last. */
export function tune(part: string, bar: number, text: string, backMs = 8): Note[] {
  let step = bar * 16;
  const notes: Note[] = [];
  for (const token of text.trim().split(/[\s|]+/)) {
    const slur = token.startsWith('~');
    const [name = '', count, syl = 'a'] = (slur ? token.slice(1) : token).split('/');
    const steps = Number(count);
    const match = name.match(NAMES);
    if (match) {
      const [, letter = '', octave] = match;
      const midi = 12 * (Number(octave) + 1) + pitchClass(letter);
      const at = when(part, step, 6, backMs);
      const beat = step % 4 === 0 ? 0.07 : step % 2 ? -0.1 : -0.03;
      const height = (midi - 66) * 0.014;
      notes.push({ at, len: when(part, step + steps, 6, backMs) - at, midi, vel: touch(part, step, 0.7 + beat + height), syl, slur });
    }
    step += steps;
  }
  return notes;
}

/**
 * The same rhythm sung or blown on chord tones below the tune.
 * @param gap least distance in semitones
 */
export function below(part: string, notes: Note[], gap: number, syl?: string): Note[] {
  return notes.map((note, index) => {
    const { tones } = chordAt(Math.floor((note.at + STEP) / STEP));
    let midi = note.midi - gap;
    while (!tones.includes(midi % 12)) midi--;
    const shift = Math.round(bell(seedOf(part), index) * 330);
    return { ...note, midi, at: note.at + shift, vel: note.vel * 0.9, syl: syl ?? note.syl };
  });
}
