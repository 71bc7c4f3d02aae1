import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeOsc, eachMessage, type OscMessage, type OscPacket } from '../../../src/wire/formats/osc.ts';
import { explainOsc, type OscRefusal, type OscRules } from '../../../src/wire/formats/osc-check.ts';
import { encodeOsc, encodeOscBundle } from '../../../src/wire/formats/osc-encode.ts';
import { seededRandom } from '../../../src/wire/pace/random.ts';
import { hex, mutatedPacket, nested, vectors } from './osc-samples.ts';

function messagesOf(packet: OscPacket | OscRefusal): OscMessage[] {
  const messages: OscMessage[] = [];
  if (packet.kind !== 'refusal') eachMessage(packet, (message) => messages.push(message));
  return messages;
}

const refusedFor = (bytes: Uint8Array, rules?: OscRules) => {
  const packet = decodeOsc(bytes, rules);
  return packet.kind === 'refusal' ? packet.refused : packet.kind;
};

describe('packets made by others', () => {
  test.each(vectors.packets)('$name: $address ,$tags', ({ bytes, address, tags, args }) => {
    expect(decodeOsc(hex(bytes))).toEqual({ kind: 'message', address, tags, args, finite: true });
    expect(encodeOsc(address, tags, args)).toEqual(hex(bytes));
  });

  test('a bundle holds its messages in order', () => {
    expect(messagesOf(decodeOsc(hex(vectors.bundle.bytes)))).toEqual(
      vectors.bundle.messages.map((message) => ({ kind: 'message', finite: true, ...message })),
    );
    const elements = vectors.bundle.messages.map(({ address, tags, args }) => encodeOsc(address, tags, args));
    expect(encodeOscBundle(elements)).toEqual(hex(vectors.bundle.bytes));
  });

  test('a blob is its bytes without the padding', () => {
    const { bytes, address, blob } = vectors.blob;
    expect(decodeOsc(hex(bytes))).toMatchObject({ address, args: [Uint8Array.from(blob)] });
    expect(encodeOsc(address, 'b', [Uint8Array.from(blob)])).toEqual(hex(bytes));
  });

  test.each(vectors.realSenders.noTags.bare)('a bare address is a message without arguments: %s', (bytes) => {
    expect(decodeOsc(hex(bytes))).toMatchObject({ kind: 'message', tags: '', args: [] });
  });

  test('data without type tags is refused', () => {
    expect(refusedFor(hex(vectors.realSenders.noTags.withData))).toBe('no-tags');
  });

  test('#reply is a message on a link that allows it, and refused on any other', () => {
    const { bytes, address, tags, args } = vectors.realSenders.hashReply;
    expect(decodeOsc(hex(bytes), { hashAddress: true })).toMatchObject({ address, tags, args });
    expect(refusedFor(hex(bytes))).toBe('address');
  });

  test('every tag there is, and the float behind them is still at its place', () => {
    expect(decodeOsc(hex(vectors.realSenders.everyTag.bytes))).toMatchObject({
      address: '/zoo',
      args: [
        'G',
        0.5,
        7n,
        { seconds: 0, fraction: 1 },
        Uint8Array.of(0x00, 0x90, 0x3c, 0x40),
        { r: 0xff, g: 0x80, b: 0x00, a: 1 },
        'sym',
        true,
        false,
        null,
        1,
        [1, 2],
        0.25,
      ],
    });
  });

  test('one unknown tag refuses the whole message', () => {
    expect(decodeOsc(hex(vectors.realSenders.unknownTag.bytes))).toEqual({ kind: 'refusal', refused: 'unknown-tag', at: 13 });
  });
});

