import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type CompressorSettings,
  DynMode,
  GateMode,
  type GateSettings,
  Row,
  reductionDb,
  writeCompressor,
  writeGate,
} from '../../src/audio/dynamics.ts';
import { LANES, place } from '../../src/audio/kernel.ts';
import { BLOCK, FS, KernelRig } from './oracle/kernel-rig.ts';
import { OracleStrip } from './oracle/strip.ts';

interface Vectors {
  gain_computer: { reduction_dB: { T: number; R: number | 'inf'; W: number; in_dB: number[]; gr_dB: number[] }[] };
  compressor_step: { gr_dB_after_n_samples: Record<string, number> };
  gate_step: { gain_dB_after_n_samples: Record<string, number> };
}
const vectors = JSON.parse(readFileSync(new URL('../vectors/audio/strips.json', import.meta.url), 'utf8')) as Vectors;

const HARD: CompressorSettings = {
  on: true,
  mode: DynMode.peak,
  thresholdDb: -24,
  ratio: 4,
  kneeDb: 0,
  attackMs: 10,
  holdMs: 0,
  releaseMs: 100,
  makeupDb: 0,
  mix: 1,
};
const GATE: GateSettings = { on: true, mode: GateMode.gate, thresholdDb: -40, rangeDb: -60, attackMs: 1, holdMs: 50, releaseMs: 100 };
const OFF = { on: false };

/** A rig whose lane 0 has this gate and compressor; `also` sets further rows by hand. */
function rigWith(gate: GateSettings | undefined, comp: CompressorSettings | undefined, also: Record<number, number> = {}): KernelRig {
  const rig = new KernelRig();
  for (let lane = 0; lane < LANES; lane++) {
    const { coefs, rows } = new OracleStrip();
    writeGate({ ...GATE, ...(gate ?? OFF) }, FS, rows, 0, 1);
    writeCompressor({ ...HARD, ...(comp ?? OFF) }, FS, rows, 0, 1);
    for (const [row, value] of Object.entries(also)) rows[Number(row)] = value;
    rig.set(lane, coefs, rows);
  }
  rig.settle();
  return rig;
}

const constant = (gain: number, samples: number): Float64Array => new Float64Array(samples).fill(gain);
const tone = (freqHz: number, levelDb: number, samples: number): Float64Array =>
  Float64Array.from({ length: samples }, (_, i) => 10 ** (levelDb / 20) * Math.sin((2 * Math.PI * freqHz * i) / FS));
const joined = (...parts: Float64Array[]): Float64Array => {
  const all = parts.flatMap((part) => [...part]);
  const whole = Math.ceil(all.length / BLOCK) * BLOCK;
  return Float64Array.from({ length: whole }, (_, i) => all[i] ?? 0);
};
const peakDb = (x: Float64Array | undefined, from: number, to: number): number =>
  20 * Math.log10(Math.max(...(x ?? new Float64Array(1)).subarray(from, to).map(Math.abs)));

describe('the gain computer', () => {
  it.each(vectors.gain_computer.reduction_dB)('threshold $T dB, ratio $R, knee $W dB', ({ T, R, W, in_dB, gr_dB }) => {
    const ratio = R === 'inf' ? Infinity : R;
    in_dB.forEach((level, i) => {
      expect(reductionDb(level, T, ratio, W)).toBeCloseTo(gr_dB[i] ?? Number.NaN, 6);
    });
  });

  it('is what a settled strip does, 4:1 from -24 dB with a knee of 6 dB', () => {
    for (const levelDb of [-30, -26, -24, -21, -12, -6]) {
      const rig = rigWith(undefined, { ...HARD, kneeDb: 6 });
      const [heard] = rig.run([constant(10 ** (levelDb / 20), 200 * BLOCK)]);
      expect(peakDb(heard, 199 * BLOCK, 200 * BLOCK) - levelDb).toBeCloseTo(-reductionDb(levelDb, -24, 4, 6), 2);
    }
  });
});

