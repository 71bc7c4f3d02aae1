import type { Unit } from './law.ts';

/** What an engineer calls a lane of the desk. Everything with a fader is a strip. */
export const STRIP_KINDS = {
  ch: 'input channel',
  aux: 'aux input',
  fx: 'effect return',
  bus: 'mix bus',
  mtx: 'matrix',
  main: 'main mix',
  mono: 'mono or centre bus',
  dca: 'DCA group',
} as const;
export type StripKind = keyof typeof STRIP_KINDS;
/** These exist once and carry no number: `main/fader`. */
export const UNNUMBERED: ReadonlySet<string> = new Set(['main', 'mono']);

export type ParameterType = 'number' | 'switch' | 'choice' | 'text' | 'color';

/**
 * One leaf of the model. `{n}` stands for a number (an EQ band, a bus).
 * - `derived`: follows from others in the same turn; read-only, never in scenes, undo or log
 * - `transient`: moves by itself (a playing position); never in scenes, undo or log
 * - `transport`: in the log, but never in scenes or undo (undo must not stop the band)
 * - `trigger`: setting it does something and it falls back to off
 */
export interface Leaf {
  readonly leaf: string;
  readonly type: ParameterType;
  readonly unit?: Unit;
  readonly on: readonly (StripKind | 'group' | 'rack' | 'player' | 'monitor' | 'solo')[];
  readonly is?: 'derived' | 'transient' | 'transport' | 'trigger';
  readonly says: string;
}

const ALL = ['ch', 'aux', 'fx', 'bus', 'mtx', 'main', 'mono', 'dca'] as const;
const AUDIO = ['ch', 'aux', 'fx', 'bus', 'mtx', 'main', 'mono'] as const;
const INPUTS = ['ch', 'aux'] as const;
const RETURNS = ['ch', 'aux', 'fx'] as const;

