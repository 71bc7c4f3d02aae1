/**
 * The rough mix of the demo song, in the desk's words: what a fresh show comes up with. Levels in dB, frequencies in Hz, times
 * in ms (decay in s), pan -100..100. It leaves an engineer something to do: see the README for what is in each stem.
 */
type Band = readonly [type: 'low-shelf' | 'bell' | 'high-shelf', freqHz: number, gainDb: number, q: number];
type Gate = readonly [thresholdDb: number, rangeDb: number, attackMs: number, holdMs: number, releaseMs: number];
type Dyn = readonly [thresholdDb: number, ratio: number, kneeDb: number, attackMs: number, releaseMs: number, makeupDb: number];

interface MixStrip {
  readonly name: string;
  readonly color: string;
  readonly icon: string;
  readonly fader: number;
  readonly pan: number;
  readonly mute?: true;
  /** Hz; none is off. */
  readonly lowCut?: number;
  readonly eq: readonly Band[];
  readonly gate?: Gate;
  readonly dyn?: Dyn;
  /** Sends into the reverb (bus 7) and the delay (bus 8), dB. */
  readonly reverb?: number;
  readonly delay?: number;
  readonly dca?: number;
  readonly group: number;
}

/** One a stem, in the order of the stems. */
export const MIX: readonly MixStrip[] = [
  {
    name: 'Kick In',
    color: 'red',
    icon: 'kick',
    fader: 1,
    pan: 0,
    lowCut: 35,
    eq: [
      ['low-shelf', 70, 2, 0.7],
      ['bell', 350, -7, 1.6],
      ['bell', 3400, 5, 0.9],
    ],
    gate: [-34, 18, 0.5, 120, 140],
    dyn: [-16, 4, 3, 12, 90, 2],
    dca: 1,
    group: 1,
  },
  {
    name: 'Snare Top',
    color: 'red',
    icon: 'snare',
    fader: 2,
    pan: 0,
    lowCut: 95,
    eq: [
      ['bell', 207, -4, 5],
      ['bell', 900, -2, 1],
      ['high-shelf', 6500, 2.5, 0.7],
    ],
    gate: [-36, 12, 0.3, 90, 160],
    dyn: [-18, 3.5, 4, 8, 110, 3],
    reverb: -12,
    dca: 1,
    group: 1,
  },
  {
    name: 'Hat',
    color: 'red',
    icon: 'hihat',
    fader: -8.5,
    pan: -28,
    lowCut: 320,
    eq: [['bell', 3600, -2, 1.2]],
    reverb: -30,
    dca: 1,
    group: 1,
  },
  {
    name: 'Toms',
    color: 'red',
    icon: 'toms',
    fader: 1,
    pan: 14,
    lowCut: 55,
    eq: [
      ['bell', 420, -5, 1.2],
      ['bell', 4200, 4, 0.9],
    ],
    gate: [-24, 40, 0.5, 220, 320],
    dyn: [-16, 3, 3, 15, 150, 2],
    reverb: -14,
    dca: 1,
    group: 1,
  },
  {
    name: 'Overhead L',
    color: 'red',
    icon: 'overhead',
    fader: -1.5,
    pan: -85,
    lowCut: 180,
    eq: [['high-shelf', 9000, 1.5, 0.7]],
    dyn: [-22, 2, 6, 20, 200, 1],
    reverb: -24,
    dca: 1,
    group: 1,
  },
  {
    name: 'Overhead R',
    color: 'red',
    icon: 'overhead',
    fader: -1.5,
    pan: 85,
    lowCut: 180,
    eq: [['high-shelf', 9000, 1.5, 0.7]],
    dyn: [-22, 2, 6, 20, 200, 1],
    reverb: -24,
    dca: 1,
    group: 1,
  },
  {
    name: 'Percussion',
    color: 'yellow',
    icon: 'percussion',
    fader: -8,
    pan: 42,
    lowCut: 130,
    eq: [
      ['bell', 300, -2.5, 1],
      ['high-shelf', 8000, 2, 0.7],
    ],
    dyn: [-20, 2.5, 4, 6, 120, 1],
    reverb: -16,
    dca: 1,
    group: 1,
  },
  {
    name: 'Bass DI',
    color: 'blue',
    icon: 'bass',
    fader: -2,
    pan: 0,
    lowCut: 38,
    eq: [
      ['bell', 60, -1.5, 1.2],
      ['bell', 220, 1.5, 0.8],
      ['bell', 850, 3, 0.9],
    ],
    dyn: [-20, 4, 6, 22, 160, 3],
    dca: 2,
    group: 2,
  },
  {
    name: 'E-Gtr L',
    color: 'green',
    icon: 'electric-guitar',
    fader: -5.5,
    pan: -70,
    lowCut: 130,
    eq: [
      ['bell', 1500, -3, 0.9],
      ['high-shelf', 4200, 1.5, 0.7],
    ],
    gate: [-52, 14, 2, 80, 180],
    dyn: [-20, 2.5, 6, 14, 130, 1],
    reverb: -18,
    delay: -22,
    dca: 3,
    group: 2,
  },
  {
    name: 'E-Gtr R',
    color: 'green',
    icon: 'electric-guitar',
    fader: -8.5,
    pan: 72,
    lowCut: 120,
    eq: [
      ['bell', 550, -2, 1],
      ['bell', 2600, 1.5, 1],
    ],
    gate: [-50, 12, 2, 120, 250],
    reverb: -17,
    delay: -20,
    dca: 3,
    group: 2,
  },
  {
    name: 'Ac Gtr',
    color: 'green',
    icon: 'acoustic-guitar',
    fader: -8,
    pan: 38,
    lowCut: 110,
    eq: [
      ['bell', 105, -3, 2],
      ['bell', 400, -2.5, 1],
      ['high-shelf', 3200, 5, 0.7],
    ],
    dyn: [-24, 3, 6, 10, 140, 3],
    reverb: -16,
    dca: 3,
    group: 2,
  },
  {
    name: 'Keys',
    color: 'cyan',
    icon: 'keys',
    fader: -9,
    pan: -32,
    lowCut: 110,
    eq: [
      ['bell', 500, -2, 0.9],
      ['bell', 2600, 4, 0.7],
    ],
    dyn: [-20, 2, 6, 20, 200, 1],
    reverb: -15,
    dca: 4,
    group: 2,
  },
  {
    name: 'Organ',
    color: 'cyan',
    icon: 'organ',
    fader: -12,
    pan: 26,
    lowCut: 120,
    eq: [
      ['bell', 400, -2.5, 0.9],
      ['high-shelf', 3000, 2, 0.7],
    ],
    gate: [-58, 20, 4, 200, 400],
    reverb: -14,
    dca: 4,
    group: 2,
  },
  {
    name: 'Trumpet',
    color: 'yellow',
    icon: 'trumpet',
    fader: -8.5,
    pan: 18,
    lowCut: 150,
    eq: [
      ['bell', 1300, -2, 1],
      ['high-shelf', 6000, 2, 0.7],
    ],
    gate: [-46, 16, 2, 120, 250],
    dyn: [-18, 3, 4, 12, 140, 1.5],
    reverb: -11,
    delay: -22,
    dca: 5,
    group: 2,
  },
  {
    name: 'Sax',
    color: 'yellow',
    icon: 'sax',
    fader: -8.5,
    pan: -18,
    lowCut: 110,
    eq: [
      ['bell', 500, -2, 1],
      ['bell', 3200, 2, 1],
    ],
    gate: [-46, 16, 2, 120, 250],
    dyn: [-20, 3, 4, 12, 160, 1.5],
    reverb: -11,
    delay: -20,
    dca: 5,
    group: 2,
  },
  {
    name: 'Vox Lead',
    color: 'magenta',
    icon: 'vocal',
    fader: -2,
    pan: 0,
    lowCut: 110,
    eq: [
      ['bell', 950, -3, 0.9],
      ['bell', 3000, 2.5, 0.9],
      ['bell', 7400, -2.5, 2.5],
      ['high-shelf', 11000, 2, 0.7],
    ],
    gate: [-48, 10, 2, 180, 300],
    dyn: [-22, 3.5, 6, 6, 110, 4],
    reverb: -13,
    delay: -17,
    dca: 6,
    group: 3,
  },
  {
    name: 'BV 1',
    color: 'magenta',
    icon: 'vocal',
    fader: -8,
    pan: -48,
    lowCut: 140,
    eq: [
      ['bell', 950, -3, 0.9],
      ['high-shelf', 5000, 3, 0.7],
    ],
    gate: [-46, 14, 3, 180, 300],
    dyn: [-24, 3, 6, 8, 140, 2],
    reverb: -10,
    delay: -24,
    dca: 6,
    group: 3,
  },
  {
    name: 'BV 2',
    color: 'magenta',
    icon: 'vocal',
    fader: -7.5,
    pan: 48,
    lowCut: 120,
    eq: [
      ['bell', 900, -3, 0.9],
      ['high-shelf', 5000, 3, 0.7],
    ],
    gate: [-46, 14, 3, 180, 300],
    dyn: [-24, 3, 6, 8, 140, 2],
    reverb: -10,
    delay: -24,
    dca: 6,
    group: 3,
  },
  { name: 'Click', color: 'white', icon: 'click', fader: -10, pan: 0, mute: true, eq: [], group: 4 },
  {
    name: 'Talkback',
    color: 'white',
    icon: 'talkback',
    fader: -12,
    pan: 0,
    mute: true,
    lowCut: 150,
    eq: [],
    gate: [-34, 30, 2, 250, 300],
    group: 4,
  },
];

