import { encodeOsc, encodeOscBundle } from '../../src/wire/formats/osc-encode.ts';
import { seeded } from '../bench/kit/stats.ts';

const GOOD: readonly Uint8Array[] = [
  encodeOsc('/ch/1/fader', 'f', [0.5]),
  encodeOscBundle(['/ch/2/fader', '/ch/3/fader', '/ch/4/fader'].map((address) => encodeOsc(address, 'f', [1]))),
  encodeOsc('/meters', 'b', [new Uint8Array(388).fill(7)]),
  encodeOsc('/verb', 'sss', ['abc', 'de', 'fghi']),
];
const LENGTHS = [-1, 0x7fffffff, -2147483648, 0, 1, 65536];

/** A bundle in a bundle in a bundle. */
export function nested(depth: number): Uint8Array {
  let packet = GOOD[0] ?? new Uint8Array();
  for (let level = 0; level < depth; level++) packet = encodeOscBundle([packet]);
  return packet;
}

/** Damaged packets of many kinds: cut, bytes changed, noise, lengths that lie, endless tags, deep bundles, appended rests. */
export function* damaged(seed: number): Generator<Uint8Array> {
  const random = seeded(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  for (;;) {
    const packet = Buffer.from(GOOD[below(GOOD.length)] ?? []);
    switch (below(8)) {
      case 0:
        yield packet.subarray(0, below(packet.length));
        break;
      case 1:
        for (let n = 0; n <= below(8); n++) packet[below(packet.length)] = below(256);
        yield packet;
        break;
      case 2:
        yield Uint8Array.from({ length: below(1400) }, () => below(256));
        break;
      case 3:
        packet.writeInt32BE(LENGTHS[below(LENGTHS.length)] ?? 0, below(packet.length >> 2) * 4);
        yield packet;
        break;
      case 4:
        yield Buffer.from(`/x\0\0,${'f'.repeat(below(1000))}\0\0\0\0`);
        break;
      case 5:
        yield Buffer.from('/__proto__/constructor\0\0,[[[[s]\0\0');
        break;
      case 6:
        yield nested(below(60));
        break;
      default:
        yield Buffer.concat([packet, packet.subarray(0, below(packet.length))]);
    }
  }
}
