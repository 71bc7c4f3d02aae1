import { describe, expect, it } from 'vitest';
import { GateMode, reductionDb } from '../../src/audio/dynamics.ts';
import { Shape } from '../../src/audio/filters.ts';
import { Setting } from '../../src/audio/settings.ts';
import { METER_COLUMNS, Meter } from '../../src/audio/strip-meters.ts';
import { BLOCK, bus, db, FS, left, MixerRig, peak, right, sine } from './mixer-rig.ts';

/** Level of channel 1 (panned left, fader 0) in main for a sine of 0.1. */
function levelDb(rig: MixerRig, freqHz: number): number {
  const [out] = rig.run(1000, (channel, sample) => (channel === 1 ? sine(freqHz, -20)(sample) : 0), left);
  return db(peak(out, FS / 2)) + 20;
}
const direct = (): MixerRig => new MixerRig().ch(1, Setting.fader, 0).ch(1, Setting.pan, -100);

describe('a strip', () => {
  it('with everything at its start is exactly its input', () => {
    const tone = sine(440, -12);
    const [out] = direct()
      .ch(1, Setting.sendLevel, 0)
      .run(500, (channel, sample) => (channel === 1 ? tone(sample) : 0), bus(1));
    for (let i = FS / 4; i < FS / 4 + 480; i++) expect(out?.[i]).toBeCloseTo(tone(i), 6);
  });

  it('with a low cut at 80 Hz 24 dB/oct is -3 dB at 80 Hz and -24 an octave below', () => {
    const rig = direct().ch(1, Setting.hpfOn, 1).ch(1, Setting.hpfFreq, 80).ch(1, Setting.hpfSlope, 24);
    expect(levelDb(rig, 80)).toBeCloseTo(-3.01, 1);
    expect(levelDb(rig, 40)).toBeCloseTo(-24.1, 0);
    expect(levelDb(rig, 1000)).toBeCloseTo(0, 1);
  });

  it('with a high cut at 6 kHz 12 dB/oct is -3 dB at 6 kHz', () => {
    expect(levelDb(direct().ch(1, Setting.lpfOn, 1).ch(1, Setting.lpfFreq, 6000), 6000)).toBeCloseTo(-3.01, 1);
  });

  it('shapes with four bands and leaves the signal alone when the EQ is off', () => {
    const rig = direct().ch(1, Setting.eqType, Shape.lowShelf).ch(1, Setting.eqGain, 6).ch(1, Setting.eqFreq, 100).ch(1, Setting.eqQ, 0.7);
    rig
      .ch(1, Setting.eqFreq + 2, 3000)
      .ch(1, Setting.eqGain + 2, -9)
      .ch(1, Setting.eqQ + 2, 2);
    rig
      .ch(1, Setting.eqType + 3, Shape.highShelf)
      .ch(1, Setting.eqFreq + 3, 8000)
      .ch(1, Setting.eqGain + 3, 4)
      .ch(1, Setting.eqQ + 3, 0.7);
    expect(levelDb(rig, 30)).toBeCloseTo(5.94, 1);
    expect(levelDb(rig, 3000)).toBeCloseTo(-9, 0);
    expect(levelDb(rig, 20_000)).toBeCloseTo(4, 0);
    expect(levelDb(rig.ch(1, Setting.eqBandOn + 2, 0), 3000)).toBeGreaterThan(-1);
    expect(levelDb(rig.ch(1, Setting.eqOn, 0), 30)).toBeCloseTo(0, 3);
  });

  it('delays by the sample: 10 ms are 480', () => {
    const rig = direct().ch(1, Setting.delayOn, 1).ch(1, Setting.delayTime, 10).ch(1, Setting.sendLevel, 0);
    rig.run(100, () => 0);
    const start = Math.ceil((0.1 * FS) / BLOCK) * BLOCK;
    const [out] = rig.run(100, (channel, sample) => (channel === 1 && sample === start + 100 ? 0.5 : 0), bus(1));
    expect(out?.findIndex((y) => Math.abs(y) > 0.1)).toBe(580);
    expect(out?.[580]).toBeCloseTo(0.5, 4);
  });

  it('reaches the full 500 ms', () => {
    const rig = direct().ch(1, Setting.delayOn, 1).ch(1, Setting.delayTime, 500).ch(1, Setting.sendLevel, 0);
    rig.run(100, () => 0);
    const start = Math.ceil((0.1 * FS) / BLOCK) * BLOCK;
    const [out] = rig.run(600, (channel, sample) => (channel === 1 && sample === start ? 0.5 : 0), bus(1));
    expect(out?.findIndex((y) => Math.abs(y) > 0.1)).toBe(24_000);
  });

  it('of a bus, an fx return and main have the same EQ', () => {
    const fed = (): MixerRig => direct().ch(1, Setting.toMain, 0).ch(1, Setting.sendLevel, 0);
    const boosted = fed().bus(1, Setting.toMain, 1).bus(1, Setting.pan, -100).bus(1, Setting.eqFreq, 1000).bus(1, Setting.eqGain, 6);
    expect(levelDb(boosted, 1000)).toBeCloseTo(6, 1);
    expect(levelDb(direct().main(Setting.eqFreq, 1000).main(Setting.eqGain, -6), 1000)).toBeCloseTo(-6, 1);
  });
});

