/** The line a breath draws: pitch with its glides, vibrato and unrest, and a level on its way to where the player wants it. */
import { fastSin, hertz, keep, noise, RATE } from '../math.ts';
import type { Note } from '../song.ts';

/** Samples a step of the line. */
export const BLOCK = 64;

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
  /** Semitones the first note is reached from below. */
  readonly scoop: number;
  readonly vibratoHz: number;
  /** Semitones to either side. */
  readonly vibrato: number;
  readonly vibratoAfterS: number;
  /** Semitones a pitch is restless by. */
  readonly jitter: number;
  /** No harmonics above. */
  readonly topHz: number;
  /** Says what the frame should sound like. */
  readonly form: (frame: Frame) => void;
  /** Writes the harmonics 1..count as parts in and out of phase. */
  readonly spectrum: (frame: Frame, re: Float64Array, im: Float64Array, count: number) => void;
}

const SWELL = 1 - keep(0.18, BLOCK);

export class Line {
  readonly frame: Frame;
  readonly #notes: readonly Note[];
  readonly #first: Note;
  readonly #player: Player;
  readonly #wander: () => number;
  readonly #glide: number;
  #index = -1;
  #pitch: number;
  #sway = 0;
  #swayDepth = 0;
  #jitter = 0;
  #drift = 0;
  #flutter = 0;

  constructor(notes: readonly Note[], first: Note, player: Player, seed: number) {
    this.#notes = notes;
    this.#first = first;
    this.#player = player;
    this.#wander = noise(seed);
    this.#glide = 1 - keep(player.glideS, BLOCK);
    this.#pitch = first.midi - player.scoop;
    this.frame = {
      now: undefined,
      next: first,
      sinceS: 0,
      untilS: 1,
      leftS: 0,
      freqHz: hertz(this.#pitch),
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
  }

  /** Moves the frame to a sample of the song. */
  move(at: number): void {
    const { frame } = this;
    this.#look(at);
    this.#bend(at);
    this.#player.form(frame);
    const target = frame.target * (1 + 0.25 * this.#flutter + this.#swayDepth * 0.5 * fastSin(this.#sway + 8.2));
    frame.level += (1 - keep(target > frame.level ? frame.riseS : frame.fallS, BLOCK)) * (target - frame.level);
  }

  #look(at: number): void {
    const { frame } = this;
    let next = this.#notes[this.#index + 1];
    while (next && at >= next.at) next = this.#notes[++this.#index + 1];
    const now = this.#notes[this.#index];
    frame.now = now;
    frame.next = next;
    frame.sinceS = now ? (at - now.at) / RATE : 0;
    frame.untilS = next ? (next.at - at) / RATE : 9;
    frame.leftS = now ? (now.at + now.len - at) / RATE : 0;
  }

  #bend(at: number): void {
    const { glideS, vibrato, vibratoHz, vibratoAfterS, jitter } = this.#player;
    const { now, next, sinceS, untilS, leftS } = this.frame;
    // A voice is on its way to a note a little before the beat.
    const aim = next && untilS < glideS * 0.7 ? next.midi : (now ?? this.#first).midi;
    if (at > this.#first.at - 1500) this.#pitch += this.#glide * (aim - this.#pitch);
    const rests = now !== undefined && sinceS > vibratoAfterS && leftS > -0.1 && now.len > 14000;
    this.#swayDepth += SWELL * ((rests ? vibrato : 0) - this.#swayDepth);
    this.#jitter += 0.12 * (this.#wander() * jitter * 3.2 - this.#jitter);
    this.#drift += 0.006 * (this.#wander() * 0.9 - this.#drift);
    this.#flutter += 0.02 * (this.#wander() * 2 - this.#flutter);
    this.#sway += (vibratoHz * (1 + 0.12 * this.#flutter) * BLOCK) / RATE;
    this.frame.freqHz = hertz(this.#pitch + this.#swayDepth * fastSin(this.#sway + 8) + this.#jitter + this.#drift * 0.4);
  }
}
