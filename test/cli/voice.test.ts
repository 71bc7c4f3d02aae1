import { expect, test } from 'vitest';
import { openVoice } from '../../src/cli/voice.ts';

function voice(json: boolean, level = 'info') {
  const lines: string[] = [];
  return { lines, voice: openVoice(json, level, (text) => lines.push(text)) };
}

test('a person reads time and sentence, a machine reads JSON', () => {
  const person = voice(false);
  person.voice.say('the disk is full', 'warn');
  person.voice.say('serving');
  expect(person.lines[0]).toMatch(/^\d\d:\d\d:\d\d warning: the disk is full\n$/);
  expect(person.lines[1]).toMatch(/^\d\d:\d\d:\d\d serving\n$/);
  const machine = voice(true);
  machine.voice.say('the disk is full', 'warn');
  expect(JSON.parse(machine.lines[0] ?? '')).toMatchObject({ level: 40, name: 'deskbridge', msg: 'the disk is full' });
});

test('what a file or another machine is called draws nothing on the terminal of a person, and is whole for a machine', () => {
  const [person, machine] = [voice(false), voice(true)];
  for (const { voice: says } of [person, machine]) says.say('scenes/\u001b[2J\u202eB.yaml:\n\tno text');
  expect(person.lines[0]).toMatch(/ scenes\/\ufffd\[2J\ufffdB\.yaml:\n\tno text\n$/);
  expect(JSON.parse(machine.lines[0] ?? '')).toMatchObject({ msg: 'scenes/\u001b[2J\u202eB.yaml:\n\tno text' });
});

test('a fault that repeats itself a thousand times in a moment is one line with its stack', () => {
  const { lines, voice: says } = voice(false);
  for (let n = 0; n < 1000; n++) says.fault('desk', new Error('a watcher threw'));
  says.fault('desk', 'a text that was thrown');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/fault: desk: a watcher threw\n +at /);
  expect(lines[1]).toMatch(/fault: desk: a text that was thrown/);
});

test('below the level that was asked for nothing is said', () => {
  const { lines, voice: says } = voice(true, 'warn');
  says.say('serving');
  expect(lines).toEqual([]);
});
