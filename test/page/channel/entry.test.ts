import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Law, lawFrom } from '../../../src/desk/law.ts';
import { buildLayout } from '../../../src/desk/layout.ts';
import { DEFAULT_SIZE, describe as describeMixer } from '../../../src/engines/embedded/table.ts';
import { figureDb, keyed, nudges, parted, readEntry, spoken, typed, unitKeys } from '../../../src/page/channel/entry.ts';

const layout = buildLayout(describeMixer(DEFAULT_SIZE));
const parameter = (path: string) => {
  const found = layout.byPath.get(path);
  if (!found) throw new Error(`no ${path}`);
  return found;
};
const lawOf = (path: string): Law => parameter(path).law;

describe('a typed value', () => {
  it.each([
    ['ch/7/eq/2/freq', '1.2k', 1200],
    ['ch/7/eq/2/freq', '1.2 kHz', 1200],
    ['ch/7/fader', '-inf', Number.NEGATIVE_INFINITY],
    ['ch/7/fader', '−6', -6],
    ['ch/7/gate/release', '1.5 s', 1500],
    ['ch/7/dyn/ratio', '4:1', 4],
  ])('for %s: %s is %d', (path, text, value) => {
    expect(readEntry(parameter(path), text)).toEqual({ value });
  });

  it.each([
    ['ch/7/eq/2/freq', '30k', '30 kHz is outside 20..20000 Hz'],
    ['ch/7/fader', '+14', '+14.0 dB is outside -inf..+10 dB'],
    ['ch/7/dyn/knee', 'soft', '"soft" is not a number, 0..+24 dB'],
    ['ch/7/gate/attack', '5 Hz', '"5 Hz" is not a number, 0.1..200 ms'],
  ])('for %s: %s is refused in words', (path, text, refused) => {
    expect(readEntry(parameter(path), text)).toEqual({ refused });
  });
});

describe('the pad', () => {
  it('writes what its keys say, turns the sign over, and has one point', () => {
    const text = ['1', '8', '.', '.', '5', '-'].reduce(typed, '');
    expect(text).toBe('-18.5');
    expect(typed(text, '-')).toBe('18.5');
  });
  it('lets silence stand alone', () => {
    expect(typed('-12', '-inf')).toBe('-inf');
    expect(typed('-inf', '5')).toBe('5');
  });
  it('offers silence only where the law has it', () => {
    expect(unitKeys(lawOf('ch/1/fader'))).toEqual([['−∞', '-inf']]);
    expect(unitKeys(lawOf('ch/1/dyn/threshold'))).toEqual([]);
    expect(unitKeys(lawOf('ch/1/eq/1/freq'))).toEqual([['kHz', 'k']]);
  });
});

describe('the step keys', () => {
  const to = (path: string, at: number, value: number) => nudges(lawOf(path))[at]?.to(value);
  it('move a level by half a dB and by a tenth', () => {
    expect([0, 1, 2, 3].map((at) => to('ch/1/eq/1/gain', at, 2))).toEqual([1.5, 1.9, 2.1, 2.5]);
    expect(nudges(lawOf('ch/1/eq/1/gain')).map(({ label }) => label)).toEqual(['−0.5', '−', '+', '+0.5']);
  });
  it('move a frequency by a tenth of itself', () => {
    expect(to('ch/1/eq/1/freq', 3, 1000)).toBe(1100);
    expect(to('ch/1/eq/1/freq', 0, 1100)).toBe(1000);
  });
  it('bring a fader out of silence at its lowest level, and back', () => {
    expect(to('ch/1/fader', 3, Number.NEGATIVE_INFINITY)).toBe(-90);
    expect(to('ch/1/fader', 0, -90)).toBe(Number.NEGATIVE_INFINITY);
  });
  it('stay on the grid and inside the range, and move unless they are at the end, for every number of the mixer', () => {
    const shapes = new Map(
      layout.parameters.filter(({ type }) => type === 'number').map(({ law }) => [JSON.stringify(law.shape), law.shape]),
    );
    expect(shapes.size).toBeGreaterThan(15);
    fc.assert(
      fc.property(
        fc.constantFrom(...shapes.values()),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 3 }),
        (shape, position, at) => {
          const law = lawFrom(shape);
          const from = law.snap(law.toValue(position));
          const next = nudges(law)[at]?.to(from) ?? Number.NaN;
          expect(law.snap(next)).toBe(next);
          const end = at < 2 ? law.min : law.max;
          if (from === end) expect(next).toBe(end);
          else expect(at < 2 ? next < from : next > from).toBe(true);
        },
      ),
    );
  });
  it('answer to arrows, with Shift finer, and to no other key', () => {
    const law = lawOf('ch/1/eq/1/gain');
    expect(keyed(law, 0, 'ArrowUp', false)).toBe(0.5);
    expect(keyed(law, 0, 'ArrowLeft', true)).toBe(-0.1);
    expect(keyed(law, 0, 'PageUp', false)).toBeCloseTo(3.6, 9);
    expect(keyed(law, 0, 'x', false)).toBeUndefined();
  });
});

describe('a value on the screen', () => {
  it('is figure and unit, and can be spoken', () => {
    expect(parted(2800, 'Hz')).toEqual(['2.8', 'kHz']);
    expect(parted(-18.5, 'dB')).toEqual(['−18.5', 'dB']);
    expect(parted(1500, 'ms')).toEqual(['1.5', 's']);
    expect(figureDb(-0.04)).toBe('0.0');
    expect(spoken(-3.2, 'dB')).toBe('minus 3.2 dB');
    expect(spoken(Number.NEGATIVE_INFINITY, 'dB')).toBe('minus infinity');
    expect(spoken(3.2, ':1')).toBe('3.2 to 1');
  });
});
