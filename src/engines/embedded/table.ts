import type { Description, Row } from '../../desk/layout.ts';
import * as laws from './laws.ts';

/** How large the mixer is. Inputs are those of the sound port; tracks those a multitrack folder can have. */
export interface Size {
  readonly channels: number;
  readonly buses: number;
  readonly fx: number;
  readonly dcas: number;
  readonly groups: number;
  readonly inputs: number;
  readonly tracks: number;
}

export const DEFAULT_SIZE: Size = { channels: 32, buses: 8, fx: 4, dcas: 8, groups: 6, inputs: 32, tracks: 64 };

export const EQ_TYPES = ['low-shelf', 'bell', 'high-shelf', 'low-cut', 'high-cut', 'notch'] as const;
export const SLOPES = ['12', '18', '24'] as const;
export const GATE_MODES = ['gate', 'expander', 'ducker'] as const;
export const DYN_MODES = ['peak', 'rms'] as const;
export const TAPS = ['pre', 'post'] as const;
export const RACK_TYPES = ['none', 'reverb', 'delay'] as const;
export const PLAYER_STATES = ['stop', 'play', 'pause'] as const;
export const SOLO_MODES = ['pfl', 'afl', 'sip'] as const;

const numbered = (name: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${name}/${i + 1}`);

/** What feeds a channel: nothing, a track of the player, a live input. */
export const channelSources = (size: Size): string[] => ['none', ...numbered('player', size.tracks), ...numbered('input', size.inputs)];
export const rackSources = (size: Size): string[] => ['none', ...numbered('bus', size.buses)];
export const monitorSources = (size: Size): string[] => ['main', ...numbered('bus', size.buses)];
/** A strip that opens a gate or drives a compressor; `self` is the usual case. */
export const keySources = (size: Size): string[] => ['self', ...numbered('ch', size.channels)];

const EQ_STARTS = [
  { type: 'low-shelf', freq: 100 },
  { type: 'bell', freq: 400 },
  { type: 'bell', freq: 2000 },
  { type: 'high-shelf', freq: 10_000 },
];

const filters = (strip: string): Row[] => [
  { path: `${strip}/hpf/on` },
  { path: `${strip}/hpf/freq`, law: laws.lowCut, start: 80 },
  { path: `${strip}/hpf/slope`, choices: SLOPES, start: '24' },
  { path: `${strip}/lpf/on` },
  { path: `${strip}/lpf/freq`, law: laws.highCut, start: 20_000 },
  { path: `${strip}/lpf/slope`, choices: SLOPES, start: '12' },
];

const equaliser = (strip: string): Row[] => [
  { path: `${strip}/eq/on`, start: true },
  ...EQ_STARTS.flatMap(({ type, freq }, index): Row[] => [
    { path: `${strip}/eq/${index + 1}/on`, start: true },
    { path: `${strip}/eq/${index + 1}/type`, choices: EQ_TYPES, start: type },
    { path: `${strip}/eq/${index + 1}/freq`, law: laws.frequency, start: freq },
    { path: `${strip}/eq/${index + 1}/gain`, law: laws.eqGain },
    { path: `${strip}/eq/${index + 1}/q`, law: laws.q, start: 0.7 },
  ]),
];

const gate = (strip: string, size: Size): Row[] => [
  { path: `${strip}/gate/on` },
  { path: `${strip}/gate/mode`, choices: GATE_MODES },
  { path: `${strip}/gate/threshold`, law: laws.gateThreshold, start: -50 },
  { path: `${strip}/gate/range`, law: laws.gateRange, start: 40 },
  { path: `${strip}/gate/attack`, law: laws.attack, start: 1 },
  { path: `${strip}/gate/hold`, law: laws.hold, start: 50 },
  { path: `${strip}/gate/release`, law: laws.release, start: 200 },
  { path: `${strip}/gate/key`, choices: keySources(size) },
];

const compressor = (strip: string, size: Size): Row[] => [
  { path: `${strip}/dyn/on` },
  { path: `${strip}/dyn/mode`, choices: DYN_MODES },
  { path: `${strip}/dyn/threshold`, law: laws.dynThreshold, start: -20 },
  { path: `${strip}/dyn/ratio`, law: laws.ratio, start: 3 },
  { path: `${strip}/dyn/knee`, law: laws.knee, start: 6 },
  { path: `${strip}/dyn/attack`, law: laws.attack, start: 10 },
  { path: `${strip}/dyn/release`, law: laws.release, start: 150 },
  { path: `${strip}/dyn/makeup`, law: laws.makeup },
  { path: `${strip}/dyn/mix`, law: laws.percent, start: 100 },
  { path: `${strip}/dyn/key`, choices: keySources(size) },
];

const sends = (strip: string, size: Size): Row[] => {
  const send = `${strip}/send/{1..${size.buses}}`;
  return [
    { path: `${send}/level`, law: laws.fader, start: Number.NEGATIVE_INFINITY },
    { path: `${send}/on`, start: true },
    { path: `${send}/tap`, choices: TAPS, start: 'post' },
    { path: `${send}/pan`, law: laws.pan },
  ];
};

const label = (strip: string): Row[] => [{ path: `${strip}/name` }, { path: `${strip}/color`, start: 'white' }, { path: `${strip}/icon` }];

/** What every strip has that carries sound. */
const sounding = (strip: string, size: Size): Row[] => [
  { path: `${strip}/fader`, law: laws.fader },
  { path: `${strip}/mute` },
  { path: `${strip}/solo` },
  { path: `${strip}/pan`, law: laws.pan },
  { path: `${strip}/dca/{1..${size.dcas}}` },
  { path: `${strip}/group/{1..${size.groups}}` },
  { path: `${strip}/audible`, readOnly: true, start: 'yes' },
  { path: `${strip}/level`, law: laws.fader, readOnly: true },
];

function channelRows(size: Size): Row[] {
  const strip = `ch/{1..${size.channels}}`;
  return [
    ...label(strip),
    { path: `${strip}/source`, choices: channelSources(size) },
    { path: `${strip}/link` },
    { path: `${strip}/main`, start: true },
    ...sounding(strip, size),
    { path: `${strip}/preamp/trim`, law: laws.trim },
    { path: `${strip}/preamp/polarity` },
    { path: `${strip}/delay/on` },
    { path: `${strip}/delay/time`, law: laws.stripDelay },
    ...filters(strip),
    ...gate(strip, size),
    ...equaliser(strip),
    ...compressor(strip, size),
    ...sends(strip, size),
  ];
}

function mixRows(size: Size): Row[] {
  const bus = `bus/{1..${size.buses}}`;
  const fx = `fx/{1..${size.fx}}`;
  return [
    ...label(bus),
    { path: `${bus}/link` },
    // Off: most buses feed a rack or somebody's ears.
    { path: `${bus}/main` },
    ...sounding(bus, size),
    ...equaliser(bus),
    ...compressor(bus, size),
    ...label(fx),
    { path: `${fx}/main`, start: true },
    ...sounding(fx, size),
    ...sends(fx, size),
    ...equaliser(fx),
    ...compressor(fx, size),
    ...label('main'),
    ...sounding('main', size),
    ...equaliser('main'),
    ...compressor('main', size),
    { path: 'main/limiter/on', start: true },
    { path: 'main/limiter/ceiling', law: laws.ceiling, start: -1 },
    { path: 'main/limiter/release', law: laws.limiterRelease, start: 80 },
    { path: 'main/loudness/reset' },
  ];
}

function otherRows(size: Size): Row[] {
  const dca = `dca/{1..${size.dcas}}`;
  const rack = `rack/{1..${size.fx}}`;
  return [
    ...label(dca),
    { path: `${dca}/fader`, law: laws.fader },
    { path: `${dca}/mute` },
    { path: `${dca}/solo` },
    { path: `group/{1..${size.groups}}/name` },
    { path: `group/{1..${size.groups}}/mute` },
    { path: `${rack}/type`, choices: RACK_TYPES },
    { path: `${rack}/source`, choices: rackSources(size) },
    { path: `${rack}/on`, start: true },
    { path: `${rack}/predelay`, law: laws.predelay, start: 20 },
    { path: `${rack}/decay`, law: laws.decay, start: 1.8 },
    { path: `${rack}/damping`, law: laws.damping, start: 0.5 },
    { path: `${rack}/time`, law: laws.echoTime, start: 375 },
    { path: `${rack}/feedback`, law: laws.feedback, start: 30 },
    { path: `${rack}/pingpong` },
    { path: `${rack}/lowcut`, law: laws.frequency, start: 150 },
    { path: `${rack}/highcut`, law: laws.frequency, start: 8000 },
    { path: 'player/state', choices: PLAYER_STATES },
    { path: 'player/folder' },
    { path: 'player/position', law: laws.playTime },
    { path: 'player/length', law: laws.playTime, readOnly: true },
    { path: 'player/loop', start: true },
    { path: 'player/speed', law: laws.speed, start: 1 },
    { path: 'player/record' },
    { path: 'monitor/source', choices: monitorSources(size) },
    { path: 'monitor/level', law: laws.fader, start: 0 },
    { path: 'solo/mode', choices: SOLO_MODES },
    { path: 'solo/clear' },
  ];
}

/** What a linked pair shares; pan, name, source and what belongs to the cable stay each strip's own. */
const LINKED = [
  'fader',
  'mute',
  'solo',
  'dca/{n}',
  'group/{n}',
  ...['on', 'freq', 'slope'].flatMap((leaf) => [`hpf/${leaf}`, `lpf/${leaf}`]),
  ...['on', 'mode', 'threshold', 'range', 'attack', 'hold', 'release'].map((leaf) => `gate/${leaf}`),
  'eq/on',
  ...['on', 'type', 'freq', 'gain', 'q'].map((leaf) => `eq/{n}/${leaf}`),
  ...['on', 'mode', 'threshold', 'ratio', 'knee', 'attack', 'release', 'makeup', 'mix'].map((leaf) => `dyn/${leaf}`),
  ...['level', 'on', 'tap'].map((leaf) => `send/{n}/${leaf}`),
];

const meterPaths = (size: Size): string[] => {
  const taps = (strip: string, names: readonly string[]): string[] => names.map((tap) => `${strip}/meter/${tap}`);
  return [
    ...taps(`ch/{1..${size.channels}}`, ['pre', 'post', 'rms', 'gate', 'dyn']),
    ...taps(`bus/{1..${size.buses}}`, ['pre', 'post', 'rms', 'dyn']),
    ...taps(`fx/{1..${size.fx}}`, ['pre', 'post', 'rms', 'dyn']),
    ...['pre', 'post', 'rms', 'dyn', 'limiter', 'truepeak', 'momentary', 'shortterm', 'integrated'].map((tap) => `main/meter/${tap}`),
  ];
};

/** The embedded mixer as the desk sees it. Channels first, so that the ids of a channel do not move with the number of buses. */
export function describe(size: Size): Description {
  return {
    rows: [...channelRows(size), ...mixRows(size), ...otherRows(size)],
    meters: meterPaths(size),
    linked: LINKED,
    derive: true,
  };
}
