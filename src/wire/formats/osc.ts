import { isBundle, OscChecker, type OscRefusal, type OscRules } from './osc-check.ts';
import { oscPackage } from './osc-package.ts';

/** NTP time: seconds since 1900-01-01 UTC and 1/2^32 parts of one. 0 and 1 mean "immediately". */
export interface OscTime {
  readonly seconds: number;
  readonly fraction: number;
}

/** Colour of tag `r`: r, g, b in 0..255, a in 0..1. */
export interface OscColor {
  readonly r: number;
  readonly g: number;
  readonly b: number;
  readonly a: number;
}

/**
 * An argument's value by its tag: i f d I number (I, "impulse", is 1) · s S c text · T F boolean · N null · h bigint ·
 * b m bytes (m: port, status, two data bytes) · t time · r colour · [ ] a list.
 */
export type OscValue = number | string | boolean | null | bigint | Uint8Array | OscTime | OscColor | readonly OscValue[];

export interface OscMessage {
  readonly kind: 'message';
  readonly address: string;
  /** Type tags without the comma; `[` and `]` included. */
  readonly tags: string;
  readonly args: readonly OscValue[];
  /** False when a float argument is NaN or an infinity: representable, and rarely what a sender means. */
  readonly finite: boolean;
}

export interface OscBundle {
  readonly kind: 'bundle';
  readonly time: OscTime;
  readonly packets: readonly OscPacket[];
}

export type OscPacket = OscMessage | OscBundle;

export const IMMEDIATELY: OscTime = { seconds: 0, fraction: 1 };

const checker = new OscChecker();

/**
 * One datagram or frame as a message or a bundle. Never throws: what it cannot read is a refusal, and the next packet is read as usual.
 * Blobs are views into `bytes`. Bounded in cost and memory by the check that goes before (`osc-check.ts`).
 */
export function decodeOsc(bytes: Uint8Array, rules?: OscRules): OscPacket | OscRefusal {
  const refusal = checker.check(bytes, rules);
  if (refusal) return refusal;
  return new Reader(bytes).packet(0, bytes.length);
}

/** Calls `visit` for each message of a packet, in the order of the bytes. Time tags are not waited for: surfaces act at once. */
export function eachMessage(packet: OscPacket, visit: (message: OscMessage) => void): void {
  if (packet.kind === 'message') visit(packet);
  else for (const inner of packet.packets) eachMessage(inner, visit);
}

/** Reads a packet that the check has let through: no bound is looked at again. */
class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  #tags = '';
  #tagAt = 0;
  #finite = true;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  packet(from: number, end: number): OscPacket {
    return isBundle(this.#bytes, from, end) ? this.#bundle(from, end) : this.#message(from, end);
  }

  #bundle(from: number, end: number): OscBundle {
    const time = { seconds: this.#view.getUint32(from + 8), fraction: this.#view.getUint32(from + 12) };
    const packets: OscPacket[] = [];
    for (let at = from + 16; at < end; ) {
      const next = at + 4 + this.#view.getInt32(at);
      packets.push(this.packet(at + 4, next));
      at = next;
    }
    return { kind: 'bundle', time, packets };
  }

  #message(from: number, end: number): OscMessage {
    this.#at = from;
    const address = this.#text();
    // No tag string at all: a bare address, zero arguments.
    this.#tags = this.#at === end ? '' : this.#text().slice(1);
    this.#tagAt = 0;
    this.#finite = true;
    const args = this.#arguments();
    return { kind: 'message', address, tags: this.#tags, args, finite: this.#finite };
  }

  /** Arguments up to the end of the tags or of the list they stand in. */
  #arguments(): OscValue[] {
    const values: OscValue[] = [];
    while (this.#tagAt < this.#tags.length) {
      const tag = this.#tags[this.#tagAt++];
      if (tag === ']') break;
      values.push(tag === '[' ? this.#arguments() : this.#argument(tag ?? ''));
    }
    return values;
  }

  #argument(tag: string): OscValue {
    switch (tag) {
      case 'f':
        return this.#float(this.#view.getFloat32(this.#skip(4)));
      case 'd':
        return this.#float(this.#view.getFloat64(this.#skip(8)));
      case 'i':
        return this.#view.getInt32(this.#skip(4));
      case 's':
      case 'S':
        return this.#text();
      case 'T':
        return true;
      case 'F':
        return false;
      case 'b':
        return this.#blob();
      case 'h':
        return this.#view.getBigInt64(this.#skip(8));
      case 't':
        return { seconds: this.#view.getUint32(this.#skip(4)), fraction: this.#view.getUint32(this.#skip(4)) };
      default:
        return this.#byPackage(tag);
    }
  }

  #float(value: number): number {
    if (!Number.isFinite(value)) this.#finite = false;
    return value;
  }

  #blob(): Uint8Array {
    const length = this.#view.getInt32(this.#skip(4));
    const from = this.#skip(length + (-length & 3));
    return this.#bytes.subarray(from, from + length);
  }

  /** Rare tags: c r m N I. The package reads blobs and MIDI from the start of the memory, so it is given bytes of their own. */
  #byPackage(tag: string): OscValue {
    const place = { idx: 0 };
    const own = this.#bytes.slice(this.#at, this.#at + 4);
    // Cast: of these tags the package makes text, a colour, four bytes, null and 1.
    const value = oscPackage.readArgument(tag, tag, new DataView(own.buffer), { metadata: false }, place) as OscValue;
    this.#skip(place.idx);
    return value;
  }

  #text(): string {
    const from = this.#at;
    let end = from;
    let text = '';
    for (let byte = this.#bytes[end] ?? 0; byte !== 0; byte = this.#bytes[end] ?? 0) {
      if (byte > 0x7f) return this.#unicode();
      text += String.fromCharCode(byte);
      end += 1;
    }
    this.#at = (end + 4) & ~3;
    return text;
  }

  /** UTF-8; bytes that are none become U+FFFD. */
  #unicode(): string {
    const place = { idx: this.#at };
    const text = oscPackage.readString(this.#view, place);
    this.#at = place.idx;
    return text;
  }

  #skip(bytes: number): number {
    const at = this.#at;
    this.#at += bytes;
    return at;
  }
}
