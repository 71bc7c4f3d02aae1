/**
 * Bass, acoustic and two electrics on the string model: frets, strumming hand, bodies, a small amplifier.
 * Casts: the loops keep their indices inside the arrays, and a check a sample costs more than the sum.
 */
import { filter, shape } from '../dsp.ts';
import { dice, keep, RATE, soft } from '../math.ts';
import type { Strike } from '../parts.ts';
import { CHORDS, type Note } from '../song.ts';
import { type Pluck, playString, type StringKind } from './strings.ts';

const BASS: StringKind = {
  ringS: 5.5,
  dull: 0.32,
  pluckAt: 0.19,
  pickupAt: 0.24,
  brightHz: 2400,
  pickNoise: 0.3,
  stopS: 0.09,
  roundHz: 90,
};
const STEEL: StringKind = {
  ringS: 3.6,
  dull: 0.1,
  pluckAt: 0.17,
  pickupAt: 0.09,
  brightHz: 8200,
  pickNoise: 0.7,
  stopS: 0.16,
  roundHz: 420,
};
const CLEAN: StringKind = {
  ringS: 3.4,
  dull: 0.17,
  pluckAt: 0.11,
  pickupAt: 0.13,
  brightHz: 5200,
  pickNoise: 0.5,
  stopS: 0.06,
  roundHz: 500,
};
const WARMER: StringKind = { ringS: 5, dull: 0.2, pluckAt: 0.15, pickupAt: 0.22, brightHz: 4200, pickNoise: 0.4, stopS: 0.1, roundHz: 350 };

/** Fingers on four strings: low notes on E, higher ones on A and D, so that notes ring into each other a little. */
export function bass(loop: Float32Array, notes: Note[]): Float32Array {
  const strings: Pluck[][] = [[], [], []];
  notes.forEach((note, index) => {
    const slides = index % 11 === 7 && note.len > 12000;
    (strings[note.midi < 34 ? 0 : note.midi < 40 ? 1 : 2] as Pluck[]).push({
      at: note.at,
      len: note.len,
      midi: note.midi,
      vel: note.vel,
      ...(slides ? { slideFrom: note.midi - 2 } : {}),
    });
  });
  for (const [n, plucks] of strings.entries()) playString(loop, plucks, { ...BASS, brightHz: BASS.brightHz + 250 * n }, 100 + n);
  squeeze(loop, 0.35, 0.35);
  return shape(loop, [
    ['hp', 32, 0.8],
    ['bell', 90, 0.9, 2],
    ['bell', 750, 1, 1.5],
    ['lp', 4800, 0.7],
  ]);
}

/** A driven input stage that evens out strokes: gain falls as the slow level rises. @param amount 0..1 */
function squeeze(loop: Float32Array, amount: number, drive: number): void {
  let top = 0;
  for (const x of loop) top = Math.max(top, x, -x);
  const scale = 1 / (top || 1);
  const up = 1 - keep(0.004);
  const down = 1 - keep(0.12);
  let level = 0;
  for (let i = -RATE; i < loop.length; i++) {
    const x = (loop[i < 0 ? i + loop.length : i] as number) * scale;
    const size = x < 0 ? -x : x;
    level += (size > level ? up : down) * (size - level);
    if (i >= 0) loop[i] = soft((x * (1 + drive)) / (1 - amount + amount * (0.25 + 2.2 * level))) / (1 + drive);
  }
}

const OPEN = [40, 45, 50, 55, 59, 64];

/** Frets of a chord near a position, from the bass string up; -1 is not played. */
function fingering(tones: number[], bass: number, fret: number): number[] {
  const root = OPEN.findIndex((open, string) => string < 3 && frets(open, [bass], fret).length > 0);
  return OPEN.map((open, string) => {
    if (string < root) return -1;
    const found = frets(open, string === root ? [bass] : tones, fret);
    return found.length ? open + (found[0] as number) : -1;
  });
}

const frets = (open: number, tones: number[], fret: number): number[] =>
  [0, 1, 2, 3, 4].map((n) => (n === 0 ? 0 : fret + n - 1)).filter((n) => tones.includes((open + n) % 12));

