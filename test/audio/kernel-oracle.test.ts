import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DynMode, GateMode, writeCompressor, writeGate } from '../../src/audio/dynamics.ts';
import { COEFS, Shape, writeCut, writeSection } from '../../src/audio/filters.ts';
import { BLOCK, FS, KernelRig, RMS_SHARE } from './oracle/kernel-rig.ts';
import { OracleStrip } from './oracle/strip.ts';

// The SIMD kernel in f32 against the plain float64 oracle. Seeded: the same cases every time.

const RUNS = { seed: 20261125, numRuns: 60, endOnFailure: true };
const LENGTH = 40 * BLOCK;

const band = fc.record({
  shape: fc.constantFrom(...Object.values(Shape)),
  freqHz: fc.double({ min: 20, max: 18_000, noNaN: true }),
  q: fc.double({ min: 0.3, max: 10, noNaN: true }),
  gainDb: fc.double({ min: -15, max: 15, noNaN: true }),
});
const strip = fc.record({
  bands: fc.array(band, { minLength: 0, maxLength: 4 }),
  cut: fc.option(fc.record({ freqHz: fc.double({ min: 20, max: 400, noNaN: true }), slope: fc.constantFrom(12, 18, 24) })),
  gate: fc.record({
    on: fc.boolean(),
    mode: fc.constantFrom(...Object.values(GateMode)),
    thresholdDb: fc.double({ min: -60, max: -10, noNaN: true }),
    rangeDb: fc.double({ min: -80, max: 0, noNaN: true }),
    attackMs: fc.double({ min: 0.1, max: 50, noNaN: true }),
    holdMs: fc.double({ min: 0, max: 100, noNaN: true }),
    releaseMs: fc.double({ min: 5, max: 500, noNaN: true }),
  }),
  comp: fc.record({
    on: fc.boolean(),
    mode: fc.constantFrom(...Object.values(DynMode)),
    thresholdDb: fc.double({ min: -50, max: 0, noNaN: true }),
    ratio: fc.double({ min: 1, max: 20, noNaN: true }),
    kneeDb: fc.double({ min: 0, max: 12, noNaN: true }),
    attackMs: fc.double({ min: 0.1, max: 100, noNaN: true }),
    holdMs: fc.double({ min: 0, max: 100, noNaN: true }),
    releaseMs: fc.double({ min: 10, max: 1000, noNaN: true }),
    makeupDb: fc.double({ min: 0, max: 12, noNaN: true }),
    mix: fc.double({ min: 0.1, max: 1, noNaN: true }),
  }),
  seed: fc.integer(),
  levelDb: fc.double({ min: -40, max: 0, noNaN: true }),
});
type StripCase = typeof strip extends fc.Arbitrary<infer T> ? T : never;

/** Noise that swells and falls, so that gates and compressors have to move. */
function swell(seed: number, levelDb: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length: LENGTH }, (_, i) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    const shape = Math.sin((Math.PI * i) / 1700) ** 2;
    return Math.fround((state / 2 ** 31) * shape * 10 ** (levelDb / 20));
  });
}

function oracleOf(one: StripCase, dynamics: boolean): OracleStrip {
  const oracle = new OracleStrip();
  if (one.cut) writeCut(Shape.lowCut, one.cut.freqHz, one.cut.slope, FS, oracle.coefs, 0, COEFS, 1);
  one.bands.forEach((b, k) => {
    writeSection(b.shape, b.freqHz, b.q, b.gainDb, FS, oracle.coefs, (4 + k) * COEFS, 1);
  });
  writeGate({ ...one.gate, on: dynamics && one.gate.on }, FS, oracle.rows, 0, 1);
  writeCompressor({ ...one.comp, on: dynamics && one.comp.on }, FS, oracle.rows, 0, 1);
  return oracle;
}

/** Differences of four lanes, against the largest sample that went in or came out, in dB: the largest, and their RMS. */
function differences(strips: readonly StripCase[], dynamics: boolean): { largestDb: number; rmsDb: number } {
  const rig = new KernelRig();
  const oracles = strips.map((one) => oracleOf(one, dynamics));
  oracles.forEach((oracle, lane) => {
    rig.set(lane, oracle.coefs, oracle.rows);
  });
  rig.settle();
  const signals = strips.map((one) => swell(one.seed, one.levelDb));
  const heard = rig.run(signals);
  let [largest, power] = [0, 0];
  oracles.forEach((oracle, lane) => {
    // The gate of the settling block saw silence; so does the oracle's.
    oracle.process(new Float64Array(BLOCK), RMS_SHARE);
    const exact = oracle.process(signals[lane] ?? new Float64Array(0), RMS_SHARE);
    const loudest = Math.max(...exact.map(Math.abs), ...(signals[lane] ?? exact).map(Math.abs));
    exact.forEach((y, i) => {
      const difference = Math.abs(y - (heard[lane]?.[i] ?? Number.NaN)) / loudest;
      largest = Math.max(largest, difference);
      power += difference ** 2 / (4 * LENGTH);
    });
  });
  return { largestDb: 20 * Math.log10(largest), rmsDb: 10 * Math.log10(power) };
}

describe('the SIMD kernel against the float64 oracle', () => {
  const four = fc.tuple(strip, strip, strip, strip);

  it('filters four different strips to within -110 dB', () => {
    fc.assert(
      fc.property(four, (strips) => {
        expect(differences(strips, false).largestDb).toBeLessThan(-110);
      }),
      RUNS,
    );
  });

  it('filters and compresses four different strips to within -100 dB', () => {
    const ungated = four.map((strips) => strips.map((one) => ({ ...one, gate: { ...one.gate, on: false } })));
    fc.assert(
      fc.property(ungated, (strips) => {
        expect(differences(strips, true).largestDb).toBeLessThan(-100);
      }),
      RUNS,
    );
  });

  it('filters, gates and compresses four different strips to within -60 dB RMS; a gate may open one control step earlier', () => {
    fc.assert(
      fc.property(four, (strips) => {
        expect(differences(strips, true).rmsDb).toBeLessThan(-60);
      }),
      RUNS,
    );
  });
});
