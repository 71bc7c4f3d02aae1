import { decodeOsc } from '../../src/wire/formats/osc.ts';
import { encodeOsc, encodeOscBundle } from '../../src/wire/formats/osc-encode.ts';
import { oscPackage } from '../../src/wire/formats/osc-package.ts';

/** Nanoseconds a call, median of seven rounds after a warm-up. */
export interface OscCodecResult {
  readonly what: string;
  readonly writeNs: number;
  /** With the structural check before it. */
  readonly readNs: number;
  readonly packageWriteNs: number;
  readonly packageReadNs: number;
}

function nsPerCall(call: () => unknown): number {
  const rounds: number[] = [];
  for (let round = 0; round < 9; round++) {
    const calls = 50_000;
    let made = 0;
    const startNs = process.hrtime.bigint();
    for (let index = 0; index < calls; index++) if (call()) made += 1;
    rounds.push(Number(process.hrtime.bigint() - startNs) / made);
  }
  return rounds.slice(2).sort((a, b) => a - b)[3] ?? Number.NaN;
}

const METADATA = { metadata: true };
const faders = Array.from({ length: 16 }, (_, index) => `/ch/${String(index + 1).padStart(2, '0')}/mix/fader`);
const meters = new Uint8Array(388).fill(7);
const float = (address: string) => ({ address, args: [{ type: 'f', value: 0.5 }] });

const PACKETS = [
  {
    what: 'fader, 28 B',
    write: () => encodeOsc('/ch/01/mix/fader', 'f', [0.5]),
    theirs: float('/ch/01/mix/fader'),
  },
  {
    what: 'bundle of 16 faders, 528 B',
    write: () => encodeOscBundle(faders.map((address) => encodeOsc(address, 'f', [0.5]))),
    theirs: { timeTag: { raw: [0, 1] }, packets: faders.map(float) },
  },
  {
    what: 'meter blob, 408 B',
    write: () => encodeOsc('/meters/1', 'b', [meters]),
    theirs: { address: '/meters/1', args: [{ type: 'b', value: meters }] },
  },
];

/** Our OSC writer and checked reader against the package underneath. */
export const benchOscCodec = (): OscCodecResult[] =>
  PACKETS.map(({ what, write, theirs }) => {
    const bytes = write();
    return {
      what,
      writeNs: nsPerCall(write),
      readNs: nsPerCall(() => decodeOsc(bytes)),
      packageWriteNs: nsPerCall(() => oscPackage.writePacket(theirs, METADATA)),
      packageReadNs: nsPerCall(() => oscPackage.readPacket(bytes, METADATA)),
    };
  });
