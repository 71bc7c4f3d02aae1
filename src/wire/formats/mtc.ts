import { existing, formatTimecode, frameOf, isTimecode, TIMECODE_RATES, type Timecode, timecodeAt } from './timecode.ts';

/** What came of a MIDI message of timecode. */
export type MtcEvent =
  /** Eight quarter frames in order carried a whole value. `next` is the position at the quarter frame that follows. */
  | { readonly kind: 'time'; readonly at: Timecode; readonly next: Timecode; readonly direction: 1 | -1 }
  /** A jump to a place; time stands there until the first quarter frame. */
  | { readonly kind: 'full'; readonly at: Timecode }
  /** A gap or a repeat: what was collected is dropped. */
  | { readonly kind: 'break'; readonly got: number }
  | { readonly kind: 'turn'; readonly direction: 1 | -1 }
  /** No time: hour 24, second 60, a frame the rate does not have. */
  | { readonly kind: 'bad'; readonly says: string }
  /** One of eight, in order. */
  | { readonly kind: 'piece' }
  /** User bits, set-up messages, NAK. */
  | { readonly kind: 'ignored' };

/**
 * MIDI timecode, message by message: whole MIDI messages in, with their status bytes.
 * @source MTC 4.2.1: the value is that of the frame at whose start piece 0 was sent, so piece 7 comes 1.75 frames later
 */
export class MtcReader {
  readonly #nibbles = new Uint8Array(8);
  #last: number | undefined;
  #direction: 1 | -1 | undefined;
  /** Pieces in order so far, this one included. */
  #run = 0;

  /** Pieces in order so far. */
  get run(): number {
    return this.#run;
  }
  /** Number of the last piece, 0..7; undefined at the beginning and after a full frame. */
  get piece(): number | undefined {
    return this.#last;
  }
  get direction(): 1 | -1 | undefined {
    return this.#direction;
  }

  /** @returns undefined for what is no timecode. @throws never */
  hear(message: Uint8Array): MtcEvent | undefined {
    if (message[0] === 0xf1 && message.length === 2) return this.#piece(message[1] ?? 0);
    if (message[0] !== 0xf0 || message.at(-1) !== 0xf7) return undefined;
    const [, realm, , sub, command] = message;
    if (realm === 0x7f && sub === 0x01) return command === 0x01 && message.length === 10 ? this.#full(message) : { kind: 'ignored' };
    if (realm === 0x7e && (sub === 0x04 || sub === 0x7e)) return { kind: 'ignored' };
    return undefined;
  }

  /** Forgets what was collected, as after a lost port. */
  reset(): void {
    this.#last = undefined;
    this.#direction = undefined;
    this.#run = 0;
  }

  #piece(value: number): MtcEvent {
    const number = (value >> 4) & 7;
    const last = this.#last;
    this.#last = number;
    this.#nibbles[number] = value & 15;
    if (last === undefined) {
      this.#run = 1;
      return { kind: 'piece' };
    }
    const step = (number - last + 8) % 8;
    const direction = step === 1 ? 1 : step === 7 ? -1 : undefined;
    if (direction === undefined) {
      this.#run = 1;
      return { kind: 'break', got: number };
    }
    const isTurn = this.#direction !== undefined && this.#direction !== direction;
    this.#direction = direction;
    this.#run = isTurn ? 1 : this.#run + 1;
    if (isTurn) return { kind: 'turn', direction };
    const isLast = number === (direction === 1 ? 7 : 0);
    return isLast && this.#run >= 8 ? this.#whole(direction) : { kind: 'piece' };
  }

  #whole(direction: 1 | -1): MtcEvent {
    const nibble = (index: number): number => this.#nibbles[index] ?? 0;
    const at: Timecode = {
      frames: nibble(0) | ((nibble(1) & 1) << 4),
      seconds: nibble(2) | ((nibble(3) & 3) << 4),
      minutes: nibble(4) | ((nibble(5) & 3) << 4),
      hours: nibble(6) | ((nibble(7) & 1) << 4),
      rate: rateOf(nibble(7) >> 1),
    };
    if (!isTimecode(at)) return bad(at);
    const time = existing(at);
    return { kind: 'time', at: time, next: direction === 1 ? timecodeAt(frameOf(time) + 2, time.rate) : time, direction };
  }

  #full(message: Uint8Array): MtcEvent {
    this.reset();
    const [hours = 0, minutes = 0, seconds = 0, frames = 0] = message.subarray(5, 9);
    const at: Timecode = { hours: hours & 31, minutes, seconds, frames, rate: rateOf(hours >> 5) };
    return isTimecode(at) ? { kind: 'full', at: existing(at) } : bad(at);
  }
}

const rateOf = (bits: number): Timecode['rate'] => TIMECODE_RATES[bits & 3] ?? '25';
const bad = (at: Timecode): MtcEvent => ({ kind: 'bad', says: `${formatTimecode(at)} at ${at.rate}` });

/** The eight quarter frames of a value, in the order of forward play. */
export function quarterFrames({ hours, minutes, seconds, frames, rate }: Timecode): Uint8Array[] {
  const bits = TIMECODE_RATES.indexOf(rate);
  const nibbles = [
    frames & 15,
    frames >> 4,
    seconds & 15,
    seconds >> 4,
    minutes & 15,
    minutes >> 4,
    hours & 15,
    (bits << 1) | (hours >> 4),
  ];
  return nibbles.map((nibble, piece) => Uint8Array.of(0xf1, (piece << 4) | nibble));
}

/** The jump to a place. */
export const fullFrame = ({ hours, minutes, seconds, frames, rate }: Timecode): Uint8Array =>
  Uint8Array.of(0xf0, 0x7f, 0x7f, 0x01, 0x01, (TIMECODE_RATES.indexOf(rate) << 5) | hours, minutes, seconds, frames, 0xf7);
