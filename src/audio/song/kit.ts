/** The drum kit: its pieces as they are played, and which microphone hears what of them. */
import { add, normalise } from './dsp.ts';
import { drum } from './grooves.ts';
import { kick, snare, sympathy, tom } from './instruments/drums.ts';
import { crash, hat, ride } from './instruments/metals.ts';
import { LENGTH, type StemName } from './song.ts';

/** A silent loop. */
export const empty = (): Float32Array => new Float32Array(LENGTH);

/** left, right: the cymbals on either side; rings: toms that ring along. */
type Piece = 'kick' | 'snare' | 'hat' | 'tomHigh' | 'tomMid' | 'tomFloor' | 'left' | 'right' | 'rings';

export type Kit = Readonly<Record<Piece, Float32Array>>;

/** The kit as it sounds before any microphone, each piece with its loudest stroke at 0 dB. */
export function playKit(): Kit {
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
export const ABOVE: readonly (readonly [piece: Piece, leftDb: number, leftMs: number, rightDb: number, rightMs: number])[] = [
  ['kick', -12, 3.1, -13.5, 4.3],
  ['snare', -4.5, 2.5, -6, 3.2],
  ['hat', -10, 2.2, -16, 3.6],
  ['tomHigh', -7, 2.3, -10, 3.2],
  ['tomMid', -8.5, 2.9, -8, 2.5],
  ['tomFloor', -12, 3.8, -8, 2.3],
  ['left', -5, 1.9, -13, 3.7],
  ['right', -13, 3.8, -5, 2.0],
];

/** A close microphone: peak of its soundcheck, its own piece first, then what leaks in (dB, ms). */
interface CloseMic {
  readonly name: StemName;
  readonly peakDb: number;
  readonly lowCutHz: number;
  readonly roomDb: number;
  readonly hears: readonly (readonly [piece: Piece, levelDb: number, lateMs: number])[];
}

export const CLOSE: readonly CloseMic[] = [
  {
    name: 'Kick In',
    peakDb: -7,
    lowCutHz: 22,
    roomDb: -42,
    hears: [
      ['kick', 0, 0],
      ['snare', -34, 2.1],
      ['tomFloor', -30, 1.7],
      ['hat', -50, 3],
      ['left', -50, 4],
      ['right', -48, 4],
    ],
  },
  {
    name: 'Snare Top',
    peakDb: -6.5,
    lowCutHz: 22,
    roomDb: -34,
    hears: [
      ['snare', 0, 0],
      ['hat', -21, 1.2],
      ['kick', -25, 2.2],
      ['tomHigh', -21, 1.3],
      ['tomMid', -24, 1.8],
      ['tomFloor', -29, 2.5],
      ['left', -28, 3],
      ['right', -31, 3.6],
    ],
  },
  {
    name: 'Hat',
    peakDb: -11,
    lowCutHz: 160,
    roomDb: -34,
    hears: [
      ['hat', 0, 0],
      ['snare', -15, 1.4],
      ['kick', -30, 3],
      ['tomHigh', -25, 2],
      ['left', -15, 2],
      ['right', -22, 4],
      ['tomFloor', -33, 3.4],
    ],
  },
  {
    name: 'Toms',
    peakDb: -7.5,
    lowCutHz: 22,
    roomDb: -34,
    hears: [
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
  },
];
