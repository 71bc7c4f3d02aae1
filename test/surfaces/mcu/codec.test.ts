import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mcuCodec } from '../../../src/surfaces/mcu/codec.ts';
import { responseTo } from '../../../src/surfaces/mcu/sysex.ts';
import type { Shown } from '../../../src/surfaces/surface.ts';
import { bytesOf, extender, hexOf, mackie, xTouch } from './profiles.ts';

const read = <T>(name: string): T => JSON.parse(readFileSync(new URL(`../../vectors/mcu/${name}.json`, import.meta.url), 'utf8')) as T;

const messages = read<{
  heard: { bytes: string; heard: Record<string, unknown> & { raw?: number } }[];
  shown: { bytes: string[]; shown: Shown }[];
  colors: { bytes: string; words: string[] };
}>('messages');
const handshake = read<{ challenges: { challenge: string; response: string }[]; announce: string; answer: string }>('handshake');

test.each(messages.heard)('$bytes is heard as $heard', ({ bytes, heard }) => {
  const { raw, ...rest } = heard;
  const expected = raw === undefined ? rest : { ...rest, position: Math.min(1, raw / 16368) };
  expect(mcuCodec(mackie).read(bytesOf(bytes))).toEqual([expect.objectContaining(expected)]);
});

test.each(messages.shown)('$shown is $bytes', ({ bytes, shown }) => {
  const written = mcuCodec(mackie).write(shown).map(hexOf);
  expect(written).toEqual(bytes);
});

test('eight colours are one message, dark among them, and an unknown colour stays readable', () => {
  const codec = mcuCodec(xTouch);
  const { bytes, words } = messages.colors;
  expect(codec.write({ kind: 'colors', colors: words }).map(hexOf)).toEqual([bytes]);
  const words8 = ['orange', 'off', 'pink', 'constructor'];
  expect(codec.write({ kind: 'colors', colors: words8 }).map(hexOf)).toEqual(['F0 00 00 66 14 72 03 07 07 07 00 00 00 00 F7']);
  expect(mcuCodec(mackie).write({ kind: 'colors', colors: words })).toEqual([]);
});

describe('the start', () => {
  test.each(handshake.challenges)('challenge $challenge is answered $response', ({ challenge, response }) => {
    expect(hexOf(responseTo(bytesOf(challenge)))).toBe(response);
  });

  test('each id a unit may have is asked, and the one that answers is spoken to', () => {
    const codec = mcuCodec(mackie);
    expect(codec.greet().map(hexOf)).toEqual([0x14, 0x10, 0x15, 0x11].map((id) => hexOf(bytesOf(`F0 00 00 66 ${id.toString(16)} 00 F7`))));
    codec.read(bytesOf('F0 00 00 66 15 01 58 59 5A 57 18 61 05 57 18 61 05 F7'));
    const text = (): string => codec.write({ kind: 'text', strip: 0, line: 0, text: 'Vox' }).map(hexOf).join();
    expect(text()).toBe('F0 00 00 66 15 12 00 56 6F 78 20 20 20 20 F7');
    codec.reset();
    expect(text()).toBe('F0 00 00 66 14 12 00 56 6F 78 20 20 20 20 F7');
  });

  test('a Logic Control is answered and is ready when it confirms', () => {
    const codec = mcuCodec(mackie);
    const [asked] = codec.read(bytesOf(handshake.announce));
    expect(asked).toMatchObject({ kind: 'hello', ready: false, reply: [bytesOf(handshake.answer)] });
    expect(codec.read(bytesOf('F0 00 00 66 10 03 58 59 5A 57 18 61 05 F7'))).toEqual([
      expect.objectContaining({ kind: 'hello', ready: true }),
    ]);
  });

  test('a Mackie Control is never answered with a response: a wrong one locks it until it is switched off', () => {
    const hellos = mcuCodec(mackie).read(bytesOf('F0 00 00 66 14 01 58 59 5A 57 18 61 05 57 18 61 05 F7'));
    const replies = hellos.flatMap((heard) => (heard.kind === 'hello' ? heard.reply : []));
    expect(replies.map(hexOf)).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((strip) => `F0 00 00 66 14 20 0${strip} 01 F7`));
  });

  test('a unit in another mode is told apart and not taken for ready', () => {
    const hello = mcuCodec(xTouch).read(bytesOf('F0 00 00 66 58 01 30 31 35 36 34 30 36 30 30 30 30 F7'));
    expect(hello).toEqual([{ kind: 'hello', ready: false, reply: [], says: 'speaks Xctl: set it to MC mode' }]);
  });
});

