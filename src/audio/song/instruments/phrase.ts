/**
 * A player with one breath: notes become one line of pitch and level, a sum of harmonics carries it
 * (no aliasing by construction), noise goes with it. What the harmonics are is the player's affair.
 * Casts: the loops keep their indices inside the arrays, and a check a sample costs more than the sum.
 */
import { cosTurn, fastSin, noise, RATE, sinTurn } from '../math.ts';
import type { Note } from '../song.ts';
import { BLOCK, type Frame, Line, type Player } from './line.ts';

/** Harmonics at most. */
const MOST = 90;
const INAUDIBLE = 1e-5;

/** Splits a part where it rests longer than a breath. */
export function phrases(notes: readonly Note[]): Note[][] {
  const list: Note[][] = [];
  for (const [i, note] of notes.entries()) {
    const last = notes[i - 1];
    if (!last || note.at - last.at - last.len > 5000) list.push([]);
    list.at(-1)?.push(note);
  }
  return list;
}

/** Plays one phrase into a loop. */
export function playPhrase(loop: Float32Array, notes: readonly Note[], player: Player, seed: number): void {
  const first = notes[0];
  const end = notes.at(-1);
  if (!first || !end) return;
  const hiss = noise(seed);
  const line = new Line(notes, first, player, seed + 1);
  const { frame } = line;
  const harmonics = new Harmonics();
  const band = new Band();
  const air = new Band();
  const was = { ...frame };
  let phase = 0;
  for (let at = first.at - 9600; at < end.at + end.len + 14400; at += BLOCK) {
    line.move(at);
    harmonics.turn(frame, player);
    band.tune(frame.bandHz, frame.bandQ);
    air.tune(frame.airHz, frame.airQ);
    const isHeard = frame.level > INAUDIBLE || was.level > INAUDIBLE;
    let to = ((at % loop.length) + loop.length) % loop.length;
    for (let i = 0; i < BLOCK; i++) {
      const w = i / BLOCK;
      phase += (was.freqHz + w * (frame.freqHz - was.freqHz)) / RATE;
      const cos = fastSin(phase + 0.25);
      if (isHeard) harmonics.sum(fastSin(phase), cos);
      const x = hiss();
      const tone = (1 - w) * was.level * harmonics.was + w * frame.level * harmonics.is;
      const withTone = (was.bandGain + w * (frame.bandGain - was.bandGain)) * (0.6 + 0.4 * cos) * band.k * band.next(x);
      const alone = (was.airGain + w * (frame.airGain - was.airGain)) * air.k * air.next(x);
      loop[to] = (loop[to] as number) + (tone + (withTone + alone));
      if (++to === loop.length) to = 0;
    }
    if (phase > 1000) phase -= 1000;
    Object.assign(was, frame);
  }
}

/** The spectrum of this block and of the last, to fade between. */
class Harmonics {
  /** Sums at one phase, see {@link sum}. */
  was = 0;
  is = 0;
  #count = 0;
  #re = new Float64Array(MOST + 1);
  #im = new Float64Array(MOST + 1);
  #reWas = new Float64Array(MOST + 1);
  #imWas = new Float64Array(MOST + 1);

  /** Asks the player for the harmonics of a new block. */
  turn(frame: Frame, player: Player): void {
    [this.#re, this.#im, this.#reWas, this.#imWas] = [this.#reWas, this.#imWas, this.#re, this.#im];
    const count = Math.min(MOST, Math.floor(player.topHz / frame.freqHz));
    this.#re.fill(0);
    this.#im.fill(0);
    if (frame.level > INAUDIBLE) player.spectrum(frame, this.#re, this.#im, count);
    this.#count = this.#heard(count);
    this.was = 0;
    this.is = 0;
  }

  /** How many harmonics are above -86 dB of the strongest, in this block or the last. */
  #heard(count: number): number {
    let most = 0;
    for (let k = 1; k <= count; k++) most = Math.max(most, power(this.#re, this.#im, k), power(this.#reWas, this.#imWas, k));
    while (count > 1 && this.#powerOf(count) < most * 2.5e-9) count--;
    return count;
  }

  #powerOf(k: number): number {
    // Added from left to right, not pair by pair: the song's bits are in the order.
    const [re, im, reWas, imWas] = [this.#re[k] as number, this.#im[k] as number, this.#reWas[k] as number, this.#imWas[k] as number];
    return re * re + im * im + reWas * reWas + imWas * imWas;
  }

  /** Adds them up at a phase; each harmonic comes from the two below it (Chebyshev), without a sine of its own. */
  sum(sin: number, cos: number): void {
    const re = this.#re;
    const im = this.#im;
    const reWas = this.#reWas;
    const imWas = this.#imWas;
    const count = this.#count;
    const twice = 2 * cos;
    let s0 = 0;
    let s1 = sin;
    let c0 = 1;
    let c1 = cos;
    let was = 0;
    let is = 0;
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
    this.was = was;
    this.is = is;
  }
}

const power = (re: Float64Array, im: Float64Array, k: number): number =>
  (re[k] as number) * (re[k] as number) + (im[k] as number) * (im[k] as number);

/** A band-pass that may be tuned while it runs (state-variable). */
class Band {
  /** 1/Q: what brings its middle to 0 dB. */
  k = 1;
  #g = 0;
  #a = 1;
  #s1 = 0;
  #s2 = 0;

  tune(freqHz: number, q: number): void {
    const turns = freqHz / RATE / 2;
    this.#g = sinTurn(turns) / cosTurn(turns);
    this.k = 1 / q;
    this.#a = 1 / (1 + this.#g * (this.#g + this.k));
  }

  next(x: number): number {
    const v1 = this.#a * (this.#s1 + this.#g * (x - this.#s2));
    const v2 = this.#s2 + this.#g * v1;
    this.#s1 = 2 * v1 - this.#s1;
    this.#s2 = 2 * v2 - this.#s2;
    return v1;
  }
}
