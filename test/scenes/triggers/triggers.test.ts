import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TriggerSettings } from '../../../src/scenes/triggers/bound.ts';
import { readDoings } from '../../../src/scenes/triggers/doings.ts';
import { MidiEar } from '../../../src/scenes/triggers/heard.ts';
import { Triggers } from '../../../src/scenes/triggers/triggers.ts';
import { quarterFrames } from '../../../src/wire/formats/mtc.ts';
import { bytesOf, type Vector, vectors } from '../../wire/formats/show-control.ts';
import { cuesOf, running, verbs } from '../cues/kit.ts';

const SETTINGS: TriggerSettings = {
  msc: { id: 1, groups: [1], types: ['sound', 'lighting'], decimal: false, lists: [] },
  mmcId: 0,
  timecode: { freewheelMs: 250, catchUp: false },
  zone: 'Europe/Berlin',
};

/** A show with triggers; `hear` takes hex. */
function show(text: string, { settings = {}, doings = {} }: { settings?: Partial<TriggerSettings>; doings?: Record<string, string> } = {}) {
  const list = running(text);
  const told: string[] = [];
  const spoken: string[] = [];
  const triggers = new Triggers({
    clock: list.clock,
    runner: list.runner,
    settings: { ...SETTINGS, ...settings },
    doings: readDoings(doings, verbs).doings,
    say: (line, actor) => {
      spoken.push(`${actor.name}: ${line.verb.name}`);
      return { says: '', changes: [], refusals: [] };
    },
    tell: (line) => told.push(line),
  });
  const ports = new Map([...['A', 'B']].map((name) => [name, triggers.port(name)]));
  const hear = (bytes: string, port = 'A'): void => ports.get(port)?.hear(bytesOf(bytes));
  /** Cues that have started, by their lines. */
  const started = (): string[] => list.said.splice(0).map((line) => line.split(' ').slice(1).join(' '));
  return { ...list, triggers, hear, told, spoken, started };
}

const line = (number: string, when?: string): string =>
  `- { cue: ${number}, do: mute ${number}${when === undefined ? '' : `, when: ${JSON.stringify(when)}`} }\n`;

test('MIDI messages are heard as musicians say them', () => {
  const heard = vectors<Vector>('midi').map(({ bytes }) => {
    const ear = new MidiEar();
    return bytes
      .split(' | ')
      .map((message) => ear.hear(bytesOf(message)))
      .at(-1);
  });
  expect(heard[0]).toEqual({ kind: 'program', channel: 1, program: 6, bank: 130 });
  expect(heard.slice(2, 5)).toEqual([{ kind: 'note', channel: 1, note: 60, velocity: 100 }, undefined, undefined]);
  expect(heard[8]).toEqual({ kind: 'song', song: 8 });
  expect(heard.slice(12)).toEqual([
    { kind: 'midi-clock', what: 'continue' },
    { kind: 'midi-clock', what: 'stop' },
  ]);
  const ear = new MidiEar();
  const rises = ['B3 14 7F', 'B3 14 40', 'B3 14 00', 'B3 14 7F'].map((bytes) => ear.hear(bytesOf(bytes)));
  expect(rises.map((one) => one?.kind === 'cc' && one.rises)).toEqual([true, false, false, true]);
  const banks = ['B0 00 01', 'B0 20 02', 'C0 05', 'C0 05', 'C1 05'].map((bytes) => ear.hear(bytesOf(bytes)));
  expect(banks.slice(2).map((one) => one?.kind === 'program' && one.bank)).toEqual([130, 130, 0]);
});

test('program, note and controller start the cues that wait for them, also under running status and in pieces', () => {
  const { hear, started, runner } = show(
    line('1') + line('13', 'midi program 14 channel 1') + line('14', 'midi note 60 above 20') + line('15', 'midi cc 20 channel 4'),
  );
  hear('C0 0D');
  hear('C1 0D');
  expect(started()).toEqual(['mute 13']);
  hear('90 3C');
  hear('10 3C 64 3C 00');
  expect(started()).toEqual(['mute 14']);
  hear('B3 14 7F 14 40 14 00');
  expect(started()).toEqual(['mute 15']);
  expect(runner.state().standby?.number).toBe('1');
});