describe('main', () => {
  it('compresses both sides by the louder one: the picture does not lean', () => {
    const rig = direct().main(Setting.dynOn, 1).main(Setting.dynThreshold, -30).main(Setting.dynRatio, 4).main(Setting.dynKnee, 0);
    rig.ch(2, Setting.fader, -20).ch(2, Setting.pan, 100);
    const [l, r] = rig.settled([1, 2], left, right);
    expect(db(l ?? 0)).toBeCloseTo(-reductionDb(-20, -30, 4, 0), 1);
    expect(db(r ?? 0) - db(l ?? 0)).toBeCloseTo(-20, 1);
  });

  it('stays under the ceiling of its limiter', () => {
    const rig = direct().ch(1, Setting.trim, 18).desk(Setting.limiterCeiling, -3);
    const [out] = rig.run(500, (channel, sample) => (channel === 1 ? sine(997, -3)(sample) : 0), left);
    expect(db(peak(out, FS / 10))).toBeLessThanOrEqual(-3);
    expect(db(peak(out, FS / 4))).toBeGreaterThan(-4.5);
    expect(rig.mixer.takeLimiterReductionDb()).toBeGreaterThan(15);
  });

  it('is measured: a tone of -23 dBFS in both channels is -23 LUFS', () => {
    const rig = new MixerRig().ch(1, Setting.fader, 3.0103);
    rig.run(1000, (channel, sample) => (channel === 1 ? sine(1000, -23)(sample) : 0));
    expect(rig.mixer.loudness.momentaryLufs).toBeCloseTo(-23, 1);
  });
});

describe('keys', () => {
  it('duck a bus by a channel', () => {
    const rig = new MixerRig().ch(1, Setting.fader, 0).ch(1, Setting.sendLevel, 0);
    rig
      .bus(1, Setting.gateOn, 1)
      .bus(1, Setting.gateMode, GateMode.ducker)
      .bus(1, Setting.gateRange, -12)
      .bus(1, Setting.gateKey, 1 + 1);
    expect(db(rig.settled([1], bus(1))[0] ?? 0)).toBeCloseTo(0, 2);
    expect(db(rig.settled([1, 2], bus(1))[0] ?? 0)).toBeCloseTo(-12, 1);
  });

  it('hear their source after its trim', () => {
    const rig = direct()
      .ch(1, Setting.dynOn, 1)
      .ch(1, Setting.dynThreshold, -30)
      .ch(1, Setting.dynRatio, Infinity)
      .ch(1, Setting.dynKnee, 0);
    rig.ch(1, Setting.dynKey, 1 + 2).ch(3, Setting.trim, -6);
    expect(db(rig.settled([1, 3], left)[0] ?? 0)).toBeCloseTo(-4, 1);
  });
});

describe('meters', () => {
  const read = (rig: MixerRig, strip: number, column: number): number =>
    rig.mixer.meters.read()[rig.mixer.meters.rowOf(strip) * METER_COLUMNS + column] ?? Number.NaN;

  it('show peak before and after the fader, and RMS after it', () => {
    const rig = direct().ch(1, Setting.fader, -10);
    rig.run(2000, (channel, sample) => (channel === 1 ? sine(1000, -6)(sample) : 0));
    rig.mixer.meters.read();
    rig.run(50, (channel, sample) => (channel === 1 ? sine(1000, -6)(sample) : 0));
    const row = rig.mixer.meters.read();
    expect(row[Meter.pre]).toBeCloseTo(-6, 1);
    expect(row[Meter.post]).toBeCloseTo(-16, 1);
    expect(row[Meter.rms]).toBeCloseTo(-19, 1);
  });

  it('keep a peak of one sample until they are read, then forget it', () => {
    const rig = direct();
    rig.run(300, (channel, sample) => (channel === 1 && sample === 5000 ? 0.5 : 0));
    expect(read(rig, 0, Meter.pre)).toBeCloseTo(-6.02, 1);
    rig.run(10, () => 0);
    expect(read(rig, 0, Meter.pre)).toBe(-Infinity);
  });

  it('show what gate and compressor take, 0 or below', () => {
    const rig = direct().ch(1, Setting.dynOn, 1).ch(1, Setting.dynThreshold, -40).ch(1, Setting.dynRatio, 2).ch(1, Setting.dynKnee, 0);
    rig.ch(2, Setting.gateOn, 1).ch(2, Setting.gateRange, -30);
    rig.settled([1]);
    const frame = rig.mixer.meters.read();
    expect(frame[Meter.dyn]).toBeCloseTo(-10, 1);
    expect(frame[Meter.gate]).toBe(0);
    rig.run(3000, () => 0);
    rig.mixer.meters.read();
    rig.run(10, () => 0);
    expect(read(rig, 1, Meter.gate)).toBeCloseTo(-30, 1);
  });

  it('have two rows for a stereo strip, left first', () => {
    const rig = direct();
    const { meters, targets } = rig.mixer;
    rig.settled([1]);
    const frame = meters.read();
    const main = meters.rowOf(targets.main) * METER_COLUMNS;
    expect(frame[main + Meter.post]).toBeCloseTo(-20, 1);
    expect(frame[main + METER_COLUMNS + Meter.post]).toBe(-Infinity);
    expect(meters.rows).toBe(8 + 8 + 2 * 4 + 2);
  });
});
