import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readScene, readWhole } from '../../src/scenes/scene-file.ts';
import { showErrors } from '../../src/wire/formats/yaml-file.ts';

/** As in the design of the files. */
const VERSE = `scene: Verse 2
fade: 4 s
safe: [ch/24, bus/*]
ch/1:
  name: Kick In
  fader: -2.5                # dB
  mute: off
  eq/1: { type: low-shelf, freq: 80 Hz, gain: +2, q: 0.7 }
  send/1: { level: -8, tap: pre }
ch/17..19:
  mute: on
`;

const good = (text: string) => {
  const reading = readScene(text, '012 Verse 2.yaml');
  if ('errors' in reading) throw new Error(showErrors(reading.errors));
  return reading.good;
};
const wrong = (text: string): string => {
  const reading = readScene(text, 'x.yaml');
  return 'errors' in reading ? showErrors(reading.errors) : 'no error';
};
const valueAt = (line: string, path: string) => good(`scene: A\n${line}\n`).values.get(path);

describe('a scene file', () => {
  test('says name, number, times, safes and values, whole or in part', () => {
    const scene = good(VERSE);
    expect(scene).toMatchObject({
      name: 'Verse 2',
      number: '012',
      fade: { ms: 4000, curve: 's' },
      safe: ['ch/24', 'bus/*'],
      only: [],
      preamps: false,
      note: '',
    });
    expect(Object.fromEntries(scene.values)).toEqual({
      'ch/1/name': { value: 'Kick In' },
      'ch/1/fader': { value: -2.5 },
      'ch/1/mute': { value: false },
      'ch/1/eq/1/type': { value: 'low-shelf' },
      'ch/1/eq/1/freq': { value: 80 },
      'ch/1/eq/1/gain': { value: 2 },
      'ch/1/eq/1/q': { value: 0.7 },
      'ch/1/send/1/level': { value: -8 },
      'ch/1/send/1/tap': { value: 'pre' },
      'ch/17/mute': { value: true },
      'ch/18/mute': { value: true },
      'ch/19/mute': { value: true },
    });
  });

  test.each([
    ['ch/1: { eq/1: { freq: 1.2 kHz } }', 'ch/1/eq/1/freq', 1200],
    ['ch/1/delay/time: 0.5 s', 'ch/1/delay/time', 500],
    ['ch/1/delay/time: 12', 'ch/1/delay/time', 12],
    ['rack/1: { decay: 1800 ms }', 'rack/1/decay', 1.8],
    ['ch/1/fader: -6 dB', 'ch/1/fader', -6],
    ['main/fader: -inf', 'main/fader', '-inf'],
    ['main/fader: -oo', 'main/fader', '-inf'],
    ['ch/1/dyn/mix: 50 %', 'ch/1/dyn/mix', 50],
    ['ch/1/hpf/slope: 24 dB/oct', 'ch/1/hpf/slope', '24'],
    ['ch/1/mute: yes', 'ch/1/mute', true],
    ['mon:ch/1/mute: no', 'mon:ch/1/mute', false],
    ['ch/1/name: 007', 'ch/1/name', '007'],
    ['ch/1/name: true', 'ch/1/name', 'true'],
    ['ch/1: { eq: { 2: { gain: -3 } } }', 'ch/1/eq/2/gain', -3],
    ['ch/1: { dca/2: on }', 'ch/1/dca/2', true],
  ])('%s', (line, path, value) => {
    expect(valueAt(line, path)).toEqual({ value });
  });

  test.each([
    ['-8 over 4 s', { ms: 4000, curve: 's' }],
    ['-8 dB over 250 ms along linear', { ms: 250, curve: 'linear' }],
    ['-8 over 2 along equal-power', { ms: 2000, curve: 'equal-power' }],
  ])('a fader at %s has a time of its own', (text, fade) => {
    expect(valueAt(`ch/1/fader: ${text}`, 'ch/1/fader')).toEqual({ value: -8, fade });
  });

  test('a name may have "over" in it', () => {
    expect(valueAt('ch/1/name: Vox over 4 s', 'ch/1/name')).toEqual({ value: 'Vox over 4 s' });
  });

  test('a range may have an exception behind it', () => {
    const { values } = good('scene: A\nch/1..3:\n  mute: on\nch/2:\n  mute: off\n');
    expect([1, 2, 3].map((strip) => values.get(`ch/${strip}/mute`)?.value)).toEqual([true, false, true]);
  });

  test('the number of a scene is that of its file', () => {
    const number = (file: string) => {
      const reading = readScene('scene: A\n', file);
      return 'good' in reading && reading.good.number;
    };
    expect(['012 Verse 2.yaml', 'scenes/7.yaml', '1.5 Intro.yaml', 'Verse 2.yaml', '24k gold.yaml'].map(number)).toEqual([
      '012',
      '7',
      '1.5',
      '',
      '',
    ]);
  });
});

