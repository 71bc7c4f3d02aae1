import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explain, isRefusal } from '../../../src/desk/refusal.ts';
import { readMidi } from '../../../src/scenes/sends/midi-text.ts';
import type { MidiTarget } from '../../../src/scenes/sends/target.ts';
import { parseMmc } from '../../../src/wire/formats/mmc.ts';
import { isMsc, MSC_TYPES, type Msc, parseMsc } from '../../../src/wire/formats/msc.ts';
import { bytesOf, hexOf, type Vector, vectors } from '../../wire/formats/show-control.ts';

const TARGET: MidiTarget = { kind: 'midi', name: 'player', port: 'UM-ONE', channel: 1, device: 127, format: 127 };

function sent(text: string, target: Partial<MidiTarget> = {}): string {
  const messages = readMidi(text, { ...TARGET, ...target });
  return isRefusal(messages) ? explain(messages) : messages.map(hexOf).join(' | ');
}

test.each([
  ['program 14 channel 1', 'C0 0D'],
  ['program 128 channel 16', 'CF 7F'],
  ['program 6 bank 130', 'B0 00 01 | B0 20 02 | C0 05'],
  ['note 60 velocity 100', '90 3C 64'],
  ['note 60', '90 3C 64'],
  ['note-off 60 channel 10', '89 3C 40'],
  ['cc 20 64', 'B0 14 40'],
  ['cc 20 64 channel 2', 'B1 14 40'],
  ['bend 0', 'E0 00 40'],
  ['bend -8192', 'E0 00 00'],
  ['bend 8191', 'E0 7F 7F'],
  ['pressure 5', 'D0 05'],
  ['song 8', 'F3 07'],
  ['position 64', 'F2 40 00'],
  ['start', 'FA'],
  ['continue', 'FB'],
  ['stop', 'FC'],
  ['sysex F0 43 10 F7', 'F0 43 10 F7'],
  ['sysex 4310', 'F0 43 10 F7'],
  ['msc go', 'F0 7F 7F 02 7F 01 F7'],
  ['msc go 12', 'F0 7F 7F 02 7F 01 31 32 F7'],
  ['msc go 1.5 list 2 device 1 type lighting', 'F0 7F 01 02 01 01 31 2E 35 00 32 F7'],
  ['msc go list 3', 'F0 7F 7F 02 7F 01 00 33 F7'],
  ['msc fire 5 group 1', 'F0 7F 70 02 7F 07 05 F7'],
  ['msc timed-go 12 time 5s', 'F0 7F 7F 02 7F 04 20 00 05 00 00 31 32 F7'],
  ['msc timed-go 2 time 00:00:02:15 rate 30', 'F0 7F 7F 02 7F 04 60 00 02 0F 00 32 F7'],
  ['msc timed-go time 90.5s', 'F0 7F 7F 02 7F 04 20 01 1E 0C 32 F7'],
  ['msc set 128 50', 'F0 7F 7F 02 7F 06 00 01 32 00 F7'],
  ['msc standby-plus list 2', 'F0 7F 7F 02 7F 11 32 F7'],
  ['msc close-cue-list 4', 'F0 7F 7F 02 7F 1C 34 F7'],
  ['mmc play', 'F0 7F 7F 06 02 F7'],
  ['mmc locate 01:02:03:04 device 0', 'F0 7F 00 06 44 06 01 21 02 03 04 00 F7'],
  ['mmc locate 10:00:00;02', 'F0 7F 7F 06 44 06 01 4A 00 00 02 00 F7'],
  ['mmc step 4', 'F0 7F 7F 06 48 01 04 F7'],
  ['mmc shuttle 1', 'F0 7F 7F 06 47 03 01 00 00 F7'],
])('%s is %s', (text, bytes) => {
  expect(sent(text)).toBe(bytes);
});

test('a target brings its own channel, device and type, and a line may name others', () => {
  expect(sent('program 1', { channel: 3 })).toBe('C2 00');
  expect(sent('program 1 channel 4', { channel: 3 })).toBe('C3 00');
  expect(sent('msc go 1', { device: 4, format: 1 })).toBe('F0 7F 04 02 01 01 31 F7');
  expect(sent('msc go 1 device all type all', { device: 4, format: 1 })).toBe('F0 7F 7F 02 7F 01 31 F7');
  expect(sent('mmc stop', { device: 4 })).toBe('F0 7F 04 06 01 F7');
});