const DCAS = ['Drums', 'Bass', 'Guitars', 'Keys', 'Horns', 'Vocals'] as const;
const GROUPS = ['Drums', 'Band', 'Vocals', 'Click, Talkback'] as const;

export type MixValue = readonly [path: string, value: number | boolean | string];

const REST: readonly MixValue[] = [
  ['bus/7/name', 'Reverb'],
  ['bus/7/color', 'cyan'],
  ['bus/8/name', 'Delay'],
  ['bus/8/color', 'cyan'],
  ['rack/1/type', 'reverb'],
  ['rack/1/source', 'bus/7'],
  ['rack/1/decay', 1.9],
  ['rack/1/predelay', 28],
  ['rack/1/lowcut', 180],
  ['rack/1/highcut', 7500],
  ['rack/2/type', 'delay'],
  ['rack/2/source', 'bus/8'],
  ['rack/2/time', 468.8],
  ['rack/2/feedback', 28],
  ['rack/2/pingpong', true],
  ['rack/2/lowcut', 250],
  ['rack/2/highcut', 4500],
  ['fx/1/name', 'Reverb'],
  ['fx/1/color', 'cyan'],
  ['fx/2/name', 'Delay'],
  ['fx/2/color', 'cyan'],
  ['fx/2/fader', -2],
  ['main/name', 'Main'],
  ['main/eq/1/freq', 60],
  ['main/eq/1/gain', 0.5],
  ['main/eq/4/freq', 11_000],
  ['main/eq/4/gain', 1],
  ['main/dyn/on', true],
  ['main/dyn/threshold', -14],
  ['main/dyn/ratio', 1.5],
  ['main/dyn/attack', 30],
  ['main/dyn/release', 200],
  ['player/state', 'play'],
];