test('a trigger can be kept to one port, and a bank', () => {
  const { hear, started } = show(line('1', 'midi program 6 bank 130 from "b"'));
  hear('B0 00 01 20 02 C0 05', 'A');
  hear('C0 05', 'B');
  expect(started()).toEqual([]);
  hear('B0 00 01 20 02 C0 05', 'B');
  expect(started()).toEqual(['mute 1']);
});

// Field case msc-fire-is-not-go (josephdadams/midi-relay #69, tttapa/Control-Surface #190, linux-show-player PR 68).
test('show control: GO carries text, FIRE a number; other devices are not us, and an open message loses nothing after it', () => {
  const { hear, started, told, clock } = show(
    ['1.5', '3', '4', '6'].map((number) => line(number)).join('') + line('50', 'msc fire 5') + line('53', 'msc fire 53'),
  );
  for (const [bytes, wanted] of [
    ['F0 7F 01 02 01 01 31 2E 35 00 32 F7', ['mute 1.5']],
    ['F0 7F 7F 02 7F 01 33 F7', ['mute 3']],
    ['F0 7F 02 02 01 01 34 F7', []],
    ['F0 7F 01 02 01 07 05 F7', ['mute 50']],
    ['F0 7F 01 02 01 07 35 F7', ['mute 53']],
    ['F0 7F 01 02 01 01 7F', []],
    ['F0 7F 01 02 01 01 36 F7', ['mute 6']],
  ] as const) {
    hear(bytes);
    clock.advance(100);
    expect(started()).toEqual(wanted);
  }
  expect(told).toContainEqual('MIDI show control go on A is not for us: it is for device 2, we are 1');
});

test('show control: a wrong type is told; groups, all-call and all types are heard', () => {
  const { hear, started, told } = show(line('5') + line('6') + line('7') + line('8'), {
    settings: { msc: { id: 1, groups: [1], types: ['sound'], decimal: false, lists: [] } },
  });
  hear('F0 7F 01 02 01 01 35 F7');
  hear('F0 7F 71 02 10 01 35 F7');
  expect(started()).toEqual([]);
  expect(told).toEqual([
    'MIDI show control go on A is not for us: it is for lighting, we take sound',
    'MIDI show control go on A is not for us: it is for group 2',
  ]);
  for (const bytes of ['F0 7F 70 02 10 01 36 F7', 'F0 7F 7F 02 10 01 37 F7', 'F0 7F 01 02 7F 01 38 F7']) hear(bytes);
  expect(started()).toEqual(['mute 6', 'mute 7', 'mute 8']);
});

test('show control: GO, STANDBY, LOAD, STOP, RESUME, RESET do what they say; an unknown number does nothing', () => {
  const { hear, started, runner, clock, told } = show(`- { cue: 1, wait: 1 s, do: mute 1 }\n${line('2')}${line('2.1')}${line('3')}`);
  const standby = (): string | undefined => runner.state().standby?.number;
  hear('F0 7F 01 02 10 01 F7');
  hear('F0 7F 01 02 10 02 F7');
  clock.advance(5000);
  expect([started(), standby()]).toEqual([[], '2']);
  hear('F0 7F 01 02 10 03 F7');
  clock.advance(1000);
  expect(started()).toEqual(['mute 1']);
  hear('F0 7F 01 02 10 11 F7');
  expect(standby()).toBe('2.1');
  hear('F0 7F 01 02 10 13 F7');
  expect(standby()).toBe('3');
  hear('F0 7F 01 02 10 14 F7');
  expect(standby()).toBe('2');
  hear('F0 7F 01 02 10 05 32 2E 31 F7');
  expect(standby()).toBe('2.1');
  hear('F0 7F 01 02 10 01 39 F7');
  expect(started()).toEqual([]);
  expect(told.at(-1)).toContain('"9" is not a cue');
  hear('F0 7F 01 02 10 0A F7');
  expect(standby()).toBe('1');
});

test('the same show control on another port within 50 ms is one message; on the same port only Go has its own guard', () => {
  const { hear, started, clock } = show(line('1') + line('2') + line('3'));
  hear('F0 7F 01 02 10 01 F7', 'A');
  hear('F0 7F 01 02 10 01 F7', 'B');
  hear('F0 7F 01 02 10 01 F7', 'A');
  expect(started()).toEqual(['mute 1']);
  clock.advance(300);
  hear('F0 7F 01 02 10 01 F7', 'B');
  expect(started()).toEqual(['mute 2']);
});