/** The whole parameter model. An engine's layout says which of these exist, with range, grid, law and default. */
export const LEAVES: readonly Leaf[] = [
  { leaf: 'name', type: 'text', on: [...ALL, 'group'], says: 'name on the scribble strip' },
  { leaf: 'color', type: 'color', on: ALL, says: 'colour of the scribble strip' },
  { leaf: 'icon', type: 'text', on: ALL, says: 'picture, by its name' },
  { leaf: 'source', type: 'choice', on: [...INPUTS, 'rack', 'monitor'], says: 'what feeds it' },
  { leaf: 'link', type: 'switch', on: ['ch', 'aux', 'bus', 'mtx'], says: 'an odd strip and its neighbour move as a stereo pair' },
  { leaf: 'main', type: 'switch', on: [...RETURNS, 'bus'], says: 'is heard in the main mix' },
  { leaf: 'fader', type: 'number', unit: 'dB', on: ALL, says: 'level' },
  { leaf: 'mute', type: 'switch', on: [...ALL, 'group'], says: 'cuts the strip, its pre-fader sends too' },
  { leaf: 'solo', type: 'switch', on: ALL, says: 'listen to it on the monitor' },
  { leaf: 'pan', type: 'number', unit: 'pan', on: AUDIO, says: 'left -100, centre 0, right 100; balance on a stereo strip' },

  { leaf: 'preamp/gain', type: 'number', unit: 'dB', on: INPUTS, says: 'analogue gain of the input' },
  { leaf: 'preamp/trim', type: 'number', unit: 'dB', on: RETURNS, says: 'digital gain before everything else' },
  { leaf: 'preamp/phantom', type: 'switch', on: INPUTS, says: '48 V' },
  { leaf: 'preamp/polarity', type: 'switch', on: AUDIO, says: 'on: turned over' },
  { leaf: 'delay/on', type: 'switch', on: AUDIO, says: 'delay in the strip' },
  { leaf: 'delay/time', type: 'number', unit: 'ms', on: AUDIO, says: 'length of that delay' },
  { leaf: 'hpf/on', type: 'switch', on: AUDIO, says: 'low cut' },
  { leaf: 'hpf/freq', type: 'number', unit: 'Hz', on: AUDIO, says: 'its -3 dB point' },
  { leaf: 'hpf/slope', type: 'choice', unit: 'dB/oct', on: AUDIO, says: 'its steepness' },
  { leaf: 'lpf/on', type: 'switch', on: AUDIO, says: 'high cut' },
  { leaf: 'lpf/freq', type: 'number', unit: 'Hz', on: AUDIO, says: 'its -3 dB point' },
  { leaf: 'lpf/slope', type: 'choice', unit: 'dB/oct', on: AUDIO, says: 'its steepness' },

  { leaf: 'gate/on', type: 'switch', on: RETURNS, says: 'gate' },
  { leaf: 'gate/mode', type: 'choice', on: RETURNS, says: 'gate, expander or ducker' },
  { leaf: 'gate/threshold', type: 'number', unit: 'dB', on: RETURNS, says: 'opens above' },
  { leaf: 'gate/range', type: 'number', unit: 'dB', on: RETURNS, says: 'how far it closes' },
  { leaf: 'gate/attack', type: 'number', unit: 'ms', on: RETURNS, says: 'time to open' },
  { leaf: 'gate/hold', type: 'number', unit: 'ms', on: RETURNS, says: 'stays open at least' },
  { leaf: 'gate/release', type: 'number', unit: 'ms', on: RETURNS, says: 'time to close' },
  { leaf: 'gate/key', type: 'choice', on: RETURNS, says: 'strip that opens it' },

  { leaf: 'eq/on', type: 'switch', on: AUDIO, says: 'equaliser' },
  { leaf: 'eq/{n}/on', type: 'switch', on: AUDIO, says: 'this band' },
  { leaf: 'eq/{n}/type', type: 'choice', on: AUDIO, says: 'shape of the band' },
  { leaf: 'eq/{n}/freq', type: 'number', unit: 'Hz', on: AUDIO, says: 'centre or corner' },
  { leaf: 'eq/{n}/gain', type: 'number', unit: 'dB', on: AUDIO, says: 'boost or cut' },
  { leaf: 'eq/{n}/q', type: 'number', unit: 'Q', on: AUDIO, says: 'narrowness' },

  { leaf: 'dyn/on', type: 'switch', on: AUDIO, says: 'compressor' },
  { leaf: 'dyn/mode', type: 'choice', on: AUDIO, says: 'how its detector reads the level' },
  { leaf: 'dyn/threshold', type: 'number', unit: 'dB', on: AUDIO, says: 'works above' },
  { leaf: 'dyn/ratio', type: 'number', unit: ':1', on: AUDIO, says: 'dB in for a dB out' },
  { leaf: 'dyn/knee', type: 'number', unit: 'dB', on: AUDIO, says: 'width of the soft corner' },
  { leaf: 'dyn/attack', type: 'number', unit: 'ms', on: AUDIO, says: 'time to grip' },
  { leaf: 'dyn/hold', type: 'number', unit: 'ms', on: AUDIO, says: 'time before it lets go' },
  { leaf: 'dyn/release', type: 'number', unit: 'ms', on: AUDIO, says: 'time to let go' },
  { leaf: 'dyn/makeup', type: 'number', unit: 'dB', on: AUDIO, says: 'gain after it' },
  { leaf: 'dyn/mix', type: 'number', unit: '%', on: AUDIO, says: 'share of the compressed signal' },
  { leaf: 'dyn/key', type: 'choice', on: AUDIO, says: 'strip that drives it' },
  { leaf: 'insert/on', type: 'switch', on: AUDIO, says: 'insert point in the path' },

  { leaf: 'limiter/on', type: 'switch', on: ['main', 'mono', 'bus', 'mtx'], says: 'true-peak limiter' },
  { leaf: 'limiter/ceiling', type: 'number', unit: 'dB', on: ['main', 'mono', 'bus', 'mtx'], says: 'dBTP that is never exceeded' },
  { leaf: 'limiter/release', type: 'number', unit: 'ms', on: ['main', 'mono', 'bus', 'mtx'], says: 'time to let go' },

  { leaf: 'send/{n}/level', type: 'number', unit: 'dB', on: [...RETURNS, 'bus', 'main'], says: 'level into bus n' },
  { leaf: 'send/{n}/on', type: 'switch', on: [...RETURNS, 'bus', 'main'], says: 'this send' },
  { leaf: 'send/{n}/tap', type: 'choice', on: [...RETURNS, 'bus', 'main'], says: 'before or after the fader' },
  { leaf: 'send/{n}/pan', type: 'number', unit: 'pan', on: [...RETURNS, 'bus', 'main'], says: 'place in a linked pair of buses' },

  { leaf: 'dca/{n}', type: 'switch', on: AUDIO, says: 'moves with DCA n' },
  { leaf: 'group/{n}', type: 'switch', on: AUDIO, says: 'is muted by mute group n' },

  { leaf: 'loudness/reset', type: 'switch', on: ['main'], is: 'trigger', says: 'starts the integrated loudness again' },

  { leaf: 'audible', type: 'text', on: [...ALL], is: 'derived', says: 'yes, or what silences it: mute, dca/2, group/1, solo, fader' },
  { leaf: 'level', type: 'number', unit: 'dB', on: [...AUDIO], is: 'derived', says: 'fader plus its DCAs' },

  { leaf: 'type', type: 'choice', on: ['rack'], says: 'effect in the rack' },
  { leaf: 'on', type: 'switch', on: ['rack'], says: 'the effect works; off it is silent' },
  { leaf: 'predelay', type: 'number', unit: 'ms', on: ['rack'], says: 'reverb: silence before it' },
  { leaf: 'decay', type: 'number', unit: 's', on: ['rack'], says: 'reverb: time to fall by 60 dB' },
  { leaf: 'damping', type: 'number', unit: 'x', on: ['rack'], says: 'reverb: decay of the highs against the lows' },
  { leaf: 'time', type: 'number', unit: 'ms', on: ['rack'], says: 'delay: time between echoes' },
  { leaf: 'feedback', type: 'number', unit: '%', on: ['rack'], says: 'delay: level of each echo against the last' },
  { leaf: 'pingpong', type: 'switch', on: ['rack'], says: 'delay: echoes change sides' },
  { leaf: 'lowcut', type: 'number', unit: 'Hz', on: ['rack'], says: 'low cut of the effect' },
  { leaf: 'highcut', type: 'number', unit: 'Hz', on: ['rack'], says: 'high cut of the effect' },

  { leaf: 'state', type: 'choice', on: ['player'], is: 'transport', says: 'stop, play or pause' },
  { leaf: 'folder', type: 'text', on: ['player'], is: 'transport', says: 'multitrack folder it plays' },
  { leaf: 'length', type: 'number', unit: 's', on: ['player'], is: 'transient', says: 'how long that is' },
  { leaf: 'record', type: 'switch', on: ['player'], is: 'transport', says: 'records all inputs as a new multitrack' },
  { leaf: 'position', type: 'number', unit: 's', on: ['player'], is: 'transient', says: 'where it plays' },
  { leaf: 'loop', type: 'switch', on: ['player'], is: 'transport', says: 'starts again at the end' },
  { leaf: 'speed', type: 'number', unit: 'x', on: ['player'], is: 'transport', says: 'rate against the recorded one' },
  { leaf: 'level', type: 'number', unit: 'dB', on: ['monitor'], says: 'level of the monitor output' },
  { leaf: 'mode', type: 'choice', on: ['solo'], says: 'pfl, afl or in place (sip)' },
  { leaf: 'clear', type: 'switch', on: ['solo'], is: 'trigger', says: 'takes all solos off' },
];

