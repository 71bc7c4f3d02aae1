import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { LoudnessMeter } from '../../src/audio/loudness.ts';
import { noise, RATE_HZ } from '../audio/signals.ts';

// The real part: the ebur128 filter of ffmpeg (Debian package ffmpeg), which prints tenths.
const absent = spawnSync('ffmpeg', ['-version']).status === 0 ? '' : ' (skipped: no ffmpeg on this machine, Debian package ffmpeg)';

/** Pink-like noise whose level breathes, a different one in each channel. */
function breathing(seconds: number, seed: number, depthDb: number): Float32Array {
  const rnd = noise(seed);
  let slow = 0;
  let slower = 0;
  return Float32Array.from({ length: seconds * RATE_HZ }, (_, i) => {
    slow += 0.2 * (rnd() - slow);
    slower += 0.02 * (rnd() - slower);
    const level = -18 + depthDb * Math.sin((2 * Math.PI * i) / (11 * RATE_HZ));
    return 10 ** (level / 20) * (0.3 * rnd() + slow + 3 * slower);
  });
}

function ffmpeg(left: Float32Array, right: Float32Array) {
  const woven = new Float32Array(left.length * 2);
  left.forEach((x, i) => {
    woven[2 * i] = x;
    woven[2 * i + 1] = right[i] ?? 0;
  });
  const args = [
    '-nostats',
    '-f',
    'f32le',
    '-ar',
    String(RATE_HZ),
    '-ac',
    '2',
    '-i',
    'pipe:0',
    '-af',
    'ebur128=peak=true',
    '-f',
    'null',
    '-',
  ];
  const { stderr } = spawnSync('ffmpeg', args, { input: Buffer.from(woven.buffer), maxBuffer: 1 << 26 });
  const summary = stderr.toString().split('Summary:')[1] ?? '';
  const read = (name: string) => Number(new RegExp(`${name}:\\s+(-?[\\d.]+)`).exec(summary)?.[1]);
  return { integrated: read('I'), range: read('LRA'), peak: read('Peak') };
}

test.skipIf(absent !== '').each([
  ['steady noise', 1, 0],
  ['noise that breathes by 6 dB', 2, 6],
  ['noise that breathes by 15 dB, through the relative gate', 3, 15],
])(`ffmpeg reads the same of %s: loudness, range, true peak${absent}`, (_, seed, depthDb) => {
  const left = breathing(30, seed, depthDb);
  const right = breathing(30, seed + 100, depthDb);
  const meter = new LoudnessMeter(RATE_HZ);
  meter.process([left, right], left.length);
  const theirs = ffmpeg(left, right);
  expect(Math.abs((meter.integratedLufs ?? Number.NaN) - theirs.integrated)).toBeLessThanOrEqual(0.06);
  expect(Math.abs((meter.rangeLu ?? Number.NaN) - theirs.range)).toBeLessThanOrEqual(1); // Tech 3342's own tolerance: how often short-term is taken moves a short programme's range
  expect(Math.abs(meter.maxTruePeakDb - theirs.peak)).toBeLessThanOrEqual(0.25); // its resampler to 192 kHz reads up to 0.2 dB lower
});
