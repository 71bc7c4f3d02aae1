/** From score to stems: instruments are played, then heard by microphones with their bleed, room and noise. */
import { add, addFloor, filter, normalise, room, shape } from './dsp.ts';
import { kick, snare, sympathy, tom } from './instruments/drums.ts';
import { acoustic, bass, electric } from './instruments/guitars.ts';
import { electricPiano, organ } from './instruments/keys.ts';
import { block, conga, crash, hat, ride, shaker, tambourine } from './instruments/metals.ts';
import { sing } from './instruments/voice.ts';
import { sax, trumpet } from './instruments/winds.ts';
import { seedOf } from './math.ts';
import * as parts from './parts.ts';
import { LENGTH, STEP } from './song.ts';

export type Stem = { name: string; samples: Float32Array };

const empty = () => new Float32Array(LENGTH);
const DRY = empty();

/** The kit as it sounds before any microphone, each piece with its loudest stroke at 0 dB. */
function playKit() {
  const { drum } = parts;
  const kit = {
    kick: empty(),
    snare: empty(),
    hat: empty(),
    tomHigh: empty(),
    tomMid: empty(),
    tomFloor: empty(),
    left: empty(),
    right: empty(),
    rings: empty(),
  };
  kick(kit.kick, drum('kick'));
  snare(kit.snare, drum('snare'));
  hat(kit.hat, { closed: drum('hat'), open: drum('open'), pedal: drum('pedal') });
  tom(kit.tomHigh, drum('tomHigh'), 146, 0.2);
  tom(kit.tomMid, drum('tomMid'), 112, 0.24);
  tom(kit.tomFloor, drum('tomFloor'), 81, 0.3);
  crash(kit.left, drum('crashLeft'), 21);
  crash(kit.right, drum('crashRight'), 25);
  const rides = empty();
  ride(rides, drum('ride'));
  add(kit.right, normalise(rides, -13), 0);
  sympathy(kit.rings, drum('kick'), [81, 112], 1);
  sympathy(kit.rings, drum('snare'), [146, 112, 81], 0.6);
  for (const piece of Object.values(kit)) normalise(piece, 0);
  return kit;
}

/** Two microphones above the kit: level (dB) and way (ms) of each piece to the left and to the right one. */
const ABOVE: [keyof ReturnType<typeof playKit>, number, number, number, number][] = [
  ['kick', -12, 3.1, -13.5, 4.3],
  ['snare', -4.5, 2.5, -6, 3.2],
  ['hat', -10, 2.2, -16, 3.6],
  ['tomHigh', -7, 2.3, -10, 3.2],
  ['tomMid', -8.5, 2.9, -8, 2.5],
  ['tomFloor', -12, 3.8, -8, 2.3],
  ['left', -5, 1.9, -13, 3.7],
  ['right', -13, 3.8, -5, 2.0],
];

/** Close microphones: own piece first, then what leaks in (dB, ms). */
const CLOSE: Record<string, [keyof ReturnType<typeof playKit>, number, number][]> = {
  'Kick In': [
    ['kick', 0, 0],
    ['snare', -34, 2.1],
    ['tomFloor', -30, 1.7],
    ['hat', -50, 3],
    ['left', -50, 4],
    ['right', -48, 4],
  ],
  'Snare Top': [
    ['snare', 0, 0],
    ['hat', -21, 1.2],
    ['kick', -25, 2.2],
    ['tomHigh', -21, 1.3],
    ['tomMid', -24, 1.8],
    ['tomFloor', -29, 2.5],
    ['left', -28, 3],
    ['right', -31, 3.6],
  ],
  Hat: [
    ['hat', 0, 0],
    ['snare', -15, 1.4],
    ['kick', -30, 3],
    ['tomHigh', -25, 2],
    ['left', -15, 2],
    ['right', -22, 4],
    ['tomFloor', -33, 3.4],
  ],
  Toms: [
    ['tomHigh', -1, 0],
    ['tomMid', 0, 0],
    ['tomFloor', 0, 0.2],
    ['rings', -27, 0],
    ['snare', -21, 1.5],
    ['kick', -21, 1.6],
    ['hat', -33, 2.4],
    ['left', -25, 2],
    ['right', -24, 2],
  ],
};

