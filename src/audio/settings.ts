/** How large a mixer is. Fx returns and main are stereo, everything else mono. */
export interface MixerShape {
  /** 1..64 */
  readonly channels: number;
  /** 0..16 */
  readonly buses: number;
  /** Stereo returns, each fed by the rack of its number; 0..8 */
  readonly fx: number;
  /** 0..16 */
  readonly dcas: number;
  /** Mute groups, 0..16 */
  readonly groups: number;
  /** Hz */
  readonly sampleRate: number;
  /** Samples a block: a multiple of 4, at most 256 */
  readonly block: number;
}

export const DEFAULT_SHAPE: MixerShape = { channels: 32, buses: 8, fx: 4, dcas: 8, groups: 6, sampleRate: 48_000, block: 128 };

/** Longest delay of a strip. */
export const MAX_DELAY_MS = 500;
export const BANDS = 4;

/**
 * What `Mixer.set` can set, in the desk's units: dB (-Infinity allowed), Hz, ms, pan -100..100, ratio, %, on = 1 and off = 0.
 * A setting with a comment "+ n" has a row of numbers: `Setting.eqFreq + band`, `Setting.sendLevel + bus`, all from 0.
 */
export const Setting = {
  // Every strip; a DCA has fader, mute and solo, a mute group has mute.
  fader: 0,
  mute: 1,
  pan: 2,
  solo: 3,
  /** Of channels and buses; that of the odd one counts for the pair: odd left, even right, common detectors. */
  link: 4,
  /** The strip is heard in main. Off for buses at the start: most feed a rack or an ear. */
  toMain: 5,
  trim: 6,
  polarity: 7,
  delayOn: 8,
  delayTime: 9,
  hpfOn: 10,
  hpfFreq: 11,
  /** 12, 18 or 24 dB/oct */
  hpfSlope: 12,
  lpfOn: 13,
  lpfFreq: 14,
  lpfSlope: 15,
  gateOn: 16,
  /** A number of `GateMode` */
  gateMode: 17,
  gateThreshold: 18,
  gateRange: 19,
  gateAttack: 20,
  gateHold: 21,
  gateRelease: 22,
  /** 0 itself, else 1 + the target number of a channel or bus */
  gateKey: 23,
  eqOn: 24,
  dynOn: 25,
  /** A number of `DynMode` */
  dynMode: 26,
  dynThreshold: 27,
  dynRatio: 28,
  dynKnee: 29,
  dynAttack: 30,
  dynHold: 31,
  dynRelease: 32,
  dynMakeup: 33,
  dynMix: 34,
  /** As gateKey */
  dynKey: 35,
  /** + band */
  eqBandOn: 36,
  /** + band; a number of `Shape` */
  eqType: 40,
  eqFreq: 44,
  eqGain: 48,
  eqQ: 52,
  /** + bus; channels and fx returns. Into a linked pair the odd send counts, with its pan */
  sendLevel: 64,
  sendOn: 80,
  /** + bus; a number of `Tap` */
  sendTap: 96,
  sendPan: 112,
  /** + dca, 1 = member */
  dca: 128,
  /** + group, 1 = member */
  group: 144,

  // Racks.
  /** A number of `RackType` */
  rackType: 160,
  rackOn: 161,
  /** Bus that feeds it, from 0; of a linked pair both when it is the odd one */
  rackSource: 162,
  rackPredelay: 163,
  /** s */
  rackDecay: 164,
  /** Decay of the highs over that of the lows, 0.1..1 */
  rackDamping: 165,
  rackTime: 166,
  /** % */
  rackFeedback: 167,
  rackPingpong: 168,
  rackLowcut: 169,
  rackHighcut: 170,

  // The desk as a whole.
  /** A number of `SoloMode` */
  soloMode: 176,
  /** 0 main, n = bus n */
  monitorSource: 177,
  monitorLevel: 178,
  limiterOn: 179,
  limiterCeiling: 180,
  limiterRelease: 181,
} as const;
export type Setting = number;
export const SETTINGS = 184;

/** Where a send takes its signal; mute cuts both. */
export const Tap = { pre: 0, post: 1 } as const;

/** Pre-fader listen, after-fader listen, and in place: all other channels leave main and the post-fader sends. */
export const SoloMode = { pfl: 0, afl: 1, sip: 2 } as const;

export const RackType = { reverb: 0, delay: 1 } as const;

