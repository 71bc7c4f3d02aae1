/** Shapes of an EQ band, as the numbers `Setting.eqType` takes. */
export const Shape = { lowShelf: 0, bell: 1, highShelf: 2, lowCut: 3, highCut: 4, notch: 5 } as const;

/** Coefficients of one section: b1 b2 b3 m0 m1 m2, see kernel/filters.ts. */
export const COEFS = 6;

/** A section that lets everything through keeps its corner, so switching on does not sweep. */
export function writeThrough(out: Float32Array | Float64Array, at: number, stride: number): void {
  out[at + 3 * stride] = 1;
  out[at + 4 * stride] = 0;
  out[at + 5 * stride] = 0;
}

/**
 * Coefficients of one section of a trapezoidal state-variable filter, impulse response equal to the RBJ cookbook's.
 * @param shape   one of {@link Shape}
 * @param freqHz  corner or centre; held between 1 Hz and 0.49 of the sample rate
 * @param q       0.1..40; of a shelf 0.7071 is the steepest without a bump
 * @param gainDb  for bell and shelves, else ignored
 * @param out     written at `at + k * stride`, k = 0..5
 * @source A. Simper, "Linear trapezoidal state variable filter"; facts and vectors in test/vectors/audio-filters.json
 */
export function writeSection(
  shape: number,
  freqHz: number,
  q: number,
  gainDb: number,
  sampleRate: number,
  out: Float32Array | Float64Array,
  at: number,
  stride: number,
): void {
  const amp = 10 ** (gainDb / 40);
  let g = Math.tan((Math.PI * Math.min(0.49 * sampleRate, Math.max(1, freqHz))) / sampleRate);
  let k = 1 / Math.min(40, Math.max(0.1, q));
  let m0 = 1;
  let m1 = 0;
  let m2 = 0;
  if (shape === Shape.bell) {
    k /= amp;
    m1 = k * (amp * amp - 1);
  } else if (shape === Shape.lowShelf) {
    g /= Math.sqrt(amp);
    m1 = k * (amp - 1);
    m2 = amp * amp - 1;
  } else if (shape === Shape.highShelf) {
    g *= Math.sqrt(amp);
    m0 = amp * amp;
    m1 = k * (1 - amp) * amp;
    m2 = 1 - amp * amp;
  } else if (shape === Shape.lowCut) {
    m1 = -k;
    m2 = -1;
  } else if (shape === Shape.highCut) {
    m0 = 0;
    m2 = 1;
  } else {
    m1 = -k;
  }
  writeSvf(g, k, m0, m1, m2, out, at, stride);
}

function writeSvf(
  g: number,
  k: number,
  m0: number,
  m1: number,
  m2: number,
  out: Float32Array | Float64Array,
  at: number,
  stride: number,
): void {
  const a1 = 1 / (1 + g * (g + k));
  out[at] = 2 * a1 - 1;
  out[at + stride] = 2 * g * a1;
  out[at + 2 * stride] = 2 * g * g * a1;
  out[at + 3 * stride] = m0;
  out[at + 4 * stride] = m1 / 2;
  out[at + 5 * stride] = m2 / 2;
}

/** Q of the sections of a Butterworth cut. 18 dB/oct is a section of Q 1 and one of first order, 24 two of second. */
const SECOND_ORDER_Q = Math.SQRT1_2;
const FOURTH_ORDER_Q = [0.541196100146197, 1.306562964876377] as const;

/**
 * A low or high cut of 12, 18 or 24 dB an octave (Butterworth, -3 dB at the corner) in two sections; 12 leaves the second open.
 * @param out section k is written at `at + k * sectionStride`
 */
export function writeCut(
  shape: number,
  freqHz: number,
  slope: number,
  sampleRate: number,
  out: Float32Array | Float64Array,
  at: number,
  sectionStride: number,
  stride: number,
): void {
  const second = at + sectionStride;
  const firstQ = slope >= 24 ? FOURTH_ORDER_Q[0] : slope >= 18 ? 1 : SECOND_ORDER_Q;
  writeSection(shape, freqHz, firstQ, 0, sampleRate, out, at, stride);
  writeSection(shape, freqHz, FOURTH_ORDER_Q[1], 0, sampleRate, out, second, stride);
  if (slope >= 24) return;
  if (slope < 18) {
    writeThrough(out, second, stride);
    return;
  }
  // First order out of a second: both poles on the corner, and a zero on one of them.
  const g = Math.tan((Math.PI * Math.min(0.49 * sampleRate, Math.max(1, freqHz))) / sampleRate);
  if (shape === Shape.lowCut) writeSvf(g, 2, 1, -1, -1, out, second, stride);
  else writeSvf(g, 2, 0, 1, 1, out, second, stride);
}

/**
 * Level in dB that a section gives a sine of `freqHz`: exact, for drawing curves and for tests.
 * @param coefs read at `at + k * stride`
 */
export function sectionLevelDb(coefs: ArrayLike<number>, at: number, stride: number, freqHz: number, sampleRate: number): number {
  const c = (k: number): number => coefs[at + k * stride] ?? 0;
  const [b1, b2, b3] = [c(0), c(1), c(2)];
  // y = m0 x + m1 (1 + z) s1 + m2 (1 + z) s2 with (z - b1) s1 = b2 h, (z - 1) s2 = b2 s1 + b3 h, h = x - s2; z on the unit circle.
  const w = (2 * Math.PI * freqHz) / sampleRate;
  const z: Complex = [Math.cos(w), Math.sin(w)];
  const p: Complex = [z[0] - b1, z[1]];
  const feed: Complex = [b2 * b2 + b3 * p[0], b3 * p[1]];
  const loop = times([z[0] - 1, z[1]], p);
  const s2 = over(feed, [loop[0] + feed[0], loop[1] + feed[1]]);
  const s1 = over([b2 * (1 - s2[0]), -b2 * s2[1]], p);
  const sum: Complex = [c(4) * s1[0] + c(5) * s2[0], c(4) * s1[1] + c(5) * s2[1]];
  const wet = times([1 + z[0], z[1]], sum);
  return 20 * Math.log10(Math.hypot(c(3) + wet[0], wet[1]));
}

type Complex = readonly [number, number];
const times = (a: Complex, b: Complex): Complex => [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]];
const over = (a: Complex, b: Complex): Complex => {
  const d = b[0] * b[0] + b[1] * b[1];
  return [(a[0] * b[0] + a[1] * b[1]) / d, (a[1] * b[0] - a[0] * b[1]) / d];
};
