/**
 * A player with one breath: notes become one line of pitch and level, a sum of harmonics carries it
 * (no aliasing by construction), noise goes with it. What the harmonics are is the player's affair.
 */
import { cosTurn, exp2, fastSin, hertz, keep, noise, RATE, sinTurn } from '../math.ts';

const BLOCK = 64;
const MOST = 90;

import type { Note } from '../song.ts';

/** What is known each 64 samples; the player sets what it wants to sound like. */
export interface Frame {
  now: Note | undefined;
  next: Note | undefined;
  /** From the note's start, to the next one's, to its own end. */
  sinceS: number;
  untilS: number;
  leftS: number;
  freqHz: number;
  level: number;
  /** Level to reach, and how fast. */
  target: number;
  riseS: number;
  fallS: number;
  /** A noise that goes with the tone, and one that does not. */
  bandHz: number;
  bandQ: number;
  bandGain: number;
  airHz: number;
  airQ: number;
  airGain: number;
}

/** Who blows or sings. */
export interface Player {
  readonly glideS: number;
  readonly scoop: number;
  readonly vibratoHz: number;
  readonly vibrato: number;
  readonly vibratoAfterS: number;
  readonly jitter: number;
  readonly topHz: number;
  readonly form: (frame: Frame) => void;
  readonly spectrum: (frame: Frame, re: Float64Array, im: Float64Array, count: number) => void;
}

/** Splits a part where it rests longer than a breath. */
export function phrases(notes: Note[]): Note[][] {
  const list: Note[][] = [];
  notes.forEach((note, i) => {
    const last = notes[i - 1] as Note;
    if (!last || note.at - last.at - last.len > 5000) list.push([]);
    (list[list.length - 1] as Note[]).push(note);
  });
  return list;
}

/** How many harmonics are above -86 dB of the strongest, in this block or the last. */
function heard(re: Float64Array, im: Float64Array, reWas: Float64Array, imWas: Float64Array, count: number): number {
  let most = 0;
  for (let k = 1; k <= count; k++)
    most = Math.max(
      most,
      (re[k] as number) * (re[k] as number) + (im[k] as number) * (im[k] as number),
      (reWas[k] as number) * (reWas[k] as number) + (imWas[k] as number) * (imWas[k] as number),
    );
  while (
    count > 1 &&
    (re[count] as number) * (re[count] as number) +
      (im[count] as number) * (im[count] as number) +
      (reWas[count] as number) * (reWas[count] as number) +
      (imWas[count] as number) * (imWas[count] as number) <
      most * 2.5e-9
  )
    count--;
  return count;
}

const warp = (freqHz: number): number => sinTurn(freqHz / RATE / 2) / cosTurn(freqHz / RATE / 2);