describe('the compressor', () => {
  it('follows the step vector: -4 dB for 100 ms, then silence; the kernel in steps of four samples', () => {
    const rig = rigWith(undefined, HARD);
    const { dynamicState } = rig.kernel;
    const reduction = (): number => dynamicState[4 * LANES] ?? Number.NaN;
    const oracle = new OracleStrip();
    writeCompressor(HARD, FS, oracle.rows, 0, 1);
    const input = joined(constant(10 ** (-4 / 20), 4800), constant(1e-5, 9600));
    const wanted = vectors.compressor_step.gr_dB_after_n_samples;
    // Blocks of 48 samples reach most of the vector's points.
    for (let at = 0; at < 14_400; at += 48) {
      rig.kernel.input(0, 48).set(input.subarray(at, at + 48));
      rig.kernel.process(0, 1, 48, false);
      oracle.process(input.slice(at, at + 48), 0);
      const gr = wanted[String(at + 48)];
      if (gr === undefined) continue;
      expect(Math.abs(oracle.reductionDb - gr), `oracle after ${at + 48}`).toBeLessThan(0.05);
      expect(Math.abs(reduction() - gr), `kernel after ${at + 48}`).toBeLessThan(0.05);
    }
  });

  it('leaves half of the signal alone at a mix of 50 %', () => {
    const rig = rigWith(undefined, { ...HARD, mix: 0.5 });
    const [heard] = rig.run([constant(1, 200 * BLOCK)]);
    expect(heard?.at(-1)).toBeCloseTo(0.5 + 0.5 * 10 ** (-18 / 20), 3);
  });

  it('adds its make-up gain to what is under the threshold', () => {
    const rig = rigWith(undefined, { ...HARD, makeupDb: 6 });
    const [heard] = rig.run([constant(0.01, 200 * BLOCK)]);
    expect(20 * Math.log10((heard?.at(-1) ?? 0) / 0.01)).toBeCloseTo(6, 3);
  });

  it('holds its reduction before it lets go', () => {
    const burst = joined(constant(1, 9600), constant(0.001, 9600));
    const gainDb = (holdMs: number, ms: number): number => {
      const [heard] = rigWith(undefined, { ...HARD, attackMs: 1, holdMs }).run([burst]);
      return 20 * Math.log10((heard?.[9600 + ms * 48] ?? 0) / 0.001);
    };
    expect(gainDb(100, 90)).toBeCloseTo(-18, 1);
    expect(gainDb(0, 90)).toBeGreaterThan(-9);
    expect(gainDb(100, 190)).toBeGreaterThan(-9);
  });

  it('reads RMS 3 dB under the peak of a sine', () => {
    const settled = (mode: number): number => {
      const [heard] = rigWith(undefined, { ...HARD, mode, releaseMs: 1000 }).run([tone(1000, -4, 400 * BLOCK)]);
      return peakDb(heard, 390 * BLOCK, 400 * BLOCK) - -4;
    };
    expect(settled(DynMode.rms) - settled(DynMode.peak)).toBeCloseTo(3.01 * 0.75, 0);
  });
});