test('machine control does what the show maps, and nothing else; both PLAY keys are one', () => {
  const { hear, spoken, started } = show(line('7', 'mmc pause'), { doings: { 'mmc play': 'go', 'midi note 1': 'jump 7' } });
  hear('F0 7F 7F 06 02 F7');
  hear('F0 7F 00 06 03 F7');
  hear('F0 7F 05 06 03 F7');
  hear('F0 7F 7F 06 01 F7');
  expect(spoken).toEqual(['A: go', 'A: go']);
  hear('F0 7F 7F 06 09 F7');
  expect(started()).toEqual(['mute 7']);
});

test('timecode starts cues; of two senders the first is followed', () => {
  const { triggers, started, clock } = show(line('9', 'timecode 01:00:00:04'));
  const [one, two] = [triggers.port('A'), triggers.port('B')];
  for (const frames of [0, 2, 4]) {
    for (const [index, piece] of quarterFrames({ hours: 1, minutes: 0, seconds: 0, frames, rate: '25' }).entries()) {
      one.hear(piece);
      two.hear(quarterFrames({ hours: 5, minutes: 0, seconds: 0, frames, rate: '25' })[index] ?? piece);
      clock.advance(10);
    }
  }
  expect(started()).toEqual(['mute 9']);
  expect(triggers.state().timecode).toMatchObject({ state: 'running', time: { hours: 1, frames: 5 } });
});

test('our own message heard back within 50 ms is no trigger', () => {
  const { triggers, hear, started, clock } = show(line('1', 'midi program 6'));
  triggers.sent(bytesOf('C0 05'));
  hear('C0 05');
  expect(started()).toEqual([]);
  clock.advance(50);
  hear('C0 05');
  expect(started()).toEqual(['mute 1']);
});

test('a scene that the console recalls by itself starts a cue, by number or name', () => {
  const { triggers, started, clock } = show(line('1', 'console scene 12') + line('2', 'console scene "Act 2" of foh'));
  triggers.consoleScene('foh', { number: '12', name: 'Opening' });
  triggers.consoleScene('mon', { number: '3', name: 'act 2' });
  clock.advance(1000);
  triggers.consoleScene('foh', { name: 'act 2' });
  expect(started()).toEqual(['mute 1', 'mute 2']);
});

test('a loop of messages is cut off at ten a second, and told once', () => {
  const { hear, spoken, told, clock } = show('', { doings: { 'midi note 60': 'go' } });
  for (let count = 0; count < 500; count++) {
    hear('90 3C 64');
    clock.advance(1);
  }
  expect(spoken).toHaveLength(10);
  expect(told).toHaveLength(1);
  clock.advance(1100);
  hear('90 3C 64');
  expect(spoken).toHaveLength(11);
});

test('an edited list has its triggers at once; a clock cue comes at its time', () => {
  const { runner, hear, started, clock, triggers } = show(line('1', 'midi note 60'));
  runner.setCues(cuesOf(line('1', 'midi note 61') + line('2', 'clock 01:00:10')));
  hear('90 3C 64');
  expect(started()).toEqual([]);
  hear('90 3D 64');
  expect(started()).toEqual(['mute 1']);
  expect(triggers.state().upcoming).toHaveLength(1);
  triggers.stop();
  clock.advance(100_000);
  expect(clock.timers).toBe(0);
});

test('no bytes make it throw, and good ones are heard after any', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 20 }), (noise) => {
      const { triggers, said, clock, runner } = show(line('1', 'midi program 6 channel 16'));
      const port = triggers.port('A');
      for (const bytes of noise) port.hear(bytes);
      for (const bytes of noise) port.hear(Uint8Array.of(0xf0, 0x7f, 1, 2, 16, ...bytes.map((byte) => byte & 0x7f), 0xf7));
      clock.advance(2000);
      // A STOP may be among them.
      runner.resume();
      said.splice(0);
      port.hear(Uint8Array.of(0xcf, 5));
      expect(said.filter((one) => one.endsWith('mute 1'))).toHaveLength(1);
    }),
    { numRuns: 200 },
  );
});

test('lines and triggers of desk.yaml that cannot be read are told, the others work', () => {
  const { doings, wrong } = readDoings({ 'midi note 60': 'go', 'midi nte 1': 'go', 'mmc play': 'gooo' }, verbs);
  expect(doings.map(({ text }) => text)).toEqual(['go']);
  expect(wrong).toEqual([expect.stringContaining('did you mean note?'), 'trigger "mmc play": no verb "gooo"; did you mean "go"?']);
});