/** Plays one phrase into a loop. */
export function playPhrase(loop: Float32Array, notes: Note[], player: Player, seed: number, gain: number): void {
  const hiss = noise(seed);
  const wander = noise(seed + 1);
  const first = notes[0] as Note;
  const end = notes[notes.length - 1] as Note;
  const start = first.at - 9600;
  const stop = end.at + end.len + 14400;

  const frame: Frame = {
    now: undefined,
    next: first,
    sinceS: 0,
    untilS: 1,
    leftS: 0,
    freqHz: 0,
    level: 0,
    target: 0,
    riseS: 0.02,
    fallS: 0.05,
    bandHz: 1500,
    bandQ: 2,
    bandGain: 0,
    airHz: 6000,
    airQ: 1,
    airGain: 0,
  };
  let re = new Float64Array(MOST + 1);
  let im = new Float64Array(MOST + 1);
  let reWas = new Float64Array(MOST + 1);
  let imWas = new Float64Array(MOST + 1);
  let index = -1;
  let pitch = first.midi - player.scoop;
  let sway = 0;
  let swayDepth = 0;
  let jitter = 0;
  let drift = 0;
  let flutter = 0;
  let phase = 0;
  let freqWas = hertz(pitch);
  let levelWas = 0;
  let bandWas = 0;
  let airWas = 0;
  let b1 = 0;
  let b2 = 0;
  let a1 = 0;
  let a2 = 0;
  const glide = 1 - keep(player.glideS, BLOCK);
  const swell = 1 - keep(0.18, BLOCK);
  for (let at = start; at < stop; at += BLOCK) {
    while (index + 1 < notes.length && at >= (notes[index + 1] as Note).at) index++;
    const now = notes[index] as Note;
    const next = notes[index + 1] as Note;
    frame.now = now;
    frame.next = next;
    frame.sinceS = now ? (at - now.at) / RATE : 0;
    frame.untilS = next ? (next.at - at) / RATE : 9;
    frame.leftS = now ? (now.at + now.len - at) / RATE : 0;
    // A voice is on its way to a note a little before the beat.
    const aim = next && frame.untilS < player.glideS * 0.7 ? next.midi : (now ?? first).midi;
    if (at > first.at - 1500) pitch += glide * (aim - pitch);
    const rests = now !== undefined && frame.sinceS > player.vibratoAfterS && frame.leftS > -0.1 && now.len > 14000;
    swayDepth += swell * ((rests ? player.vibrato : 0) - swayDepth);
    jitter += 0.12 * (wander() * player.jitter * 3.2 - jitter);
    drift += 0.006 * (wander() * 0.9 - drift);
    flutter += 0.02 * (wander() * 2 - flutter);
    sway += (player.vibratoHz * (1 + 0.12 * flutter) * BLOCK) / RATE;
    frame.freqHz = hertz(pitch + swayDepth * fastSin(sway + 8) + jitter + drift * 0.4);
    player.form(frame);
    const target = frame.target * (1 + 0.25 * flutter + swayDepth * 0.5 * fastSin(sway + 8.2));
    frame.level += (1 - keep(target > frame.level ? frame.riseS : frame.fallS, BLOCK)) * (target - frame.level);
    [re, im, reWas, imWas] = [reWas, imWas, re, im];
    let count = Math.min(MOST, Math.floor(player.topHz / frame.freqHz));
    re.fill(0);
    im.fill(0);
    if (frame.level > 1e-5) player.spectrum(frame, re, im, count);
    count = heard(re, im, reWas, imWas, count);
    const bandG = warp(frame.bandHz);
    const bandK = 1 / frame.bandQ;
    const bandA = 1 / (1 + bandG * (bandG + bandK));
    const airG = warp(frame.airHz);
    const airK = 1 / frame.airQ;
    const airA = 1 / (1 + airG * (airG + airK));
    let to = ((at % loop.length) + loop.length) % loop.length;
    for (let i = 0; i < BLOCK; i++) {
      const w = i / BLOCK;
      phase += (freqWas + w * (frame.freqHz - freqWas)) / RATE;
      const sin = fastSin(phase);
      const cos = fastSin(phase + 0.25);
      const twice = 2 * cos;
      let s0 = 0;
      let s1 = sin;
      let c0 = 1;
      let c1 = cos;
      let was = 0;
      let is = 0;
      if (frame.level > 1e-5 || levelWas > 1e-5) {
        for (let k = 1; k <= count; k++) {
          was += (reWas[k] as number) * s1 + (imWas[k] as number) * c1;
          is += (re[k] as number) * s1 + (im[k] as number) * c1;
          const s2 = twice * s1 - s0;
          const c2 = twice * c1 - c0;
          s0 = s1;
          s1 = s2;
          c0 = c1;
          c1 = c2;
        }
      }
      const x = hiss();
      const v1 = bandA * (b1 + bandG * (x - b2));
      const v2 = b2 + bandG * v1;
      b1 = 2 * v1 - b1;
      b2 = 2 * v2 - b2;
      const u1 = airA * (a1 + airG * (x - a2));
      const u2 = a2 + airG * u1;
      a1 = 2 * u1 - a1;
      a2 = 2 * u2 - a2;
      const tone = (1 - w) * levelWas * was + w * frame.level * is;
      const breath =
        (bandWas + w * (frame.bandGain - bandWas)) * (0.6 + 0.4 * cos) * bandK * v1 + (airWas + w * (frame.airGain - airWas)) * airK * u1;
      loop[to] = (loop[to] as number) + gain * (tone + breath);
      if (++to === loop.length) to = 0;
    }
    if (phase > 1000) phase -= 1000;
    freqWas = frame.freqHz;
    levelWas = frame.level;
    bandWas = frame.bandGain;
    airWas = frame.airGain;
  }
}

/**
 * The response of resonances in a row at one frequency, as a voice tract or a bell has: writes [re, im].
 * @param formants Hz @param widths Hz
 */
export function resonate(out: Float64Array, freqHz: number, formants: Float64Array, widths: Float64Array, count: number): void {
  let re = 1;
  let im = 0;
  for (let n = 0; n < count; n++) {
    const f = formants[n] as number;
    const d = 1 - (freqHz * freqHz) / (f * f);
    const e = (freqHz * (widths[n] as number)) / (f * f);
    const r = re * d - im * e;
    im = re * e + im * d;
    re = r;
  }
  const size = re * re + im * im;
  out[0] = re / size;
  out[1] = -im / size;
}

/** How much of a slope is left at a frequency. */
export const slope = (freqHz: number, cornerHz: number, power: number): number =>
  exp2(-power * log2(1 + (freqHz * freqHz) / (cornerHz * cornerHz)));
/** Binary logarithm, to 1e-4. @param x 1 or more */
function log2(x: number): number {
  let whole = 0;
  while (x >= 2) {
    x /= 2;
    whole++;
  }
  const y = (x - 1) / (x + 1);
  const z = y * y;
  return whole + 2.885390081777927 * y * (1 + z * (1 / 3 + z * (1 / 5 + z / 7)));
}
