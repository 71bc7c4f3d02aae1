import { describe, expect, it } from 'vitest';
import { COEFS, Shape, writeSection } from '../../src/audio/filters.ts';
import { RackType, Setting, SoloMode } from '../../src/audio/settings.ts';
import { BLOCK, bus, db, FS, left, MixerRig, monitorLeft, peak, sine, type Tap } from './mixer-rig.ts';
import { OracleStrip } from './oracle/strip.ts';

// A click is what a change leaves above 4 kHz while a 100 Hz sine runs at -6 dBFS: a jump leaves -15 dBFS.

/** Largest sample above 4 kHz (36 dB/oct), dBFS. */
function clickDb(x: Float64Array | undefined): number {
  const strip = new OracleStrip();
  [0.5412, 1.3066, Math.SQRT1_2].forEach((q, k) => {
    writeSection(Shape.lowCut, 4000, q, 0, FS, strip.coefs, k * COEFS, 1);
  });
  const high = strip.process(x ?? new Float64Array(0), 0);
  return db(peak(high));
}

/** Runs half a second, changes at a crest of the sine, and runs half a second more; everything in channel 1, panned left. */
function change(what: (rig: MixerRig) => void, before: (rig: MixerRig) => void = () => {}, tap: Tap = left, levelDb = -6): number {
  const rig = new MixerRig().ch(1, Setting.fader, 0).ch(1, Setting.pan, -100);
  before(rig);
  const tone = sine(100, levelDb);
  // Block 188 starts at sample 24064; the shift puts a crest there.
  const swell = (sample: number): number => Math.sin((Math.PI / 2) * Math.min(1, sample / 9600)) ** 2;
  const feed = (channel: number, sample: number): number => (channel === 1 ? swell(sample) * tone(sample - 24_064 + FS / 400) : 0);
  const [first] = rig.run((188 * BLOCK * 1000) / FS, feed, tap);
  what(rig);
  const [second] = rig.run(500, feed, tap);
  return clickDb(Float64Array.from([...(first ?? []), ...(second ?? [])]));
}

