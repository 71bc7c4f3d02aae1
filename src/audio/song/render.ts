/** From score to stems: instruments are played, then heard by microphones with their bleed, room and noise. */
import { add, addFloor, filter, normalise, room, shape } from './dsp.ts';
import { click, drum } from './grooves.ts';
import { acoustic, bass, electric } from './instruments/guitars.ts';
import { electricPiano, organ } from './instruments/keys.ts';
import { block, conga, shaker, tambourine } from './instruments/metals.ts';
import { type Singer, sing } from './instruments/voice.ts';
import { sax, trumpet } from './instruments/winds.ts';
import { ABOVE, CLOSE, empty, type Kit, playKit } from './kit.ts';
import { seedOf } from './math.ts';
import { bassLine, electricLeft, electricRight, keysPart, organPart, strumming } from './parts.ts';
import { type Note, STEMS, STEP, type StemName } from './song.ts';
import * as tunes from './tunes.ts';

/** One mono recording of the whole loop, -1..1. */
export interface Stem {
  readonly name: StemName;
  readonly samples: Float32Array;
}

/** What every microphone on the floor hears of the drums: over the stage, and as the room answers at two places. Peaks at 0 dB. */
export interface Stage {
  readonly drums: Float32Array;
  readonly near: Float32Array;
  readonly far: Float32Array;
}

/** Renders the stems one after the other; a caller may write each before the next is made. */
export function* renderStems(): Generator<Stem, void, void> {
  let stage: Stage | undefined;
  yield* renderKit((heard) => {
    stage = heard;
  });
  for (const name of BAND_STEMS) yield renderStem(name, () => stage ?? stageOf(playKit()));
}

/** Renders the microphones of the kit. @param share gets what the others hear of it, before the first stem */
export function* renderKit(share: (stage: Stage) => void): Generator<Stem, void, void> {
  const kit = playKit();
  const stage = stageOf(kit);
  share(stage);
  yield* closeMics(kit, stage);
  yield overhead('Overhead L', kit, stage.near, false);
  yield overhead('Overhead R', kit, stage.far, true);
}

type BandStem = Exclude<StemName, 'Kick In' | 'Snare Top' | 'Hat' | 'Toms' | 'Overhead L' | 'Overhead R'>;

/** Renders one stem that is not of the kit. @param stage asked only by microphones: a stem that is plugged in needs no drums */
export const renderStem = (name: BandStem, stage: () => Stage): Stem => BAND[name](name, stage);

const BAND: Readonly<Record<BandStem, (name: BandStem, stage: () => Stage) => Stem>> = {
  Percussion: percussion,
  'Bass DI': (name) => finish(name, bass(empty(), bassLine()), -8, -88, -84),
  'E-Gtr L': electricLeftMic,
  'E-Gtr R': electricRightMic,
  'Ac Gtr': acousticMic,
  Keys: (name) => finish(name, electricPiano(empty(), keysPart()), -9, -86),
  Organ: (name) => finish(name, organ(empty(), organPart(), rotorSpeed), -10, -72, -78),
  Trumpet: trumpetMic,
  Sax: saxMic,
  'Vox Lead': (name, stage) => voice(name, stage, tunes.lead(), LEAD, { room: 'near', bleedDb: -40, peakDb: -7, lateMs: 8 }),
  'BV 1': (name, stage) => voice(name, stage, tunes.harmonyHigh(), HIGH, { room: 'far', bleedDb: -38, peakDb: -9, lateMs: 10 }),
  'BV 2': (name, stage) => voice(name, stage, tunes.harmonyLow(), LOW, { room: 'near', bleedDb: -38, peakDb: -9.5, lateMs: 12 }),
  Click: (name) => finish(name, block(empty(), click()), -10, -92),
  Talkback: talkback,
};

const isOfBand = (name: StemName): name is BandStem => name in BAND;
/** All that are not of the kit, in the order of the channels. */
export const BAND_STEMS: readonly BandStem[] = STEMS.filter(isOfBand);
/** Those of them that are plugged in: they can be played before the drums are there. */
export const DIRECT_STEMS: readonly BandStem[] = ['Bass DI', 'Keys', 'Organ', 'Click'];

