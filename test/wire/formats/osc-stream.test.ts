import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeOsc } from '../../../src/wire/formats/osc.ts';
import { explainStreamFault, frameOsc, OscStream } from '../../../src/wire/formats/osc-stream.ts';
import { encodeSlip, SlipReader } from '../../../src/wire/formats/slip.ts';
import { hex, vectors } from './osc-samples.ts';

function read(stream: OscStream, chunks: readonly Uint8Array[]) {
  const packets: Uint8Array[] = [];
  let fault: ReturnType<OscStream['push']>;
  for (const chunk of chunks) fault = stream.push(chunk, (packet) => packets.push(packet));
  return { packets, fault };
}

const join = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

describe('frames made by others', () => {
  test.each(vectors.framing)('$name', ({ framing, packet, frame }) => {
    expect(frameOsc(hex(packet), framing)).toEqual(hex(frame));
    const stream = new OscStream();
    expect(read(stream, [hex(frame)])).toEqual({ packets: [hex(packet)], fault: undefined });
    expect(stream.framing).toBe(framing);
  });

  test('noise first, an escape cut in two, and escapes inside a time tag', () => {
    const { chunks, address, levelDb, time } = vectors.realSenders.slipSplit;
    const { packets } = read(new OscStream(), chunks.map(hex));
    const message = { kind: 'message', address, args: [levelDb] };
    expect(packets.map((packet) => decodeOsc(packet))).toMatchObject([
      message,
      { kind: 'bundle', time: { seconds: time[0], fraction: time[1] }, packets: [message] },
    ]);
  });
});

const packet = fc.uint8Array({ minLength: 1, maxLength: 40 }).map((words) => Uint8Array.from([...words, ...words, ...words, ...words]));
const awkward = fc
  .array(fc.constantFrom(0xc0, 0xdb, 0xdc, 0xdd, 0x00, 0x2f), { minLength: 4, maxLength: 4 })
  .map((bytes) => Uint8Array.from(bytes));

test.each(['slip', 'length'] as const)('packets framed by %s come back whole wherever the stream is cut', (framing) => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(packet, awkward), { minLength: 1, maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 9 })),
      (packets, cuts) => {
        const bytes = join(...packets.map((one) => frameOsc(one, framing)));
        const chunks: Uint8Array[] = [];
        let at = 0;
        for (const cut of cuts) {
          chunks.push(bytes.subarray(at, at + cut));
          at += cut;
        }
        chunks.push(bytes.subarray(at));
        expect(read(new OscStream(), chunks)).toEqual({ packets, fault: undefined });
      },
    ),
  );
});

describe('a broken stream', () => {
  test.each([
    ['a packet without framing', '2F 78 00 00 2C 69 00 00 00 00 00 C0', 'no-framing'],
    ['a bundle without framing', '23 62 75 6E', 'no-framing'],
    ['a length of 16 MiB', '00 FF FF FC 2F', 'frame-length'],
    ['a length that is no multiple of four', '00 00 00 05 2F', 'frame-length'],
  ] as const)('%s cannot be read on', (_, bytes, fault) => {
    const stream = new OscStream();
    expect(read(stream, [hex(bytes), hex('00 00 00 04 2F 00 00 00')])).toEqual({ packets: [], fault });
    expect(explainStreamFault(fault)).not.toBe('');
  });

  test('a length that turns bad later gives what came before', () => {
    const { packets, fault } = read(new OscStream(), [hex('00 00 00 04 2F 00 00 00 7F FF FF FF')]);
    expect([packets.length, fault]).toEqual([1, 'frame-length']);
  });

  test('endless noise without a frame ends the connection', () => {
    const stream = new OscStream({ maxBytes: 100 });
    const noise = new Uint8Array(60).fill(0x31);
    expect([read(stream, [noise]).fault, read(stream, [noise]).fault]).toEqual([undefined, 'noise']);
  });

  test('a frame of no bytes is nothing', () => {
    expect(read(new OscStream(), [hex('00 00 00 00 00 00 00 04 2F 00 00 00')]).packets).toHaveLength(1);
  });
});

describe('SLIP', () => {
  test('a wrong escape drops its frame, and the next one is read', () => {
    const reader = new SlipReader();
    const frames: Uint8Array[] = [];
    reader.push(join(hex('C0 01 DB 05 06 C0'), encodeSlip(hex('07 08'))), (frame) => frames.push(frame));
    expect(frames).toEqual([hex('07 08')]);
    expect(reader.counts.violations).toBe(1);
  });

  test('a frame that ends inside an escape is dropped', () => {
    const reader = new SlipReader();
    const frames: Uint8Array[] = [];
    reader.push(hex('C0 01 DB C0 02 C0'), (frame) => frames.push(frame));
    expect(frames).toEqual([hex('02')]);
    expect(reader.counts.violations).toBe(1);
  });

  test('a frame above the cap is dropped, and the next one is read', () => {
    const reader = new SlipReader(300);
    const frames: Uint8Array[] = [];
    reader.push(join(encodeSlip(new Uint8Array(301)), encodeSlip(new Uint8Array(300))), (frame) => frames.push(frame));
    expect(frames.map((frame) => frame.length)).toEqual([300]);
    expect(reader.counts.tooLong).toBe(1);
  });

  test('a megabyte of noise on a line costs no frame after it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (noise) => {
        const reader = new SlipReader();
        const frames: Uint8Array[] = [];
        const good = hex('2F 78 00 00');
        reader.push(join(noise, hex('C0'), encodeSlip(good)), (frame) => frames.push(frame));
        expect(frames.at(-1)).toEqual(good);
      }),
    );
  });
});
