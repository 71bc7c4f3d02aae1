import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explain, isRefusal } from '../../../src/desk/refusal.ts';
import { readTrigger } from '../../../src/scenes/triggers/trigger-text.ts';

test.each([
  ['midi program 14 channel 1', { kind: 'program', program: 14, channel: 1 }],
  ['midi program 1 bank 130 from "USB MIDI"', { kind: 'program', program: 1, bank: 130, from: 'USB MIDI' }],
  ['midi note 60 above 20', { kind: 'note', note: 60, above: 20 }],
  ['midi cc 20 channel 4 value 127', { kind: 'cc', controller: 20, channel: 4, value: 127 }],
  ['midi song 8', { kind: 'song', song: 8 }],
  ['midi start', { kind: 'midi-clock', what: 'start' }],
  ['mmc play', { kind: 'mmc', key: 'play' }],
  ['msc fire 5', { kind: 'msc', command: 'fire', macro: 5 }],
  ['msc go 1.5 list 2', { kind: 'msc', command: 'go', cue: '1.5', list: '2' }],
  ['timecode 01:02:03;04', { kind: 'timecode', hours: 1, minutes: 2, seconds: 3, frames: 4 }],
  ['clock mon,fri 19:30 zone Europe/Berlin', { kind: 'clock', days: [1, 5], hour: 19, minute: 30, second: 0, zone: 'Europe/Berlin' }],
  ['clock 2026-12-31 23:59:50', { kind: 'clock', date: '2026-12-31', hour: 23, minute: 59, second: 50 }],
  ['every 15 s', { kind: 'every', everyMs: 15_000 }],
  ['console scene "Act 2" of foh', { kind: 'console', scene: 'Act 2', role: 'foh' }],
])('%s', (text, trigger) => {
  expect(readTrigger(text)).toEqual(trigger);
});

test.each([
  ['mdi note 60', 'did you mean midi?'],
  ['midi program 0', '"0" is not a program number, 1..128'],
  ['midi note 60 channel 17', '"17" is not a channel, 1..16'],
  ['midi note 60 bank 3', '"bank" is not part of midi note'],
  ['midi note 60 loud', '"loud" is not part of a midi trigger'],
  ['mmc plai', 'did you mean play?'],
  ['msc fire 128', '0..127'],
  ['timecode 25:00:00:00', '01:02:03:04'],
  ['clock 2026-02-30 12:00', 'a date that exists'],
  ['clock mon', 'inside [ ] quotes keep several days: "clock mon,fri 19:30"'],
  ['clock 12:00 zone Mars/Base', 'Europe/Berlin'],
  ['every 1 ms', 'at least 0.1 s'],
  ['console 12', 'console scene 12'],
  ['constructor 12', 'one of'],
])('%s is refused: %s', (text, says) => {
  const refusal = readTrigger(text);
  expect(isRefusal(refusal) && explain(refusal)).toContain(says);
});

test('no text makes it throw', () => {
  fc.assert(fc.property(fc.string(), (text) => void readTrigger(text)));
  fc.assert(
    fc.property(
      fc.constantFrom('midi', 'mmc', 'msc', 'clock', 'timecode', 'every', 'console'),
      fc.string(),
      (kind, rest) => void readTrigger(`${kind} ${rest}`),
    ),
  );
});
