import { expect, test } from 'vitest';
import { recognise } from '../../src/surfaces/recognise.ts';
import { extender, mackie, xTouch } from './mcu/profiles.ts';

const profiles = [xTouch, extender, mackie];
const known = (...ports: string[]): string[] =>
  recognise(profiles, ports).map(({ port, profile, unit }) => `${port} = ${profile.profile} ${unit}`);

/** Names as ALSA, macOS and Windows spell them. */
test.each(['X-Touch:X-Touch MIDI 1 24:0', 'X-Touch INT', 'X-Touch:X-Touch X-TOUCH_INT 20:0', 'X-Touch'])('%s is an X-Touch', (port) => {
  expect(known(port)).toEqual([`${port} = behringer-x-touch 1`]);
});

test.each(['X-Touch-Ext:X-Touch-Ext MIDI 1 28:0', 'X-Touch-Ext', 'X-Touch Extender'])('%s is an extender', (port) => {
  expect(known(port)).toEqual([`${port} = behringer-x-touch-extender 1`]);
});

test.each([
  'X-Touch EXT',
  'X-Touch:X-Touch X-TOUCH_EXT 20:1',
  'X-Touch:X-Touch MIDI 2 24:1',
  'MIDIIN2 (X-Touch)',
  'X-TOUCH MINI:X-TOUCH MINI MIDI 1 32:0',
  'X-Touch One',
  'X-TOUCH COMPACT',
  'MCU Pro USB v3.1:MCU Pro USB v3.1 MIDI 3 24:2',
  'Midi Through:Midi Through Port-0 14:0',
])('%s is left alone', (port) => {
  expect(known(port)).toEqual([]);
});

test('two of a kind are told apart by the order of their ports', () => {
  expect(known('X-Touch:X-Touch MIDI 1 24:0', 'X-Touch-Ext MIDI 1', 'X-Touch:X-Touch MIDI 1 28:0')).toEqual([
    'X-Touch:X-Touch MIDI 1 24:0 = behringer-x-touch 1',
    'X-Touch-Ext MIDI 1 = behringer-x-touch-extender 1',
    'X-Touch:X-Touch MIDI 1 28:0 = behringer-x-touch 2',
  ]);
});
