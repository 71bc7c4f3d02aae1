import { readFileSync } from 'node:fs';
import { encodeOsc, encodeOscBundle } from '../../../src/wire/formats/osc-encode.ts';
import type { Random } from '../../../src/wire/pace/random.ts';

/** Bytes from `2F 31 00` as the vector files write them. */
export const hex = (text: string): Uint8Array => Uint8Array.from(text.split(' '), (byte) => Number.parseInt(byte, 16));

export interface Sample {
  readonly name: string;
  readonly bytes: string;
  readonly address: string;
  readonly tags: string;
  readonly args: readonly (number | string | boolean)[];
}

interface Vectors {
  readonly packets: readonly Sample[];
  readonly bundle: { readonly bytes: string; readonly messages: readonly Omit<Sample, 'name' | 'bytes'>[] };
  readonly blob: { readonly bytes: string; readonly address: string; readonly blob: readonly number[] };
  readonly framing: readonly {
    readonly name: string;
    readonly framing: 'length' | 'slip';
    readonly packet: string;
    readonly frame: string;
  }[];
  readonly realSenders: {
    readonly noTags: { readonly bare: readonly string[]; readonly withData: string };
    readonly hashReply: Omit<Sample, 'name'>;
    readonly everyTag: { readonly bytes: string };
    readonly unknownTag: { readonly bytes: string };
    readonly slipSplit: {
      readonly chunks: readonly string[];
      readonly address: string;
      readonly levelDb: number;
      readonly time: [number, number];
    };
  };
}

// Cast: the file is ours and checked in; the tests fail on a missing field.
export const vectors = JSON.parse(readFileSync(new URL('../../vectors/osc/packets.json', import.meta.url), 'utf8')) as Vectors;

/** A message inside `levels` bundles. */
export function nested(levels: number): Uint8Array {
  let packet = encodeOsc('/ch/01/mix/fader', 'f', [0.5]);
  for (let level = 0; level < levels; level++) packet = encodeOscBundle([packet]);
  return packet;
}

const GOOD = [
  encodeOsc('/ch/01/mix/fader', 'f', [0.5]),
  encodeOscBundle(['/a', '/b', '/c'].map((address) => encodeOsc(address, 'f', [1]))),
  encodeOsc('/meters/1', 'b', [new Uint8Array(388).fill(7)]),
  encodeOsc('/xinfo', 'sss', ['', 'abc', 'fghi']),
];
const WORDS = [-1, 0x7fff_ffff, -2_147_483_648, 0, 1, 65_536];

/** A packet damaged in one of eight ways: cut, bytes changed, noise, a length changed, many tags, open brackets, nested, glued. */
export function mutatedPacket(random: Random): Uint8Array {
  const below = (end: number): number => Math.floor(random() * end);
  const way = below(8);
  const packet = Uint8Array.from(GOOD[below(GOOD.length)] ?? []);
  const text = (content: string): Uint8Array => new TextEncoder().encode(content);
  if (way === 0) return packet.subarray(0, below(packet.length));
  if (way === 1) {
    for (let change = 0; change < 1 + random() * 8; change++) packet[below(packet.length)] = below(256);
    return packet;
  }
  if (way === 2) return Uint8Array.from({ length: below(1400) }, () => below(256));
  if (way === 3) {
    new DataView(packet.buffer).setInt32(Math.min(below(packet.length >> 2) * 4, packet.length - 4), WORDS[below(6)] ?? 0);
    return packet;
  }
  if (way === 4) return text(`/x\0\0,${'f'.repeat(below(1000))}\0\0\0\0`);
  if (way === 5) return text('/__proto__/constructor\0\0,[[[[s]\0\0');
  if (way === 6) return nested(below(60));
  return Uint8Array.from([...packet, ...packet.subarray(0, below(packet.length))]);
}