/** Renders the stems one after the other; a caller may write each before the next is made. */
export function* renderStems(): Generator<Stem, void, void> {
  const kit = playKit();
  const stage = empty(); // what the drums are to a microphone across the stage
  for (const [name, left, , right] of ABOVE) add(stage, kit[name], (left + right) / 2);
  filter(stage, 'lp', 7000);
  const [nearRoom, farRoom] = room(stage, 0.42, 0.33, 5500);
  normalise(stage, 0);
  normalise(nearRoom, 0);
  normalise(farRoom, 0);

  for (const [name, pieces] of Object.entries(CLOSE)) {
    const mic = empty();
    for (const [piece, levelDb, lateMs] of pieces) add(mic, kit[piece], levelDb, lateMs);
    add(mic, nearRoom, name === 'Kick In' ? -42 : -34, 4);
    shape(mic, [
      ['lp', 13500, 0.6],
      ['hp', name === 'Hat' ? 160 : 22, 0.7],
    ]);
    yield finish(name, mic, ({ 'Kick In': -7, 'Snare Top': -6.5, Hat: -11, Toms: -7.5 }[name] as number) ?? -9, -76, -200);
  }
  for (const side of [0, 1]) {
    const mic = empty();
    for (const [name, leftDb, leftMs, rightDb, rightMs] of ABOVE) add(mic, kit[name], side ? rightDb : leftDb, side ? rightMs : leftMs);
    normalise(mic, 0);
    add(mic, side ? farRoom : nearRoom, -11, 3);
    shape(mic, [
      ['hp', 55],
      ['bell', side ? 380 : 460, 0.8, -2.5],
      ['bell', side ? 210 : 160, 1, side ? 1.5 : -1.5],
      ['bell', 8500, 0.8, 1.5],
      ['lp', 13000, 0.6],
    ]);
    yield finish(side ? 'Overhead R' : 'Overhead L', mic, -8, -71, -200);
  }
  const { drum } = parts;
  const small = empty();
  shaker(small, drum('shaker'));
  normalise(small, -8.5);
  const jingles = empty(),
    skins = empty();
  tambourine(jingles, drum('tambourine'));
  conga(skins, drum('congaHigh'), 236);
  conga(skins, drum('congaLow'), 172);
  add(small, normalise(jingles, -3), 0);
  add(small, normalise(skins, -4), 0);
  filter(small, 'lp', 14000, 0.6);
  yield mic('Percussion', small, { stage, room: farRoom, bleedDb: -38, peakDb: -8.5, noiseDb: -75, lateMs: 7, own: 0.5 });

  yield finish('Bass DI', bass(empty(), parts.bassLine()), -8, -88, -84);
  const left = electric(empty(), parts.electricLeft(), { strings: 3, warm: false, drive: 0.8, presenceHz: 2900, seed: 300 });
  yield mic('E-Gtr L', left, { stage, room: nearRoom, bleedDb: -48, peakDb: -9, noiseDb: -70, humDb: -76, lateMs: 9, own: 0.35 });
  const right = electric(empty(), parts.electricRight(), { strings: 4, warm: true, drive: 2.1, presenceHz: 2200, seed: 320 });
  yield mic('E-Gtr R', right, { stage, room: farRoom, bleedDb: -47, peakDb: -9.5, noiseDb: -67, humDb: -74, lateMs: 12, own: 0.35 });
  yield mic('Ac Gtr', acoustic(empty(), parts.strumming()), {
    stage,
    room: nearRoom,
    bleedDb: -44,
    peakDb: -8.5,
    noiseDb: -75,
    lateMs: 11,
    own: 0.4,
  });

  yield finish('Keys', electricPiano(empty(), parts.keysPart()), -9, -86, -200);
  const turning = (sample: number) => {
    const step = sample / STEP; // fast in the chorus, with the motor's inertia
    const up = Math.min(1, Math.max(0, (step - 190) / 9)),
      down = Math.min(1, Math.max(0, (step - 318) / 14));
    return up * (1 - down);
  };
  yield finish('Organ', organ(empty(), parts.organPart(), turning), -10, -72, -78);

  const horn = empty(),
    reed = empty();
  trumpet(horn, parts.trumpet());
  filter(filter(horn, 'lp', 13000), 'hp', 120);
  yield mic('Trumpet', horn, { stage, room: farRoom, bleedDb: -42, peakDb: -7.5, noiseDb: -74, lateMs: 13, own: 0.6 });
  sax(reed, parts.sax());
  filter(filter(reed, 'lp', 10500), 'hp', 70);
  yield mic('Sax', reed, { stage, room: nearRoom, bleedDb: -41, peakDb: -8, noiseDb: -74, lateMs: 14, own: 0.6 });

  const lead = empty(),
    high = empty(),
    low = empty(),
    spoken = empty();
  sing(lead, parts.lead(), { tract: 1, tilt: 520, air: 0.022, vibrato: 0.26, glideS: 0.045, jitter: 0.04, pops: 1, seed: 81, tune: 0 });
  yield mic('Vox Lead', lead, { stage, room: nearRoom, bleedDb: -40, peakDb: -7, noiseDb: -72, lateMs: 8, own: 0.4 });
  sing(high, parts.harmonyHigh(), {
    tract: 1.04,
    tilt: 430,
    air: 0.03,
    vibrato: 0.2,
    glideS: 0.05,
    jitter: 0.05,
    pops: 0.5,
    seed: 83,
    tune: 0.03,
  });
  yield mic('BV 1', high, { stage, room: farRoom, bleedDb: -38, peakDb: -9, noiseDb: -72, lateMs: 10, own: 0.4 });
  sing(low, parts.harmonyLow(), {
    tract: 0.87,
    tilt: 460,
    air: 0.022,
    vibrato: 0.16,
    glideS: 0.055,
    jitter: 0.05,
    pops: 0.6,
    seed: 87,
    tune: -0.03,
  });
  yield mic('BV 2', low, { stage, room: nearRoom, bleedDb: -38, peakDb: -9.5, noiseDb: -72, lateMs: 12, own: 0.4 });

  const clicks = empty();
  block(clicks, parts.click());
  yield finish('Click', clicks, -10, -92, -200);
  sing(spoken, parts.talk(), { tract: 0.85, tilt: 600, air: 0.03, vibrato: 0, glideS: 0.06, jitter: 0.25, pops: 0, seed: 91, tune: 0 });
  shape(spoken, [
    ['hp', 300],
    ['hp', 300],
    ['bell', 1700, 1, 5],
    ['lp', 3600],
    ['lp', 3900],
  ]);
  yield mic('Talkback', spoken, { stage, room: farRoom, bleedDb: -17, peakDb: -10, noiseDb: -60, lateMs: 21, own: 0.3 });
}

