/** Modified Bessel function of the first kind, order 0 (power series; exact to float64 for the betas used here, up to 12). */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** sin(pi x) / (pi x). */
export function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Kaiser window at `x` from -1 to 1 (its edges); 0 outside. */
export function kaiserWindow(x: number, beta: number): number {
  return x * x >= 1 ? 0 : besselI0(beta * Math.sqrt(1 - x * x)) / besselI0(beta);
}

/**
 * Interpolation filters that read a signal `phase / phases` of a sample after each of its samples.
 * Tap k of a phase weighs the sample `taps / 2 - k` after the one asked about; every phase sums to 1.
 */
export function kaiserPhases(phases: number, taps: number, beta: number): Float64Array[] {
  const half = taps / 2;
  return Array.from({ length: phases }, (_, phase) => {
    const h = Float64Array.from({ length: taps }, (_, k) => {
      const t = k - half + phase / phases;
      return sinc(t) * kaiserWindow(t / half, beta);
    });
    const sum = h.reduce((a, b) => a + b, 0);
    return h.map((x) => x / sum);
  });
}
