/** What a packet was refused for. */
export type OscFault =
  | 'size'
  | 'address'
  | 'no-tags'
  | 'unknown-tag'
  | 'arrays'
  | 'argument'
  | 'padding'
  | 'trailing'
  | 'bundle'
  | 'depth'
  | 'count';

/** @example { refused: 'unknown-tag', at: 13 } */
export interface OscRefusal {
  readonly kind: 'refusal';
  readonly refused: OscFault;
  /** Byte offset in the packet where it stopped making sense. */
  readonly at: number;
}

const FAULTS: Record<OscFault, string> = {
  size: 'a packet is a multiple of four bytes, at least 4 and no more than the limit',
  address: 'an address starts with "/" and has printable ASCII without space, "#" and, outside of braces, ","',
  'no-tags': 'data without type tags has no meaning',
  'unknown-tag': 'a type tag nobody knows: the length of its data is unknown',
  arrays: 'array brackets that do not match, or more than 4 deep',
  argument: 'an argument runs past the end',
  padding: 'text and blobs are filled up with zero bytes to a multiple of four',
  trailing: 'bytes are left over after the last argument',
  bundle: 'a bundle element is shorter or longer than the bundle',
  depth: 'bundles stand more than 8 deep in each other',
  count: 'more elements, arguments or text than one packet may hold',
};

/** The refusal as a sentence. */
export const explainOsc = (refusal: OscRefusal): string => `OSC byte ${refusal.at}: ${FAULTS[refusal.refused]}`;

export interface OscRules {
  /** Longest packet in bytes. */
  readonly maxBytes?: number;
  /** Lets addresses start with `#` (Ardour's `#reply`); a bundle is known by its 8 bytes and by nothing else. */
  readonly hashAddress?: boolean;
}

/** Bounds of what one packet may ask us to build; a real 64 KiB bundle of faders has 2,300 elements of one argument. */
const MAX_ELEMENTS = 4096;
const MAX_ARGUMENTS = 8192;
/** Text that is not ASCII is the slowest to read: 30 ns a byte. */
const MAX_TEXT_BYTES = 32_768;
const MAX_DEPTH = 8;
const MAX_ARRAY_DEPTH = 4;

const HASH = 0x23;
const COMMA = 0x2c;
const SLASH = 0x2f;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
/** `#bundle` and its NUL. */
const BUNDLE = [0x23, 0x62, 0x75, 0x6e, 0x64, 0x6c, 0x65, 0x00];

/** Data bytes of the tags whose data has one size; text and blobs are read, brackets counted. */
const FIXED_BYTES: Readonly<Record<string, number>> = { i: 4, f: 4, c: 4, r: 4, m: 4, h: 8, d: 8, t: 8, T: 0, F: 0, N: 0, I: 0 };
const NO_TAG = -1;
const TEXT_TAG = -2;
const BLOB_TAG = -3;
const OPEN_TAG = -4;
const CLOSE_TAG = -5;
const TAGS = new Int8Array(256).fill(NO_TAG);
for (const [tag, bytes] of Object.entries(FIXED_BYTES)) TAGS[tag.charCodeAt(0)] = bytes;
for (const [tag, what] of Object.entries({ s: TEXT_TAG, S: TEXT_TAG, b: BLOB_TAG, '[': OPEN_TAG, ']': CLOSE_TAG })) {
  TAGS[tag.charCodeAt(0)] = what;
}

/**
 * Walks a packet without building anything, and says whether every byte of it is where OSC wants it. After this a decoder may read
 * without looking. It allocates only a refusal, and looks at each byte once.
 * A message that ends after its address is let through: some senders leave out the tag string when they have no arguments.
 * @source OSC 1.0 specification; traps of real senders in the README of this folder
 */
export class OscChecker {
  #bytes: Uint8Array = new Uint8Array(0);
  #hashAddress = false;
  #elements = 0;
  #arguments = 0;
  #textBytes = 0;
  #fault: OscFault | undefined;
  #at = 0;

  /** Undefined when the packet is sound. */
  check(bytes: Uint8Array, rules: OscRules = {}): OscRefusal | undefined {
    this.#bytes = bytes;
    this.#hashAddress = rules.hashAddress ?? false;
    this.#elements = 0;
    this.#arguments = 0;
    this.#textBytes = 0;
    this.#fault = undefined;
    const sized = bytes.length >= 4 && bytes.length % 4 === 0 && bytes.length <= (rules.maxBytes ?? 65_536);
    if (sized) this.#packet(0, bytes.length, 0);
    else this.#refuse('size', 0);
    return this.#fault && { kind: 'refusal', refused: this.#fault, at: this.#at };
  }

