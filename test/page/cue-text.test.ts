import { expect, test } from 'vitest';
import { isRefusal } from '../../src/desk/refusal.ts';
import { placeAt, shiftOf } from '../../src/page/scenes/cue-places.ts';
import { EMPTY, numberBetween, textOf, wrongOf } from '../../src/page/scenes/cue-text.ts';
import { withCue } from '../../src/scenes/cues/cue-edit.ts';
import { cuesOf, verbs } from '../scenes/cues/kit.ts';

const between = (before: string | undefined, after: string | undefined, ...taken: string[]): string =>
  numberBetween(before, after, new Set([before, after, ...taken].filter((one) => one !== undefined)));

test('a cue between two has a number between theirs, as short as there is one that is free', () => {
  expect(between('12', '13')).toBe('12.5');
  expect(between('12', '13', '12.5')).toBe('12.6');
  expect(between('12', '14')).toBe('13');
  expect(between('12', '12.5')).toBe('12.3');
  expect(between('12.5', '12.6')).toBe('12.55');
  expect(between('1.9', '2')).toBe('1.95');
});

test('at the end the next whole number, before all a part of the first, and where numbers do not help a part of the one before', () => {
  expect(between('12.5', undefined)).toBe('13');
  expect(between('12', undefined, '13')).toBe('14');
  expect(between(undefined, '1')).toBe('0.5');
  expect(between(undefined, undefined)).toBe('1');
  expect(between('A3', 'A4')).toBe('A3.5');
  expect(between('20', '3')).toBe('20.5');
});

test('what a dialog holds is a cue as the file would say it: a figure is seconds, empty rows are none', () => {
  const form = {
    ...EMPTY,
    name: ' Speech ',
    lines: ['mute ch/1', ' ', 'recall "A; B"'],
    wait: '2,5',
    follows: 'go',
    after: '250 ms',
    armed: false,
  } as const;
  const list = withCue(cuesOf('- cue: 1\n'), '1.5', { where: 'after', other: '1' }, textOf(form), verbs);
  if (isRefusal(list)) throw new Error(list.got);
  const [, cue] = list;
  expect(cue).toMatchObject({
    number: '1.5',
    name: 'Speech',
    lines: [{ text: 'mute ch/1' }, { text: 'recall "A; B"' }],
    waitMs: 2500,
    postMs: 250,
    next: { kind: 'go' },
    armed: false,
    skip: false,
  });
});

test('what is refused stands at the row of the dialog it is about', () => {
  const form = { ...EMPTY, lines: ['', 'mute ch/1', '', 'togle ch/2'], wait: 'soon', when: ['clock 25:00'] };
  const refused = withCue(cuesOf('- cue: 1\n'), '2', { where: 'end', other: '-' }, textOf(form), verbs);
  const wrong = wrongOf('got' in refused ? refused.got : '', form);
  expect([...wrong.lines]).toEqual([[3, 'no verb "togle"']]);
  expect([...wrong.when.keys()]).toEqual([0]);
  expect(wrong.wait).toMatch(/^"soon" is not a time/);
  expect([wrong.after, wrong.rest]).toEqual([undefined, []]);
  expect(wrongOf('"12" is not a free number', form).rest).toEqual(['"12" is not a free number']);
});

test('a dragged row goes where its middle is, and the others make room', () => {
  const middles = [10, 30, 50, 70];
  expect([11, 29, 30, 65, 70, 900].map((y) => placeAt(middles, 0, y))).toEqual([0, 0, 1, 2, 3, 3]);
  expect([69, 51, 50, 30, 10, -100].map((y) => placeAt(middles, 3, y))).toEqual([3, 3, 2, 1, 0, 0]);
  const held = { number: '2', from: 1, to: 3, dy: 44, height: 20 };
  expect([0, 1, 2, 3, 4].map((index) => shiftOf(held, index))).toEqual([0, 44, -20, -20, 0]);
  expect([0, 1, 2].map((index) => shiftOf({ ...held, to: 0, dy: -22 }, index))).toEqual([20, -22, 0]);
  expect(shiftOf(undefined, 1)).toBe(0);
});
