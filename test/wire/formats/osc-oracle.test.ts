import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeOsc, type OscPacket, type OscValue } from '../../../src/wire/formats/osc.ts';
import { encodeOsc } from '../../../src/wire/formats/osc-encode.ts';
import { oscPackage } from '../../../src/wire/formats/osc-package.ts';
import { seededRandom } from '../../../src/wire/pace/random.ts';
import { hex, mutatedPacket, vectors } from './osc-samples.ts';

/** What the `osc` package makes of the bytes by itself, in our words. It is given memory of its own: it reads blobs from the start. */
const byPackage = (bytes: Uint8Array): unknown => theirs(oscPackage.readPacket(Uint8Array.from(bytes), { metadata: true }));

interface Theirs {
  address?: string;
  args?: { type: string; value: unknown }[];
  timeTag?: { raw: [number, number] };
  packets?: unknown[];
}

function theirs(packet: unknown): unknown {
  // Cast: the shape of the package's packets, of which the assertions below see every field.
  const { address, args, timeTag, packets } = packet as Theirs;
  if (address !== undefined) return { address, args: args?.map(value) };
  return { time: timeTag?.raw, packets: packets?.map(theirs) };
}

/** With metadata lists stay bare arrays, and everything else is a typed value. */
function value(argument: unknown): unknown {
  if (Array.isArray(argument)) return argument.map(value);
  const { type, value: inner } = argument as { type: string; value: unknown };
  if (type === 't') return (inner as { raw: unknown }).raw;
  if (type === 'h') return `${(inner as { toString(): string }).toString()}n`;
  return inner;
}

function ours(packet: OscPacket): unknown {
  if (packet.kind === 'message') return { address: packet.address, args: packet.args.map(ourValue) };
  return { time: [packet.time.seconds, packet.time.fraction], packets: packet.packets.map(ours) };
}

function ourValue(argument: OscValue): unknown {
  if (Array.isArray(argument)) return argument.map(ourValue);
  if (typeof argument === 'bigint') return `${argument}n`;
  if (typeof argument === 'object' && argument !== null && 'seconds' in argument) return [argument.seconds, argument.fraction];
  return argument;
}

test('of 10,000 damaged packets, all that we accept mean the same to the osc package', () => {
  const random = seededRandom(2);
  let compared = 0;
  for (let index = 0; index < 10_000; index++) {
    const bytes = mutatedPacket(random);
    const packet = decodeOsc(bytes);
    if (packet.kind === 'refusal') continue;
    // A bare address is what we mend and the package throws on.
    if (packet.kind === 'message' && !bytes.includes(0x2c)) continue;
    expect(ours(packet)).toEqual(byPackage(bytes));
    compared += 1;
  }
  expect(compared).toBeGreaterThan(1000);
});

test('every tag there is means the same to the osc package', () => {
  const bytes = hex(vectors.realSenders.everyTag.bytes);
  const packet = decodeOsc(bytes);
  expect(packet.kind !== 'refusal' && ours(packet)).toEqual(byPackage(bytes));
});

test('what we write, the osc package reads: numbers, names in any script, long integers', () => {
  fc.assert(
    fc.property(
      fc.float(),
      fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      (f, i, h) => {
        const bytes = encodeOsc('/ch/7/x', 'fihsb', [f, i, h, 'Gitarre für Zoë 🎸', Uint8Array.of(1, 2, 3, 4, 5)]);
        expect(byPackage(bytes)).toEqual({ address: '/ch/7/x', args: [f, i, `${h}n`, 'Gitarre für Zoë 🎸', Uint8Array.of(1, 2, 3, 4, 5)] });
      },
    ),
  );
});