describe('the strict check', () => {
  const ok = encodeOsc('/ch/7/fader', 'f', [-6]);
  const changed = (at: number, byte: number): Uint8Array => Uint8Array.from(ok, (old, index) => (index === at ? byte : old));

  test.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(0), 'size'],
    ['three bytes', Uint8Array.of(0x2f, 0, 0), 'size'],
    ['a packet cut inside a word', ok.subarray(0, ok.length - 1), 'size'],
    ['a packet cut before its argument', ok.subarray(0, ok.length - 4), 'argument'],
    ['a space in an address', changed(3, 0x20), 'address'],
    ['a byte above ASCII in an address', changed(3, 0xe4), 'address'],
    ['a comma in an address', hex('2F 61 2C 62 00 00 00 00 2C 00 00 00'), 'address'],
    ['an address without an end', hex('2F 61 62 63'), 'address'],
    ['padding that is not zero', hex('2F 61 00 01 2C 00 00 00'), 'padding'],
    ['a tag string without an end', hex('2F 61 00 00 2C 69 69 69'), 'padding'],
    ['a left-over word', Uint8Array.from([...ok, 0, 0, 0, 0]), 'trailing'],
    ['a blob of two gigabytes', hex('2F 61 00 00 2C 62 00 00 7F FF FF FF'), 'argument'],
    ['a blob of negative length', hex('2F 61 00 00 2C 62 00 00 FF FF FF FF'), 'argument'],
    ['text without an end', hex('2F 61 00 00 2C 73 00 00 61 61 61 61'), 'argument'],
    ['a list that does not close', hex('2F 61 00 00 2C 5B 69 00 00 00 00 01'), 'arrays'],
    ['a list that was not open', hex('2F 61 00 00 2C 5D 00 00'), 'arrays'],
    ['lists five deep', hex('2F 61 00 00 2C 5B 5B 5B 5B 5B 5D 5D 5D 5D 5D 00'), 'arrays'],
    ['a bundle without a time', hex('23 62 75 6E 64 6C 65 00'), 'bundle'],
    ['a bundle element of no length', Uint8Array.from([...encodeOscBundle([]), 0, 0, 0, 0]), 'bundle'],
    ['a bundle element longer than its bundle', Uint8Array.from([...encodeOscBundle([]), 0, 0, 0, 8, 0x2f, 0, 0, 0]), 'bundle'],
    ['bundles 60 deep', nested(60), 'depth'],
    ['a packet above the limit', new Uint8Array(65_540), 'size'],
    ['8,000 elements in one packet', encodeOscBundle(Array.from({ length: 8000 }, () => hex('2F 00 00 00'))), 'count'],
    ['40 KiB of text', encodeOsc('/a', 's', ['é'.repeat(20_480)]), 'count'],
    ['9,000 arguments in one message', encodeOsc('/a', 'T'.repeat(9000), new Array(9000).fill(true)), 'count'],
  ])('refuses %s', (_, bytes, fault) => {
    expect(refusedFor(bytes)).toBe(fault);
  });

  test('bundles eight deep and an empty bundle are as the standard allows', () => {
    expect(messagesOf(decodeOsc(nested(9)))).toHaveLength(1);
    expect(decodeOsc(encodeOscBundle([]))).toMatchObject({ kind: 'bundle', packets: [] });
  });

  test('a comma between the braces of a pattern is an address', () => {
    expect(decodeOsc(encodeOsc('/ch/{1,2}/mute', 'i', [1]))).toMatchObject({ address: '/ch/{1,2}/mute' });
  });

  test('NaN and infinities are read and marked', () => {
    expect(decodeOsc(encodeOsc('/a', 'f', [Number.NaN]))).toMatchObject({ args: [Number.NaN], finite: false });
    expect(decodeOsc(encodeOsc('/a', 'f', [-Infinity]))).toMatchObject({ args: [-Infinity], finite: false });
    expect(decodeOsc(encodeOsc('/a', 'f', [0]))).toMatchObject({ finite: true });
  });

  test('a refusal says where and why', () => {
    const packet = decodeOsc(hex(vectors.realSenders.unknownTag.bytes));
    expect(packet.kind === 'refusal' && explainOsc(packet)).toBe('OSC byte 13: a type tag nobody knows: the length of its data is unknown');
  });
});

test('a packet that does not start at the beginning of its memory reads the same: blobs, times and MIDI too', () => {
  for (const bytes of [vectors.blob.bytes, vectors.realSenders.everyTag.bytes, vectors.bundle.bytes]) {
    const shifted = Uint8Array.from([9, 9, 9, 9, 9, ...hex(bytes)]).subarray(5);
    expect(decodeOsc(shifted)).toEqual(decodeOsc(hex(bytes)));
  }
});

test('10,000 damaged packets: none throws, more than two of three are refused', () => {
  const random = seededRandom(1);
  const packets = Array.from({ length: 10_000 }, () => mutatedPacket(random));
  const refused = packets.filter((packet) => decodeOsc(packet).kind === 'refusal').length;
  expect(refused).toBeGreaterThan(6667);
  expect(refused).toBeLessThan(10_000);
});

test('any bytes at all are a packet or a refusal', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(['message', 'bundle', 'refusal']).toContain(decodeOsc(bytes).kind);
    }),
  );
});

const text = fc.string({ unit: 'grapheme', maxLength: 30 }).map((value) => value.replaceAll('\0', ''));
const argument = fc.oneof(
  fc.record({ tag: fc.constant('f'), value: fc.float() }),
  fc.record({ tag: fc.constant('d'), value: fc.double() }),
  fc.record({ tag: fc.constant('i'), value: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }) }),
  fc.record({ tag: fc.constant('h'), value: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) }),
  fc.record({ tag: fc.constantFrom('s', 'S'), value: text }),
  fc.record({ tag: fc.constant('b'), value: fc.uint8Array({ maxLength: 20 }) }),
  fc.record({ tag: fc.constant('m'), value: fc.uint8Array({ minLength: 4, maxLength: 4 }) }),
  fc.record({ tag: fc.constant('t'), value: fc.record({ seconds: fc.nat(0xffff_ffff), fraction: fc.nat(0xffff_ffff) }) }),
  fc.constantFrom({ tag: 'T', value: true }, { tag: 'F', value: false }, { tag: 'N', value: null }, { tag: 'I', value: 1 }),
);

test('what is written is read again, for every type of argument', () => {
  fc.assert(
    fc.property(fc.array(argument, { maxLength: 12 }), (given) => {
      const tags = given.map(({ tag }) => tag).join('');
      const args = given.map(({ value }) => value);
      expect(decodeOsc(encodeOsc('/ch/7/name', tags, args))).toMatchObject({ address: '/ch/7/name', tags, args });
    }),
  );
});

test('tags and values that do not pair up are our own mistake and are thrown', () => {
  expect(() => encodeOsc('/a', 'ff', [1])).toThrow('1 values for the tags "ff"');
});
