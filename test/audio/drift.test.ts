import { expect, test } from 'vitest';
import { DriftControl } from '../../src/audio/drift.ts';

/** A queue filled in whole blocks by a clock that runs `ppm` fast, emptied by ours through the ratio; returns what it saw after five minutes. */
function queue(ppm: number, startFrames: number, targetFrames: number) {
  const control = new DriftControl(targetFrames, 48_000);
  const period = 128 / 48_000;
  let queued = startFrames;
  let owed = 0;
  let ratio = 1;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let t = 0; t < 400; t += period) {
    owed += 128 * (1 + ppm / 1e6);
    while (owed >= 256) {
      queued += 256; // a recorder hands over two blocks at a time
      owed -= 256;
    }
    queued -= 128 * ratio;
    ratio = control.update(queued, period);
    if (t > 300) {
      least = Math.min(least, queued);
      most = Math.max(most, queued);
    }
  }
  return { least, most, ratio };
}

test.each([
  [0, 1024],
  [150, 1024],
  [-300, 1024],
  [100, 2000],
  [100, 300],
])('a clock %i ppm fast, started at %i frames: the queue settles around its target and the ratio at the drift', (ppm, start) => {
  const { least, most, ratio } = queue(ppm, start, 1024);
  expect(least).toBeGreaterThan(1024 - 300);
  expect(most).toBeLessThan(1024 + 300);
  expect(Math.abs(ratio - 1 - ppm / 1e6)).toBeLessThan(200e-6);
});

test('the ratio never leaves half a percent, and nonsense is ignored', () => {
  const control = new DriftControl(1024, 48_000);
  for (let i = 0; i < 1000; i++) expect(control.update(1e6, 0.01)).toBeLessThanOrEqual(1.005);
  const before = control.update(1024, 0);
  expect(control.update(Number.NaN, 0.01)).toBe(before);
});
