import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as printed from '../../../src/page/surface/keys.ts';
import { levelAt, PRINT, spoken } from '../../../src/page/surface/print.ts';
import { digitsOf } from '../../../src/page/surface/segments.ts';
import { X_TOUCH } from '../../../src/page/surface/x-touch.ts';
import { profileSchema } from '../../../src/surfaces/profile.ts';

const profile = profileSchema.parse(
  parse(readFileSync(new URL('../../../mappings/profiles/behringer-x-touch.yaml', import.meta.url), 'utf8')),
);

describe('the drawn X-Touch', () => {
  it('is the X-Touch of the profile file', () => {
    expect(X_TOUCH).toEqual(profile);
  });

  it('has every key of the profile that has a place on the panel, once', () => {
    const groups = Object.values(printed).flatMap((one) => ('caps' in one ? one.caps : Array.isArray(one) ? one : [one]));
    const drawn = groups.map(({ key }) => key);
    // A knob is pushed itself, and the foot switches are sockets at the back.
    const elsewhere = ['push', 'user-a', 'user-b'];
    const { strip, unit, lamps } = profile.keys;
    expect(drawn.toSorted()).toEqual([...strip, ...unit, ...lamps].filter((key) => !elsewhere.includes(key)).toSorted());
  });

  it('has its scale printed where the profile says the levels are', () => {
    for (const [raw, levelDb] of profile.fader.scale.slice(1)) expect(levelAt(raw / profile.fader.top)).toBeCloseTo(levelDb, 9);
    expect(PRINT.find(({ print }) => print === '0')?.place).toBeCloseTo(12_588 / 16_368, 9);
    expect(levelAt(0)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('is read aloud in levels', () => {
    expect([-3.24, 0, 4, Number.NEGATIVE_INFINITY].map(spoken)).toEqual(['minus 3.2 dB', '0.0 dB', 'plus 4.0 dB', 'minus infinity']);
  });
});

describe('digits of seven bars', () => {
  it('stand at the right, each dot with the digit before it', () => {
    const digits = digitsOf('1.8', 3);
    expect(digits).toEqual([
      { bars: 0, dot: false },
      { bars: 0x06, dot: true },
      { bars: 0x7f, dot: false },
    ]);
  });

  it('keep the last of a text that is too long, and leave dark what has no shape', () => {
    expect(digitsOf('123', 2).map(({ bars }) => bars)).toEqual([0x5b, 0x4f]);
    expect(digitsOf('@', 1)).toEqual([{ bars: 0, dot: false }]);
  });
});
