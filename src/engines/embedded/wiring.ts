import { Setting, Targets } from '../../audio/settings.ts';
import type { Layout, Parameter } from '../../desk/layout.ts';
import type { Stored } from '../../desk/value.ts';
import { BLOCK, MAIN_METER, SAMPLE_RATE } from './shared.ts';
import type { Size } from './table.ts';

/** Where the values of the desk go in the mixer: one target and setting a parameter, -1 for those that make no sound. */
export interface Wiring {
  readonly targetOf: Int32Array;
  readonly settingOf: Int32Array;
  /** See `AudioConfig.meterOf`. */
  readonly meterOf: Int32Array;
  /** A stored value as the mixer takes it. */
  convert(id: number, value: Stored): number;
}

type Convert = (value: number, parameter: Parameter) => number;
interface Wire {
  readonly setting: number;
  readonly convert?: Convert;
}

const same: Convert = (value) => value;
/** Depth of a closed gate: an engineer says 40 dB, the mixer applies -40. */
const depth: Convert = (value) => -value;
/** The choices are the numbers themselves: slopes. */
const asWritten: Convert = (value, { choices }) => Number(choices[value]);
/** `none` is not a rack type of the mixer: such a rack is off. */
const rackType: Convert = (value) => Math.max(0, value - 1);
const rackSource: Convert = (value) => Math.max(0, value - 1);

/** Leaf pattern of a strip (without its own number) to a setting; `{n}` adds n - 1. */
const STRIP: Readonly<Record<string, Wire>> = {
  fader: { setting: Setting.fader },
  mute: { setting: Setting.mute },
  solo: { setting: Setting.solo },
  pan: { setting: Setting.pan },
  link: { setting: Setting.link },
  main: { setting: Setting.toMain },
  'preamp/trim': { setting: Setting.trim },
  'preamp/polarity': { setting: Setting.polarity },
  'delay/on': { setting: Setting.delayOn },
  'delay/time': { setting: Setting.delayTime },
  'hpf/on': { setting: Setting.hpfOn },
  'hpf/freq': { setting: Setting.hpfFreq },
  'hpf/slope': { setting: Setting.hpfSlope, convert: asWritten },
  'lpf/on': { setting: Setting.lpfOn },
  'lpf/freq': { setting: Setting.lpfFreq },
  'lpf/slope': { setting: Setting.lpfSlope, convert: asWritten },
  'gate/on': { setting: Setting.gateOn },
  'gate/mode': { setting: Setting.gateMode },
  'gate/threshold': { setting: Setting.gateThreshold },
  'gate/range': { setting: Setting.gateRange, convert: depth },
  'gate/attack': { setting: Setting.gateAttack },
  'gate/hold': { setting: Setting.gateHold },
  'gate/release': { setting: Setting.gateRelease },
  'gate/key': { setting: Setting.gateKey },
  'eq/on': { setting: Setting.eqOn },
  'eq/{n}/on': { setting: Setting.eqBandOn },
  'eq/{n}/type': { setting: Setting.eqType },
  'eq/{n}/freq': { setting: Setting.eqFreq },
  'eq/{n}/gain': { setting: Setting.eqGain },
  'eq/{n}/q': { setting: Setting.eqQ },
  'dyn/on': { setting: Setting.dynOn },
  'dyn/mode': { setting: Setting.dynMode },
  'dyn/threshold': { setting: Setting.dynThreshold },
  'dyn/ratio': { setting: Setting.dynRatio },
  'dyn/knee': { setting: Setting.dynKnee },
  'dyn/attack': { setting: Setting.dynAttack },
  'dyn/release': { setting: Setting.dynRelease },
  'dyn/makeup': { setting: Setting.dynMakeup },
  'dyn/mix': { setting: Setting.dynMix },
  'dyn/key': { setting: Setting.dynKey },
  'send/{n}/level': { setting: Setting.sendLevel },
  'send/{n}/on': { setting: Setting.sendOn },
  'send/{n}/tap': { setting: Setting.sendTap },
  'send/{n}/pan': { setting: Setting.sendPan },
  'dca/{n}': { setting: Setting.dca },
  'group/{n}': { setting: Setting.group },
};

