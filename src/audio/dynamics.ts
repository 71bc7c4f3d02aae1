import { gainOf } from './levels.ts';
import { glideRest } from './pace.ts';

/** What a gate does, as the numbers `Setting.gateMode` takes. The expander works 2:1 below its threshold. */
export const GateMode = { gate: 0, expander: 1, ducker: 2 } as const;

/** How the compressor reads the level, as the numbers `Setting.dynMode` takes. RMS is over 10 ms. */
export const DynMode = { peak: 0, rms: 1 } as const;

/** The gate closes this far below where it opens, or it chatters. */
const GATE_HYSTERESIS_DB = 3;

/** Fall of the gate's envelope between the peaks of a wave, down to 40 Hz with a hold of 10 ms; the release is another matter. */
const GATE_DECAY_MS = 20;

/** Samples between two values of the control signal, as in kernel/control.ts. */
export const CONTROL_STEP = 4;

const EXPANDER_RATIO = 2;

/** Row numbers of a lane's dynamics in the kernel, in the order of kernel/layout.ts. */
export const Row = {
  gateOpen: 0,
  gateClose: 1,
  gateRange: 2,
  gateAttack: 3,
  gateRelease: 4,
  gateDecay: 5,
  gateHold: 6,
  gateWet: 7,
  gateSlope: 8,
  gateDuck: 9,
  threshold: 10,
  knee: 11,
  slope: 12,
  attack: 13,
  release: 14,
  hold: 15,
  makeup: 16,
  mix: 17,
  rms: 18,
  linked: 19,
} as const;
export const DYNAMIC_ROWS = 20;

/** dB and ms, as the desk says them. */
export interface GateSettings {
  on: boolean;
  mode: number;
  thresholdDb: number;
  /** How far it closes, as a gain: -60 dB. */
  rangeDb: number;
  attackMs: number;
  holdMs: number;
  releaseMs: number;
}

export interface CompressorSettings {
  on: boolean;
  mode: number;
  thresholdDb: number;
  /** dB in for a dB out; Infinity limits. */
  ratio: number;
  kneeDb: number;
  attackMs: number;
  holdMs: number;
  releaseMs: number;
  makeupDb: number;
  /** Share of the compressed signal, 0..1. */
  mix: number;
}

/** Writes a gate into the rows of a lane, `out[at + row * stride]`. */
export function writeGate(gate: GateSettings, sampleRate: number, out: Float32Array | Float64Array, at: number, stride: number): void {
  const put = (row: number, value: number): void => {
    out[at + row * stride] = value;
  };
  const pole = (timeMs: number): number => glideRest(timeMs, CONTROL_STEP, sampleRate);
  put(Row.gateOpen, gainOf(gate.thresholdDb));
  put(Row.gateClose, gainOf(gate.thresholdDb - GATE_HYSTERESIS_DB));
  put(Row.gateRange, gainOf(-Math.abs(gate.rangeDb)));
  put(Row.gateAttack, pole(gate.attackMs));
  put(Row.gateRelease, pole(gate.releaseMs));
  put(Row.gateDecay, pole(GATE_DECAY_MS));
  // At least the step after the one that opened it: by its hold the gate knows that it is open, and takes the lower threshold.
  put(Row.gateHold, Math.max(CONTROL_STEP, gate.holdMs * 0.001 * sampleRate));
  put(Row.gateWet, gate.on ? 1 : 0);
  put(Row.gateSlope, gate.mode === GateMode.expander ? EXPANDER_RATIO - 1 : 0);
  put(Row.gateDuck, gate.mode === GateMode.ducker ? 1 : 0);
}

/** Writes a compressor into the rows of a lane. */
export function writeCompressor(
  comp: CompressorSettings,
  sampleRate: number,
  out: Float32Array | Float64Array,
  at: number,
  stride: number,
): void {
  const put = (row: number, value: number): void => {
    out[at + row * stride] = value;
  };
  put(Row.threshold, comp.thresholdDb);
  // The knee divides; a hundredth of a dB is hard.
  put(Row.knee, Math.max(0.01, comp.kneeDb));
  put(Row.slope, 1 - 1 / Math.max(1, comp.ratio));
  put(Row.attack, glideRest(comp.attackMs, CONTROL_STEP, sampleRate));
  put(Row.release, glideRest(comp.releaseMs, CONTROL_STEP, sampleRate));
  put(Row.hold, comp.holdMs * 0.001 * sampleRate);
  put(Row.makeup, comp.makeupDb);
  put(Row.mix, comp.on ? Math.min(1, Math.max(0, comp.mix)) : 0);
  put(Row.rms, comp.mode === DynMode.rms ? 1 : 0);
}

/**
 * Static curve of the compressor: reduction in dB for a level in dB. For drawing, and as the kernel's reference.
 * @source Giannoulis, Massberg, Reiss, "Digital dynamic range compressor design", soft knee
 */
export function reductionDb(levelDb: number, thresholdDb: number, ratio: number, kneeDb: number): number {
  const over = levelDb - thresholdDb;
  const bent = Math.min(kneeDb, Math.max(0, over + kneeDb / 2));
  const straight = Math.max(0, over - kneeDb / 2);
  return ((kneeDb > 0 ? (bent * bent) / (2 * kneeDb) : 0) + straight) * (1 - 1 / ratio);
}
