import { describe, expect, test } from 'vitest';
import { LoudnessMeter } from '../../src/audio/loudness.ts';
import { noise, RATE_HZ, vector } from './signals.ts';

type Piece = [levelDb: number, seconds: number];
interface Row {
  id: string;
  tone_1k_stereo_dBFS_seconds?: (Piece | string)[];
  required: { I?: number; M?: number; S?: number; Mmax?: number; Smax?: number; LRA?: number };
  tolerance?: number;
  reference_reading: { I?: number; Mmax?: number; Smax?: number; LRA?: number };
}
const { loudness: rows } = vector<{ loudness: Row[] }>('loudness');

/** Feeds 1 kHz pieces to all channels in blocks of 128, each channel with its own trim; calls `each` after every 10 ms. */
function feed(meter: LoudnessMeter, pieces: readonly Piece[], rateHz = RATE_HZ, trimsDb: readonly number[] = [0, 0], each?: () => void) {
  const n = Math.round(rateHz / 100);
  const channels = trimsDb.map(() => new Float32Array(n));
  let at = 0;
  for (const [levelDb, seconds] of pieces) {
    for (let left = Math.round(seconds * rateHz); left > 0; left -= n) {
      const part = Math.min(n, left);
      for (let i = 0; i < part; i++, at++) {
        const tone = 10 ** (levelDb / 20) * Math.sin((2 * Math.PI * 1000 * at) / rateHz);
        channels.forEach((channel, c) => {
          channel[i] = tone * 10 ** ((trimsDb[c] ?? 0) / 20);
        });
      }
      meter.process(channels, part);
      each?.();
    }
  }
}

function piecesOf(row: Row): Piece[] {
  const listed = row.tone_1k_stereo_dBFS_seconds ?? [];
  const repeat = typeof listed[0] === 'string' ? Number.parseInt(listed[0], 10) : 1;
  const pieces = listed.filter((piece): piece is Piece => Array.isArray(piece));
  return Array.from({ length: repeat }, () => pieces).flat();
}

const toneRows = rows.filter((row) => row.tone_1k_stereo_dBFS_seconds !== undefined);

test('all eleven tone signals are here', () => {
  expect(toneRows).toHaveLength(11);
});

describe.each(toneRows.map((row) => [row.id, row] as const))('EBU %s', (_, row) => {
  const meter = new LoudnessMeter(RATE_HZ);
  feed(meter, piecesOf(row));

  test('reads what the standard requires', () => {
    const { I, M, S, Mmax, Smax, LRA } = row.required;
    const near = (got: number | undefined, wanted: number | undefined) => {
      if (wanted !== undefined) expect(Math.abs((got ?? Number.NaN) - wanted)).toBeLessThanOrEqual(row.tolerance ?? 0.1);
    };
    near(meter.integratedLufs, I);
    near(meter.momentaryLufs, M);
    near(meter.shortTermLufs, S);
    near(meter.rangeLu, LRA);
    if (row.id === '3341-12') near(meter.maxMomentaryLufs, Mmax);
    if (row.id === '3341-9') near(meter.shortTermLufs, Smax);
  });

  test('reads what an independent meter reads, to 0.01 LU', () => {
    expect(Math.abs((meter.integratedLufs ?? Number.NaN) - (row.reference_reading.I ?? Number.NaN))).toBeLessThan(0.01);
    if (row.reference_reading.LRA !== undefined && row.id.startsWith('3342')) {
      expect(meter.rangeLu).toBeCloseTo(row.reference_reading.LRA, 1);
    }
  });
});

test('EBU 3341-9: short-term stands at -23 from 3 s on', () => {
  const meter = new LoudnessMeter(RATE_HZ);
  const seen: number[] = [];
  const pieces = Array.from({ length: 5 }, (): Piece[] => [
    [-20, 1.34],
    [-30, 1.66],
  ]).flat();
  feed(meter, pieces, RATE_HZ, [0, 0], () => seen.push(meter.shortTermLufs));
  for (const lufs of seen.slice(301)) expect(Math.abs(lufs + 23)).toBeLessThanOrEqual(0.1);
});

test('EBU 3341-12: momentary stands at -23 from 1 s on', () => {
  const meter = new LoudnessMeter(RATE_HZ);
  const seen: number[] = [];
  const pieces = Array.from({ length: 25 }, (): Piece[] => [
    [-20, 0.18],
    [-30, 0.22],
  ]).flat();
  feed(meter, pieces, RATE_HZ, [0, 0], () => seen.push(meter.momentaryLufs));
  expect(seen.length).toBeGreaterThan(900);
  for (const lufs of seen.slice(101)) expect(Math.abs(lufs + 23)).toBeLessThanOrEqual(0.1);
});