describe('a mistake in a scene file', () => {
  test.each([
    ['scene: A\nfades: 4 s\n', 'x.yaml:2:1: no setting or strip "fades"; did you mean "fade"?'],
    ['scene: A\nch/1:\n  fadr: 3\n', 'x.yaml:3:3: no parameter "ch/1/fadr"; did you mean "ch/1/fader"?'],
    ['scene: A\nch/1:\n  eq/1: { type: bell, gian: 3 }\n', 'x.yaml:3:23: no parameter "ch/1/eq/1/gian"; did you mean "ch/1/eq/1/gain"?'],
    ['scene: A\nch/1:\n  eqq/1: { gain: 3 }\n', 'x.yaml:3:3: no parameter "ch/1/eqq/1"; did you mean "ch/1/eq/1"?'],
    ['scene: A\nchn/3:\n  fader: 3\n', 'x.yaml:2:1: no parameter or strip "chn/3"; did you mean "ch/3"?'],
    ['scene: A\nch:\n  fader: 3\n', 'x.yaml:2:1: ch has a number: ch/1'],
    ['scene: A\nch/1: 4\n', 'x.yaml:2:1: ch/1 is a section; its values stand below it, or in braces'],
    ['scene: A\nch/1:\n  fader: { to: 3 }\n', 'x.yaml:3:3: ch/1/fader is one value, not a block'],
    ['scene: A\nch/1:\n  fader: [3]\n', 'x.yaml:3:10: fader: one value, not a list'],
    ['scene: A\nch/1:\n  fader: loud\n', 'x.yaml:3:10: fader: "loud" is not a number (dB)'],
    ['scene: A\nch/1:\n  fader:\n', 'x.yaml:3:3: fader is empty'],
    ['scene: A\nch/1:\n  pan: -inf\n', 'x.yaml:3:8: pan: "-inf" is not a finite number'],
    ['scene: A\nch/1:\n  mute: maybe\n', 'x.yaml:3:9: mute: "maybe" is not on or off'],
    ['scene: A\nch/1:\n  level: 3\n', 'x.yaml:3:3: ch/1/level follows from other values; a scene cannot set it'],
    ['scene: A\nplayer/state: play\n', 'x.yaml:2:1: player/state is never part of a scene; a cue or a script can set it'],
    ['scene: A\nch/*:\n  mute: on\n', 'x.yaml:2:1: ch/*: a scene names what it sets; write a range such as ch/1..32'],
    ['scene: A\nch/9..3:\n  mute: on\n', 'x.yaml:2:1: ch/9..3: a range goes up, by at most 256 numbers'],
    ['scene: A\nch/1..99999/mute: on\n', 'x.yaml:2:1: ch/1..99999/mute: a range goes up, by at most 256 numbers'],
    ['scene: "A\\u200bB"\n', 'x.yaml:1:8: a name has no invisible characters, and none that turn the text around it'],
    ['scene: "A\\u202eB"\n', 'x.yaml:1:8: a name has no invisible characters, and none that turn the text around it'],
    ['scene: "A\\u2028B"\n', 'x.yaml:1:8: a name has at most 100 characters, on one line'],
    ['scene: A\nfade: soon\n', 'x.yaml:2:7: fade: "soon" is not a time such as 4 s, 250 ms or 4 s along linear'],
    ['scene: A\nch/1/fader: 3 over 2 s along lineal\n', 'x.yaml:2:13: no curve "lineal"; did you mean "linear"?'],
    ['scene: A\nsafe: [ch 1]\n', 'x.yaml:2:8: "ch 1" is not a path or pattern such as ch/24, bus/* or ch/1..8/eq'],
    ['scene: A\npreamps: perhaps\n', 'x.yaml:2:10: preamps: "perhaps" is not yes or no'],
    ['ch/1:\n  mute: on\n', 'x.yaml:1:1: scene is missing; it is the name of the scene'],
    ['scene: A\nscene: B\n', 'x.yaml:2:1: scene stands twice'],
    ['scene: A\nversion: 7\n', 'x.yaml:2:10: version 7 is of a newer Deskbridge; this one reads up to 1'],
    ['- A\n', 'x.yaml:1:1: the file is not a block of settings (name: value)'],
    ['', 'x.yaml:1:1: scene is missing; it is the name of the scene'],
  ])('%j', (text, says) => {
    expect(wrong(text).split('\n')[0]).toBe(says);
  });

  test('is shown with its line and carets', () => {
    expect(wrong('scene: A\nch/1:\n  eq/1: { type: bell, gian: 3 }\n')).toBe(
      'x.yaml:3:23: no parameter "ch/1/eq/1/gian"; did you mean "ch/1/eq/1/gain"?\n      eq/1: { type: bell, gian: 3 }\n                          ^^^^',
    );
  });

  test('an older file is brought up to date before it is read', () => {
    const renamed = readWhole('version: 1\ntitle: Old\n', 'x.yaml', [
      (block) => ({
        ...block,
        items: block.items.map((item) => (item.key.word === 'title' ? { ...item, key: { ...item.key, word: 'scene' } } : item)),
      }),
    ]);
    expect('good' in renamed && renamed.good.scene.name).toBe('Old');
  });
});

