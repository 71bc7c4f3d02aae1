/** Time constant of every gain: slower than 5 ms leaves no click (-69 dBFS above 4 kHz at 5 ms), faster than the hand notices. */
export const GAIN_GLIDE_MS = 10;

/** Time constant of filter coefficients. */
export const FILTER_GLIDE_MS = 20;

/** Share of the way to its target that a one-pole goes in `samples`. */
export const glideShare = (timeMs: number, samples: number, sampleRate: number): number =>
  -Math.expm1(-samples / (timeMs * 0.001 * sampleRate));

/** Factor that is left of a one-pole's distance after `samples`; 0 for no time. */
export const glideRest = (timeMs: number, samples: number, sampleRate: number): number =>
  timeMs <= 0 ? 0 : Math.exp(-samples / (timeMs * 0.001 * sampleRate));
