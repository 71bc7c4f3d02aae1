import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explain, isRefusal } from '../../../src/desk/refusal.ts';
import { readOsc } from '../../../src/scenes/sends/osc-text.ts';
import { decodeOsc } from '../../../src/wire/formats/osc.ts';
import { hexOf } from '../../wire/formats/show-control.ts';

function sent(text: string) {
  const bytes = readOsc(text);
  if (isRefusal(bytes)) return explain(bytes);
  const packet = decodeOsc(bytes);
  return 'address' in packet ? [packet.address, packet.tags, ...packet.args] : packet;
}

// OSC 1.0, "OSC Message Examples": /oscillator/4/frequency with the float 440, and /foo with i i s f f.
test('the messages of the specification come out byte for byte', () => {
  const bytes = (text: string) => {
    const read = readOsc(text);
    return isRefusal(read) ? explain(read) : hexOf(read);
  };
  expect(bytes('/oscillator/4/frequency f 440')).toBe(
    '2F 6F 73 63 69 6C 6C 61 74 6F 72 2F 34 2F 66 72 65 71 75 65 6E 63 79 00 2C 66 00 00 43 DC 00 00',
  );
  expect(bytes('/foo i 1000 i -1 s hello f 1.234 f 5.678')).toBe(
    '2F 66 6F 6F 00 00 00 00 2C 69 69 73 66 66 00 00 00 00 03 E8 FF FF FF FF 68 65 6C 6C 6F 00 00 00 3F 9D F3 B6 40 B5 B2 2D',
  );
});

test.each<[string, unknown[]]>([
  ['/cue/12/go', ['/cue/12/go', '']],
  ['/x f 0.5 i 3 s "a text"', ['/x', 'fis', 0.5, 3, 'a text']],
  ['/x 3 0.5 "i"', ['/x', 'ifs', 3, 0.5, 'i']],
  ['/x s i', ['/x', 's', 'i']],
  ['/x T F N I', ['/x', 'TFNI', true, false, null, 1]],
  ['/x h 9007199254740993 d 0.1', ['/x', 'hd', 9007199254740993n, 0.1]],
  ['/x b 00FF7f', ['/x', 'b', Uint8Array.of(0, 255, 127)]],
  ['/eos/cue/1/{2,3}/fire', ['/eos/cue/1/{2,3}/fire', '']],
  ['/x f -1e3 i -7', ['/x', 'fi', -1000, -7]],
])('%s is sent so', (text, message) => {
  expect(sent(text)).toEqual(message);
});

test.each([
  ['', '"nothing" is not an OSC address: /cue/12/go'],
  ['cue/12', '"cue/12" is not an OSC address: /cue/12/go'],
  ['/cue#1', '"/cue#1" is not an OSC address: /cue/12/go'],
  ['/x i 0.5', '"0.5" is not a whole number of 32 bits'],
  ['/x i 4294967296', '"4294967296" is not a whole number of 32 bits'],
  ['/x h 9223372036854775808', '"9223372036854775808" is not a whole number of 64 bits'],
  ['/x f 1e99', '"1e99" is not a number'],
  ['/x f', '"f" is not complete: f with its value behind it'],
  ['/x b 0FF', '"0FF" is not bytes in hex: 00FF7F'],
  ['/x go', '"go" is not a value: a type before it (i f s h d b T F N I), a number, or a text in quotes'],
  ['/x "a', '""a" is not a word; is a quote missing?'],
])('%s is refused: %s', (text, says) => {
  expect(sent(text)).toBe(says);
});

test('whatever is written, it is refused in words or reads back as it was sent', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60, unit: 'grapheme' }), (text) => {
      expect(typeof sent(`/x ${text}`)).toMatch(/object|string/);
    }),
  );
  const values = fc.array(fc.oneof(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), fc.float({ noNaN: true, noDefaultInfinity: true })), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(values, (numbers) => {
      const text = numbers
        .map((number) => (Number.isInteger(number) && Math.abs(number) < 2 ** 31 ? `i ${number}` : `f ${number}`))
        .join(' ');
      const [, , ...args] = sent(`/x ${text}`) as unknown[]; // a good message is a list
      expect(args.map((one) => Number(one) || 0)).toEqual(
        numbers.map((number) => (Math.fround(number) === number || Number.isInteger(number) ? number || 0 : Math.fround(number))),
      );
    }),
  );
});
