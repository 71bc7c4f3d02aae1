import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MidiReader } from '../../../src/wire/formats/midi.ts';

interface Stream {
  readonly title: string;
  readonly bytes: string;
  readonly messages: readonly string[];
  readonly strayBytes: number;
  readonly incomplete: number;
  readonly tooLong: number;
}

const { streams }: { streams: Stream[] } = JSON.parse(readFileSync(new URL('../../vectors/midi/streams.json', import.meta.url), 'utf8'));

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(hex.split(' '), (byte) => Number.parseInt(byte, 16));
const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');

test.each(streams)('$title', ({ bytes, messages, strayBytes, incomplete, tooLong }) => {
  const reader = new MidiReader();
  expect(reader.read(bytesOf(bytes)).map(hexOf)).toEqual(messages);
  expect(reader.counts).toEqual({ strayBytes, incomplete, tooLong });
});

test('4096 bytes of system exclusive are whole, one more are dropped, and the next message is read', () => {
  const reader = new MidiReader();
  const sysex = (length: number): Uint8Array => Uint8Array.of(0xf0, ...new Uint8Array(length - 2), 0xf7);
  expect(reader.read(sysex(4096)).map((message) => message.length)).toEqual([4096]);
  expect(reader.read(Uint8Array.of(...sysex(4097), 0xe0, 0x40, 0x55)).map(hexOf)).toEqual(['E0 40 55']);
  expect(reader.counts.tooLong).toBe(1);
});

test('a new link does not finish the message of the old one', () => {
  const reader = new MidiReader();
  reader.read(Uint8Array.of(0x90, 0x10));
  reader.reset();
  expect(reader.read(Uint8Array.of(0x7f))).toEqual([]);
  expect(reader.counts.strayBytes).toBe(1);
});

const anyByte = fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0x80, max: 0xff }));
const anyBytes = fc.array(anyByte, { maxLength: 200 }).map((bytes) => Uint8Array.from(bytes));

test('a stream cut anywhere says the same', () =>
  fc.assert(
    fc.property(anyBytes, fc.array(fc.nat(200), { maxLength: 8 }), (bytes, cuts) => {
      const whole = new MidiReader();
      const expected = whole.read(bytes).map(hexOf);
      const pieces = new MidiReader();
      const edges = [0, ...cuts.filter((cut) => cut < bytes.length), bytes.length].sort((a, b) => a - b);
      const got = edges.slice(1).flatMap((edge, at) => pieces.read(bytes.subarray(edges[at], edge)).map(hexOf));
      expect(got).toEqual(expected);
      expect(pieces.counts).toEqual(whole.counts);
    }),
  ));

test('whatever comes, every message starts with a status and holds only data behind it', () =>
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      for (const message of new MidiReader().read(bytes)) {
        const body = [...message.subarray(1, message[0] === 0xf0 ? -1 : undefined)];
        expect(message[0]).toBeGreaterThanOrEqual(0x80);
        expect(body.every((byte) => byte < 0x80)).toBe(true);
      }
    }),
  ));

const wholeMessage = fc.oneof(
  fc.tuple(fc.integer({ min: 0x80, max: 0xbf }), fc.nat(127), fc.nat(127)),
  fc.tuple(fc.integer({ min: 0xc0, max: 0xdf }), fc.nat(127)),
  fc.tuple(fc.integer({ min: 0xe0, max: 0xef }), fc.nat(127), fc.nat(127)),
  fc.array(fc.nat(127), { maxLength: 20 }).map((body) => [0xf0, ...body, 0xf7]),
);

test('whole messages come through as they were sent, also with running status left out', () =>
  fc.assert(
    fc.property(fc.array(wholeMessage), (messages) => {
      let status = 0;
      const wire = messages.flatMap((message) => {
        const same = message[0] === status && status < 0xf0;
        status = message[0] ?? 0;
        return same ? message.slice(1) : message;
      });
      expect(new MidiReader().read(Uint8Array.from(wire)).map((message) => [...message])).toEqual(messages);
    }),
  ));