  #refuse(fault: OscFault, at: number): false {
    this.#fault = fault;
    this.#at = at;
    return false;
  }

  #packet(from: number, end: number, depth: number): boolean {
    this.#elements += 1;
    if (this.#elements > MAX_ELEMENTS) return this.#refuse('count', from);
    return isBundle(this.#bytes, from, end) ? this.#bundle(from, end, depth) : this.#message(from, end);
  }

  #bundle(from: number, end: number, depth: number): boolean {
    if (depth > MAX_DEPTH) return this.#refuse('depth', from);
    if (end - from < 16) return this.#refuse('bundle', from);
    let at = from + 16;
    while (at < end) {
      const length = int32(this.#bytes, at);
      const start = at + 4;
      if (length < 4 || length % 4 !== 0 || length > end - start) return this.#refuse('bundle', at);
      if (!this.#packet(start, start + length, depth + 1)) return false;
      at = start + length;
    }
    return true;
  }

  #message(from: number, end: number): boolean {
    const addressEnd = this.#address(from, end);
    if (addressEnd < 0) return false;
    const tags = this.#padded(addressEnd, end);
    if (tags < 0) return false;
    if (tags === end) return true;
    if (this.#bytes[tags] !== COMMA) return this.#refuse('no-tags', tags);
    return this.#tags(tags + 1, end);
  }

  /** @returns offset of the NUL that ends the address, or -1 */
  #address(from: number, end: number): number {
    const first = this.#bytes[from];
    const hash = first === HASH && this.#hashAddress;
    if (first !== SLASH && !hash) return this.#no('address', from);
    let at = from + 1;
    // A comma belongs between braces only: `/ch/{1,2}/mute`.
    let inBraces = false;
    for (; at < end; at++) {
      const byte = this.#bytes[at] ?? 0;
      if (byte === 0) return at;
      if (byte === OPEN_BRACE || byte === CLOSE_BRACE) inBraces = byte === OPEN_BRACE;
      if (byte <= 0x20 || byte >= 0x7f || byte === HASH || (byte === COMMA && !inBraces)) return this.#no('address', at);
    }
    return this.#no('address', at);
  }

  #tags(from: number, end: number): boolean {
    let tagsEnd = from;
    while (tagsEnd < end && this.#bytes[tagsEnd] !== 0) tagsEnd += 1;
    if (tagsEnd === end) return this.#refuse('padding', tagsEnd);
    let at = this.#padded(tagsEnd, end);
    if (at < 0) return false;
    this.#arguments += tagsEnd - from;
    if (this.#arguments > MAX_ARGUMENTS) return this.#refuse('count', from);
    let depth = 0;
    for (let tagAt = from; tagAt < tagsEnd; tagAt++) {
      const what = TAGS[this.#bytes[tagAt] ?? 0] ?? NO_TAG;
      if (what === NO_TAG) return this.#refuse('unknown-tag', tagAt);
      if (what === OPEN_TAG || what === CLOSE_TAG) {
        depth += what === OPEN_TAG ? 1 : -1;
        if (depth < 0 || depth > MAX_ARRAY_DEPTH) return this.#refuse('arrays', tagAt);
      } else {
        at = this.#argument(what, at, end);
        if (at < 0) return false;
      }
    }
    if (depth !== 0) return this.#refuse('arrays', tagsEnd);
    return at === end || this.#refuse('trailing', at);
  }

  /** @returns offset after the argument, or -1 */
  #argument(what: number, at: number, end: number): number {
    if (what >= 0) return at + what <= end ? at + what : this.#no('argument', at);
    if (what === BLOB_TAG) return this.#blob(at, end);
    let nul = at;
    while (nul < end && this.#bytes[nul] !== 0) nul += 1;
    this.#textBytes += nul - at;
    if (this.#textBytes > MAX_TEXT_BYTES) return this.#no('count', at);
    return nul < end ? this.#padded(nul, end) : this.#no('argument', at);
  }

  #blob(at: number, end: number): number {
    if (at + 4 > end) return this.#no('argument', at);
    const length = int32(this.#bytes, at);
    const last = at + 4 + length;
    if (length < 0 || last > end) return this.#no('argument', at);
    return this.#zeros(last, last + (-last & 3), end);
  }

  /** From the NUL that ends a text to the next multiple of four, which must all be NUL. */
  #padded(nul: number, end: number): number {
    return this.#zeros(nul, nul + 4 - (nul & 3), end);
  }

  #zeros(from: number, to: number, end: number): number {
    if (to > end) return this.#no('padding', from);
    for (let at = from; at < to; at++) if (this.#bytes[at] !== 0) return this.#no('padding', at);
    return to;
  }

  #no(fault: OscFault, at: number): -1 {
    this.#refuse(fault, at);
    return -1;
  }
}

/** True when a bundle starts here: by its 8 bytes, not by its first. */
export function isBundle(bytes: Uint8Array, from: number, end: number): boolean {
  if (bytes[from] !== HASH || end - from < 8) return false;
  for (const [index, byte] of BUNDLE.entries()) if (bytes[from + index] !== byte) return false;
  return true;
}

const int32 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