describe('no click is heard', () => {
  it('when nothing changes: the measure itself reads under -100', () => {
    expect(change(() => {})).toBeLessThan(-100);
  });

  it('at fader off on a crest (-65)', () => {
    expect(change((rig) => rig.ch(1, Setting.fader, -Infinity))).toBeLessThan(-65);
  });

  it.each<[string, (rig: MixerRig) => void, ((rig: MixerRig) => void)?, Tap?]>([
    ['mute', (rig) => rig.ch(1, Setting.mute, 1)],
    ['unmute', (rig) => rig.ch(1, Setting.mute, 0), (rig) => rig.ch(1, Setting.mute, 1)],
    ['a pan from side to side', (rig) => rig.ch(1, Setting.pan, 100)],
    ['a DCA mute', (rig) => rig.dca(1, Setting.mute, 1), (rig) => rig.ch(1, Setting.dca, 1)],
    ['a trim up by 12 dB', (rig) => rig.ch(1, Setting.trim, 6), (rig) => rig.ch(1, Setting.trim, -6)],
    ['polarity', (rig) => rig.ch(1, Setting.polarity, 1)],
    ['a send switched off', (rig) => rig.ch(1, Setting.sendOn, 0), (rig) => rig.ch(1, Setting.sendLevel, 0), bus(1)],
    ['gate on, closing', (rig) => rig.ch(1, Setting.gateOn, 1), (rig) => rig.ch(1, Setting.gateThreshold, 0)],
    ['gate off, opening', (rig) => rig.ch(1, Setting.gateOn, 0), (rig) => rig.ch(1, Setting.gateThreshold, 0).ch(1, Setting.gateOn, 1)],
    ['make-up of 12 dB', (rig) => rig.ch(1, Setting.dynMakeup, 12), (rig) => rig.ch(1, Setting.dynOn, 1).ch(1, Setting.dynRatio, 20)],
    ['main off', (rig) => rig.main(Setting.fader, -Infinity)],
    ['the monitor from main to a silent bus', (rig) => rig.desk(Setting.monitorSource, 1), () => {}, monitorLeft],
    ['a solo', (rig) => rig.ch(2, Setting.solo, 1), () => {}, monitorLeft],
    ['solo in place', (rig) => rig.ch(2, Setting.solo, 1), (rig) => rig.desk(Setting.soloMode, SoloMode.sip)],
  ])('at %s (-60)', (_, what, before, tap) => {
    expect(change(what, before, tap)).toBeLessThan(-60);
  });

  it('at an EQ jump of 24 dB at 120 Hz, -20 dBFS (-85)', () => {
    const before = (rig: MixerRig): void => void rig.ch(1, Setting.eqFreq, 120).ch(1, Setting.eqGain, -12);
    expect(change((rig) => rig.ch(1, Setting.eqGain, 12), before, left, -20)).toBeLessThan(-85);
  });

  it.each<[string, (rig: MixerRig) => void, ((rig: MixerRig) => void)?]>([
    ['low cut on, 24 dB/oct at 200 Hz', (rig) => rig.ch(1, Setting.hpfFreq, 200).ch(1, Setting.hpfOn, 1)],
    ['low cut off', (rig) => rig.ch(1, Setting.hpfOn, 0), (rig) => rig.ch(1, Setting.hpfFreq, 200).ch(1, Setting.hpfOn, 1)],
    [
      'low cut from 24 to 12 dB/oct',
      (rig) => rig.ch(1, Setting.hpfSlope, 12),
      (rig) => rig.ch(1, Setting.hpfFreq, 90).ch(1, Setting.hpfOn, 1),
    ],
    ['high cut on at 150 Hz', (rig) => rig.ch(1, Setting.lpfFreq, 150).ch(1, Setting.lpfOn, 1)],
    ['EQ off', (rig) => rig.ch(1, Setting.eqOn, 0), (rig) => rig.ch(1, Setting.eqGain, 12)],
    ['EQ on', (rig) => rig.ch(1, Setting.eqOn, 1), (rig) => rig.ch(1, Setting.eqGain, 12).ch(1, Setting.eqOn, 0)],
    ['a bell to a low shelf', (rig) => rig.ch(1, Setting.eqType, Shape.lowShelf), (rig) => rig.ch(1, Setting.eqGain, 12)],
    [
      'a bell from 60 to 6000 Hz',
      (rig) => rig.ch(1, Setting.eqFreq, 6000),
      (rig) => rig.ch(1, Setting.eqFreq, 60).ch(1, Setting.eqGain, 12),
    ],
  ])('at %s, -20 dBFS (-75)', (_, what, before) => {
    expect(change(what, before, left, -20)).toBeLessThan(-75);
  });

  it('at delay on, moved and off (-60)', () => {
    expect(change((rig) => rig.ch(1, Setting.delayTime, 7.3).ch(1, Setting.delayOn, 1))).toBeLessThan(-60);
    const delayed = (rig: MixerRig): void => void rig.ch(1, Setting.delayTime, 3).ch(1, Setting.delayOn, 1);
    expect(change((rig) => rig.ch(1, Setting.delayTime, 200), delayed)).toBeLessThan(-60);
    expect(change((rig) => rig.ch(1, Setting.delayOn, 0), delayed)).toBeLessThan(-60);
  });

  it('at a rack switched off or from reverb to delay (-60)', () => {
    const reverb = (rig: MixerRig): void =>
      void rig.rack(1, Setting.rackOn, 1).rack(1, Setting.rackSource, 0).ch(1, Setting.sendLevel, 0).ch(1, Setting.toMain, 0);
    expect(change((rig) => rig.rack(1, Setting.rackOn, 0), reverb)).toBeLessThan(-60);
    expect(change((rig) => rig.rack(1, Setting.rackType, RackType.delay), reverb)).toBeLessThan(-60);
  });
});