/** Start of a strip; what is not named is 0. Everything is off, a channel's fader is down. */
const STRIP: Readonly<Record<number, number>> = {
  [Setting.toMain]: 1,
  [Setting.hpfFreq]: 80,
  [Setting.hpfSlope]: 24,
  [Setting.lpfFreq]: 12_000,
  [Setting.lpfSlope]: 12,
  [Setting.gateThreshold]: -45,
  [Setting.gateRange]: -60,
  [Setting.gateAttack]: 1,
  [Setting.gateHold]: 50,
  [Setting.gateRelease]: 150,
  [Setting.eqOn]: 1,
  [Setting.dynThreshold]: -20,
  [Setting.dynRatio]: 3,
  [Setting.dynKnee]: 6,
  [Setting.dynAttack]: 10,
  [Setting.dynRelease]: 120,
  [Setting.dynMix]: 100,
};

const RACK: Readonly<Record<number, number>> = {
  [Setting.rackPredelay]: 20,
  [Setting.rackDecay]: 2,
  [Setting.rackDamping]: 0.5,
  [Setting.rackTime]: 350,
  [Setting.rackFeedback]: 30,
  [Setting.rackLowcut]: 20,
  [Setting.rackHighcut]: 20_000,
};

const DESK: Readonly<Record<number, number>> = {
  [Setting.limiterOn]: 1,
  [Setting.limiterCeiling]: -1,
  [Setting.limiterRelease]: 80,
};

const BAND_FREQ_HZ = [100, 400, 2000, 8000] as const;

/**
 * Numbers of what can be set: strips first (channels, buses, fx, main), then DCAs, mute groups, racks, and the desk itself.
 * All arguments count from 0.
 */
export class Targets {
  readonly shape: MixerShape;
  readonly strips: number;
  readonly main: number;
  readonly desk: number;
  readonly count: number;

  constructor(shape: MixerShape) {
    this.shape = shape;
    this.main = shape.channels + shape.buses + shape.fx;
    this.strips = this.main + 1;
    this.desk = this.strips + shape.dcas + shape.groups + shape.fx;
    this.count = this.desk + 1;
  }

  channel = (n: number): number => n;
  bus = (n: number): number => this.shape.channels + n;
  fx = (n: number): number => this.shape.channels + this.shape.buses + n;
  dca = (n: number): number => this.strips + n;
  group = (n: number): number => this.strips + this.shape.dcas + n;
  rack = (n: number): number => this.strips + this.shape.dcas + this.shape.groups + n;

  isChannel = (strip: number): boolean => strip < this.shape.channels;
  isBus = (strip: number): boolean => strip >= this.shape.channels && strip < this.fx(0);
  isStereo = (strip: number): boolean => strip >= this.fx(0);

  /** The odd strip of the pair (ch/1 of ch/1 and ch/2); -1 when there is no pair. */
  oddOfPair(strip: number): number {
    if (this.isStereo(strip)) return -1;
    const first = this.isBus(strip) ? this.shape.channels : 0;
    const odd = first + ((strip - first) & ~1);
    const end = first === 0 ? this.shape.channels : this.fx(0);
    return odd + 1 < end ? odd : -1;
  }
}

/** All values of a mixer, `values[target * SETTINGS + setting]`, as it starts. */
export function startValues(targets: Targets): Float64Array {
  const values = new Float64Array(targets.count * SETTINGS);
  const write = (target: number, start: Readonly<Record<number, number>>): void => {
    for (const [setting, value] of Object.entries(start)) values[target * SETTINGS + Number(setting)] = value;
  };
  for (let strip = 0; strip < targets.strips; strip++) {
    write(strip, STRIP);
    const at = strip * SETTINGS;
    for (let band = 0; band < BANDS; band++) {
      values[at + Setting.eqBandOn + band] = 1;
      values[at + Setting.eqType + band] = 1;
      values[at + Setting.eqFreq + band] = BAND_FREQ_HZ[band] ?? 1000;
      values[at + Setting.eqQ + band] = 1;
    }
    values.fill(-Infinity, at + Setting.sendLevel, at + Setting.sendLevel + 16);
    values.fill(1, at + Setting.sendOn, at + Setting.sendOn + 16);
    values.fill(Tap.post, at + Setting.sendTap, at + Setting.sendTap + 16);
    if (targets.isChannel(strip)) values[at + Setting.fader] = -Infinity;
    if (targets.isBus(strip)) values[at + Setting.toMain] = 0;
  }
  for (let rack = 0; rack < targets.shape.fx; rack++) write(targets.rack(rack), RACK);
  write(targets.desk, DESK);
  return values;
}
