import { describe, expect, it } from 'vitest';
import { GateMode } from '../../../src/audio/dynamics.ts';
import { Setting } from '../../../src/audio/settings.ts';
import {
  beforeCompressor,
  type Compressor,
  compressed,
  gated,
  transferPath,
  xOfLevel,
  yOfLevel,
} from '../../../src/page/channel/dyn-curve.ts';
import { db, left, MixerRig } from '../../audio/mixer-rig.ts';

const COMP: Compressor = { thresholdDb: -26, ratio: 3.2, kneeDb: 6, makeupDb: 0, mix: 1 };
const LEVEL_DB = -20;

const direct = (): MixerRig => new MixerRig().ch(1, Setting.fader, 0).ch(1, Setting.pan, -100);
/** What a steady -20 dBFS becomes. */
const heardDb = (rig: MixerRig): number => db(rig.settled([1], left)[0] ?? 0) + LEVEL_DB;

describe('the transfer curve of a compressor', () => {
  it.each([-40, -29, -26, -24, -21, -18])('with its threshold at %d dB is what comes out of the mixer, within 0.05 dB', (thresholdDb) => {
    const comp = { ...COMP, thresholdDb };
    const rig = direct()
      .ch(1, Setting.dynOn, 1)
      .ch(1, Setting.dynThreshold, thresholdDb)
      .ch(1, Setting.dynRatio, comp.ratio)
      .ch(1, Setting.dynKnee, comp.kneeDb);
    expect(Math.abs(heardDb(rig) - compressed(LEVEL_DB, comp))).toBeLessThan(0.05);
  });

  it('finds the level in front of it again from the meters behind it', () => {
    const comp = { ...COMP, makeupDb: 4, mix: 0.6 };
    const changeDb = compressed(LEVEL_DB, comp) - LEVEL_DB;
    const wet = 10 ** (changeDb / 20);
    const preDb = LEVEL_DB + 20 * Math.log10(1 - comp.mix + comp.mix * wet) + comp.makeupDb;
    expect(beforeCompressor(preDb, changeDb, comp)).toBeCloseTo(LEVEL_DB, 9);
  });
});

describe('the transfer curve of a gate', () => {
  const MODES = [
    ['gate', GateMode.gate],
    ['expander', GateMode.expander],
    ['ducker', GateMode.ducker],
  ] as const;
  it.each(MODES.flatMap(([mode, number]) => [-30, -12, -2].map((thresholdDb) => ({ mode, number, thresholdDb }))))(
    'as $mode at $thresholdDb dB is what comes out of the mixer, within 0.05 dB',
    ({ mode, number, thresholdDb }) => {
      const rig = direct()
        .ch(1, Setting.gateOn, 1)
        .ch(1, Setting.gateMode, number)
        .ch(1, Setting.gateThreshold, thresholdDb)
        .ch(1, Setting.gateRange, -15)
        // Shut long before the end of the run.
        .ch(1, Setting.gateRelease, 10);
      expect(Math.abs(heardDb(rig) - gated(LEVEL_DB, { mode, thresholdDb, rangeDb: 15 }))).toBeLessThan(0.05);
    },
  );
});

describe('a square of levels', () => {
  const square = { width: 140, height: 260, lowDb: -60 };
  it('has 0 dB in its upper right corner', () => {
    expect(xOfLevel(square, 0)).toBe(140);
    expect(yOfLevel(square, 0)).toBeCloseTo(0, 9);
    expect([xOfLevel(square, -60), yOfLevel(square, -60)]).toEqual([0, 260]);
  });
  it('draws a gate as a step, not as a slope', () => {
    const path = transferPath(square, (level) => gated(level, { mode: 'gate', thresholdDb: -30.5, rangeDb: 20 }), [-30.5]);
    const points = path
      .slice(1)
      .split('L')
      .map((point) => point.split(' ').map(Number));
    const at = points.filter(([x]) => Math.abs((x ?? 0) - xOfLevel(square, -30.5)) < 0.06).map(([, y]) => y);
    expect(Math.max(...at.map(Number)) - Math.min(...at.map(Number))).toBeCloseTo((20 / 60) * 260, 0);
  });
});
