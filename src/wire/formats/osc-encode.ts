import { IMMEDIATELY, type OscColor, type OscTime, type OscValue } from './osc.ts';
import { oscPackage } from './osc-package.ts';

/** Longest packet that is written: more does not fit into a datagram or a frame. */
const MAX_BYTES = 65_536;

/** Where a message is put together; what leaves is a copy. */
const scratch = new Uint8Array(MAX_BYTES);
const view = new DataView(scratch.buffer);

/**
 * One message as bytes. Tags and values pair up in order; T F N I take a value too, which says nothing (see `OscValue`).
 * @param tags type tags without the comma, for instance `ifs`; lists are not written
 * @throws RangeError when tags and values do not fit each other, or the packet is longer than 64 KiB: our own mistake, never a sender's
 */
export function encodeOsc(address: string, tags = '', args: readonly OscValue[] = []): Uint8Array {
  if (args.length !== tags.length) throw new RangeError(`OSC ${address}: ${args.length} values for the tags "${tags}"`);
  let at = put(headerOf(address, tags), 0);
  for (let index = 0; index < tags.length; index++) at = putArgument(tags[index] ?? '', args[index] ?? null, at);
  return scratch.slice(0, at);
}

/** @returns offset after the argument */
function putArgument(tag: string, value: OscValue, at: number): number {
  if (at > MAX_BYTES - 8) throw new RangeError('an OSC packet above 64 KiB');
  switch (tag) {
    case 'f':
      view.setFloat32(at, Number(value));
      return at + 4;
    case 'i':
      view.setInt32(at, Number(value));
      return at + 4;
    case 'T':
    case 'F':
    case 'N':
    case 'I':
      return at;
    case 'b':
      return putBlob(value instanceof Uint8Array ? value : new Uint8Array(0), at);
    default:
      return put(argumentBytes(tag, value), at);
  }
}

function putBlob(blob: Uint8Array, at: number): number {
  view.setInt32(at, blob.length);
  const end = put(blob, at + 4);
  const padded = (end + 3) & ~3;
  scratch.fill(0, end, padded);
  return padded;
}

function put(bytes: Uint8Array, at: number): number {
  scratch.set(bytes, at);
  return at + bytes.length;
}

/** Messages that belong together, as one packet. Elements are whole packets, already encoded. */
export function encodeOscBundle(elements: readonly Uint8Array[], time: OscTime = IMMEDIATELY): Uint8Array {
  let length = BUNDLE_HEADER_BYTES;
  for (const element of elements) length += ELEMENT_HEADER_BYTES + element.length;
  const bytes = new Uint8Array(length);
  const lengths = new DataView(bytes.buffer);
  bytes.set(BUNDLE_NAME);
  lengths.setUint32(8, time.seconds);
  lengths.setUint32(12, time.fraction);
  let at = BUNDLE_HEADER_BYTES;
  for (const element of elements) {
    lengths.setInt32(at, element.length);
    bytes.set(element, at + ELEMENT_HEADER_BYTES);
    at += ELEMENT_HEADER_BYTES + element.length;
  }
  return bytes;
}

/** What a bundle costs on the wire before its first element, and each element before its own bytes. */
export const BUNDLE_HEADER_BYTES = 16;
export const ELEMENT_HEADER_BYTES = 4;
const BUNDLE_NAME = oscPackage.writeString('#bundle');

/** Text and the rare tags go through the package. */
function argumentBytes(tag: string, value: OscValue): Uint8Array {
  if (typeof value === 'string') return oscPackage.writeString(value.split('\0', 1)[0] ?? '');
  const collected = { parts: [] as Uint8Array[], byteLength: 0 };
  oscPackage.writeArgument({ type: tag, value: packageValue(value) }, collected);
  return collected.parts[0] ?? new Uint8Array(0);
}

/** The package's forms of 64-bit integers and of times. */
function packageValue(value: OscValue): unknown {
  if (typeof value === 'bigint') return { high: Number(BigInt.asIntN(32, value >> 32n)), low: Number(BigInt.asIntN(32, value)) };
  return isTime(value) ? { raw: [value.seconds, value.fraction] } : value;
}

const isTime = (value: Exclude<OscValue, bigint>): value is OscTime =>
  typeof value === 'object' && value !== null && 'seconds' in (value as OscTime | OscColor);

/** Address and tag string as bytes, kept because a desk sends the same few thousand again and again; forgotten whole when too many. */
const headers = new Map<string, Map<string, Uint8Array>>();
const MAX_HEADERS = 16_384;
let headerCount = 0;

function headerOf(address: string, tags: string): Uint8Array {
  const known = headers.get(tags)?.get(address);
  if (known) return known;
  const header = joined(oscPackage.writeString(address), oscPackage.writeString(`,${tags}`));
  if (headerCount >= MAX_HEADERS) {
    headers.clear();
    headerCount = 0;
  }
  const ofTags = headers.get(tags) ?? new Map<string, Uint8Array>();
  headers.set(tags, ofTags.set(address, header));
  headerCount += 1;
  return header;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
