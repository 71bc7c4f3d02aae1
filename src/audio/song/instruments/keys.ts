/**
 * An electric piano by FM (a body pair, a tine pair, the thump of the key) and an organ with drawbars and a rotating speaker.
 * Casts: the loops keep their indices inside the arrays, and a check a sample costs more than the sum.
 */
import { filter, place, shape } from '../dsp.ts';
import { dice, exp2, fastSin, gainOf, hertz, keep, noise, RATE, soft } from '../math.ts';
import type { Strike } from '../parts.ts';
import { begin, burst, choke, HIT } from './hit.ts';

/** Chords with the fingers one after the other, and a bass note on the one. */
export function electricPiano(loop: Float32Array, strikes: Strike[]): Float32Array {
  for (const { at, step, len, notes, vel } of strikes) {
    const long = len >= 60000;
    for (const [n, midi] of notes.entries()) {
      const hand = Math.round((long ? 8 + 5 * n : 3 * n) * 48 * (1 + 0.3 * dice(step, n)));
      tine(loop, at + hand, Math.round(len * 0.96), midi, Math.min(1, vel * (0.9 + 0.1 * dice(step, n + 9))), step * 8 + n);
    }
    if (step % 16 === 0) tine(loop, at + 200, Math.round(len * 0.96), (notes[0] as number) - 12, vel * 0.75, step * 8 + 7);
  }
  const length = loop.length; // the suitcase's slow tremolo: 210 turns a loop, and a warm preamp
  for (let i = 0; i < length; i++) loop[i] = soft(0.9 * (loop[i] as number) + 0.05) * (1 + 0.1 * fastSin((i * 210) / length));
  return shape(loop, [
    ['hp', 45, 0.7],
    ['bell', 220, 0.8, 1.5],
    ['bell', 1800, 0.8, 3],
    ['lp', 11000, 0.7],
  ]);
}

/** One key. */
function tine(loop: Float32Array, at: number, len: number, midi: number, vel: number, seed: number): void {
  const length = begin(len / RATE + 0.35);
  const step = hertz(midi + 0.02 * dice(seed, 1)) / RATE;
  const ring = 2.6 * exp2((57 - midi) / 18);
  const body = keep(ring);
  const bark = keep(0.14 + ring * 0.16);
  const ding = keep(0.11);
  const release = keep(0.055);
  const rise = keep(0.0012);
  let env = 0.2 * vel;
  let index = (0.35 + 2.6 * vel * vel) * exp2((60 - midi) / 30);
  let bell = 0.17 * vel * (0.4 + vel);
  let up = 1;
  let phase = 0;
  let high = 0;
  for (let i = 0; i < length; i++) {
    const bend = 4 + fastSin(phase) * 0.159 * (0.12 + index);
    const modulator = bell * fastSin(high);
    HIT[i] = (1 - up) * env * (fastSin(phase + bend) + 0.22 * fastSin(2 * phase + 4 + modulator) + 0.9 * modulator);
    phase += step;
    high += step * 7.03;
    if (high > 1024) high -= 1024;
    if (phase > 1024) phase -= 1024;
    env *= i > len ? release : body;
    index *= bark;
    bell *= ding;
    up *= rise;
  }
  burst(length, { freqHz: 260, q: 0.8, level: 0.06 * vel, decayS: 0.012, seed });
  burst(length, { freqHz: 2100, q: 0.8, level: 0.02 * vel, decayS: 0.004, seed: seed + 1 });
  choke(length, 0.04);
  place(loop, HIT, length, at, 1);
}

/** Footage of the drawbars 16, 5 1/3, 8, 4, 2 2/3, 2, 1 3/5 as ratios, and how far each is out (8 = loudest). */
const RATIOS = [0.5, 1.5, 1, 2, 3, 4, 5];
const DRAWN = [7, 5, 8, 4, 3, 3, 1];

