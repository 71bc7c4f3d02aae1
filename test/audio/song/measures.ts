/** What an engineer would look at in a recording that is a loop. Casts `as number`: indices stay inside the arrays. */
const RATE = 48_000;

export const db = (gain: number): number => 20 * Math.log10(gain);

export function peak(samples: Float32Array): number {
  let top = 0;
  for (const x of samples) top = Math.max(top, Math.abs(x));
  return top;
}

export function mean(samples: Float32Array): number {
  let sum = 0;
  for (const x of samples) sum += x;
  return sum / samples.length;
}

export function rms(samples: Float32Array): number {
  let sum = 0;
  for (const x of samples) sum += x * x;
  return Math.sqrt(sum / samples.length);
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/**
 * How far the seam of a loop stands out: its step and its change of slope over the largest within 50 ms on either side.
 * Up to 1 it is hidden.
 */
export function seam(loop: Float32Array): { readonly step: number; readonly slope: number } {
  const reach = 0.05 * RATE;
  const at = (i: number): number => loop[(i + loop.length) % loop.length] as number;
  const step = (i: number): number => Math.abs(at(i) - at(i - 1));
  const slope = (i: number): number => Math.abs(at(i) - 2 * at(i - 1) + at(i - 2));
  let steps = 0;
  let slopes = 0;
  for (let i = -reach; i <= reach; i++) {
    if (i < 0 || i > 1) [steps, slopes] = [Math.max(steps, step(i)), Math.max(slopes, slope(i))];
  }
  return { step: step(0) / steps, slope: Math.max(slope(0), slope(1)) / slopes };
}

/** Frames of 100 ms within 30 dB of the loudest. */
function active(samples: Float32Array): Float32Array[] {
  const frames = Array.from({ length: Math.floor(samples.length / 4800) }, (_, n) => samples.subarray(n * 4800, (n + 1) * 4800));
  const loudest = Math.max(...frames.map(rms));
  return frames.filter((frame) => rms(frame) > loudest * 10 ** (-30 / 20));
}

/** Peak over RMS, dB, median of the active frames: a sine has 3, a square 0, a sawtooth 4.8 at any pitch and however it is keyed. */
export const crestDb = (samples: Float32Array): number => median(active(samples).map((frame) => db(peak(frame) / rms(frame))));

/** What lives: spread of the level of the active frames (standard deviation, dB). An oscillator that is not keyed has 0. */
export function movementDb(samples: Float32Array): number {
  const levels = active(samples).map((frame) => db(rms(frame)));
  const middle = levels.reduce((a, b) => a + b, 0) / levels.length;
  return Math.sqrt(levels.reduce((sum, level) => sum + (level - middle) ** 2, 0) / levels.length);
}

/**
 * Deviation of a sound's pitch from a note, in cents: the best match of a piece with itself some periods later.
 * @param window samples; the note must stand still for twice as long
 */
export function centsFrom(midi: number, samples: Float32Array, from: number, window: number): number {
  const period = RATE / (440 * 2 ** ((midi - 69) / 12));
  const periods = Math.max(1, Math.floor(window / period) - 1);
  const middle = Math.round(periods * period);
  const reach = Math.ceil(Math.min(period * 0.3, middle * 0.03));
  const match = (lag: number): number => {
    let both = 0;
    let one = 0;
    let other = 0;
    for (let i = from; i < from + window; i++) {
      const a = samples[i] as number;
      const b = samples[i + lag] as number;
      both += a * b;
      one += a * a;
      other += b * b;
    }
    return both / Math.sqrt(one * other);
  };
  let best = middle;
  let found = -1;
  for (let lag = middle - reach; lag <= middle + reach; lag++) {
    const here = match(lag);
    if (here > found) [best, found] = [lag, here];
  }
  const [left, top, right] = [match(best - 1), match(best), match(best + 1)];
  const exact = best + (0.5 * (left - right)) / (left - 2 * top + right);
  return 1200 * Math.log2((periods * period) / exact);
}