describe('the gate', () => {
  it('follows the step vector: 0.1 for 100 ms, then nothing; one threshold, envelope as slow as the release', () => {
    const pole = Math.exp(-4 / (0.1 * FS));
    const rig = rigWith(GATE, undefined, { [Row.gateClose]: 0.01, [Row.gateDecay]: pole });
    // The vector's gate starts closed.
    rig.kernel.dynamicState.fill(0.001, LANES, 2 * LANES);
    rig.kernel.dynamicState.fill(1, 9 * LANES, 10 * LANES);
    const input = joined(constant(0.1, 4800), new Float64Array(43_200));
    const wanted = vectors.gate_step.gain_dB_after_n_samples;
    const points = Object.keys(wanted)
      .map(Number)
      .filter((at) => at >= 48 && at % 8 === 0);
    expect(points.length).toBeGreaterThan(8);
    for (let at = 0; at < 48_000; at += 8) {
      rig.kernel.input(0, 8).set(input.subarray(at, at + 8));
      rig.kernel.process(0, 1, 8, false);
      if (!points.includes(at + 8)) continue;
      const gainDb = 20 * Math.log10(rig.kernel.dynamicState[LANES] ?? 0);
      expect(Math.abs(gainDb - (wanted[String(at + 8)] ?? 0)), `after ${at + 8}`).toBeLessThan(0.4);
    }
  });

  it('lets speech-like noise over the threshold through untouched, and closes to its range', () => {
    const rig = rigWith(GATE, undefined);
    const [heard] = rig.run([joined(tone(500, -20, 19_200), tone(500, -60, 96_000))]);
    expect(peakDb(heard, 9600, 19_200)).toBeCloseTo(-20, 1);
    expect(peakDb(heard, 105_000, 115_000)).toBeCloseTo(-120, 0);
  });

  it('stays open down to 3 dB under the threshold that opened it', () => {
    const closedAt = (levelDb: number): number => {
      const [heard] = rigWith({ ...GATE, holdMs: 0, releaseMs: 20 }, undefined).run([
        joined(tone(1000, -30, 9600), tone(1000, levelDb, 48_000)),
      ]);
      return peakDb(heard, 50_000, 57_000) - levelDb;
    };
    expect(closedAt(-42)).toBeCloseTo(0, 1);
    expect(closedAt(-44)).toBeLessThan(-50);
  });

  it('as an expander makes 10 dB under the threshold 20', () => {
    const [heard] = rigWith({ ...GATE, mode: GateMode.expander, holdMs: 0 }, undefined).run([constant(10 ** (-50 / 20), 300 * BLOCK)]);
    expect(20 * Math.log10(heard?.at(-1) ?? 0)).toBeCloseTo(-60, 1);
  });

  it('as a ducker gives way while it is loud and returns after', () => {
    const rig = rigWith({ ...GATE, mode: GateMode.ducker, rangeDb: -12, holdMs: 10 }, undefined);
    const [heard] = rig.run([joined(tone(500, -20, 19_200), tone(500, -60, 48_000))]);
    expect(peakDb(heard, 12_000, 19_200)).toBeCloseTo(-32, 1);
    expect(peakDb(heard, 60_000, 67_000)).toBeCloseTo(-60, 1);
  });
});

describe('a key', () => {
  it('opens the gate by another strip, in the same block and sample', () => {
    const rig = rigWith({ ...GATE, attackMs: 0.1 }, undefined);
    rig.kernel.gateKey[0] = 2;
    const key = joined(new Float64Array(48_000), constant(0.5, 4800));
    const [heard] = rig.run([constant(0.001, key.length), new Float64Array(1), key]);
    // Closed to -60 dB before the key, open a millisecond after it.
    expect(20 * Math.log10((heard?.[47_990] ?? 0) / 0.001)).toBeLessThan(-20);
    expect(20 * Math.log10((heard?.[48_048] ?? 0) / 0.001)).toBeGreaterThan(-0.1);
  });

  it('compresses one strip under another and leaves its neighbours alone', () => {
    const rig = rigWith(undefined, HARD);
    rig.kernel.dynKey[0] = 3;
    const quiet = constant(0.01, 200 * BLOCK);
    const heard = rig.run([quiet, quiet, quiet, constant(1, 200 * BLOCK)]);
    expect(20 * Math.log10((heard[0]?.at(-1) ?? 0) / 0.01)).toBeCloseTo(-18, 1);
    expect(heard[1]?.at(-1)).toBeCloseTo(0.01, 6);
    expect(rig.kernel.dynKey[place(1, 1)]).toBe(-1);
  });
});

describe('a linked pair', () => {
  it('turns both sides down by the louder one; the strips beside it keep their own', () => {
    const rig = rigWith(undefined, HARD);
    const rows = rig.kernel.dynamics;
    for (const lane of [0, 1]) rows[place(lane, 20) + Row.linked * LANES] = 1;
    const quiet = constant(0.01, 200 * BLOCK);
    const heard = rig.run([constant(1, 200 * BLOCK), quiet, constant(1, 200 * BLOCK), quiet]);
    expect(20 * Math.log10((heard[1]?.at(-1) ?? 0) / 0.01)).toBeCloseTo(-18, 1);
    expect(heard[3]?.at(-1)).toBeCloseTo(0.01, 6);
  });
});
