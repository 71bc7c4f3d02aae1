import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mcuCodec } from '../../../src/surfaces/mcu/codec.ts';
import { transliterate } from '../../../src/surfaces/mcu/lcd.ts';
import { digitBytes, digitText, meterValue, ringByte, ringPlaces, tickBytes, ticksOf } from '../../../src/surfaces/mcu/values.ts';
import { hexOf, mackie } from './profiles.ts';

const lcd = (text: string): string => mcuCodec(mackie).write({ kind: 'text', strip: 0, line: 0, text }).map(hexOf).join(' | ');

/** Field case mcu-lcd-non-ascii-name (bitwig/bitwig-extensions PR 82). */
test('names outside ASCII are one message of 15 bytes each, and no byte of them is a status', () => {
  expect(lcd('Bö Vox')).toBe('F0 00 00 66 14 12 00 42 6F 20 56 6F 78 20 F7');
  for (const name of ['Bö Vox', '日本', 'Kick\n', 'Git€']) {
    const [message = Uint8Array.of(), ...more] = mcuCodec(mackie).write({ kind: 'text', strip: 0, line: 0, text: name });
    expect(more).toEqual([]);
    expect(message.length).toBe(15);
    for (const byte of message.subarray(7, 14)) expect(byte >= 0x20 && byte <= 0x7d && byte !== 0x5c).toBe(true);
  }
  expect(transliterate('日本')).toBe('??');
  expect(transliterate('Kick\n')).toBe('Kick');
});

test.each([
  ['Müller', 'Muller'],
  ['Straße', 'Strasse'],
  ['Œuvre', 'OEuvre'],
  ['Łódź', 'Lodz'],
  ['Git€', 'GitEUR'],
  ['“Hi” – it’s', '"Hi" - it\'s'],
  ['a\\b~c', 'a/b-c'],
  ['−∞ dB', '-inf dB'],
  ['ﬁne', 'fine'],
  ['e\u0301', 'e'],
  ['한국', '??'],
  ['🎸 DI', '? DI'],
  ['👩‍🎤', '??'],
  ['½', '1/2'],
  ['´', '?'],
  ['Vox\u00a01', 'Vox 1'],
  ['\ue000', '?'],
])('"%s" reads "%s" on the LCD', (name, shown) => {
  expect(transliterate(name)).toBe(shown);
});

test('any name becomes characters every LCD has, and one of visible characters is never blank', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      expect(transliterate(name)).toMatch(/^[\x20-\x5b\x5d-\x7d]*$/);
      if (/[\p{L}\p{N}\p{S}]/u.test(name)) expect(transliterate(name).trim()).not.toBe('');
    }),
  ));

test('plain text stays as it is', () =>
  fc.assert(
    fc.property(fc.stringMatching(/^[\x20-\x5b\x5d-\x7d]*$/), (name) => {
      expect(transliterate(name)).toBe(name);
    }),
  ));

test('text is cut or filled to the seven cells of a strip', () => {
  expect(lcd('Overheads left')).toBe('F0 00 00 66 14 12 00 4F 76 65 72 68 65 61 F7');
  expect(lcd('')).toBe('F0 00 00 66 14 12 00 20 20 20 20 20 20 20 F7');
});

const ALL = { modes: ['dot', 'boost-cut', 'wrap', 'spread'], center: true } as const;
const lit = (byte: number): number[] => ringPlaces(byte).flatMap((on, at) => (on ? [at + 1] : []));

test('rings: pan stands in the middle, a level fills from the left, a width opens from the centre', () => {
  const at = (mode: (typeof ALL.modes)[number], position: number): number[] => lit(ringByte({ mode, position, center: false }, ALL));
  expect(at('dot', 0)).toEqual([1]);
  expect(at('dot', 0.5)).toEqual([6]);
  expect(at('dot', 1)).toEqual([11]);
  expect(at('boost-cut', 0)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(at('boost-cut', 1)).toEqual([6, 7, 8, 9, 10, 11]);
  expect(at('wrap', 0)).toEqual([]);
  expect(at('wrap', 1)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(at('spread', 1 / 6)).toEqual([6]);
  expect(at('spread', 1)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

test('value 0 is a dark ring in every mode, and a spread above 6 is full', () => {
  for (const mode of [0x00, 0x10, 0x20, 0x30]) expect(lit(mode)).toEqual([]);
  expect(lit(0x3b)).toEqual(lit(0x36));
});

test('a ring that only has dots shows every value as a dot, without the light under the knob', () => {
  expect(ringByte({ mode: 'wrap', position: 1, center: true }, { modes: ['dot'], center: false })).toBe(0x0b);
});

test('ticks are sign and magnitude: 41 is one back, 7F is 63 back', () => {
  expect([0x01, 0x41, 0x47, 0x3f, 0x7f, 0x00, 0x40].map(ticksOf)).toEqual([1, -1, -7, 63, -63, 1, -1]);
  fc.assert(
    fc.property(fc.integer({ min: -500, max: 500 }), (ticks) => {
      expect(tickBytes(ticks).reduce((sum, byte) => sum + ticksOf(byte), 0)).toBe(ticks);
    }),
  );
});

test('a meter climbs one step at each of its thresholds', () => {
  const thresholds = mackie.meter?.thresholds ?? [];
  expect(thresholds.map((levelDb) => meterValue(levelDb, thresholds))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  expect([Number.NEGATIVE_INFINITY, -60.1, 6, Number.NaN].map((levelDb) => meterValue(levelDb, thresholds))).toEqual([0, 0, 12, 0]);
});

test('digits stand at the right, a point belongs to the digit before it', () => {
  const shown = (text: string, places: number): string => digitBytes(text, places).map(digitText).join('');
  expect(shown('0:12.5', 10)).toBe('      0.12.5');
  expect(shown('Pn.', 2)).toBe('PN.');
  expect(shown('.5', 2)).toBe(' .5');
  expect(shown('eq4', 2)).toBe('EQ');
  expect(shown('é', 2)).toBe('  ');
});
