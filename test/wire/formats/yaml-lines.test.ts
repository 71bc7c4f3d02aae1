import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeScene } from '../../../src/scenes/scene-write.ts';
import { readLines } from '../../../src/wire/formats/yaml-lines.ts';
import type { Block, Item } from '../../../src/wire/formats/yaml-places.ts';
import { parseTree } from '../../../src/wire/formats/yaml-tree.ts';
import { anyScene } from '../../scenes/scene-kit.ts';

/** Keys, words and where they stand. */
const shape = (block: Block): unknown =>
  block.items.map(({ key, value }: Item) => [key, 'items' in value ? [value.flow, shape(value)] : 'list' in value ? value.list : value]);

/** The whole parser has the last word on what the quick one took. */
function agrees(text: string): boolean {
  const quick = readLines(text);
  if (!quick) return false;
  const whole = parseTree(text, 'x.yaml');
  if ('errors' in whole) throw new Error(`taken, and refused by the whole parser (${whole.errors[0]?.says}):\n${text}`);
  expect(shape(quick)).toEqual(shape(whole.good));
  return true;
}

describe('the quick reader of plain files', () => {
  test('takes every file that we write, and finds each word where the whole parser does', () =>
    fc.assert(
      fc.property(anyScene, (scene) => {
        expect(agrees(writeScene(scene))).toBe(true);
      }),
      { numRuns: 300 },
    ));

  test('takes comments, blank lines and spaces as a person leaves them', () => {
    expect(
      agrees(
        '# one\n\nscene: A  # two\n  # three\nch/1:   # four\n  fader: -2.5\n\n  eq/1: {  freq: 80 Hz ,gain: +2 }   # five\nsafe: [ ch/1, bus/2 ]\nonly: []\nlast: "x # y"',
      ),
    ).toBe(true);
  });

  test.each([
    ['a list in a block', 'a:\n  - b\n'],
    ['a text over several lines', 'a: b\n  c\n'],
    ['a block text', 'a: |\n  b\n'],
    ['a reference', 'a: *b\n'],
    ['an anchor', 'a: &b c\n'],
    ['a tag', 'a: !b c\n'],
    ['single quotes', "a: 'b'\n"],
    ['an escape', 'a: "\\x41"\n'],
    ['braces over several lines', 'a: { b: c,\n  d: e }\n'],
    ['braces in braces', 'a: { b: { c: d } }\n'],
    ['a tab', 'a:\tb\n'],
    ['a line end of Windows', 'a: b\r\n'],
    ['a key that stands twice', 'a: b\na: c\n'],
    ['a key without a value', 'a:\nb: c\n'],
    ['another step in', 'a:\n    b: c\n'],
    ['a second document', 'a: b\n---\nc: d\n'],
    ['a dash that begins a list', 'a: - b\n'],
  ])('leaves %s to the whole parser', (_what, text) => {
    expect(readLines(text)).toBeUndefined();
  });

  test('of files damaged anywhere, all that it takes mean the same to the whole parser', () => {
    const base =
      'scene: Verse 2 # c\nsafe: [ch/24, "bus/*"]\nch/1:\n  name: "a: b"\n  eq/1: { type: low-shelf, freq: 80 Hz }\n  mute: off\nmain:\n  fader: -inf\n';
    const letters = fc.constantFrom(...' :#{}[],"\'-*&!|>%@`?\n\t~.ax1\\'.split(''), '  ', '\n  ', ': ', ' #', '- ', '...', '---\n');
    let taken = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(base.length), fc.nat(3), letters), { minLength: 1, maxLength: 3 }), (cuts) => {
        let text = base;
        for (const [at, length, put] of cuts) text = text.slice(0, at) + put + text.slice(at + length);
        if (agrees(text)) taken += 1;
      }),
      { numRuns: 3000 },
    );
    expect(taken).toBeGreaterThan(100);
  });
});
