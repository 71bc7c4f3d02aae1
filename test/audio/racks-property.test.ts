import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Delay } from '../../src/audio/delay.ts';
import { Limiter } from '../../src/audio/limiter.ts';
import { Resampler } from '../../src/audio/resample.ts';
import { Reverb } from '../../src/audio/reverb.ts';
import { noise, RATE_HZ } from './signals.ts';

/** Any number a broken message might carry. */
const anyNumber = fc.oneof(fc.double(), fc.double({ min: -10, max: 30_000, noNaN: true }), fc.constantFrom(0, -1, Number.NaN, 1e308));
const anySample = fc.oneof(
  fc.float({ min: -1, max: 1, noNaN: true }),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 3.4e38, 1e-40, 0),
);

type Twist = [which: number, value: number];
const gestures = fc.array(
  fc.record({ twists: fc.array(fc.tuple(fc.nat(), anyNumber), { maxLength: 3 }), spoilt: anySample, n: fc.integer({ min: 1, max: 700 }) }),
  {
    minLength: 5,
    maxLength: 25,
  },
);

interface Part {
  process(inL: Float32Array, inR: Float32Array, outL: Float32Array, outR: Float32Array, n: number): void;
}

/** Whatever is sent and turned, the output is finite, not absurdly loud, and a second of music later the part still works. */
function survives<T extends Part>(make: () => T, setters: ((part: T, value: number) => void)[], loudest: number): void {
  fc.assert(
    fc.property(gestures, (steps) => {
      const part = make();
      const rnd = noise(5);
      const outL = new Float32Array(700);
      const outR = new Float32Array(700);
      const play = (n: number, spoilt: number) => {
        const x = Float32Array.from({ length: 700 }, () => 0.5 * rnd());
        x[n >> 1] = spoilt;
        part.process(x, x, outL, outR, n);
        return outL.subarray(0, n).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
      };
      for (const { twists, spoilt, n } of steps) {
        for (const [which, value] of twists as Twist[]) setters[which % setters.length]?.(part, value);
        expect(play(n, spoilt)).toBeLessThan(loudest);
      }
      let heard = 0;
      for (let k = 0; k < 150; k++) heard = Math.max(heard, play(700, 0)); // longer than the longest delay
      expect(heard).toBeGreaterThan(0);
      expect(heard).toBeLessThan(loudest);
    }),
    { numRuns: 40, seed: 7 },
  );
}

test('a reverb survives any gesture and any sample', () => {
  survives(
    () => new Reverb(RATE_HZ),
    [
      (part, v) => part.setDecay(v),
      (part, v) => part.setPredelay(v),
      (part, v) => part.setDamping(v),
      (part, v) => part.setLowcut(v),
      (part, v) => part.setHighcut(v),
      (part) => part.reset(),
    ],
    30,
  );
});

test('a delay survives any gesture and any sample', () => {
  survives(
    () => new Delay(RATE_HZ),
    [
      (part, v) => part.setTime(v),
      (part, v) => part.setFeedback(v),
      (part, v) => part.setLowcut(v),
      (part, v) => part.setHighcut(v),
      (part, v) => part.setPingPong(v > 0),
      (part) => part.reset(),
    ],
    40,
  );
});

test('a limiter survives any gesture and any sample, and stays under full scale', () => {
  survives(() => new Limiter(RATE_HZ), [(part, v) => part.setCeiling(v), (part, v) => part.setRelease(v), (part) => part.reset()], 1);
});

test('a resampler survives any speed', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyNumber, fc.integer({ min: 1, max: 128 })), { minLength: 3, maxLength: 30 }), (steps) => {
      const part = new Resampler(1, 1, 128);
      const out = new Float32Array(128);
      const x = new Float32Array(4096).fill(0.5);
      for (const [step, n] of steps) {
        part.setStep(step);
        part.push([x], 0, Math.min(part.room, part.framesNeeded(n)));
        expect(part.pull([out], n)).toBe(n);
        for (const y of out) expect(Math.abs(y)).toBeLessThan(0.8);
      }
    }),
    { numRuns: 100, seed: 7 },
  );
});