/** Six steel strings: the pick crosses them in 8 to 25 ms, down from the bass, up from the treble. */
export function acoustic(loop: Float32Array, strikes: Strike[]): Float32Array {
  const strings: Pluck[][] = OPEN.map(() => []);
  const shapes = CHORDS.map(({ tones, bass }) => fingering(tones, bass, 1));
  for (const { at, step, len, mark, vel, chord } of strikes) {
    const down = mark === 'D' || mark === 'd';
    const pace = (3.2 - 1.6 * vel + 0.5 * dice(step, 3)) * 48;
    let order = 0;
    for (let n = 0; n < 6; n++) {
      const string = down ? n : 5 - n;
      const midi = shapes[chord]?.[string] ?? -1;
      const skipped = down ? vel < 0.8 && string > 4 : string < 2;
      if (midi < 0 || skipped) continue;
      (strings[string] as Pluck[]).push({
        at: Math.round(at + pace * order++),
        len: Math.max(len, 9000),
        midi,
        vel: vel * (0.8 + 0.12 * dice(step, n)) * (down ? 1 : 0.85),
      });
    }
  }
  for (const [n, plucks] of strings.entries())
    playString(loop, plucks, { ...STEEL, brightHz: 5200 + 900 * n, dull: 0.14 - 0.01 * n }, 200 + n, n < 3 ? 0.8 : 1);
  squeeze(loop, 0.25, 1);
  return shape(loop, [
    ['hp', 70, 0.8],
    ['bell', 104, 3.5, 6],
    ['bell', 212, 4, 5],
    ['bell', 395, 3, 2.5],
    ['bell', 850, 1.2, -3],
    ['bell', 3200, 0.9, 2.5],
    ['high', 7000, 0.7, 2],
    ['lp', 13500, 0.7],
  ]);
}

/** An electric guitar through a small amplifier and a microphone at the cone. */
export function electric(
  loop: Float32Array,
  strikes: Strike[],
  rig: { strings: number; warm: boolean; drive: number; presenceHz: number; seed: number },
): Float32Array {
  const strings: Pluck[][] = Array.from({ length: rig.strings }, () => []);
  for (const { at, step, len, mark, vel, notes } of strikes) {
    const muted = mark === 'm';
    for (const [n, midi] of notes.entries()) {
      const string = notes.length === 1 ? Math.min(rig.strings - 1, Math.floor((midi - 50) / 5)) : n;
      const late = Math.round(n * (2.2 + 0.6 * dice(step, n)) * 48);
      (strings[Math.max(0, string)] as Pluck[]).push({
        at: at + late,
        len: muted ? 1500 : Math.round(len * (rig.warm ? 0.98 : 0.55)),
        midi,
        vel,
        muted,
      });
    }
  }
  for (const [n, plucks] of strings.entries()) playString(loop, plucks, rig.warm ? WARMER : CLEAN, rig.seed + n);
  amplify(loop, rig.drive, rig.presenceHz);
  return loop;
}

/** Pickup resonance, a soft asymmetric stage between two filters, a 12 inch speaker. */
function amplify(loop: Float32Array, drive: number, presenceHz: number): void {
  shape(loop, [
    ['hp', 95, 0.7],
    ['lp', 4200, 1.6],
    ['bell', 650, 0.7, -2],
  ]);
  let sum = 0;
  for (const x of loop) sum += x * x;
  const scale = drive / (Math.sqrt(sum / loop.length) * 4 || 1);
  for (let i = 0; i < loop.length; i++) {
    const x = (loop[i] as number) * scale;
    loop[i] = soft(x + 0.18) - 0.178 + 0.12 * x;
  }
  filter(loop, 'hp', 75, 0.9);
  shape(loop, [
    ['bell', 120, 1.2, 2.5],
    ['bell', 420, 0.9, -2.5],
    ['bell', presenceHz, 1.1, 5],
    ['lp', 5200, 0.8],
    ['lp', 6100, 0.7],
  ]);
}
