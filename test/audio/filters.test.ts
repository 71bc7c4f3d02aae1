import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COEFS, Shape, sectionLevelDb, writeCut, writeSection } from '../../src/audio/filters.ts';
import { BLOCK, FS, KernelRig } from './oracle/kernel-rig.ts';
import { OracleStrip } from './oracle/strip.ts';

interface FilterVector {
  type: 'hpf' | 'lpf' | 'bell' | 'loshelf' | 'hishelf' | 'notch';
  f: number;
  q: number;
  gain_dB: number;
  mag_dB: Record<string, number>;
}
const vectors = JSON.parse(readFileSync(new URL('../vectors/audio/strips.json', import.meta.url), 'utf8')) as { filters: FilterVector[] };
const SHAPES = {
  hpf: Shape.lowCut,
  lpf: Shape.highCut,
  bell: Shape.bell,
  loshelf: Shape.lowShelf,
  hishelf: Shape.highShelf,
  notch: Shape.notch,
} as const;

/** Level in dB at `freqHz` of an impulse response. */
function levelAt(response: Float64Array, freqHz: number): number {
  let [re, im] = [0, 0];
  response.forEach((y, i) => {
    re += y * Math.cos((2 * Math.PI * freqHz * i) / FS);
    im += y * Math.sin((2 * Math.PI * freqHz * i) / FS);
  });
  return 20 * Math.log10(Math.hypot(re, im));
}

/** What the kernel answers to an impulse with these sections. */
function response(coefs: Float64Array): Float64Array {
  const rig = new KernelRig();
  rig.set(1, coefs, new OracleStrip().rows);
  rig.settle();
  const impulse = new Float64Array(256 * BLOCK);
  impulse[0] = 0.5;
  return (rig.run([new Float64Array(BLOCK), impulse])[1] ?? impulse).map((y) => 2 * y);
}

function cut(shape: number, freqHz: number, slope: number): Float64Array {
  const strip = new OracleStrip();
  writeCut(shape, freqHz, slope, FS, strip.coefs, 0, COEFS, 1);
  return strip.coefs;
}

const cutLevelDb = (coefs: Float64Array, freqHz: number): number =>
  sectionLevelDb(coefs, 0, 1, freqHz, FS) + sectionLevelDb(coefs, COEFS, 1, freqHz, FS);

describe('an EQ section', () => {
  it.each(vectors.filters)('$type $f Hz Q $q $gain_dB dB has its digital response, as formula and as sound', (vector) => {
    const strip = new OracleStrip();
    writeSection(SHAPES[vector.type], vector.f, vector.q, vector.gain_dB, FS, strip.coefs, 0, 1);
    const heard = response(strip.coefs);
    for (const [freq, levelDb] of Object.entries(vector.mag_dB)) {
      const formulaDb = sectionLevelDb(strip.coefs, 0, 1, Number(freq), FS);
      // In the middle of a notch there is only rounding.
      if (levelDb < -150) expect(formulaDb).toBeLessThan(-150);
      else expect(formulaDb, `formula at ${freq} Hz`).toBeCloseTo(levelDb, 4);
      if (levelDb > -60) expect(Math.abs(levelAt(heard, Number(freq)) - levelDb), `sound at ${freq} Hz`).toBeLessThan(0.05);
    }
  });

  it('of 0 dB lets the signal through bit for bit', () => {
    const strip = new OracleStrip();
    writeSection(Shape.bell, 1000, 1, 0, FS, strip.coefs, 0, 1);
    const heard = response(strip.coefs);
    expect(heard[0]).toBe(1);
    expect(heard.subarray(1).every((y) => y === 0)).toBe(true);
  });
});

describe('a low cut', () => {
  it.each([12, 18, 24])('at 80 Hz with %i dB/oct is -3 dB at 80 Hz', (slope) => {
    const coefs = cut(Shape.lowCut, 80, slope);
    expect(cutLevelDb(coefs, 80)).toBeCloseTo(-3.0103, 3);
    expect(levelAt(response(coefs), 80)).toBeCloseTo(-3.01, 1);
  });

  it.each([12, 18, 24])('of %i dB/oct falls by that between 20 and 10 Hz, and is flat at 1 kHz', (slope) => {
    const coefs = cut(Shape.lowCut, 400, slope);
    expect(cutLevelDb(coefs, 20) - cutLevelDb(coefs, 10)).toBeCloseTo(slope, 0);
    expect(Math.abs(cutLevelDb(coefs, 5000))).toBeLessThan(0.05);
  });
});

describe('a high cut', () => {
  it.each([12, 18, 24])('at 5 kHz with %i dB/oct is -3 dB at 5 kHz and flat at 100 Hz', (slope) => {
    const coefs = cut(Shape.highCut, 5000, slope);
    expect(cutLevelDb(coefs, 5000)).toBeCloseTo(-3.0103, 3);
    expect(Math.abs(cutLevelDb(coefs, 100))).toBeLessThan(0.001);
    expect(levelAt(response(coefs), 5000)).toBeCloseTo(-3.01, 1);
  });
});

describe('filters in f32', () => {
  it('keep their noise under -115 dBFS where a direct form has -83: low cut 20 Hz, two sines at -12 and -20 dBFS', () => {
    const strip = new OracleStrip();
    writeSection(Shape.lowCut, 20, Math.SQRT1_2, 0, FS, strip.coefs, 0, 1);
    const x = Float64Array.from({ length: 375 * BLOCK }, (_, i) =>
      Math.fround(0.25 * Math.sin((2 * Math.PI * 97 * i) / FS) + 0.1 * Math.sin((2 * Math.PI * 1003 * i) / FS)),
    );
    const rig = new KernelRig();
    rig.set(0, strip.coefs, strip.rows);
    rig.settle();
    const [heard] = rig.run([x]);
    const exact = strip.process(x, 0);
    const noise = exact.reduce((sum, y, i) => sum + (y - (heard?.[i] ?? 0)) ** 2, 0) / exact.length;
    expect(10 * Math.log10(noise)).toBeLessThan(-115);
  });
});