test.each([
  ['program 0', 'a program number, 1..128'],
  ['note 128', 'a note number, 0..127'],
  ['note 60 above 3', '"above" is not part of note'],
  ['cc 20', 'a value, 0..127'],
  ['programm 3', 'did you mean program?'],
  ['program 3 channel 17', 'a channel, 1..16'],
  ['sysex F0 80 F7', '"80" is not a byte inside system exclusive: 00..7F'],
  ['sysex F0 F7', 'there is nothing between F0 and F7'],
  ['sysex 1', 'bytes in hex'],
  ['sysex F0 41 F7 90 3C 64', 'is not a byte inside system exclusive'],
  ['msc go A', '"A" is not part of msc'],
  ['msc go 1..5', '"1..5" is not a number of digits and points'],
  ['msc load', 'complete: the number of a cue'],
  ['msc timed-go 12', 'complete: a time such as time 5s'],
  ['msc fire 200', 'a macro number, 0..127'],
  ['msc go 1 group 16', 'a group, 1..15'],
  ['msc go 12 13', '"13" is not part of go'],
  [`msc go ${'1'.repeat(130)}`, 'a show control message: 128 bytes at most'],
  ['mmc locate 25:00:00:00', 'a time: 5s, 250ms or 01:02:03:04'],
  ['mmc fly', 'one of stop, play'],
  ['start 5', '"5" is not part of start'],
  ['toString 5', 'one of program'],
  ['', '"nothing" is not one of program'],
])('%s is refused: %s', (text, says) => {
  expect(sent(text)).toContain(says);
});

/** The line that says a message of the vectors. */
function lineOf(message: Msc): string {
  const type = Object.entries(MSC_TYPES).find(([, code]) => code === message.format)?.[0] ?? 'all';
  const device = message.device === 127 ? 'all' : message.device;
  const number =
    'cue' in message
      ? message.cue
      : message.command === 'fire'
        ? message.macro
        : message.command === 'set'
          ? `${message.control} ${message.value}`
          : '';
  const {
    time,
    list = '',
    path = '',
  } = { time: undefined, ...message } as {
    time?: { hours: number; minutes: number; seconds: number; frames: number; hundredths: number; rate: string };
    list?: string;
    path?: string;
  };
  const two = (part: number): string => String(part).padStart(2, '0');
  const at = time && `time ${[time.hours, time.minutes, time.seconds, time.frames].map(two).join(':')} rate ${time.rate}`;
  const words = ['msc', message.command, number, list && `list ${list}`, path && `path ${path}`, at, `device ${device} type ${type}`];
  return words.filter((word) => word !== '' && word !== undefined).join(' ');
}

test('every show control message of the vectors can be said in words', () => {
  let same = 0;
  for (const { bytes } of vectors<Vector>('msc')) {
    const message = parseMsc(bytesOf(bytes));
    if (!isMsc(message)) continue;
    // Hundredths of a frame are not written.
    const isFine = !('time' in message && message.time?.hundredths);
    if (!isFine) continue;
    const said = readMidi(lineOf(message), TARGET);
    expect(isRefusal(said) ? explain(said) : parseMsc(said[0] ?? new Uint8Array()), lineOf(message)).toEqual(message);
    same += 1;
  }
  expect(same).toBeGreaterThan(44);
});

test('whatever is written is refused in words, or is whole messages', () => {
  const word = fc.constantFrom(
    'program',
    'note',
    'msc',
    'mmc',
    'go',
    'sysex',
    'F0',
    'list',
    'time',
    '5s',
    '-1',
    '1e9',
    'device',
    '127',
    'set',
    'step',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string({ maxLength: 8 })), { maxLength: 6 }), (words) => {
      const messages = readMidi(words.join(' '), TARGET);
      if (isRefusal(messages)) return;
      for (const message of messages) {
        expect(message[0]).toBeGreaterThanOrEqual(0x80);
        const body = message.slice(1, message[0] === 0xf0 ? -1 : undefined);
        for (const byte of body) expect(byte).toBeLessThan(0x80);
        if (message[3] === 0x06 && message[1] === 0x7f && message[0] === 0xf0) expect(parseMmc(message)).toBeDefined();
      }
    }),
  );
});
