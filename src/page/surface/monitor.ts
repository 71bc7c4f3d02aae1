import type { Direction } from '../../surfaces/mcu/explain.ts';

export interface Line {
  readonly id: number;
  readonly direction: Direction;
  readonly bytes: string;
  readonly meaning: string;
  readonly about: About | undefined;
  /** How many messages of this control stand in this one line. */
  readonly count: number;
}

/** The strip a message speaks of, from 0, and whether of its fader's place: what the desk knows of it can be told beside. */
export interface About {
  readonly strip: number;
  readonly isPlace: boolean;
}

export function aboutOf(bytes: Uint8Array): About | undefined {
  const [status = 0, first = 0] = bytes;
  const strip = stripOf(status, first, bytes);
  return strip === undefined ? undefined : { strip, isPlace: status >= 0xe0 && status < 0xf0 };
}

function stripOf(status: number, first: number, bytes: Uint8Array): number | undefined {
  if (status >= 0xe0 && status < 0xe8) return status & 0x0f;
  if (status === 0xd0) return first >> 4;
  if (status === 0x90) return first < 0x28 ? first % 8 : first >= 0x68 && first < 0x70 ? first - 0x68 : undefined;
  if (status === 0xb0) return (first & 0xf0) === 0x10 || (first & 0xf0) === 0x30 ? (first & 0x08 ? undefined : first & 0x07) : undefined;
  // Text of an LCD: two lines of 56 cells, seven a strip.
  if (status === 0xf0 && bytes[5] === 0x12) return Math.min(7, Math.floor(((bytes[6] ?? 0) % 56) / 7));
  return undefined;
}

const MOST_BYTES = 8;

/** @returns `90 6A 7F`, cut with the number of bytes left out */
export function hex(bytes: Uint8Array): string {
  const shown = [...bytes.subarray(0, MOST_BYTES)].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
  return bytes.length > MOST_BYTES ? `${shown} +${bytes.length - MOST_BYTES}` : shown;
}

/** What a message speaks of: two with the same subject are the same control. Status and first data byte; of a fader the status alone. */
export function subject(bytes: Uint8Array): string {
  const [status = 0, first = 0] = bytes;
  const kind = status & 0xf0;
  if (kind === 0xe0) return `${status}`;
  // What runs by itself would push out everything else: all meters are one subject, and all digits.
  if (kind === 0xd0) return 'meters';
  if (status === 0xb0 && first >= 0x40 && first < 0x4c) return 'digits';
  if (status === 0xf0) return `sysex ${bytes.subarray(4, 7).join(' ')}`;
  return `${status} ${first}`;
}

/**
 * The controls that spoke last, a line each, in the order in which they began. One that speaks again while it is in sight changes its own
 * line, so that moves do not flood; for a new one the line that was silent for longest goes.
 */
export class Monitor {
  readonly #room: number;
  #lines: (Line & { readonly subject: string; readonly turn: number })[] = [];
  #id = 0;
  #turn = 0;

  constructor(room: number) {
    this.#room = room;
  }

  get lines(): readonly Line[] {
    return this.#lines;
  }

  note(direction: Direction, bytes: Uint8Array, meaning: string): void {
    const of = `${direction} ${subject(bytes)}`;
    const old = this.#lines.find((line) => line.subject === of);
    const line = {
      id: old?.id ?? ++this.#id,
      direction,
      bytes: hex(bytes),
      meaning,
      about: aboutOf(bytes),
      count: (old?.count ?? 0) + 1,
      subject: of,
      turn: ++this.#turn,
    };
    if (old) this.#lines = this.#lines.map((each) => (each === old ? line : each));
    else {
      const silent = this.#lines.length < this.#room ? undefined : this.#lines.toSorted((one, other) => one.turn - other.turn)[0];
      this.#lines = [...this.#lines.filter((each) => each !== silent), line];
    }
  }

  clear(): void {
    this.#lines = [];
  }
}
