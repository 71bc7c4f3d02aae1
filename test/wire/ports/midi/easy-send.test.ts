import easymidi from 'easymidi';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sendWhole } from '../../../../src/wire/ports/midi/easy-send.ts';

/** What easymidi would put on the cable. Its types do not tell of this method, its README neither: the sending end is checked byte for byte. */
const { parseMessage } = easymidi.Output.prototype as unknown as { parseMessage(type: string, args: unknown): number[] };

function onTheCable(message: readonly number[]): number[] {
  const bytes: number[] = [];
  // It gives the status of system messages as a text, of which the native end makes a byte.
  const send = (type: string, args?: unknown): void => void bytes.push(...parseMessage(type, args).map(Number));
  sendWhole({ send } as Parameters<typeof sendWhole>[0], Uint8Array.from(message)); // one method of many forms
  return bytes;
}

const data = fc.integer({ min: 0, max: 0x7f });
const channel = fc.integer({ min: 0, max: 15 });
const two = fc.tuple(fc.constantFrom(0x80, 0x90, 0xa0, 0xb0, 0xe0), channel, data, data).map(([kind, on, a, b]) => [kind | on, a, b]);
const one = fc.tuple(fc.constantFrom(0xc0, 0xd0), channel, data).map(([kind, on, a]) => [kind | on, a]);
const system = fc.oneof(
  fc.tuple(fc.constantFrom(0xf1, 0xf3), data).map((bytes) => [...bytes]),
  fc.tuple(fc.constant(0xf2), data, data).map((bytes) => [...bytes]),
  fc.constantFrom(0xf8, 0xfa, 0xfb, 0xfc, 0xfe, 0xff).map((byte) => [byte]),
);
const sysex = fc.array(data, { minLength: 2, maxLength: 600 }).map((content) => [0xf0, ...content, 0xf7]);

test('every message that easymidi has a name for leaves byte for byte as it was given', () => {
  fc.assert(
    fc.property(fc.oneof(two, one, system, sysex), (message) => {
      expect(onTheCable(message)).toEqual(message);
    }),
  );
});

test.each([[[]], [[0xf0, 0x7e, 0xf7]], [[0xf4]], [[0xf6]], [[0x40, 0x40]]])('%j has none and is left out', (message) => {
  expect(onTheCable(message)).toEqual([]);
});
