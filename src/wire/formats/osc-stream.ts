import { encodeSlip, SlipReader } from './slip.ts';

/** How packets are told apart on a byte stream: OSC 1.0 (int32 length in front) or OSC 1.1 (SLIP with double END). */
export type OscFraming = 'length' | 'slip';

/** Why a stream cannot be read any further; the connection should be closed. */
export type StreamFault = 'no-framing' | 'frame-length' | 'noise';

const FAULTS: Record<StreamFault, string> = {
  'no-framing': 'packets without framing: a stream needs SLIP or a length in front of each packet',
  'frame-length': 'a frame length that is not a multiple of four or is above the limit',
  noise: 'no frame within the longest frame',
};

/** The fault as a sentence. */
export const explainStreamFault = (fault: StreamFault): string => FAULTS[fault];

/** One packet as it goes onto a stream. */
export function frameOsc(packet: Uint8Array, framing: OscFraming): Uint8Array {
  if (framing === 'slip') return encodeSlip(packet);
  const frame = new Uint8Array(packet.length + 4);
  new DataView(frame.buffer).setInt32(0, packet.length);
  frame.set(packet, 4);
  return frame;
}

/**
 * Packets out of a TCP or serial stream. The framing is known by the first byte of a connection: 00 is the high byte of a length
 * (a packet is under 16 MiB), `/` or `#` is a packet without framing, anything else is SLIP, perhaps with noise before its first END.
 */
export class OscStream {
  readonly #maxBytes: number;
  readonly #slip: SlipReader;
  #framing: OscFraming | undefined;
  #fault: StreamFault | undefined;
  /** Bytes of a length-framed packet that has not all come: its four bytes of length first. */
  #pending: Uint8Array;
  #have = 0;
  /** Size of the packet that is coming; 0 while its length is. */
  #want = 0;

  /** @param framing given when it is known (a serial port), else found by the first byte */
  constructor(options: { readonly maxBytes?: number; readonly framing?: OscFraming } = {}) {
    this.#maxBytes = options.maxBytes ?? 65_536;
    this.#slip = new SlipReader(this.#maxBytes);
    this.#framing = options.framing;
    this.#pending = new Uint8Array(4);
  }

  /** Undefined until the first byte has come. */
  get framing(): OscFraming | undefined {
    return this.#framing;
  }

  /** Frames dropped inside a stream that goes on. */
  get dropped(): number {
    return this.#slip.counts.violations + this.#slip.counts.tooLong;
  }

  /**
   * Takes the next bytes; calls `emit` once for each whole packet, in order. The packet belongs to the caller.
   * @returns why the stream cannot go on, or undefined; after a fault nothing is read any more
   */
  push(chunk: Uint8Array, emit: (packet: Uint8Array) => void): StreamFault | undefined {
    if (this.#fault || chunk.length === 0) return this.#fault;
    this.#framing ??= framingOf(chunk[0] ?? 0);
    if (this.#framing === undefined) this.#fault = 'no-framing';
    else if (this.#framing === 'slip') this.#pushSlip(chunk, emit);
    else this.#pushLength(chunk, emit);
    return this.#fault;
  }

  #pushSlip(chunk: Uint8Array, emit: (packet: Uint8Array) => void): void {
    const before = this.#slip.counts.noiseBytes;
    let frames = 0;
    this.#slip.push(chunk, (packet) => {
      frames += 1;
      emit(packet);
    });
    const noise = this.#slip.counts.noiseBytes;
    if (frames > 0) this.#noiseSince = noise;
    else if (noise > before && noise - this.#noiseSince > this.#maxBytes) this.#fault = 'noise';
  }
  #noiseSince = 0;

  #pushLength(chunk: Uint8Array, emit: (packet: Uint8Array) => void): void {
    let at = 0;
    while (at < chunk.length) {
      const goal = this.#want === 0 ? 4 : this.#want;
      const part = chunk.subarray(at, at + goal - this.#have);
      this.#pending.set(part, this.#have);
      this.#have += part.length;
      at += part.length;
      if (this.#have < goal) return;
      this.#have = 0;
      if (this.#want > 0) {
        emit(this.#pending);
        this.#want = 0;
        this.#pending = new Uint8Array(4);
      } else if (!this.#readLength()) return;
    }
  }

  #readLength(): boolean {
    const length = new DataView(this.#pending.buffer).getInt32(0);
    if (length < 0 || length > this.#maxBytes || length % 4 !== 0) {
      this.#fault = 'frame-length';
      return false;
    }
    // A length of zero is a frame with nothing in it: the next length follows.
    this.#want = length;
    if (length > 0) this.#pending = new Uint8Array(length);
    return true;
  }
}

const SLASH = 0x2f;
const HASH = 0x23;

function framingOf(first: number): OscFraming | undefined {
  if (first === 0) return 'length';
  return first === SLASH || first === HASH ? undefined : 'slip';
}
