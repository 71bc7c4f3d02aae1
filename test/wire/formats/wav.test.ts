import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ByteSource, readSamples, readWavHeader, type WavInfo } from '../../../src/wire/formats/wav.ts';
import { headerBytes, type WavShape, wavHeader, writeSamples } from '../../../src/wire/formats/wav-write.ts';

const source = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: async (position, length) => bytes.subarray(position, Math.min(bytes.length, position + length)),
});
const capture = (name: string) => new Uint8Array(readFileSync(join(import.meta.dirname, '../../captures', name)));

async function opened(bytes: Uint8Array): Promise<WavInfo> {
  const info = await readWavHeader(source(bytes));
  if ('wrong' in info) throw new Error(info.wrong);
  return info;
}
async function samples(bytes: Uint8Array, channel = 0): Promise<Float32Array> {
  const info = await opened(bytes);
  const out = new Float32Array(info.frames);
  readSamples(info, bytes.subarray(info.dataStart, info.dataStart + info.frames * info.bytesPerFrame), channel, out);
  return out;
}
const peakDb = (wave: Float32Array) => 20 * Math.log10(wave.reduce((most, one) => Math.max(most, Math.abs(one)), 0));

describe('files that broke other programs', () => {
  test('RF64 with a chunk behind the samples: 4800 frames at -12 dBFS, and no burst at the end', async () => {
    const bytes = capture('wav-rf64-trailing-list.wav');
    expect(await opened(bytes)).toMatchObject({ channels: 1, sampleRate: 48_000, format: 's24', frames: 4800, notes: [] });
    expect(peakDb(await samples(bytes))).toBeCloseTo(-12.04, 1);
  });

  test('the broadcast stamp is exact, before the format or behind the samples', async () => {
    const a = await opened(capture('wav-bwf-a.wav'));
    const b = await opened(capture('wav-bwf-b.wav'));
    expect([a.timeReference, b.timeReference]).toEqual([171234567, 171235804]);
    expect([a.frames, b.frames, a.format, b.format]).toEqual([4800, 4800, 's24', 's24']);
    expect(peakDb(await samples(capture('wav-bwf-b.wav')))).toBeCloseTo(-6.02, 1);
  });
});

/** A chunk by hand. */
function chunk(id: string, body: readonly number[] | Uint8Array, size = body.length, pad = true): number[] {
  const head = [...id].map((letter) => letter.charCodeAt(0));
  return [
    ...head,
    size & 255,
    (size >>> 8) & 255,
    (size >>> 16) & 255,
    (size >>> 24) & 255,
    ...body,
    ...(pad && body.length % 2 === 1 ? [0] : []),
  ];
}
const u16 = (value: number) => [value & 255, value >> 8];
const u32 = (value: number) => [...u16(value & 0xffff), ...u16(value >>> 16)];
const fmt = (code: number, channels: number, rate: number, bits: number) => [
  ...u16(code),
  ...u16(channels),
  ...u32(rate),
  ...u32((rate * channels * bits) / 8),
  ...u16((channels * bits) / 8),
  ...u16(bits),
];
/** EXTENSIBLE: valid bits, mask, and a GUID that begins with the format. */
const extensible = (code: number, channels: number, rate: number, bits: number, valid: number) => [
  ...fmt(0xfffe, channels, rate, bits),
  ...u16(22),
  ...u16(valid),
  ...u32(0),
  ...u16(code),
  ...[0, 0, 0, 0, 16, 0, 128, 0, 0, 170, 0, 56, 155, 113],
];
const riff = (...chunks: number[][]) => {
  const body = chunks.flat();
  return Uint8Array.from([...chunk('RIFF', [], body.length + 4), ...[...'WAVE'].map((letter) => letter.charCodeAt(0)), ...body]);
};