/** Meter taps a strip may have; `truepeak` and loudness on main only. dB; gate and dyn are reduction, 0 or below. */
export const METER_TAPS = {
  pre: 'peak before the fader, dBFS',
  post: 'peak after the fader, dBFS',
  rms: 'RMS after the fader, dBFS',
  gate: 'gain change of the gate, dB',
  dyn: 'gain change of the compressor, dB',
  limiter: 'gain change of the limiter, dB',
  truepeak: 'true peak, dBTP',
  momentary: 'loudness of 400 ms, LUFS',
  shortterm: 'loudness of 3 s, LUFS',
  integrated: 'gated loudness since the reset, LUFS',
} as const;
export type MeterTap = keyof typeof METER_TAPS;

/** Leaf patterns by what they stand on, for {@link leafOf}. */
const byOwner = new Map<string, Map<string, Leaf>>();
for (const leaf of LEAVES) {
  for (const owner of leaf.on) {
    let known = byOwner.get(owner);
    if (!known) {
      known = new Map();
      byOwner.set(owner, known);
    }
    known.set(leaf.leaf, leaf);
  }
}

/** The leaf of the model that a path such as `ch/7/eq/2/freq` belongs to (no engine prefix), or undefined. */
export function leafOf(path: string): Leaf | undefined {
  const [owner = '', ...rest] = path.split('/');
  const numbered = !UNNUMBERED.has(owner) && owner !== 'player' && owner !== 'monitor' && owner !== 'solo';
  const segments = numbered ? rest.slice(1) : rest;
  const pattern = segments.map((segment) => (/^\d+$/.test(segment) ? '{n}' : segment)).join('/');
  return byOwner.get(owner)?.get(pattern);
}
