import { gainOf, levelOf } from './levels.ts';
import { Limiter } from './limiter.ts';
import { finePeak, type Measured, measure } from './measure.ts';

const CHUNK = 4096;
/** More limiting than this is heard as damage: loudness has to come from the mix then. */
const MOST_REDUCTION_DB = 6;
const NEAR_ENOUGH_LU = 0.1;
const MOST_ROUNDS = 5;
/** Rounding of samples to float32 after the last gain. */
const ROUNDING_DB = 0.001;
const MOMENTARY_S = 0.4;

export interface Limited {
  channels: Float32Array[];
  /** Deepest reduction of the limiter, dB >= 0. */
  reductionDb: number;
  /** Whole file lowered after the limiter so that the ceiling is kept, dB >= 0. */
  loweredDb: number;
}

export interface Target {
  lufs: number;
  /** dBTP */
  ceilingDb: number;
  releaseMs?: number;
}

export interface Mastered extends Limited {
  /** `short of target`: it would have taken more than 6 dB of limiting. `no loudness`: too short or silent, so no gain was applied. */
  outcome: 'on target' | 'short of target' | 'no loudness';
  /** One line for whoever asked. */
  message: string;
  gainDb: number;
  before: Measured;
  after: Measured;
}

/**
 * A file no peak of which passes the ceiling, also between its samples: limited, read 32-fold, and lowered by what is still over.
 * The result is as long as the input and aligned with it.
 */
export function limitFile(channels: readonly Float32Array[], sampleRateHz: number, ceilingDb: number, releaseMs = 80, gainDb = 0): Limited {
  const limiter = new Limiter(sampleRateHz, 0);
  limiter.setCeiling(ceilingDb);
  limiter.setRelease(releaseMs);
  const gain = gainOf(gainDb);
  const frames = channels[0]?.length ?? 0;
  const latency = limiter.latencySamples;
  const limited = channels.map(() => new Float32Array(frames + latency));
  const blocks = channels.map(() => new Float32Array(CHUNK));
  let reductionDb = 0;
  for (let from = 0; from < frames + latency; from += CHUNK) {
    const n = Math.min(CHUNK, frames + latency - from);
    blocks.forEach((block, c) => {
      block.fill(0).set((channels[c] ?? block).subarray(from, from + n).map((x) => x * gain));
    });
    const [left, right = left] = blocks;
    if (left === undefined || right === undefined) break;
    limiter.process(left, right, left, right, n);
    blocks.forEach((block, c) => {
      limited[c]?.set(block.subarray(0, n), from);
    });
    reductionDb = Math.max(reductionDb, limiter.reductionDb);
  }
  const aligned = limited.map((channel) => channel.slice(latency));
  const excessDb = levelOf(finePeak(aligned)) - ceilingDb;
  const loweredDb = excessDb > 0 ? excessDb + ROUNDING_DB : 0;
  if (loweredDb > 0)
    for (const channel of aligned) for (let i = 0; i < channel.length; i++) channel[i] = (channel[i] ?? 0) * gainOf(-loweredDb);
  return { channels: aligned, reductionDb, loweredDb };
}

/**
 * Brings one or two channels to a loudness under a true-peak ceiling: gain, limit, measure, correct, until within 0.1 LU.
 * Without a loudness (under 0.4 s, or silence) nothing is raised.
 */
export function master(channels: readonly Float32Array[], sampleRateHz: number, target: Target): Mastered {
  const before = measure(channels, sampleRateHz);
  const limitAt = (gainDb: number) => limitFile(channels, sampleRateHz, target.ceilingDb, target.releaseMs, gainDb);
  if (before.integratedLufs === undefined) {
    const limited = limitAt(0);
    const after = measure(limited.channels, sampleRateHz);
    return { ...limited, outcome: 'no loudness', message: noLoudness(before), gainDb: 0, before, after };
  }
  let gainDb = target.lufs - before.integratedLufs;
  let held = false; // at the most reduction we allow: only less gain from here on
  for (let round = 1; ; round++) {
    const limited = limitAt(gainDb);
    const after = measure(limited.channels, sampleRateHz);
    const missingLu = target.lufs - (after.integratedLufs ?? target.lufs);
    const tooDeepDb = limited.reductionDb - MOST_REDUCTION_DB;
    const near = Math.abs(missingLu) <= NEAR_ENOUGH_LU && tooDeepDb <= 0;
    if (near || round === MOST_ROUNDS || (held && tooDeepDb <= NEAR_ENOUGH_LU)) {
      const outcome = Math.abs(missingLu) <= NEAR_ENOUGH_LU ? 'on target' : 'short of target';
      return { ...limited, outcome, message: spoken(outcome, target, after), gainDb, before, after };
    }
    held ||= tooDeepDb > 0;
    gainDb += tooDeepDb > 0 ? -tooDeepDb : missingLu;
  }
}

function noLoudness(before: Measured): string {
  if (before.seconds >= MOMENTARY_S) return 'no sound above -70 LUFS, so there is no loudness to raise; no gain was applied';
  return `${before.seconds.toFixed(2)} s is too short to have a loudness, at least ${MOMENTARY_S} s is needed; no gain was applied`;
}

function spoken(outcome: 'on target' | 'short of target', target: Target, after: Measured): string {
  const reached = `${after.integratedLufs?.toFixed(1)} LUFS, ${after.truePeakDb.toFixed(1)} dBTP`;
  if (outcome === 'on target') return reached;
  return `${reached}: ${target.lufs.toFixed(1)} LUFS would take more than ${MOST_REDUCTION_DB} dB of limiting`;
}
