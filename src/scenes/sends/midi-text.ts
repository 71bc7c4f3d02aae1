import { words } from '../../desk/line.ts';
import { own } from '../../desk/own.ts';
import { isRefusal, type Refusal } from '../../desk/refusal.ts';
import { oneOf, WordReader, whole, wrong } from '../word-reader.ts';
import { readMmc, readMsc } from './show-text.ts';
import type { MidiTarget } from './target.ts';

type Messages = readonly Uint8Array[];
type Read = (reader: WordReader, target: MidiTarget) => Messages | Refusal;

/** What follows a number, each with its range. */
const DETAILS = { channel: [1, 16], velocity: [0, 127], bank: [0, 16_383] } as const;
type Detail = keyof typeof DETAILS;

/** Numbers of channel messages, as gear shows them, and their bytes. */
interface Shape {
  /** What stands behind the word: its name and range. */
  readonly numbers: readonly (readonly [what: string, from: number, to: number])[];
  readonly may: readonly Detail[];
  readonly bytes: (numbers: readonly number[], details: Readonly<Partial<Record<Detail, number>>>) => readonly (readonly number[])[];
}

/** Bytes without the channel, which goes into the first of each message. @source MIDI 1.0, channel voice messages */
const SHAPES: Readonly<Record<string, Shape>> = {
  program: {
    numbers: [['a program number', 1, 128]],
    may: ['bank'],
    bytes: ([program = 1], { bank }) => [
      ...(bank === undefined
        ? []
        : [
            [0xb0, 0, bank >> 7],
            [0xb0, 32, bank & 127],
          ]),
      [0xc0, program - 1],
    ],
  },
  note: {
    numbers: [['a note number', 0, 127]],
    may: ['velocity'],
    bytes: ([note = 0], { velocity = 100 }) => [[0x90, note, velocity]],
  },
  'note-off': {
    numbers: [['a note number', 0, 127]],
    may: ['velocity'],
    bytes: ([note = 0], { velocity = 64 }) => [[0x80, note, velocity]],
  },
  cc: {
    numbers: [
      ['a controller number', 0, 127],
      ['a value', 0, 127],
    ],
    may: [],
    bytes: ([controller = 0, value = 0]) => [[0xb0, controller, value]],
  },
  pressure: { numbers: [['a pressure', 0, 127]], may: [], bytes: ([value = 0]) => [[0xd0, value]] },
  bend: {
    numbers: [['a bend', -8192, 8191]],
    may: [],
    bytes: ([bend = 0]) => [[0xe0, (bend + 8192) & 127, (bend + 8192) >> 7]],
  },
};

/** Messages for the whole port. @source MIDI 1.0, system common and real time */
const SYSTEM: Readonly<Record<string, Read>> = {
  song(reader) {
    const song = whole(reader.take(), 1, 128, 'a song number');
    return isRefusal(song) ? song : [Uint8Array.of(0xf3, song - 1)];
  },
  position(reader) {
    const sixteenth = whole(reader.take(), 0, 16_383, 'a position in sixteenths');
    return isRefusal(sixteenth) ? sixteenth : [Uint8Array.of(0xf2, sixteenth & 127, sixteenth >> 7)];
  },
  start: () => [Uint8Array.of(0xfa)],
  continue: () => [Uint8Array.of(0xfb)],
  stop: () => [Uint8Array.of(0xfc)],
  sysex: (reader) => exclusive(reader.rest().join('')),
  msc: readMsc,
  mmc: readMmc,
};

const KINDS = [...Object.keys(SHAPES), ...Object.keys(SYSTEM)];

/** `program 14 channel 1`, `note 60 velocity 100`, `cc 20 64`, `sysex F0 .. F7`, `msc go 12`, `mmc play`. */
export function readMidi(text: string, target: MidiTarget): Messages | Refusal {
  const given = words(text);
  if (isRefusal(given)) return given;
  const reader = new WordReader(given);
  const kind = oneOf(reader.take(), KINDS);
  if (isRefusal(kind)) return kind;
  const shape = own(SHAPES, kind);
  const messages = shape ? channelMessages(reader, shape, target) : (own(SYSTEM, kind)?.(reader, target) ?? wrong(kind, 'a message'));
  if (isRefusal(messages) || reader.next === undefined) return messages;
  return wrong(reader.next, `part of ${kind}`);
}

function channelMessages(reader: WordReader, { numbers, may, bytes }: Shape, target: MidiTarget): Messages | Refusal {
  const found: number[] = [];
  for (const [what, from, to] of numbers) {
    const number = whole(reader.take(), from, to, what);
    if (isRefusal(number)) return number;
    found.push(number);
  }
  const details: Partial<Record<Detail, number>> = {};
  for (;;) {
    const detail = (['channel', ...may] as const).find((name) => reader.accept(name));
    if (!detail) break;
    const [from, to] = DETAILS[detail];
    const number = whole(reader.take(), from, to, `a ${detail}`);
    if (isRefusal(number)) return number;
    details[detail] = number;
  }
  const channel = (details.channel ?? target.channel) - 1;
  return bytes(found, details).map(([status = 0, ...rest]) => Uint8Array.of(status | channel, ...rest));
}

/** With or without F0 and F7 around it; between them 7 bits a byte. */
function exclusive(hex: string): Messages | Refusal {
  if (!/^(?:[0-9a-f]{2})+$/i.test(hex)) return wrong(hex, 'bytes in hex: F0 43 10 F7');
  const bytes = (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  const body = bytes.slice(bytes[0] === 0xf0 ? 1 : 0, bytes.at(-1) === 0xf7 ? -1 : undefined);
  if (body.length === 0) return wrong(hex, 'a message: there is nothing between F0 and F7');
  const high = body.find((byte) => byte > 127);
  if (high !== undefined) return wrong(high.toString(16).toUpperCase(), 'a byte inside system exclusive: 00..7F');
  return [Uint8Array.of(0xf0, ...body, 0xf7)];
}