describe('what recorders write', () => {
  test.each([
    ['8 bit, unsigned', fmt(1, 1, 48_000, 8), [0, 128, 255], [-1, 0, 127 / 128]],
    ['16 bit', fmt(1, 1, 48_000, 16), [...u16(0x8000), ...u16(0), ...u16(0x7fff)], [-1, 0, 32767 / 32768]],
    ['24 bit', fmt(1, 1, 48_000, 24), [0, 0, 0x80, 0, 0, 0, 0, 0, 0x40], [-1, 0, 0.5]],
    ['32 bit', fmt(1, 1, 48_000, 32), [...u32(0x80000000), ...u32(0), ...u32(0x40000000)], [-1, 0, 0.5]],
    ['32 bit float', fmt(3, 1, 48_000, 32), [...new Uint8Array(Float32Array.of(-1, 0, 0.5).buffer)], [-1, 0, 0.5]],
    ['64 bit float', fmt(3, 1, 48_000, 64), [...new Uint8Array(Float64Array.of(-1, 0, 0.5).buffer)], [-1, 0, 0.5]],
    ['EXTENSIBLE, 24 bits in 32', extensible(1, 1, 48_000, 32, 24), [...u32(0x80000000), ...u32(0), ...u32(0x40000000)], [-1, 0, 0.5]],
    [
      'float with a NaN in it',
      fmt(3, 1, 48_000, 32),
      [...new Uint8Array(Float32Array.of(Number.NaN, 0.25, Number.POSITIVE_INFINITY).buffer)],
      [0, 0.25, 0],
    ],
  ])('%s', async (_name, format, body, expected) => {
    expect([...(await samples(riff(chunk('fmt ', format), chunk('data', body))))]).toEqual(expected);
  });

  test('chunks before the format, odd sizes, a missing pad byte', async () => {
    const data = chunk('data', [...u16(1), ...u16(2)]);
    const padded = riff(chunk('junk', [1, 2, 3]), chunk('fmt ', fmt(1, 1, 44_100, 16)), data);
    expect((await opened(padded)).frames).toBe(2);
    const unpadded = riff(chunk('junk', [1, 2, 3], 3, false), chunk('fmt ', fmt(1, 1, 44_100, 16)), data);
    expect(await opened(unpadded)).toMatchObject({ frames: 2, notes: ['a pad byte is missing after its junk chunk'] });
  });

  test.each([0, 0xffffffff])('a size of %d is what a crashed recorder leaves: read to the end, and said', async (size) => {
    const bytes = riff(chunk('fmt ', fmt(1, 2, 48_000, 16)), chunk('data', [...u16(1), ...u16(2), ...u16(3), ...u16(4)], size));
    const info = await opened(bytes);
    expect([info.frames, info.notes.length]).toEqual([2, 1]);
  });

  test('a poly file gives each channel to itself, and iXML names them', async () => {
    const xml =
      '<BWFXML><TRACK_LIST><TRACK><CHANNEL_INDEX>2</CHANNEL_INDEX><NAME>Snare</NAME></TRACK><TRACK><CHANNEL_INDEX>1</CHANNEL_INDEX><NAME>Kick</NAME></TRACK></TRACK_LIST></BWFXML>';
    const bytes = riff(
      chunk('iXML', new TextEncoder().encode(xml)),
      chunk('fmt ', fmt(1, 2, 48_000, 16)),
      chunk('data', [...u16(16384), ...u16(8192)]),
    );
    expect((await opened(bytes)).trackNames).toEqual(['Kick', 'Snare']);
    expect([...(await samples(bytes, 0)), ...(await samples(bytes, 1))]).toEqual([0.5, 0.25]);
  });

  test.each([
    ['nothing', new Uint8Array(0), '0 bytes are too few for a WAV file'],
    ['a picture', Uint8Array.from({ length: 40 }, (_, i) => i), 'it is not a WAV file'],
    ['no format', riff(chunk('data', [0, 0])), 'it has no format chunk'],
    ['no samples', riff(chunk('fmt ', fmt(1, 1, 48_000, 16))), 'it has no samples'],
    ['ADPCM', riff(chunk('fmt ', fmt(2, 1, 48_000, 4)), chunk('data', [0])), 'its samples (format 2, 0 bits) are none that can be played'],
    [
      'no channels',
      riff(chunk('fmt ', fmt(1, 0, 48_000, 16)), chunk('data', [0])),
      'its samples (format 1, 0 bits) are none that can be played',
    ],
  ])('%s is refused in plain words', async (_name, bytes, wrong) => {
    expect(await readWavHeader(source(bytes))).toEqual({ wrong });
  });

  test('any bytes, and any file cut anywhere, are read or refused, never thrown at', async () => {
    const whole = capture('wav-rf64-trailing-list.wav').subarray(0, 400);
    await fc.assert(
      fc.asyncProperty(fc.nat(400), fc.array(fc.tuple(fc.nat(399), fc.nat(255)), { maxLength: 12 }), async (cut, changes) => {
        const bytes = whole.slice(0, cut);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        const info = await readWavHeader(source(bytes));
        if ('wrong' in info) return;
        expect(info.dataStart + info.frames * info.bytesPerFrame).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });
});

describe('what is written', () => {
  const file = (shape: WavShape, channels: Float32Array[]) => {
    const frames = channels[0]?.length ?? 0;
    return Uint8Array.from([...wavHeader(shape, frames), ...writeSamples(shape, channels, frames)]);
  };

  test.each([
    ['s16', 1 / 65_536],
    ['s24', 1 / 16_777_216],
    ['f32', 0],
  ] as const)('%s comes back within half a step', async (format, half) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.float({ min: -1, max: Math.fround(0.999), noNaN: true }), { minLength: 1, maxLength: 50 }),
        async (wave) => {
          const shape: WavShape = { channels: 2, sampleRate: 96_000, format };
          const channels = [Float32Array.from(wave), Float32Array.from(wave, (one) => -one / 2)];
          const bytes = file(shape, channels);
          for (const [index, channel] of channels.entries()) {
            const back = await samples(bytes, index);
            for (const [i, one] of channel.entries()) expect(Math.abs((back[i] ?? 9) - one)).toBeLessThanOrEqual(half + 1e-9);
          }
        },
      ),
    );
  });

  test('what is too loud is clamped, not turned over', async () => {
    expect([...(await samples(file({ channels: 1, sampleRate: 48_000, format: 's24' }, [Float32Array.of(1.5, -1.5)])))]).toEqual([
      8388607 / 8388608,
      -1,
    ]);
  });

  test('a stamp is written to the sample', async () => {
    expect(
      (await opened(file({ channels: 1, sampleRate: 48_000, format: 's24', timeReference: 171_234_567 }, [new Float32Array(3)])))
        .timeReference,
    ).toBe(171_234_567);
  });

  test('beyond 4 GiB the kept space becomes the 64-bit sizes', async () => {
    const shape: WavShape = { channels: 32, sampleRate: 48_000, format: 's24' };
    const frames = 50_000_000;
    const header = wavHeader(shape, frames);
    const huge: ByteSource = {
      size: headerBytes(shape) + frames * 96,
      read: async (position, length) => {
        const bytes = new Uint8Array(length);
        bytes.set(header.subarray(position, position + length));
        return bytes;
      },
    };
    expect(await readWavHeader(huge)).toMatchObject({ frames, channels: 32, notes: [] });
  });
});
