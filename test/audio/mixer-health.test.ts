import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DynMode, writeCompressor, writeGate } from '../../src/audio/dynamics.ts';
import { COEFS, Shape, writeCut } from '../../src/audio/filters.ts';
import { Kernel } from '../../src/audio/kernel.ts';
import { RackType, SETTINGS, Setting } from '../../src/audio/settings.ts';
import { kernelBytes } from './kernel-bytes.ts';
import { bus, db, left, MixerRig, monitorLeft, peak, right, sine } from './mixer-rig.ts';
import { BLOCK, FS, KernelRig } from './oracle/kernel-rig.ts';
import { OracleStrip } from './oracle/strip.ts';

const fullStrip = (rig: MixerRig, n: number): MixerRig => {
  rig.ch(n, Setting.fader, 0).ch(n, Setting.hpfOn, 1).ch(n, Setting.lpfOn, 1).ch(n, Setting.gateOn, 1).ch(n, Setting.dynOn, 1);
  for (let band = 0; band < 4; band++) rig.ch(n, Setting.eqGain + band, 6);
  return rig;
};

describe('what is not a number', () => {
  it.each([Number.NaN, Infinity, -Infinity, 1e30])(
    'in an input (%s) silences that strip for the block, is counted, and heals',
    (broken) => {
      const rig = fullStrip(fullStrip(new MixerRig(), 1), 2);
      const tone = sine(440, -12);
      const healthy = (channel: number, sample: number): number => (channel <= 2 ? tone(sample) : 0);
      rig.run(300, healthy);
      const before = rig.mixer.faults;
      const start = Math.ceil((0.3 * FS) / BLOCK) * BLOCK;
      const [hit] = rig.run(20, (channel, sample) => (channel === 1 && sample === start + 10 ? broken : healthy(channel, sample)), left);
      expect(hit?.every(Number.isFinite)).toBe(true);
      expect(rig.mixer.faults).toBeGreaterThan(before);
      const counted = rig.mixer.faults;
      const [healed] = rig.run(500, healthy, left);
      expect(rig.mixer.faults).toBe(counted);
      expect(healed?.every(Number.isFinite)).toBe(true);
      expect(db(peak(healed, FS / 4))).toBeGreaterThan(-13);
    },
  );

  it('does not disturb the strips beside it, bit for bit', () => {
    const run = (broken: boolean): Float64Array | undefined => {
      const rig = fullStrip(fullStrip(new MixerRig(), 1), 2).ch(2, Setting.sendLevel, 0);
      const tone = sine(440, -12);
      return rig.run(300, (channel, sample) => (channel === 1 && broken ? Number.NaN : channel <= 2 ? tone(sample) : 0), bus(1))[0];
    };
    expect(run(true)).toEqual(run(false));
  });

  it('in a delayed strip does not stay in its ring', () => {
    const rig = new MixerRig().ch(1, Setting.fader, 0).ch(1, Setting.delayOn, 1).ch(1, Setting.delayTime, 500);
    const [out] = rig.run(1500, (channel, sample) => (channel === 1 ? (sample === 4800 ? Number.NaN : 0.1) : 0), left);
    expect(out?.every(Number.isFinite)).toBe(true);
    expect(out?.at(-1)).toBeCloseTo(0.0707, 3);
  });
});