/** Drawbars through a rotating speaker. @param speed 0 slow .. 1 fast, at a sample */
export function organ(loop: Float32Array, strikes: Strike[], speed: (sample: number) => number): Float32Array {
  for (const { at, len, notes, vel, step } of strikes)
    for (const [n, midi] of notes.entries()) pipe(loop, at + n * 90 + Math.round(90 * dice(step, n)), len, midi, vel);
  for (let i = 0; i < loop.length; i++) loop[i] = soft((loop[i] as number) * 1.9 + 0.1);
  filter(loop, 'hp', 45);
  rotate(loop, speed);
  return shape(loop, [
    ['bell', 700, 0.8, 1.5],
    ['bell', 2400, 1, 4],
    ['lp', 7800, 0.7],
  ]);
}

/** One key held: seven tone wheels, contacts that close one by one, percussion on the second harmonic. @param vel the swell pedal */
function pipe(loop: Float32Array, at: number, len: number, midi: number, vel: number): void {
  const length = begin((len + 900) / RATE);
  RATIOS.forEach((ratio, bar) => {
    const step = (hertz(midi) * ratio * (1 + 0.0004 * dice(midi, bar))) / RATE;
    const contact = Math.round(70 * (1 + dice(midi + at, bar)));
    const level = 0.075 * vel * gainOf(((DRAWN[bar] as number) - 8) * 3);
    const end = Math.min(length, len + contact);
    let phase = 0.5 * (1 + dice(midi, bar + 50));
    let gate = 0;
    let pluck = bar === 3 ? 1.4 : 0;
    for (let i = contact; i < length; i++) {
      gate += 0.025 * ((i < end ? 1 : 0) - gate); // the click of a contact is a fast rise, not a step
      HIT[i] = (HIT[i] as number) + level * gate * (1 + pluck) * fastSin(phase);
      pluck *= 0.99988;
      phase += step;
    }
  });
  burst(length, { freqHz: 2600, q: 0.7, level: 0.05 * vel, decayS: 0.003, seed: midi + at });
  choke(length, 0.003);
  place(loop, HIT, length, at, 1);
}

const WARM = 4800;

/**
 * The rotating horn in front of one microphone: pitch, level and brightness swing; the drum below turns a little slower.
 * Turns are whole numbers over the loop.
 */
function rotate(loop: Float32Array, speed: (sample: number) => number): void {
  const length = loop.length;
  const dry = loop.slice();
  const next = noise(77);
  let total = 0;
  let past = 0;
  for (let i = 0; i < length; i += 100) total += 0.8 + 5.7 * speed(i);
  const turns = Math.round((total * 100) / RATE);
  const scale = turns / ((total * 100) / RATE);
  const drumTurns = Math.round(turns * 0.85) / turns;
  const split = 1 - keep(0.0002);
  const damp = 1 - keep(0.00006);
  for (let i = length - WARM; i < length; i += 100) past += ((0.8 + 5.7 * speed(i)) * scale * 100) / RATE;
  let horn = -past;
  let low = 0;
  let tone = 0;
  let rate = 0;
  for (let i = -WARM; i < length; i++) {
    if (i % 100 === 0) rate = ((0.8 + 5.7 * speed(i < 0 ? i + length : i)) * scale) / RATE;
    const near = fastSin(horn);
    const back = 30 - 14 * near;
    const whole = Math.floor(back);
    const index = i - whole + length;
    const x = dry[index % length] as number;
    const before = dry[(index - 1) % length] as number;
    const late = x + (back - whole) * (before - x);
    low += split * (late - low);
    const high = late - low;
    tone += damp * (high - tone);
    horn += rate;
    if (i < 0) continue;
    const bright = 0.5 + 0.5 * near;
    loop[i] = low * (1 + 0.1 * fastSin(horn * drumTurns)) + (tone + bright * (high - tone)) * (0.72 + 0.34 * near) + 0.00012 * next();
  }
}
