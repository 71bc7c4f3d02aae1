import { kaiserPhases } from './kaiser.ts';
import { levelOf } from './levels.ts';
import { LoudnessMeter } from './loudness.ts';
import { GUARD_BETA, TRUE_PEAK_CHUNK, TRUE_PEAK_DELAY_SAMPLES, TruePeakDetector } from './truepeak.ts';

/** What a finished file measures. */
export interface Measured {
  seconds: number;
  /** Undefined when no 400 ms of it are above -70 LUFS. */
  integratedLufs: number | undefined;
  rangeLu: number | undefined;
  maxMomentaryLufs: number;
  maxShortTermLufs: number;
  truePeakDb: number;
  samplePeakDb: number;
}

const CHUNK = 4096;
/** A finer reading finds no more than this above the coarse one, so only places this near to its largest are looked at again. */
const FINER_BY_DB = 0.8;
const FINE_PHASES = 32;
const FINE_TAPS = 64;
const FINE_BETA = 9;

/** Measures one or two channels of equal length. */
export function measure(channels: readonly Float32Array[], sampleRateHz: number): Measured {
  const meter = new LoudnessMeter(
    sampleRateHz,
    channels.map(() => 1),
  );
  const frames = channels[0]?.length ?? 0;
  let samplePeak = 0;
  for (let from = 0; from < frames; from += CHUNK) {
    const part = channels.map((channel) => channel.subarray(from, from + CHUNK));
    meter.process(part, Math.min(CHUNK, frames - from));
    for (const channel of part) for (const x of channel) samplePeak = Math.max(samplePeak, Math.abs(x));
  }
  return {
    seconds: frames / sampleRateHz,
    integratedLufs: meter.integratedLufs,
    rangeLu: meter.rangeLu,
    maxMomentaryLufs: meter.maxMomentaryLufs,
    maxShortTermLufs: meter.maxShortTermLufs,
    truePeakDb: meter.maxTruePeakDb,
    samplePeakDb: levelOf(samplePeak),
  };
}

/** Largest peak that a 32-fold reading of 64 taps finds, start and end included, as a factor: for a promise about a finished file. */
export function finePeak(channels: readonly Float32Array[]): number {
  const fine = kaiserPhases(FINE_PHASES, FINE_TAPS, FINE_BETA);
  let largest = 0;
  for (const channel of channels) {
    const coarse = coarsePeaks(channel);
    const worthALook = coarse.reduce((a, b) => Math.max(a, b), 0) * 10 ** (-FINER_BY_DB / 20);
    for (let i = 0; i < coarse.length; i++) {
      // `as number`: i is in both arrays or outside the channel, which is silence
      if ((coarse[i] as number) < worthALook || coarse[i] === 0) continue;
      for (const phase of fine) largest = Math.max(largest, Math.abs(weigh(channel, i, phase)));
    }
  }
  return largest;
}

/** Largest magnitude in [i, i + 1) for each sample, and for those after the end where the filter still rings. */
function coarsePeaks(channel: Float32Array): Float64Array {
  const detector = new TruePeakDetector(GUARD_BETA);
  detector.refineFrom = 0;
  const peaks = new Float64Array(channel.length + TRUE_PEAK_DELAY_SAMPLES);
  const block = new Float32Array(TRUE_PEAK_CHUNK);
  const found = new Float64Array(TRUE_PEAK_CHUNK);
  for (let from = 0; from < peaks.length; from += TRUE_PEAK_CHUNK) {
    const n = Math.min(TRUE_PEAK_CHUNK, peaks.length - from);
    block.fill(0);
    block.set(channel.subarray(from, from + n));
    found.fill(0);
    detector.process(block, n, found);
    peaks.set(found.subarray(0, n), from);
  }
  return peaks.subarray(TRUE_PEAK_DELAY_SAMPLES);
}

function weigh(channel: Float32Array, i: number, phase: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < FINE_TAPS; k++) sum += (phase[k] as number) * (channel[i + FINE_TAPS / 2 - k] ?? 0);
  return sum;
}