describe('silence', () => {
  it('after sound brings every state to exactly 0: no denormals', () => {
    const rig = new KernelRig();
    const { coefs, rows } = new OracleStrip();
    writeCut(Shape.lowCut, 20, 24, FS, coefs, 0, COEFS, 1);
    writeGate({ on: true, mode: 0, thresholdDb: -40, rangeDb: -60, attackMs: 1, holdMs: 10, releaseMs: 50 }, FS, rows, 0, 1);
    const comp = {
      on: true,
      mode: DynMode.rms,
      thresholdDb: -40,
      ratio: 4,
      kneeDb: 6,
      attackMs: 5,
      holdMs: 0,
      releaseMs: 50,
      makeupDb: 0,
      mix: 1,
    };
    writeCompressor(comp, FS, rows, 0, 1);
    for (let lane = 0; lane < 4; lane++) rig.set(lane, coefs, rows);
    rig.run([Float64Array.from({ length: 100 * BLOCK }, (_, i) => Math.sin(i / 7))]);
    const { filterState, dynamicState } = rig.kernel;
    expect(filterState[0]).not.toBe(0);
    let smallest = Infinity;
    for (let block = 0; block < 2000; block++) {
      rig.run([new Float64Array(BLOCK)]);
      // Envelope, reduction and mean square: rows 0, 3, 4, 6; filters: all.
      const states = [...filterState.subarray(0, 64), ...[0, 3, 4, 6].map((row) => dynamicState[row * 4] ?? 0)];
      for (const z of states) if (z !== 0) smallest = Math.min(smallest, Math.abs(z));
    }
    expect(smallest).toBeGreaterThanOrEqual(1e-15);
    expect(filterState.subarray(0, 64).every((z) => z === 0)).toBe(true);
    for (const row of [0, 3, 4, 6]) expect(dynamicState[row * 4]).toBe(0);
  });

  it('at the inputs of a whole mixer ends in exact silence', () => {
    const rig = fullStrip(new MixerRig(), 1).ch(1, Setting.sendLevel + 7, 0);
    rig.run(300, (channel, sample) => (channel === 1 ? sine(200, -6)(sample) : 0));
    rig.run(4000, () => 0);
    const [l, r, b] = rig.run(50, () => 0, left, right, bus(8));
    expect([peak(l), peak(r), peak(b)]).toEqual([0, 0, 0]);
  });

  it('still lets a muted, moved and unmuted strip arrive at its targets', () => {
    const rig = new MixerRig().ch(1, Setting.fader, -Infinity);
    rig.run(100, () => 0);
    rig.ch(1, Setting.fader, -6).ch(1, Setting.eqGain, 6).ch(1, Setting.gateOn, 1).ch(1, Setting.gateThreshold, -60);
    rig.run(2000, () => 0);
    const [out] = rig.run(200, (channel, sample) => (channel === 1 ? sine(100, -20)(sample) : 0), left);
    expect(db(peak(out, 7000))).toBeCloseTo(-20 - 6 - 3.01 + 6, 1);
  });
});

describe('any settings in any order', () => {
  const setting = fc.record({
    target: fc.integer({ min: 0, max: 8 + 8 + 4 + 8 + 6 + 4 + 1 }),
    setting: fc.integer({ min: 0, max: SETTINGS - 1 }),
    value: fc.oneof(
      fc.constantFrom(0, 1, -Infinity, Infinity, Number.NaN, -1e9, 1e9),
      fc.double({ min: -100, max: 100, noNaN: true }),
      fc.double({ min: 20, max: 20_000, noNaN: true }),
    ),
  });

  it('leave every output finite and main under the ceiling', () => {
    fc.assert(
      fc.property(fc.array(setting, { minLength: 1, maxLength: 60 }), (settings) => {
        const rig = new MixerRig();
        for (let n = 1; n <= 8; n++) rig.ch(n, Setting.fader, 0).ch(n, Setting.sendLevel + n - 1, 0);
        for (const { target, setting: code, value } of settings) {
          // The limiter stays on at -1 dB: whatever the rest does, that holds.
          const limiter = code >= Setting.limiterOn && code <= Setting.limiterRelease;
          if (target < rig.mixer.targets.count && !limiter) rig.mixer.set(target, code, value);
          const outputs = rig.run(3, (channel, sample) => sine(100 * channel, -12)(sample), left, right, bus(1), monitorLeft);
          for (const out of outputs) expect(out.every(Number.isFinite)).toBe(true);
          expect(peak(outputs[0])).toBeLessThanOrEqual(10 ** (-0.9 / 20));
        }
      }),
      { seed: 7, numRuns: 30, endOnFailure: true },
    );
  });
});

describe('a kernel', () => {
  it('of other bytes is refused at once', () => {
    expect(() => new Kernel(new Uint8Array([1, 2, 3]), 4, 10, { gain: 1, coef: 1, meter: 1, square: 1, delayFade: 1 })).toThrow();
    expect(kernelBytes().length).toBeLessThan(32_768);
  });
});

describe('a rack', () => {
  it('returns what its bus sends, once per echo', () => {
    const rig = new MixerRig()
      .ch(1, Setting.toMain, 0)
      .ch(1, Setting.fader, 0)
      .ch(1, Setting.sendLevel + 7, 0)
      .fx(2, Setting.fader, 0);
    rig.rack(2, Setting.rackType, RackType.delay).rack(2, Setting.rackOn, 1).rack(2, Setting.rackSource, 7);
    rig.rack(2, Setting.rackTime, 100).rack(2, Setting.rackFeedback, 50);
    rig.run(300, () => 0);
    const start = Math.ceil((0.3 * FS) / BLOCK) * BLOCK;
    const [out] = rig.run(400, (channel, sample) => (channel === 1 && sample === start ? 0.5 : 0), left);
    const latency = rig.mixer.limiter.latencySamples;
    expect(out?.[4800 + latency]).toBeCloseTo(0.5, 2);
    expect(out?.[9600 + latency]).toBeCloseTo(0.25, 2);
  });
});