describe('faders', () => {
  test('each of the 1024 steps goes to the motor and comes back as the same place', () => {
    const codec = mcuCodec(xTouch);
    for (let step = 0; step < 1024; step += 1) {
      const [motor = Uint8Array.of()] = codec.write({ kind: 'fader', fader: 8, position: step / 1023 });
      const [heard] = codec.read(motor);
      expect(heard).toMatchObject({ kind: 'move', fader: 8 });
      expect(heard?.kind === 'move' && codec.stepOf(heard.position)).toBe(step);
    }
  });

  test('a fader pushed home is at the top whatever raw value a unit calls that', () => {
    for (const bytes of ['E0 70 7F', 'E0 7C 7F', 'E0 7F 7F']) {
      expect(mcuCodec(xTouch).read(bytesOf(bytes))).toEqual([{ kind: 'move', fader: 0, position: 1 }]);
    }
  });

  test('an extender has no main fader, in neither direction', () => {
    const codec = mcuCodec(extender);
    expect(codec.read(bytesOf('E8 00 40 90 70 7F')).map((heard) => heard.kind)).toEqual(['unknown', 'unknown']);
    expect(codec.write({ kind: 'fader', fader: 8, position: 1 })).toEqual([]);
    expect(codec.write({ kind: 'fader', fader: 7, position: 1 }).map(hexOf)).toEqual(['E7 70 7F']);
  });
});

test('what a unit does not have is not written to it', () => {
  const codec = mcuCodec(extender);
  const none: Shown[] = [
    { kind: 'light', key: { name: 'play' }, light: 'on' },
    { kind: 'light', key: { name: 'push', strip: 0 }, light: 'on' },
    { kind: 'light', key: { name: 'mute', strip: 8 }, light: 'on' },
    { kind: 'digits', place: 'time', text: '1' },
    { kind: 'meter', strip: 8, levelDb: 0 },
    { kind: 'text', strip: 8, line: 0, text: 'Main' },
    { kind: 'ring', knob: -1, ring: undefined },
  ];
  expect(none.flatMap((shown) => codec.write(shown))).toEqual([]);
});

test('a unit that cannot blink is given a steady light', () => {
  const codec = mcuCodec({ ...xTouch, lights: { blink: 'host' } });
  expect(codec.write({ kind: 'light', key: { name: 'record' }, light: 'blink' }).map(hexOf)).toEqual(['90 5F 7F']);
});

test('a broken level, position or knob shows nothing', () => {
  const codec = mcuCodec(xTouch);
  expect(codec.write({ kind: 'meter', strip: 0, levelDb: Number.NaN }).map(hexOf)).toEqual(['D0 00']);
  expect(codec.write({ kind: 'fader', fader: 0, position: Number.NaN }).map(hexOf)).toEqual(['E0 00 00']);
  expect(codec.write({ kind: 'ring', knob: 0, ring: { mode: 'wrap', position: Number.NaN, center: false } }).map(hexOf)).toEqual([
    'B0 30 20',
  ]);
});

test('any bytes, in any pieces: never an error, and a later gesture is read', () =>
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (pieces) => {
      const codec = mcuCodec(xTouch);
      for (const piece of pieces) codec.read(piece);
      const heard = codec.read(bytesOf('F7 90 68 7F'));
      expect(heard.at(-1)).toEqual({ kind: 'touch', fader: 0, down: true });
    }),
  ));

test('a header with hostile bytes behind it: never an error, and no more than one reply a strip', () =>
  fc.assert(
    fc.property(fc.nat(127), fc.nat(127), fc.array(fc.nat(127), { maxLength: 30 }), (id, command, body) => {
      const heard = mcuCodec(mackie).read(Uint8Array.of(0xf0, 0, 0, 0x66, id, command, ...body, 0xf7));
      expect(heard.length).toBe(1);
      for (const one of heard) if (one.kind === 'hello') expect(one.reply.length).toBeLessThanOrEqual(8);
    }),
  ));

const anyShown: fc.Arbitrary<Shown> = fc.oneof(
  fc.record({
    kind: fc.constant('text' as const),
    strip: fc.nat(9),
    line: fc.constantFrom(0 as const, 1 as const),
    text: fc.string({ unit: 'grapheme' }),
  }),
  fc.record({
    kind: fc.constant('digits' as const),
    place: fc.constantFrom('time' as const, 'assignment' as const),
    text: fc.string({ unit: 'binary' }),
  }),
  fc.record({ kind: fc.constant('meter' as const), strip: fc.nat(9), levelDb: fc.double() }),
  fc.record({ kind: fc.constant('fader' as const), fader: fc.nat(10), position: fc.double() }),
  fc.record({ kind: fc.constant('colors' as const), colors: fc.array(fc.string()) }),
);

test('whatever is to be shown, only whole messages of 7-bit data leave', () =>
  fc.assert(
    fc.property(anyShown, (shown) => {
      for (const message of mcuCodec(xTouch).write(shown)) {
        expect(message[0]).toBeGreaterThanOrEqual(0x80);
        const body = message[0] === 0xf0 ? message.subarray(1, -1) : message.subarray(1);
        expect([...body].every((byte) => byte < 0x80)).toBe(true);
      }
    }),
  ));
