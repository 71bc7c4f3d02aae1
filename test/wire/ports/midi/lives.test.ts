import { expect, test } from 'vitest';
import type { MidiTask, PartEvents } from '../../../../src/wire/ports/midi/part.ts';
import { sequencerFault } from '../../../../src/wire/ports/midi/sequencer.ts';
import { openMidi } from '../../../../src/wire/ports/midi.ts';
import { ManualClock } from '../../../manual-clock.ts';
import { scratch } from '../../../scratch.ts';

const FULL = 'X-Touch:X-Touch MIDI 1 24:0';
const PORT = { name: 'X-Touch:X-Touch MIDI 1', index: 0 };
const seen = [{ full: FULL, stamp: '' }];

/** A machine whose child processes the test plays. */
class Machine {
  readonly clock = new ManualClock();
  readonly started: (PartEvents & { task: MidiTask; ended: boolean; waiting: number })[] = [];
  readonly states: string[] = [];
  readonly lines: string[] = [];
  readonly link: string[] = [];
  fault: string | undefined;

  constructor(fault?: string) {
    this.fault = fault;
  }

  readonly midi = openMidi(
    { onPorts: () => {}, onState: (state, reason) => this.states.push(`${state} ${reason}`.trim()) },
    {
      clock: this.clock,
      fault: () => settled().then(() => this.fault),
      say: (line) => this.lines.push(line),
      part: (task, events) => {
        const part = { ...events, task, ended: false, waiting: 0 };
        this.started.push(part);
        const end = (): void => {
          part.ended = true;
        };
        return { write: () => part.waiting, end };
      },
    },
  );

  get scouts() {
    return this.started.filter(({ task }) => task.t === 'scout');
  }

  get holders() {
    return this.started.filter(({ task }) => task.t === 'link');
  }

  /** Up to the point where the port is open. */
  async open() {
    await settled();
    this.scouts.at(-1)?.onSays({ t: 'names', inputs: seen, outputs: seen });
    const link = this.midi.open(PORT, {
      onUp: () => this.link.push('up'),
      onBytes: () => {},
      onDown: (reason) => this.link.push(reason),
    });
    this.holders.at(-1)?.onSays({ t: 'open' });
    return link;
  }

  async pass(ms: number) {
    this.clock.advance(ms);
    await settled();
  }
}

/** Promises that are resolved have been heard. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a machine without a sequencer is told so once, starts no process, and has MIDI as soon as it gets one', async () => {
  const machine = new Machine('this machine has no ALSA sequencer');
  await settled();
  for (let i = 0; i < 20; i++) await machine.pass(2000);
  expect(machine.states).toEqual(['down this machine has no ALSA sequencer']);
  expect(machine.started).toEqual([]);
  machine.fault = undefined;
  await machine.pass(2000);
  machine.scouts[0]?.onSays({ t: 'names', inputs: [], outputs: [] });
  expect(machine.states.at(-1)).toBe('up');
});

test('a library that is missing is told once, and asked for ever more rarely: three times in the second minute', async () => {
  const machine = new Machine();
  await settled();
  const answer = (): void =>
    machine.scouts
      .filter(({ ended }) => !ended)
      .at(-1)
      ?.onSays({ t: 'fault', reason: 'libasound.so.2 is not installed' });
  for (let i = 0; i < 600; i++) {
    answer();
    await machine.pass(100);
  }
  const inFirst = machine.scouts.length;
  for (let i = 0; i < 600; i++) {
    answer();
    await machine.pass(100);
  }
  expect(machine.states).toEqual(['down libasound.so.2 is not installed']);
  expect(inFirst).toBeLessThan(12);
  expect(machine.scouts.length - inFirst).toBeLessThanOrEqual(3);
});

test('a port whose process crashes at once, again and again, is tried at most 1.6 s later, and told once', async () => {
  const machine = new Machine();
  await machine.open();
  for (let crash = 0; crash < 8; crash++) {
    machine.holders.at(-1)?.onEnd('SIGSEGV');
    const before = machine.holders.length;
    await machine.pass(1600);
    expect(machine.holders).toHaveLength(before + 1);
  }
  expect(machine.link).toEqual(['up', 'its process ended (SIGSEGV)']);
  expect(machine.lines).toHaveLength(1);
});

test('a process that takes nothing any more is ended and begun anew', async () => {
  const machine = new Machine();
  const link = await machine.open();
  const stuck = machine.holders[0];
  if (!stuck) throw new Error('no process');
  stuck.waiting = 32_769;
  link.send(Uint8Array.of(0x90, 0, 0));
  expect(stuck.ended).toBe(true);
  expect(machine.link).toEqual(['up', 'it takes nothing any more']);
  await machine.pass(100);
  expect(machine.holders).toHaveLength(2);
});

test('a process that hangs while it opens the port, or while it watches the names, is ended and begun anew', async () => {
  const machine = new Machine();
  await settled();
  machine.scouts[0]?.onSays({ t: 'names', inputs: seen, outputs: seen });
  machine.midi.open(PORT, { onUp: () => {}, onBytes: () => {}, onDown: () => {} });
  await machine.pass(30_100);
  expect(machine.holders.map(({ ended }) => ended)).toEqual([true, false]);
  expect(machine.scouts.map(({ ended }) => ended)).toEqual([true, false]);
  expect(machine.midi.ports).toHaveLength(1);
});

test('a card that was pulled and is back between two looks is opened anew: its old connection is dead', async () => {
  const machine = new Machine();
  await machine.open();
  const anew = [{ full: FULL, stamp: 'other' }];
  machine.scouts[0]?.onSays({ t: 'names', inputs: anew, outputs: anew });
  expect(machine.link).toEqual(['up', 'it was plugged in anew']);
  expect(machine.holders.map(({ ended }) => ended)).toEqual([true, false]);
  machine.holders[1]?.onSays({ t: 'open' });
  expect(machine.link.at(-1)).toBe('up');
});

test('after the end nothing runs, waits or is told', async () => {
  const machine = new Machine();
  await machine.open();
  await machine.midi.stop();
  expect(machine.started.every(({ ended }) => ended)).toBe(true);
  expect(machine.clock.timers).toBe(0);
  expect(machine.link).toEqual(['up']);
});

test('why there is no MIDI is said in plain words, by what stands in /dev', async () => {
  const folder = scratch();
  expect(await sequencerFault(`${folder}/seq`, 'linux')).toBe('this machine has no ALSA sequencer');
  expect(await sequencerFault(folder, 'linux')).toBeUndefined();
  expect(await sequencerFault(`${folder}/seq`, 'darwin')).toBeUndefined();
});
