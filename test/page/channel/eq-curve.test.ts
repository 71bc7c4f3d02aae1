import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Shape } from '../../../src/audio/filters.ts';
import { Setting } from '../../../src/audio/settings.ts';
import {
  type Area,
  type Band,
  bandResponse,
  curvePath,
  cutResponse,
  type Filters,
  freqAt,
  levelPerPx,
  response,
  xOf,
  yOf,
} from '../../../src/page/channel/eq-curve.ts';
import { db, FS, left, MixerRig, peak, sine } from '../../audio/mixer-rig.ts';

interface FilterVector {
  readonly type: 'hpf' | 'lpf' | 'bell' | 'loshelf' | 'hishelf' | 'notch';
  readonly f: number;
  readonly q: number;
  readonly gain_dB: number;
  readonly mag_dB: Readonly<Record<string, number>>;
}
const vectors: { readonly filters: readonly FilterVector[] } = JSON.parse(
  readFileSync(new URL('../../vectors/audio/strips.json', import.meta.url), 'utf8'),
);
const WORDS = { hpf: 'low-cut', lpf: 'high-cut', bell: 'bell', loshelf: 'low-shelf', hishelf: 'high-shelf', notch: 'notch' } as const;

const band = (type: string, freqHz: number, gainDb: number, q: number, on = true): Band => ({ on, type, freqHz, gainDb, q });

const FILTERS: Filters = {
  on: true,
  lowCut: { on: true, freqHz: 95, slope: 24 },
  highCut: { on: true, freqHz: 15_000, slope: 18 },
  bands: [band('low-shelf', 170, -2.5, 0.7), band('bell', 420, -4, 2.1), band('bell', 2800, 2.2, 1.4), band('high-shelf', 9500, 2.4, 0.7)],
};

/** Channel 1 with the same settings, heard in main. */
function mixerWith({ bands, lowCut, highCut }: Filters): MixerRig {
  const rig = new MixerRig().ch(1, Setting.fader, 0).ch(1, Setting.pan, -100);
  const shapes: Readonly<Record<string, number>> = { 'low-shelf': Shape.lowShelf, bell: Shape.bell, 'high-shelf': Shape.highShelf };
  bands.forEach(({ type, freqHz, gainDb, q }, index) => {
    rig
      .ch(1, Setting.eqType + index, shapes[type] ?? Shape.notch)
      .ch(1, Setting.eqFreq + index, freqHz)
      .ch(1, Setting.eqGain + index, gainDb)
      .ch(1, Setting.eqQ + index, q);
  });
  if (lowCut) rig.ch(1, Setting.hpfOn, 1).ch(1, Setting.hpfFreq, lowCut.freqHz).ch(1, Setting.hpfSlope, lowCut.slope);
  if (highCut) rig.ch(1, Setting.lpfOn, 1).ch(1, Setting.lpfFreq, highCut.freqHz).ch(1, Setting.lpfSlope, highCut.slope);
  return rig;
}

describe('the EQ curve', () => {
  it.each(vectors.filters)('of $type $f Hz Q $q $gain_dB dB is the digital response, as computed by others', (vector) => {
    const levelAt = bandResponse(band(WORDS[vector.type], vector.f, vector.gain_dB, vector.q));
    for (const [freq, levelDb] of Object.entries(vector.mag_dB)) {
      // In the middle of a notch there is only rounding.
      if (levelDb > -100) expect(Math.abs(levelAt(Number(freq)) - levelDb), `${freq} Hz`).toBeLessThan(0.001);
      else expect(levelAt(Number(freq))).toBeLessThan(-100);
    }
  });

  it('of cuts and four bands is what a sine through the mixer meets, within 0.05 dB', () => {
    const levelAt = response(FILTERS);
    for (const freqHz of [60, 95, 170, 420, 1000, 2800, 9500, 15_000]) {
      const [out] = mixerWith(FILTERS).run(600, (channel, sample) => (channel === 1 ? sine(freqHz, -20)(sample) : 0), left);
      expect(Math.abs(db(peak(out, FS / 2)) + 20 - levelAt(freqHz)), `${freqHz} Hz`).toBeLessThan(0.05);
    }
  });

  it('leaves out what is off: a band, all bands, a cut', () => {
    const boost = band('bell', 1000, 6, 1);
    expect(response({ on: true, bands: [boost] })(1000)).toBeCloseTo(6, 6);
    expect(response({ on: true, bands: [{ ...boost, on: false }] })(1000)).toBe(0);
    expect(response({ on: false, bands: [boost], lowCut: { on: true, freqHz: 80, slope: 24 } })(1000)).toBeCloseTo(0, 3);
    expect(response({ on: false, bands: [], lowCut: { on: false, freqHz: 80, slope: 24 } })(20)).toBe(0);
  });

  it('of a band whose shape is not known stays flat instead of guessing', () => {
    expect(bandResponse(band('vintage', 1000, 6, 1))(1000)).toBe(0);
  });

  it('of a low cut is -3 dB at its frequency for every slope', () => {
    for (const slope of [12, 18, 24]) expect(cutResponse('low', { on: true, freqHz: 80, slope })(80)).toBeCloseTo(-3.01, 2);
  });
});

describe('the graph', () => {
  const area: Area = { width: 700, height: 234, spanDb: 18 };

  it('has 20 Hz at its left, 20 kHz at its right, and 0 dB in its middle', () => {
    expect(xOf(area, 20)).toBe(0);
    expect(xOf(area, 20_000)).toBeCloseTo(700, 9);
    expect(freqAt(area, xOf(area, 1234))).toBeCloseTo(1234, 6);
    expect(yOf(area, 0)).toBe(117);
    expect(yOf(area, 18)).toBe(0);
    expect(levelPerPx(area) * 234).toBe(36);
  });

  it('shows a narrow notch as deep as it is, wherever it falls between two points', () => {
    const path = curvePath(area, bandResponse(band('notch', 1003, 0, 10)), [1003]);
    const heights = path
      .slice(1)
      .split('L')
      .map((point) => Number(point.split(' ')[1]));
    expect(Math.max(...heights)).toBe(area.height + 4);
  });
});
