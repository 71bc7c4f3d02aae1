import type { Codec, Shown } from './surface.ts';

/**
 * What is to be seen, by places, and what the unit shows of it, message by message: only differences leave. A place that takes several
 * messages (a row of digits) is sent in pieces.
 */
export class Board {
  readonly #codec: Pick<Codec, 'write'>;
  readonly #stated: (Shown | undefined)[] = [];
  readonly #wanted: (readonly Uint8Array[] | undefined)[] = [];
  readonly #shows: (readonly (Uint8Array | undefined)[] | undefined)[] = [];

  constructor(codec: Pick<Codec, 'write'>) {
    this.#codec = codec;
  }

  /** @returns whether the unit shows something else */
  state(place: number, shown: Shown): boolean {
    this.#stated[place] = shown;
    this.#wanted[place] = this.#codec.write(shown);
    return this.waits(place);
  }

  /** The same with messages at hand, which are not made again at a repaint. */
  put(place: number, messages: readonly Uint8Array[]): boolean {
    this.#wanted[place] = messages;
    return this.waits(place);
  }

  waits(place: number): boolean {
    const shows = this.#shows[place];
    return this.#wanted[place]?.some((message, at) => !same(message, shows?.[at])) ?? false;
  }

  /**
   * Messages of a place that the unit does not show yet; they count as shown from now on.
   * @param mostBytes together; a single longer message still goes
   */
  piece(place: number, mostBytes: number): Uint8Array[] {
    const wanted = this.#wanted[place] ?? [];
    const shows = this.#shows[place] ?? [];
    const piece: Uint8Array[] = [];
    let bytes = 0;
    const now = wanted.map((message, at) => {
      const already = shows[at];
      if (same(message, already) || (bytes > 0 && bytes + message.length > mostBytes)) return already;
      bytes += message.length;
      piece.push(message);
      return message;
    });
    this.#shows[place] = now;
    return piece;
  }

  /** Bytes of a place that wait. */
  waitingBytes(place: number): number {
    const shows = this.#shows[place];
    return this.#wanted[place]?.reduce((sum, message, at) => sum + (same(message, shows?.[at]) ? 0 : message.length), 0) ?? 0;
  }

  /** The unit no longer shows this. */
  fade(place: number): void {
    this.#shows[place] = undefined;
  }

  /** The unit is new and shows nothing of ours; it may also be spoken to by another id. @returns places that wait */
  repaint(): number[] {
    this.#shows.length = 0;
    const waiting: number[] = [];
    this.#stated.forEach((shown, place) => {
      if (shown && this.state(place, shown)) waiting.push(place);
    });
    return waiting;
  }
}

const same = (one: Uint8Array, other: Uint8Array | undefined): boolean =>
  one === other || (other !== undefined && one.length === other.length && one.every((byte, at) => byte === other[at]));