describe('a hostile scene file', () => {
  test.each([
    ['two megabytes', `scene: A\nnote: "${'x'.repeat(2_000_000)}"\n`, 'at most 1048576 are read'],
    ['brackets without end', `scene: ${'['.repeat(100_000)}`, ''],
    ['blocks without end', `${'a: {'.repeat(5000)}`, ''],
    ['references that multiply', `a: &a [x, x]\nb: &b [*a, *a]\nscene: *b\n`, 'not read'],
    ['a reference to itself', 'scene: &a\n  b: *a\n', 'not read'],
    ['bytes that are no text', '\u0000\u0001\u0002', 'the file is no text'],
    ['a tag', 'scene: !!binary aGk=\n', 'tags'],
    ['ranges that multiply', `scene: A\nch/1..200/eq/1..200: { gain: 3 }\nbus/1..200/eq/1..200: { gain: 3 }\n`, 'more than 50000 values'],
    ['a key of the language below', 'scene: A\n__proto__:\n  fader: 3\n', 'no setting or strip "__proto__"'],
    ['60,000 keys', `scene: A\n${Array.from({ length: 60_000 }, (_, at) => `k${at}: 1`).join('\n')}`, 'no setting or strip "k0"'],
  ])('of %s ends in errors, and nothing else', (_what, text, says) => {
    const reading = readScene(text, 'x.yaml');
    expect('errors' in reading && reading.errors.length).toBeGreaterThan(0);
    expect(wrong(text)).toContain(says);
  });

  test('whatever it holds, it is read or refused, never thrown at', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 200 }),
          fc.string().map((text) => VERSE + text),
          fc.tuple(fc.nat(VERSE.length), fc.string({ maxLength: 4 })).map(([at, put]) => VERSE.slice(0, at) + put + VERSE.slice(at + 2)),
        ),
        (text) => {
          const reading = readScene(text, 'x.yaml');
          if ('errors' in reading)
            for (const { line, column } of reading.errors) expect(line > 0 && column > 0 && line <= text.split('\n').length + 1).toBe(true);
          else expect(reading.good.name).not.toBe('');
        },
      ),
      { numRuns: 1000 },
    ));
});
