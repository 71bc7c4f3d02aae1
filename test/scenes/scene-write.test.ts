import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Scene, SceneValue } from '../../src/scenes/scene.ts';
import { readScene } from '../../src/scenes/scene-file.ts';
import { equalScenes, writeScene } from '../../src/scenes/scene-write.ts';
import { showErrors } from '../../src/wire/formats/yaml-file.ts';
import { anyScene } from './scene-kit.ts';

function read(text: string): Scene {
  const reading = readScene(text, '012 Verse 2.yaml');
  if ('errors' in reading) throw new Error(`${showErrors(reading.errors)}\n${text}`);
  return reading.good;
}

/** The example of the design, with a person's comments, spaces and blank lines. */
const BY_HAND = `# The second verse. Ask Ann before changing the bass.

scene: Verse 2
fade: 4 s
safe: [ch/24, bus/*]


ch/1:
  name: Kick In
  fader: -2.5                # dB
  mute: off
  eq/1: {type: low-shelf,   freq: 80 Hz, gain: +2, q: 0.7}   # warm
  # the send of the drummer
  send/1: { level: -8, tap: pre }

ch/17..19:                   # the choir
  mute: on
# the end
`;

const changed = (scene: Scene, values: Readonly<Record<string, SceneValue | undefined>>): Scene => {
  const map = new Map(scene.values);
  for (const [path, value] of Object.entries(values)) {
    if (value === undefined) map.delete(path);
    else map.set(path, value);
  }
  return { ...scene, values: map };
};

/** Lines that only one of two texts has. */
function difference(before: string, after: string): string[] {
  const [one, two] = [before.split('\n'), after.split('\n')];
  return [
    ...one.filter((line) => !two.includes(line)).map((line) => `-${line}`),
    ...two.filter((line) => !one.includes(line)).map((line) => `+${line}`),
  ];
}

describe('a scene as a file', () => {
  test('what is written is what is read, whatever names and values it holds', () =>
    fc.assert(
      fc.property(anyScene, (scene) => {
        const text = writeScene(scene);
        expect(equalScenes(read(text), scene)).toBe(true);
        expect(writeScene(read(text))).toBe(text);
      }),
      { numRuns: 400 },
    ));

  test('it reads as an engineer writes: units where the name does not say them, sections in braces, names bare', () => {
    const scene = read(BY_HAND);
    const fades = changed(scene, {
      'ch/1/fader': { value: -8, fade: { ms: 2500, curve: 'linear' } },
      'ch/2/dyn/ratio': { value: 3 },
      'ch/2/dyn/attack': { value: 12 },
    });
    expect(writeScene(fades)).toBe(`scene: Verse 2
fade: 4 s
safe: [ch/24, bus/*]
ch/1:
  name: Kick In
  fader: -8 over 2.5 s along linear
  mute: off
  eq/1: { type: low-shelf, freq: 80 Hz, gain: +2, q: 0.7 }
  send/1: { level: -8, tap: pre }
ch/17:
  mute: on
ch/18:
  mute: on
ch/19:
  mute: on
ch/2:
  dyn: { ratio: 3, attack: 12 ms }
`);
  });
});

describe('a file written again', () => {
  test('a scene that says the same leaves the file to the letter', () => {
    expect(writeScene(read(BY_HAND), BY_HAND)).toBe(BY_HAND);
  });

  test('a changed value changes its own word and nothing else', () => {
    const scene = changed(read(BY_HAND), { 'ch/1/fader': { value: -3 }, 'ch/1/eq/1/gain': { value: 4.5 } });
    expect(difference(BY_HAND, writeScene(scene, BY_HAND))).toEqual([
      '-  fader: -2.5                # dB',
      '-  eq/1: {type: low-shelf,   freq: 80 Hz, gain: +2, q: 0.7}   # warm',
      '+  fader: -3                # dB',
      '+  eq/1: {type: low-shelf,   freq: 80 Hz, gain: +4.5, q: 0.7}   # warm',
    ]);
  });

  test('values that go take their line or entry along, and the comments around stay', () => {
    const scene = changed(read(BY_HAND), {
      'ch/1/mute': undefined,
      'ch/1/eq/1/q': undefined,
      'ch/1/eq/1/type': undefined,
      'ch/1/send/1/level': undefined,
      'ch/1/send/1/tap': undefined,
    });
    expect(difference(BY_HAND, writeScene(scene, BY_HAND))).toEqual([
      '-  mute: off',
      '-  eq/1: {type: low-shelf,   freq: 80 Hz, gain: +2, q: 0.7}   # warm',
      '-  send/1: { level: -8, tap: pre }',
      '+  eq/1: {freq: 80 Hz, gain: +2}   # warm',
    ]);
  });

  test('values that come stand with their strip and section, and new strips behind the others', () => {
    const scene = changed(read(BY_HAND), {
      'ch/1/pan': { value: -20 },
      'ch/1/send/1/on': { value: true },
      'ch/1/gate/on': { value: true },
      'main/fader': { value: '-inf' },
    });
    expect(difference(BY_HAND, writeScene(scene, BY_HAND))).toEqual([
      '-  send/1: { level: -8, tap: pre }',
      '+  send/1: { level: -8, tap: pre, on: on }',
      '+  pan: -20',
      '+  gate: { on: on }',
      '+main:',
      '+  fader: -inf',
    ]);
  });

  test('one of a range that differs is taken out of it', () => {
    const scene = changed(read(BY_HAND), { 'ch/18/mute': { value: false } });
    const text = writeScene(scene, BY_HAND);
    expect(equalScenes(read(text), scene)).toBe(true);
    expect(text).toContain('# The second verse. Ask Ann');
    expect(text).toContain('  fader: -2.5                # dB\n');
  });

  test('settings come, change and go by themselves', () => {
    const scene = { ...read(BY_HAND), name: 'Verse 2: loud', fade: undefined, preamps: true };
    expect(difference(BY_HAND, writeScene(scene, BY_HAND))).toEqual([
      '-scene: Verse 2',
      '-fade: 4 s',
      '+scene: "Verse 2: loud"',
      '+preamps: yes',
    ]);
  });

  test('whatever scene is stored over whatever file, the file says that scene and is stable from then on', () =>
    fc.assert(
      fc.property(anyScene, anyScene, fc.boolean(), (before, after, near) => {
        const mixed = near ? { ...before, values: new Map([...before.values, ...[...after.values].slice(0, 3)]) } : after;
        const file = `# a comment\n${writeScene(before)}`;
        const text = writeScene(mixed, file);
        expect(equalScenes(read(text), mixed)).toBe(true);
        expect(text.startsWith('# a comment\n')).toBe(true);
        expect(writeScene(mixed, text)).toBe(text);
      }),
      { numRuns: 300 },
    ));
});
