import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPreset, writePreset } from '../../src/scenes/preset-file.ts';
import type { Preset } from '../../src/scenes/presets.ts';
import { showErrors } from '../../src/wire/formats/yaml-file.ts';

const good = (text: string): Preset => {
  const reading = readPreset(text, 'Lead Vox.yaml');
  if ('errors' in reading) throw new Error(showErrors(reading.errors));
  return reading.good;
};
const errors = (text: string): string => {
  const reading = readPreset(text, 'Lead Vox.yaml');
  return 'errors' in reading ? showErrors(reading.errors) : '';
};

test('a preset reads as the block of a strip in a scene', () => {
  const { name, note, values } = good(`preset: Lead Vox
note: SM58, near
strip:
  fader: -2.5                # dB
  hpf: { on: on, freq: 100 Hz }
  eq/1: { type: low-shelf, freq: 80, gain: +2 dB, q: 0.7 }
  eq:
    2/freq: 1.2 kHz
  send/1: { level: -inf, tap: pre }
`);
  expect([name, note]).toEqual(['Lead Vox', 'SM58, near']);
  expect(Object.fromEntries(values)).toEqual({
    fader: -2.5,
    'hpf/on': true,
    'hpf/freq': 100,
    'eq/1/type': 'low-shelf',
    'eq/1/freq': 80,
    'eq/1/gain': 2,
    'eq/1/q': 0.7,
    'eq/2/freq': 1200,
    'send/1/level': '-inf',
    'send/1/tap': 'pre',
  });
});

test('it is written to be read by people, and reads back the same', () => {
  const preset = good('preset: Lead Vox\nstrip: { hpf: { on: on, freq: 100 }, name: "007", fader: -3, eq/1: { gain: 2 } }\n');
  expect(writePreset(preset)).toBe(`preset: Lead Vox
strip:
  name: "007"
  fader: -3
  hpf: { on: on, freq: 100 Hz }
  eq/1: { gain: +2 }
`);
  expect(good(writePreset(preset))).toEqual(preset);
});

test('mistakes are told with line and column', () => {
  expect(errors('preset: Lead Vox\nnot: x\nstrip:\n  fadr: -3\n  eq/1: { gian: 2 }\n  hpf: { freq: high }\n  fader: -3 over 4 s\n')).toBe(
    `Lead Vox.yaml:2:1: no setting "not"; did you mean "note"?
    not: x
    ^^^
Lead Vox.yaml:4:3: a strip has no "fadr"; did you mean "fader"?
      fadr: -3
      ^^^^
Lead Vox.yaml:5:11: a strip has no "eq/1/gian"; did you mean "eq/1/gain"?
      eq/1: { gian: 2 }
              ^^^^
Lead Vox.yaml:6:16: freq: "high" is not a number (Hz)
      hpf: { freq: high }
                   ^^^^
Lead Vox.yaml:7:10: fader: a preset has no times; "preset NAME STRIP" puts it at once
      fader: -3 over 4 s
             ^^^^^^^^^^^`,
  );
  expect(errors('strip: { fader: 0 }\n')).toContain('preset: a name of 1..80 characters');
  expect(errors('preset: x\n')).toContain('strip is missing');
});

test('any name and any text on a strip survive the file', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).map((one) =>
    one
      .normalize('NFC')
      .replace(/\p{Cc}/gu, '')
      .trim(),
  );
  fc.assert(
    fc.property(
      text.filter((one) => one !== ''),
      text,
      fc.double({ min: -90, max: 10, noNaN: true }),
      (name, label, level) => {
        const preset: Preset = {
          name,
          note: label,
          values: new Map<string, string | number>([
            ['name', label],
            ['fader', Number(level.toFixed(2)) + 0],
          ]),
        };
        expect(good(writePreset(preset))).toEqual(preset);
      },
    ),
  );
});