test.each([0, 1, 7, 13, 19])('EBU 3341-10 and -13: a tone after %i x 50 / 20 ms reaches -23 short-term and momentary', (shift) => {
  const long = new LoudnessMeter(RATE_HZ);
  feed(long, [
    [-200, 0.05 * shift],
    [-23, 3],
    [-200, 1],
  ]);
  expect(Math.abs(long.maxShortTermLufs + 23)).toBeLessThanOrEqual(0.1);
  const short = new LoudnessMeter(RATE_HZ);
  feed(short, [
    [-200, 0.02 * shift],
    [-23, 0.4],
    [-200, 1],
  ]);
  expect(Math.abs(short.maxMomentaryLufs + 23)).toBeLessThanOrEqual(0.1);
});

test('EBU 3341-6: five channels, surrounds weighted by 1.41', () => {
  const meter = new LoudnessMeter(RATE_HZ, [1, 1, 1, 1.41, 1.41]);
  feed(meter, [[0, 20]], RATE_HZ, [-28, -28, -24, -30, -30]);
  expect(meter.integratedLufs).toBeCloseTo(-23.0163, 2);
});

test('a full-scale 997 Hz sine in one channel is -3.01 LUFS', () => {
  const meter = new LoudnessMeter(RATE_HZ, [1]);
  const tone = Float32Array.from({ length: 48_000 * 5 }, (_, i) => Math.sin((2 * Math.PI * 997 * i) / 48_000));
  meter.process([tone], tone.length);
  expect(meter.integratedLufs).toBeCloseTo(-3.01028, 2);
});

test.each([44_100, 88_200, 96_000])('1 kHz at -23 dBFS reads the same at %i Hz', (rateHz) => {
  const meter = new LoudnessMeter(rateHz);
  feed(meter, [[-23, 10]], rateHz);
  const row = rows.find(({ id }) => id.endsWith(`at ${rateHz}`));
  expect(meter.integratedLufs).toBeCloseTo(row?.reference_reading.I ?? Number.NaN, 2);
});

test('under 400 ms there is no integrated loudness, and peaks are still known', () => {
  const meter = new LoudnessMeter(RATE_HZ);
  feed(meter, [[-20, 0.39]]);
  expect(meter.integratedLufs).toBeUndefined();
  expect(meter.rangeLu).toBeUndefined();
  expect(meter.maxTruePeakDb).toBeCloseTo(-20, 1);
  feed(meter, [[-20, 0.01]]);
  expect(meter.integratedLufs).toBeCloseTo(-20, 0);
});

test('silence has no integrated loudness, and momentary reads -Infinity', () => {
  const meter = new LoudnessMeter(RATE_HZ);
  meter.process([new Float32Array(96_000), new Float32Array(96_000)], 96_000);
  expect(meter.integratedLufs).toBeUndefined();
  expect(meter.momentaryLufs).toBe(Number.NEGATIVE_INFINITY);
});

test('an hour of music-like level changes is integrated as an exact list of its blocks would be', () => {
  const meter = new LoudnessMeter(8000); // a low rate: the gating is under test, not the filters
  const random = noise(7);
  const blocks: number[] = [];
  const n = 800;
  const left = new Float32Array(n);
  const right = new Float32Array(n);
  let amplitude = 0.1;
  for (let k = 0; k < 36_000; k++) {
    if (k % 40 === 0) amplitude = 10 ** ((-30 + 20 * random()) / 20);
    for (let i = 0; i < n; i++) left[i] = right[i] = i & 4 ? amplitude : -amplitude;
    meter.process([left, right], n);
    if (k >= 3) blocks.push(10 ** ((meter.momentaryLufs + 0.691) / 10));
  }
  const mean = (list: number[]) => list.reduce((a, b) => a + b, 0) / list.length;
  const gate = mean(blocks) / 10;
  const exact = -0.691 + 10 * Math.log10(mean(blocks.filter((power) => power > gate)));
  expect(meter.integratedLufs).toBeCloseTo(exact, 2);
});

test('restart begins a programme, reset begins everything, and NaN leaves no trace', () => {
  const meter = new LoudnessMeter(RATE_HZ);
  feed(meter, [[-10, 5]]);
  meter.restart();
  expect(meter.integratedLufs).toBeUndefined();
  expect(meter.momentaryLufs).toBeCloseTo(-10, 1);
  meter.process([new Float32Array(480).fill(Number.NaN), new Float32Array(480).fill(Number.POSITIVE_INFINITY)], 480);
  meter.reset();
  feed(meter, [[-23, 5]]);
  expect(meter.integratedLufs).toBeCloseTo(-23, 1);
  meter.process([new Float32Array(480).fill(Number.NaN), new Float32Array(480)], 480);
  feed(meter, [[-23, 1]]);
  expect(meter.momentaryLufs).toBeCloseTo(-23, 1);
});
