import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MappingFiles } from '../../src/show/mappings.ts';
import { mcuCodec } from '../../src/surfaces/mcu/codec.ts';
import { houseVerbs } from '../../src/verbs.ts';
import { MidiRig } from '../fake-midi/rig.ts';
import { scratch } from '../scratch.ts';
import { cleanEnvironment, deskbridge, plainShow, Running, startDaemon } from './daemon.ts';

const PORT = 'X-Touch:X-Touch MIDI 1 24:0';
let rig: MidiRig;
let environment: Record<string, string>;

beforeEach(async () => {
  rig = await MidiRig.start();
  environment = cleanEnvironment(scratch(), rig.env);
});
afterEach(() => rig.stop());

const ask = async (...words: string[]): Promise<string> => {
  const { code, out, err } = await deskbridge(words, environment);
  return `${code} ${out}${err}`.trim();
};

test('without a desk the ports of the machine are listed, with the profile that recognises each', async () => {
  rig.plug(PORT);
  rig.plug('Launchpad:Launchpad MIDI 1 28:0');
  expect(await ask('surfaces', '--show', scratch())).toBe(
    '0 behringer-x-touch  X-Touch:X-Touch MIDI 1\nno profile         Launchpad:Launchpad MIDI 1',
  );
  rig.unplug(PORT);
  expect(await ask('surfaces', '--show', scratch(), '--json')).toMatch(
    /^4 \[\{"port":"Launchpad:Launchpad MIDI 1","index":0,"profile":null\}\]/,
  );
});

test('a running desk lists its surfaces with what they stand on', async () => {
  const show = plainShow();
  await startDaemon(show, environment);
  expect(await ask('surfaces', '--show', show)).toMatch(/^4 the desk has seen no surface/);
  rig.plug(PORT);
  await expect.poll(() => ask('surfaces', '--show', show), { timeout: 15_000 }).toMatch(/^0 name .*\n.*X-Touch +live/);
  const [found] = JSON.parse((await ask('surfaces', '--show', show, '--json')).slice(2)) as [{ state: string; strips: string[] }];
  expect(found).toMatchObject({ state: 'live' });
  expect(found.strips[0]).toBe('ch/1');
});

test('on a machine without MIDI, or with other ports, it is said in a sentence and ends with 4', async () => {
  expect(await ask('doctor')).toBe('4 which one? deskbridge doctor NAME; there is none at all');
  rig.plug(PORT);
  expect(await ask('doctor', 'Qcon')).toBe('4 no MIDI port is "Qcon"; there are\n  X-Touch:X-Touch MIDI 1: Behringer X-Touch');
  expect(await ask('doctor', 'X-Touch', '--profile', 'nope')).toMatch(/^2 no profile "nope"; there are .*behringer-x-touch/);
  expect(await ask('doctor', 'X-Touch', '--seconds', 'soon')).toMatch(/^2 .*number of seconds/);
});

test('the doctor tells each message with its meaning, and what it captured means the same to the codec', async () => {
  rig.plug(PORT);
  const file = join(scratch(), 'hand.jsonl');
  const doctor = new Running(['doctor', 'x-touch', '--capture', file], environment);
  await doctor.says(/# the port is open/);
  rig.play(PORT, [0x90, 0x68, 0x7f, 0xe0, 0x10, 0x40, 0x90, 0x68, 0x00, 0xf4]);
  await doctor.says(/let go of 1/);
  expect(doctor.out).toMatch(/ s {2}in {3}90687f {2}touch 1\n.* in {3}e01040 {2}move 1 to 8208\n/);
  doctor.child.kill('SIGINT');
  expect(await doctor.ended).toMatchObject({ code: 0 });
  expect(doctor.out).toMatch(/# 3 messages heard, \d+ sent, 0 of them unknown\n$/);

  const [head, ...messages] = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(head).toEqual({ capture: 1, port: 'X-Touch:X-Touch MIDI 1', profile: 'behringer-x-touch' });
  const found = await new MappingFiles(houseVerbs()).profile(head.profile);
  if (!('profile' in found)) throw new Error(found.says);
  const codec = mcuCodec(found.profile);
  const heard = messages.filter(({ dir }) => dir === 'in').flatMap(({ hex }) => codec.read(Buffer.from(hex, 'hex')));
  expect(heard.map(({ kind }) => kind)).toEqual(['touch', 'move', 'touch']);
});
