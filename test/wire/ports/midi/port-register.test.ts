import { expect, test } from 'vitest';
import { PortRegister, plainName } from '../../../../src/wire/ports/midi/port-register.ts';

const seen = (...names: readonly string[]) => names.map((full) => ({ full, stamp: '' }));
const LEFT = 'X-Touch:X-Touch MIDI 1 24:0';
const RIGHT = 'X-Touch:X-Touch MIDI 1 28:0';
const NAME = 'X-Touch:X-Touch MIDI 1';

test.each([
  [LEFT, NAME],
  ['Midi Through:Midi Through Port-0 14:0', 'Midi Through:Midi Through Port-0'],
  ['X-Touch', 'X-Touch'],
  ['Pad 8:1 128:0', 'Pad 8:1'],
])('%s is called %s, whatever its numbers are today', (full, name) => {
  expect(plainName(full)).toBe(name);
});

test('an input and an output of one name are one port; a pedal and a lamp have one side', () => {
  const register = new PortRegister();
  register.see(seen(LEFT, 'Pedal:Pedal 32:0'), seen(LEFT, 'Lamp:Lamp 36:0'));
  expect(register.ports).toEqual([
    { name: NAME, index: 0, hears: true, speaks: true },
    { name: 'Pedal:Pedal', index: 0, hears: true, speaks: false },
    { name: 'Lamp:Lamp', index: 0, hears: false, speaks: true },
  ]);
});

test('of two equal units the second stays the second while the first is unplugged, and the first is the first again', () => {
  const register = new PortRegister();
  register.see(seen(LEFT, RIGHT), seen(LEFT, RIGHT));
  expect(register.find({ name: NAME, index: 1 })?.input?.full).toBe(RIGHT);
  register.see(seen(RIGHT), seen(RIGHT));
  expect(register.ports.map(({ index }) => index)).toEqual([1]);
  const back = 'X-Touch:X-Touch MIDI 1 32:0';
  register.see(seen(RIGHT, back), seen(RIGHT, back));
  expect(register.find({ name: NAME, index: 1 })?.input?.full).toBe(RIGHT);
  expect(register.find({ name: NAME, index: 0 })?.input?.full).toBe(back);
});

test('only what came, went or was plugged anew is a change', () => {
  const register = new PortRegister();
  expect(register.see(seen(LEFT), seen(LEFT))).toBe(true);
  expect(register.see(seen(LEFT), seen(LEFT))).toBe(false);
  expect(register.see([{ full: LEFT, stamp: '7' }], [{ full: LEFT, stamp: '7' }])).toBe(true);
  expect(register.see([{ full: LEFT, stamp: '7' }], [])).toBe(true);
  expect(register.see([], [])).toBe(true);
  expect(register.see([], [])).toBe(false);
});

test('what the library opens for itself is not offered; ports that a program makes are', () => {
  const register = new PortRegister();
  const own = 'RtMidi Input Client:RtMidi Input 129:0';
  register.see(seen('RtMidi Output Client:Echo back 131:0'), seen(own, 'RtMidi Input Client:Echo there 130:0'));
  expect(register.ports.map(({ name }) => name)).toEqual(['RtMidi Output Client:Echo back', 'RtMidi Input Client:Echo there']);
});

test('where a system repeats a full name, the first input goes with the first output', () => {
  const register = new PortRegister();
  register.see(seen('X-Touch', 'X-Touch'), seen('X-Touch', 'X-Touch'));
  expect(register.find({ name: 'X-Touch', index: 1 })).toEqual({
    input: { full: 'X-Touch', nth: 1 },
    output: { full: 'X-Touch', nth: 1 },
    stamp: '',
  });
});
