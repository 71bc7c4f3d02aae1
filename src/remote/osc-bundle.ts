import { BUNDLE_HEADER_BYTES, ELEMENT_HEADER_BYTES, encodeOscBundle } from '../wire/formats/osc-encode.ts';

/** Longest bundle we send: fits an Ethernet frame without being cut up on the way. */
const LIMIT_BYTES = 1400;

/** Puts messages together into bundles; a message that is alone goes without one. */
export class Bundler {
  readonly #send: (packet: Uint8Array, keys: readonly number[]) => void;
  #elements: Uint8Array[] = [];
  #keys: number[] = [];
  #bytes = BUNDLE_HEADER_BYTES;

  /** @param send gets each packet with the keys of its messages */
  constructor(send: (packet: Uint8Array, keys: readonly number[]) => void) {
    this.#send = send;
  }

  /** @returns bytes that the message adds to the wire */
  add(message: Uint8Array, key: number): number {
    const bytes = message.length + ELEMENT_HEADER_BYTES;
    if (this.#bytes + bytes > LIMIT_BYTES) this.flush();
    this.#elements.push(message);
    this.#keys.push(key);
    this.#bytes += bytes;
    return bytes;
  }

  /** Sends what has been put together. */
  flush(): void {
    const [first] = this.#elements;
    if (!first) return;
    const packet = this.#elements.length === 1 ? first : encodeOscBundle(this.#elements);
    const keys = this.#keys;
    this.#elements = [];
    this.#keys = [];
    this.#bytes = BUNDLE_HEADER_BYTES;
    this.#send(packet, keys);
  }
}