const RACK: Readonly<Record<string, Wire>> = {
  type: { setting: Setting.rackType, convert: rackType },
  source: { setting: Setting.rackSource, convert: rackSource },
  on: { setting: Setting.rackOn },
  predelay: { setting: Setting.rackPredelay },
  decay: { setting: Setting.rackDecay },
  damping: { setting: Setting.rackDamping },
  time: { setting: Setting.rackTime },
  feedback: { setting: Setting.rackFeedback },
  pingpong: { setting: Setting.rackPingpong },
  lowcut: { setting: Setting.rackLowcut },
  highcut: { setting: Setting.rackHighcut },
};

/** Paths of the desk as a whole. */
const DESK: Readonly<Record<string, Wire>> = {
  'solo/mode': { setting: Setting.soloMode },
  'monitor/source': { setting: Setting.monitorSource },
  'monitor/level': { setting: Setting.monitorLevel },
  'main/limiter/on': { setting: Setting.limiterOn },
  'main/limiter/ceiling': { setting: Setting.limiterCeiling },
  'main/limiter/release': { setting: Setting.limiterRelease },
};

interface Wired extends Wire {
  readonly target: number;
}

export function wire(layout: Layout, size: Size): Wiring {
  const targets = new Targets({ ...size, sampleRate: SAMPLE_RATE, block: BLOCK });
  const targetOf = new Int32Array(layout.parameters.length).fill(-1);
  const settingOf = new Int32Array(layout.parameters.length).fill(-1);
  const converts: Convert[] = layout.parameters.map(() => same);
  for (const parameter of layout.parameters) {
    const wired = wireOf(targets, parameter.path);
    if (!wired) continue;
    targetOf[parameter.id] = wired.target;
    settingOf[parameter.id] = wired.setting;
    if (wired.convert) converts[parameter.id] = wired.convert;
  }
  const convert = (id: number, value: Stored): number => {
    const parameter = layout.parameters[id];
    return typeof value === 'number' && parameter ? (converts[id] ?? same)(value, parameter) : Number.NaN;
  };
  return { targetOf, settingOf, meterOf: wireMeters(layout, targets), convert };
}

function wireOf(targets: Targets, path: string): Wired | undefined {
  const desk = DESK[path];
  if (desk) return { ...desk, target: targets.desk };
  const [kind = '', ...rest] = path.split('/');
  const target = targetOfStrip(targets, kind, Number(rest[0]) - 1);
  if (target === undefined) return undefined;
  const segments = kind === 'main' ? rest : rest.slice(1);
  const number = segments.find((segment) => /^\d+$/.test(segment));
  const pattern = segments.map((segment) => (segment === number ? '{n}' : segment)).join('/');
  const wired = (kind === 'rack' ? RACK : STRIP)[pattern];
  return wired && { ...wired, target, setting: wired.setting + (number === undefined ? 0 : Number(number) - 1) };
}

function targetOfStrip(targets: Targets, kind: string, n: number): number | undefined {
  switch (kind) {
    case 'ch':
      return targets.channel(n);
    case 'bus':
      return targets.bus(n);
    case 'fx':
      return targets.fx(n);
    case 'dca':
      return targets.dca(n);
    case 'group':
      return targets.group(n);
    case 'rack':
      return targets.rack(n);
    case 'main':
      return targets.main;
    default:
      return undefined;
  }
}

const COLUMN: Readonly<Record<string, number>> = { pre: 0, post: 1, rms: 2, gate: 3, dyn: 4 };

function wireMeters(layout: Layout, targets: Targets): Int32Array {
  return Int32Array.from(layout.meters, ({ path, tap }) => {
    const [kind = '', number = ''] = path.split('/');
    const column = COLUMN[tap];
    if (column !== undefined) return 8 * (targetOfStrip(targets, kind, Number(number) - 1) ?? 0) + column;
    // The taps that are no column are exactly those of main.
    return MAIN_METER[tap as keyof typeof MAIN_METER];
  });
}
