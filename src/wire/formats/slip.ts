const END = 0xc0;
const ESC = 0xdb;
const ESC_END = 0xdc;
const ESC_ESC = 0xdd;

/**
 * One packet as a SLIP frame with END before and after ("double END").
 * @source RFC 1055; OSC 1.1 for the END in front
 */
export function encodeSlip(packet: Uint8Array): Uint8Array {
  let escapes = 0;
  for (const byte of packet) if (byte === END || byte === ESC) escapes += 1;
  const frame = new Uint8Array(packet.length + escapes + 2);
  let at = 0;
  frame[at++] = END;
  for (const byte of packet) {
    if (byte === END || byte === ESC) {
      frame[at++] = ESC;
      frame[at++] = byte === END ? ESC_END : ESC_ESC;
    } else frame[at++] = byte;
  }
  frame[at] = END;
  return frame;
}

/** What was thrown away, and why. All counts only grow. */
export interface SlipCounts {
  /** Bytes before the first END, or while looking for the next one after a broken frame. */
  noiseBytes: number;
  /** Frames with ESC before a byte that cannot be escaped. */
  violations: number;
  /** Frames longer than the cap. */
  tooLong: number;
}

/**
 * Frames out of a stream that may be cut anywhere, also between the two bytes of an escape.
 * Empty frames (END END) are nothing. A broken frame is dropped whole, and the next one is read as usual.
 */
export class SlipReader {
  readonly counts: SlipCounts = { noiseBytes: 0, violations: 0, tooLong: 0 };
  readonly #maxBytes: number;
  #frame: Uint8Array;
  #length = 0;
  #escaped = false;
  /** Between frames of an unknown stream: nothing counts until the next END. */
  #lost = true;

  /** @param maxBytes longest frame, after unescaping; memory grows only as far as a frame needs, and never above this */
  constructor(maxBytes = 65_536) {
    this.#maxBytes = maxBytes;
    this.#frame = new Uint8Array(Math.min(256, maxBytes));
  }

  /**
   * Takes the next bytes of the stream; calls `emit` once for each whole frame, in order.
   * The frame is a copy that belongs to the caller.
   */
  push(chunk: Uint8Array, emit: (frame: Uint8Array) => void): void {
    for (const byte of chunk) {
      if (byte === END) this.#end(emit);
      else if (this.#lost) this.counts.noiseBytes += 1;
      else if (this.#escaped) this.#unescape(byte);
      else if (byte === ESC) this.#escaped = true;
      else this.#append(byte);
    }
  }

  #end(emit: (frame: Uint8Array) => void): void {
    if (this.#escaped) this.counts.violations += 1;
    else if (this.#length > 0) emit(this.#frame.slice(0, this.#length));
    this.#length = 0;
    this.#escaped = false;
    this.#lost = false;
  }

  #unescape(byte: number): void {
    this.#escaped = false;
    if (byte === ESC_END) this.#append(END);
    else if (byte === ESC_ESC) this.#append(ESC);
    else {
      this.counts.violations += 1;
      this.#lose();
    }
  }

  #append(byte: number): void {
    if (this.#length >= this.#maxBytes) {
      this.counts.tooLong += 1;
      this.#lose();
    } else {
      if (this.#length === this.#frame.length) this.#grow();
      this.#frame[this.#length++] = byte;
    }
  }

  #grow(): void {
    const wider = new Uint8Array(Math.min(this.#maxBytes, this.#frame.length * 2));
    wider.set(this.#frame);
    this.#frame = wider;
  }

  #lose(): void {
    this.#length = 0;
    this.#lost = true;
  }
}