/**
 * A microphone on the floor: the player, his echo from the floor and the wall, the drums across the stage, noise.
 * own: how live the place is, 0..1 · bleedDb: the drums' peak against the player's
 */
function mic(
  name: string,
  loop: Float32Array,
  spot: {
    stage: Float32Array;
    room: Float32Array;
    bleedDb: number;
    peakDb: number;
    noiseDb: number;
    humDb?: number;
    lateMs: number;
    own: number;
  },
): Stem {
  const top = normalise(loop, 0);
  DRY.set(top);
  add(top, DRY, -19 + 8 * spot.own, 3.7 + spot.lateMs * 0.11);
  add(top, filter(DRY, 'lp', 4000), -24 + 8 * spot.own, 9.1 + spot.lateMs * 0.37);
  add(top, spot.stage, spot.bleedDb, spot.lateMs);
  add(top, spot.room, spot.bleedDb - 1, spot.lateMs + 6);
  return finish(name, top, spot.peakDb, spot.noiseDb, spot.humDb ?? -200);
}

/** Gain to the peak of a soundcheck, no DC, then the noise of the chain. */
function finish(name: string, loop: Float32Array, peakDb: number, noiseDb: number, humDb: number): Stem {
  filter(loop, 'hp', 18, 0.7);
  return { name, samples: addFloor(normalise(loop, peakDb), noiseDb, humDb, seedOf(name)) };
}