function stageOf(kit: Kit): Stage {
  const drums = empty();
  for (const [piece, leftDb, , rightDb] of ABOVE) add(drums, kit[piece], (leftDb + rightDb) / 2);
  filter(drums, 'lp', 7000);
  const [near, far] = room(drums, 0.42, 0.33, 5500);
  for (const heard of [drums, near, far]) normalise(heard, 0);
  return { drums, near, far };
}

function* closeMics(kit: Kit, { near }: Stage): Generator<Stem, void, void> {
  for (const { name, peakDb, lowCutHz, roomDb, hears } of CLOSE) {
    const mic = empty();
    for (const [piece, levelDb, lateMs] of hears) add(mic, kit[piece], levelDb, lateMs);
    add(mic, near, roomDb, 4);
    shape(mic, [
      ['lp', 13500, 0.6],
      ['hp', lowCutHz, 0.7],
    ]);
    yield finish(name, mic, peakDb, -76);
  }
}

function overhead(name: StemName, kit: Kit, room: Float32Array, isRight: boolean): Stem {
  const mic = empty();
  for (const [piece, leftDb, leftMs, rightDb, rightMs] of ABOVE)
    add(mic, kit[piece], isRight ? rightDb : leftDb, isRight ? rightMs : leftMs);
  normalise(mic, 0);
  add(mic, room, -11, 3);
  shape(mic, [
    ['hp', 55],
    ['bell', isRight ? 380 : 460, 0.8, -2.5],
    ['bell', isRight ? 210 : 160, 1, isRight ? 1.5 : -1.5],
    ['bell', 8500, 0.8, 1.5],
    ['lp', 13000, 0.6],
  ]);
  return finish(name, mic, -8, -71);
}

function percussion(name: BandStem, stage: () => Stage): Stem {
  const small = normalise(shaker(empty(), drum('shaker')), -8.5);
  const jingles = tambourine(empty(), drum('tambourine'));
  const skins = conga(conga(empty(), drum('congaHigh'), 236), drum('congaLow'), 172);
  add(small, normalise(jingles, -3), 0);
  add(small, normalise(skins, -4), 0);
  filter(small, 'lp', 14000, 0.6);
  return hear(stage, name, small, { room: 'far', bleedDb: -38, peakDb: -8.5, noiseDb: -75, lateMs: 7, live: 0.5 });
}

function electricLeftMic(name: BandStem, stage: () => Stage): Stem {
  const played = electric(empty(), electricLeft(), { strings: 3, warm: false, drive: 0.8, presenceHz: 2900, seed: 300 });
  return hear(stage, name, played, { room: 'near', bleedDb: -48, peakDb: -9, noiseDb: -70, humDb: -76, lateMs: 9, live: 0.35 });
}

function electricRightMic(name: BandStem, stage: () => Stage): Stem {
  const played = electric(empty(), electricRight(), { strings: 4, warm: true, drive: 2.1, presenceHz: 2200, seed: 320 });
  return hear(stage, name, played, { room: 'far', bleedDb: -47, peakDb: -9.5, noiseDb: -67, humDb: -74, lateMs: 12, live: 0.35 });
}

function acousticMic(name: BandStem, stage: () => Stage): Stem {
  const steel = acoustic(empty(), strumming());
  return hear(stage, name, steel, { room: 'near', bleedDb: -44, peakDb: -8.5, noiseDb: -75, lateMs: 11, live: 0.4 });
}

/** Fast in the chorus, with the motor's inertia: 0 slow .. 1 fast, at a sample. */
function rotorSpeed(sample: number): number {
  const step = sample / STEP;
  const up = Math.min(1, Math.max(0, (step - 190) / 9));
  const down = Math.min(1, Math.max(0, (step - 318) / 14));
  return up * (1 - down);
}