/** @param folder where the stems are */
export function roughMix(folder: string): MixValue[] {
  const named = (kind: string, names: readonly string[]): MixValue[] => names.map((name, n) => [`${kind}/${n + 1}/name`, name]);
  return [...MIX.flatMap(stripValues), ...named('dca', DCAS), ...named('group', GROUPS), ...REST, ['player/folder', folder]];
}

function stripValues(strip: MixStrip, index: number): MixValue[] {
  const values: MixValue[] = [];
  const put = (leaf: string, value: MixValue[1] | undefined): void => {
    if (value !== undefined) values.push([`ch/${index + 1}/${leaf}`, value]);
  };
  for (const leaf of ['name', 'color', 'icon', 'fader', 'pan', 'mute'] as const) put(leaf, strip[leaf]);
  put('source', `player/${index + 1}`);
  put('hpf/on', strip.lowCut === undefined ? undefined : true);
  put('hpf/freq', strip.lowCut);
  for (const [n, [type, freq, gain, q]] of strip.eq.entries()) {
    for (const [leaf, value] of Object.entries({ type, freq, gain, q })) put(`eq/${n + 1}/${leaf}`, value);
  }
  const section = (name: string, leaves: readonly string[], numbers: readonly number[] | undefined): void => {
    if (!numbers) return;
    put(`${name}/on`, true);
    for (const [n, leaf] of leaves.entries()) put(`${name}/${leaf}`, numbers[n]);
  };
  section('gate', ['threshold', 'range', 'attack', 'hold', 'release'], strip.gate);
  section('dyn', ['threshold', 'ratio', 'knee', 'attack', 'release', 'makeup'], strip.dyn);
  put('send/7/level', strip.reverb);
  put('send/8/level', strip.delay);
  if (strip.dca !== undefined) put(`dca/${strip.dca}`, true);
  put(`group/${strip.group}`, true);
  return values;
}
