/** Longest system exclusive message that is kept; a longer one is a firmware dump or noise, and is dropped whole. */
const MAX_SYSEX_BYTES = 4096;

const SYSEX = 0xf0;
const SYSEX_END = 0xf7;
const REALTIME = 0xf8;

/** What was thrown away, and why. All counts only grow. */
export interface MidiCounts {
  /** Data without a status, an end without a start, and status bytes that MIDI 1.0 leaves undefined (F4 F5 F9 FD). */
  strayBytes: number;
  /** Messages that a status byte cut off. */
  incomplete: number;
  /** System exclusive messages above the cap. */
  tooLong: number;
}

/** Data bytes that follow a status, undefined for one that is not defined. System exclusive is not asked for here. */
function dataBytesOf(status: number): number | undefined {
  if (status < SYSEX) return status >= 0xc0 && status < 0xe0 ? 1 : 2;
  if (status === 0xf1 || status === 0xf3) return 1;
  if (status === 0xf2) return 2;
  if (status === 0xf6) return 0;
  return undefined;
}

/**
 * Whole MIDI messages out of a stream that may be cut anywhere. Each comes with its status byte, also under running status; system
 * exclusive comes from F0 to F7; a real-time byte comes at once, even from the middle of another message.
 *
 * A status byte ends whatever came before. System common (F0..F7) clears running status, real-time (F8..FF) leaves all as it is.
 * @throws never
 * @source MIDI 1.0 detailed specification, "data format"
 */
export class MidiReader {
  readonly counts: MidiCounts = { strayBytes: 0, incomplete: 0, tooLong: 0 };
  readonly #sysex = new Uint8Array(MAX_SYSEX_BYTES);
  #sysexLength = 0;
  #inSysex = false;
  /** 0: none, data is stray */
  #status = 0;
  #first = 0;
  #have = 0;

  /** Whole messages that these bytes complete, each its own copy. */
  read(bytes: Uint8Array): Uint8Array[] {
    const messages: Uint8Array[] = [];
    for (const byte of bytes) {
      const message = byte < 0x80 ? this.#data(byte) : byte >= REALTIME ? this.#realtime(byte) : this.#statusByte(byte);
      if (message) messages.push(message);
    }
    return messages;
  }

  /** Forgets half a message and running status. */
  reset(): void {
    this.#inSysex = false;
    this.#sysexLength = 0;
    this.#status = 0;
    this.#have = 0;
  }

  #realtime(byte: number): Uint8Array | undefined {
    if (byte !== 0xf9 && byte !== 0xfd) return Uint8Array.of(byte);
    this.counts.strayBytes += 1;
    return undefined;
  }

  #statusByte(byte: number): Uint8Array | undefined {
    if (byte === SYSEX_END) return this.#endOfSysex();
    this.#cutOff();
    if (byte === SYSEX) {
      this.#inSysex = true;
      this.#append(byte);
      return undefined;
    }
    const length = dataBytesOf(byte);
    if (length === undefined) {
      this.counts.strayBytes += 1;
      return undefined;
    }
    if (length === 0) return Uint8Array.of(byte);
    this.#status = byte;
    return undefined;
  }

  #data(byte: number): Uint8Array | undefined {
    if (this.#inSysex) {
      this.#append(byte);
      return undefined;
    }
    if (this.#status === 0) {
      this.counts.strayBytes += 1;
      return undefined;
    }
    const status = this.#status;
    if (dataBytesOf(status) === 2 && this.#have === 0) {
      this.#first = byte;
      this.#have = 1;
      return undefined;
    }
    const message = this.#have === 1 ? Uint8Array.of(status, this.#first, byte) : Uint8Array.of(status, byte);
    this.#have = 0;
    if (status >= SYSEX) this.#status = 0;
    return message;
  }

  #append(byte: number): void {
    // Room is kept for the end: a message of exactly the cap is whole.
    if (this.#sysexLength < MAX_SYSEX_BYTES - 1) this.#sysex[this.#sysexLength] = byte;
    this.#sysexLength += 1;
  }

  #endOfSysex(): Uint8Array | undefined {
    if (!this.#inSysex) {
      this.#cutOff();
      this.counts.strayBytes += 1;
      return undefined;
    }
    const length = this.#sysexLength + 1;
    this.reset();
    if (length > MAX_SYSEX_BYTES) {
      this.counts.tooLong += 1;
      return undefined;
    }
    const message = this.#sysex.slice(0, length);
    message[length - 1] = SYSEX_END;
    return message;
  }

  /** A status byte has come: what is half is lost, and counted once. */
  #cutOff(): void {
    const half = this.#inSysex || this.#have > 0 || (this.#status >= SYSEX && this.#status < REALTIME);
    if (half) this.counts.incomplete += 1;
    this.reset();
  }
}
