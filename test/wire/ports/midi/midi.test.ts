import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../../../src/wire/ports/clock.ts';
import type { MidiLink } from '../../../../src/wire/ports/midi/link.ts';
import { midiParts } from '../../../../src/wire/ports/midi/part.ts';
import type { MidiPort } from '../../../../src/wire/ports/midi/port-register.ts';
import { type Midi, openMidi } from '../../../../src/wire/ports/midi.ts';
import { FAKE_CHILD, MidiRig } from '../../../fake-midi/rig.ts';
import { until } from '../../../until.ts';

const FULL = 'X-Touch:X-Touch MIDI 1 24:0';
const OTHER = 'nanoKONTROL2:nanoKONTROL2 MIDI 1 28:0';
const PORT = { name: 'X-Touch:X-Touch MIDI 1', index: 0 };

let rig: MidiRig;
let midi: Midi;
let ports: readonly MidiPort[];
let lines: string[];

/** A link, and what it told. */
function held(port = PORT) {
  const seen = { states: [] as string[], bytes: [] as number[] };
  const link: MidiLink = midi.open(port, {
    onUp: () => seen.states.push('up'),
    onBytes: (bytes) => seen.bytes.push(...bytes),
    onDown: (reason) => seen.states.push(reason),
  });
  return { link, ...seen };
}

beforeEach(async () => {
  rig = await MidiRig.start();
  ports = [];
  lines = [];
  midi = openMidi(
    {
      onPorts: (now) => {
        ports = now;
      },
      onState: () => {},
    },
    { clock: systemClock, part: midiParts(FAKE_CHILD, rig.env), say: (line) => lines.push(line) },
  );
});

afterEach(async () => {
  await midi.stop();
  await rig.stop();
});

test('bytes pass both ways as they are, system exclusive whole, and nothing else', async () => {
  rig.plug(FULL);
  const { link, bytes } = held();
  await until('the link', () => link.isUp);
  const long = [0xf0, 0, 0, 0x66, 0x14, 0x12, ...Array.from({ length: 1200 }, (_, i) => i & 0x7f), 0xf7];
  const heard = [0xe0, 0x10, 0x40, ...long, 0x90, 0x68, 0x7f, 0xfe];
  rig.play(FULL, heard);
  await until('all bytes', () => bytes.length >= heard.length);
  expect(bytes).toEqual(heard);
  link.send(Uint8Array.from([0xe8, 0x70, 0x7f, 0xd0, 0x1c, ...long]));
  await until('all bytes there', () => rig.told(FULL).length >= 5 + long.length);
  expect(rig.told(FULL)).toEqual([0xe8, 0x70, 0x7f, 0xd0, 0x1c, ...long]);
});

test('a port that is unplugged is told lost, and found again by its name under other numbers', async () => {
  rig.plug(FULL);
  const { link, states } = held();
  await until('the link', () => link.isUp);
  rig.unplug(FULL);
  await until('it is lost', () => !link.isUp);
  expect(states).toEqual(['up', 'it is unplugged']);
  expect(ports).toEqual([]);
  link.send(Uint8Array.of(0x90, 0, 0x7f));
  const again = 'X-Touch:X-Touch MIDI 1 36:0';
  rig.plug(again);
  await until('it is back', () => link.isUp);
  link.send(Uint8Array.of(0x90, 1, 0x7f));
  await until('bytes at the new place', () => rig.told(again).length > 0);
  expect(rig.told(again)).toEqual([0x90, 1, 0x7f]);
  expect(lines).toEqual([]);
});

test('a native crash of one port is healed, told in one line, and disturbs no other', async () => {
  rig.plug(FULL);
  rig.plug(OTHER);
  const crashed = held();
  const other = held({ name: 'nanoKONTROL2:nanoKONTROL2 MIDI 1', index: 0 });
  await until('both links', () => crashed.link.isUp && other.link.isUp);
  rig.crash(FULL);
  await until('it is told down', () => crashed.states.length > 1);
  await until('it is back', () => crashed.link.isUp);
  expect(crashed.states).toEqual(['up', 'its process ended (SIGSEGV)', 'up']);
  expect(other.states).toEqual(['up']);
  expect(lines).toEqual(['MIDI port X-Touch:X-Touch MIDI 1: its process ended (SIGSEGV); opening it again']);
  expect(midi.figures.crashes).toBe(1);
  rig.play(FULL, [0x90, 0x18, 0x7f]);
  await until('it is heard', () => crashed.bytes.length === 3);
});

test('a crash of the watcher of names changes nothing for what is open, and new ports are found after it', async () => {
  rig.plug(FULL);
  const { link, states } = held();
  await until('the link', () => link.isUp);
  rig.crash('scout', 'SIGABRT');
  await until('it is known', () => midi.figures.crashes === 1);
  expect(ports).toHaveLength(1);
  rig.plug(OTHER);
  await until('the new port', () => ports.length === 2);
  expect(states).toEqual(['up']);
});

test('a hand that floods is heard or counted, and memory of what waits is bounded', async () => {
  rig.plug(FULL);
  const { link, bytes } = held();
  await until('the link', () => link.isUp);
  const messages = 60_000;
  const piece = Uint8Array.from({ length: 3000 }, (_, i) => [0xe0, 0x10, 0x40][i % 3] ?? 0);
  for (let sent = 0; sent < messages; sent += 1000) rig.play(FULL, piece);
  rig.play(FULL, [0xb0, 1, 2]);
  await until('all are accounted for', () => bytes.length / 3 + midi.figures.droppedMessages >= messages);
  expect(bytes.length % 3).toBe(0);
  // What comes after the flood is heard again, whole.
  rig.play(FULL, [0x90, 0x5e, 0x7f]);
  await until('the hand after it', () => bytes.at(-2) === 0x5e);
  expect(bytes.slice(-3)).toEqual([0x90, 0x5e, 0x7f]);
});

test('a port that is closed is free, and says nothing any more', async () => {
  rig.plug(FULL);
  const { link, states } = held();
  await until('the link', () => link.isUp);
  link.close();
  link.close();
  await until('its process is gone', () => rig.pids(FULL).length === 0);
  expect(states).toEqual(['up']);
  const second = held();
  await until('it can be opened again', () => second.link.isUp);
});
