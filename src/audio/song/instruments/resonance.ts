/**
 * What tubes do to harmonics: resonances in a row, and slopes.
 * Casts: rows and chords of this file are complete; what is not there is a fault of the score, and the checksum tells.
 */
import { exp2 } from '../math.ts';

/**
 * The response of resonances in a row at one frequency, as a voice tract or a bell has: writes [re, im].
 * @param formants Hz @param widths Hz
 */
export function resonate(out: Float64Array, freqHz: number, formants: Float64Array, widths: Float64Array, count: number): void {
  let re = 1;
  let im = 0;
  for (let n = 0; n < count; n++) {
    const f = formants[n] as number;
    const d = 1 - (freqHz * freqHz) / (f * f);
    const e = (freqHz * (widths[n] as number)) / (f * f);
    const r = re * d - im * e;
    im = re * e + im * d;
    re = r;
  }
  const size = re * re + im * im;
  out[0] = re / size;
  out[1] = -im / size;
}

/** How much of a slope is left at a frequency. */
export const slope = (freqHz: number, cornerHz: number, power: number): number =>
  exp2(-power * log2(1 + (freqHz * freqHz) / (cornerHz * cornerHz)));

/** Binary logarithm, to 1e-4. @param x 1 or more */
function log2(x: number): number {
  let whole = 0;
  while (x >= 2) {
    x /= 2;
    whole++;
  }
  const y = (x - 1) / (x + 1);
  const z = y * y;
  return whole + 2.885390081777927 * y * (1 + z * (1 / 3 + z * (1 / 5 + z / 7)));
}