function trumpetMic(name: BandStem, stage: () => Stage): Stem {
  const brass = trumpet(empty(), tunes.trumpet());
  filter(filter(brass, 'lp', 13000), 'hp', 120);
  return hear(stage, name, brass, { room: 'far', bleedDb: -42, peakDb: -7.5, noiseDb: -74, lateMs: 13, live: 0.6 });
}

function saxMic(name: BandStem, stage: () => Stage): Stem {
  const reed = sax(empty(), tunes.sax());
  filter(filter(reed, 'lp', 10500), 'hp', 70);
  return hear(stage, name, reed, { room: 'near', bleedDb: -41, peakDb: -8, noiseDb: -74, lateMs: 14, live: 0.6 });
}

const LEAD: Singer = { tract: 1, tilt: 520, air: 0.022, vibrato: 0.26, glideS: 0.045, jitter: 0.04, pops: 1, seed: 81, tune: 0 };
const HIGH: Singer = { tract: 1.04, tilt: 430, air: 0.03, vibrato: 0.2, glideS: 0.05, jitter: 0.05, pops: 0.5, seed: 83, tune: 0.03 };
const LOW: Singer = { tract: 0.87, tilt: 460, air: 0.022, vibrato: 0.16, glideS: 0.055, jitter: 0.05, pops: 0.6, seed: 87, tune: -0.03 };
const DRUMMER: Singer = { tract: 0.85, tilt: 600, air: 0.03, vibrato: 0, glideS: 0.06, jitter: 0.25, pops: 0, seed: 91, tune: 0 };

function voice(name: BandStem, stage: () => Stage, notes: Note[], singer: Singer, spot: Omit<Spot, 'noiseDb' | 'live'>): Stem {
  return hear(stage, name, sing(empty(), notes, singer), { ...spot, noiseDb: -72, live: 0.4 });
}

/** The drummer counts in, on a small microphone between the drums. */
function talkback(name: BandStem, stage: () => Stage): Stem {
  const spoken = sing(empty(), tunes.talk(), DRUMMER);
  shape(spoken, [
    ['hp', 300],
    ['hp', 300],
    ['bell', 1700, 1, 5],
    ['lp', 3600],
    ['lp', 3900],
  ]);
  return hear(stage, name, spoken, { room: 'far', bleedDb: -17, peakDb: -10, noiseDb: -60, lateMs: 21, live: 0.3 });
}

/** Where a microphone stands on the floor. */
interface Spot {
  /** Which answer of the room reaches it. */
  readonly room: 'near' | 'far';
  /** The drums' peak against the player's. */
  readonly bleedDb: number;
  readonly peakDb: number;
  readonly noiseDb: number;
  readonly humDb?: number;
  /** The drums' way to it. */
  readonly lateMs: number;
  /** How live the place is, 0..1. */
  readonly live: number;
}

/** A microphone on the floor: the player, his echo from floor and wall, the drums across the stage, noise. Works in `played`. */
function hear(stage: () => Stage, name: BandStem, played: Float32Array, spot: Spot): Stem {
  const dry = normalise(played, 0).slice();
  add(played, dry, -19 + 8 * spot.live, 3.7 + spot.lateMs * 0.11);
  add(played, filter(dry, 'lp', 4000), -24 + 8 * spot.live, 9.1 + spot.lateMs * 0.37);
  const heard = stage();
  add(played, heard.drums, spot.bleedDb, spot.lateMs);
  add(played, heard[spot.room], spot.bleedDb - 1, spot.lateMs + 6);
  return finish(name, played, spot.peakDb, spot.noiseDb, spot.humDb);
}

/** Gain to the peak of a soundcheck, no DC, then the noise of the chain; a hum of -200 dB is none. */
function finish(name: StemName, loop: Float32Array, peakDb: number, noiseDb: number, humDb = -200): Stem {
  filter(loop, 'hp', 18, 0.7);
  return { name, samples: addFloor(normalise(loop, peakDb), noiseDb, humDb, seedOf(name)) };
}
