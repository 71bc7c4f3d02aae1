import { TIMECODE_RATES, type TimecodeRate } from './timecode.ts';

/** A time inside a message: hours to frames, and hundredths of a frame. */
export interface ControlTime {
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly frames: number;
  readonly hundredths: number;
  readonly rate: TimecodeRate;
}

const CUE = ['go', 'stop', 'resume', 'load', 'go-off', 'go-jam-clock'] as const;
const TIMED = ['timed-go'] as const;
const LIST = [
  'standby-plus',
  'standby-minus',
  'sequence-plus',
  'sequence-minus',
  'start-clock',
  'stop-clock',
  'zero-clock',
  'mtc-chase-on',
  'mtc-chase-off',
  'open-cue-list',
  'close-cue-list',
] as const;
const PATH = ['open-cue-path', 'close-cue-path'] as const;
const BARE = ['all-off', 'restore', 'reset'] as const;

interface Numbers {
  /** `12.5`; empty where none is given. */
  readonly cue: string;
  readonly list: string;
  readonly path: string;
}

export type MscCommand =
  | ({ readonly command: (typeof CUE)[number] } & Numbers)
  | ({ readonly command: (typeof TIMED)[number]; readonly time: ControlTime } & Numbers)
  | { readonly command: (typeof LIST)[number]; readonly list: string }
  | { readonly command: 'set-clock'; readonly time: ControlTime; readonly list: string }
  | { readonly command: (typeof PATH)[number]; readonly path: string }
  | { readonly command: (typeof BARE)[number] }
  | { readonly command: 'set'; readonly control: number; readonly value: number; readonly time?: ControlTime }
  | { readonly command: 'fire'; readonly macro: number };

/** One message of MIDI Show Control. */
export type Msc = {
  /** 0..111 one device, 112..126 groups 1..15, 127 all. */
  readonly device: number;
  /** 1 lighting, 16 sound, 127 all types. */
  readonly format: number;
} & MscCommand;

/** Why bytes are no message for us. */
export interface NotMsc {
  readonly not: 'a whole message' | 'show control' | 'complete' | 'at most 128 bytes' | 'a known command' | 'a cue number';
}
export const isMsc = (reading: Msc | NotMsc): reading is Msc => 'command' in reading;

/** Types of devices, as a person names them. @source MSC 1.1.1, command formats */
export const MSC_TYPES: Readonly<Record<string, number>> = {
  lighting: 0x01,
  sound: 0x10,
  machinery: 0x20,
  video: 0x30,
  projection: 0x40,
  process: 0x50,
  pyro: 0x60,
};
export const MSC_ALL = 0x7f;

const CODES: Readonly<Record<MscCommand['command'], number>> = {
  go: 0x01,
  stop: 0x02,
  resume: 0x03,
  'timed-go': 0x04,
  load: 0x05,
  set: 0x06,
  fire: 0x07,
  'all-off': 0x08,
  restore: 0x09,
  reset: 0x0a,
  'go-off': 0x0b,
  'go-jam-clock': 0x10,
  'standby-plus': 0x11,
  'standby-minus': 0x12,
  'sequence-plus': 0x13,
  'sequence-minus': 0x14,
  'start-clock': 0x15,
  'stop-clock': 0x16,
  'zero-clock': 0x17,
  'set-clock': 0x18,
  'mtc-chase-on': 0x19,
  'mtc-chase-off': 0x1a,
  'open-cue-list': 0x1b,
  'close-cue-list': 0x1c,
  'open-cue-path': 0x1d,
  'close-cue-path': 0x1e,
};
/** Commands, as a person names them. */
export const MSC_NAMES = Object.keys(CODES) as MscCommand['command'][]; // the keys of a constant
const NAMES = new Map(Object.entries(CODES).map(([name, code]) => [code, name]));
const LONGEST = 128;

/**
 * Reads one system exclusive message, F0 to F7.
 * @throws never
 * @source MSC 1.1.1; test/vectors/show-control/msc.json
 */
export function parseMsc(message: Uint8Array): Msc | NotMsc {
  if (message[0] !== 0xf0 || message.at(-1) !== 0xf7) return { not: 'a whole message' };
  const [, realm, device = 0, sub, format, code] = message;
  if (realm !== 0x7f || sub !== 0x02) return { not: 'show control' };
  if (message.length > LONGEST) return { not: 'at most 128 bytes' };
  if (message.length < 7 || format === undefined || code === undefined) return { not: 'complete' };
  // 00 begins an extension that nobody has defined; 20-26 need answers.
  if (format === 0) return { not: 'a known command' };
  const command = commandOf(NAMES.get(code), message.subarray(6, -1));
  return 'not' in command ? command : { device, format, ...command };
}

function commandOf(name: string | undefined, body: Uint8Array): MscCommand | NotMsc {
  if (isOne(CUE, name)) return withFields(body, ([cue, list, path]) => ({ command: name, cue, list, path }));
  if (isOne(LIST, name)) return withFields(body, ([list]) => ({ command: name, list }));
  if (isOne(PATH, name)) return withFields(body, ([path]) => ({ command: name, path }));
  if (isOne(BARE, name)) return { command: name };
  if (name === 'fire') return body[0] === undefined ? { not: 'complete' } : { command: 'fire', macro: body[0] };
  if (name === 'set') return setOf(body);
  if (name !== 'timed-go' && name !== 'set-clock') return { not: 'a known command' };
  const time = readControlTime(body);
  if (!time) return { not: 'complete' };
  return withFields(body.subarray(5), ([first, list, path]) =>
    name === 'timed-go' ? { command: name, time, cue: first, list, path } : { command: name, time, list: first },
  );
}

function isOne<Name extends string>(names: readonly Name[], name: string | undefined): name is Name {
  return name !== undefined && (names as readonly string[]).includes(name); // a list of names is a list of strings
}

function setOf(body: Uint8Array): MscCommand | NotMsc {
  const [low, high, valueLow, valueHigh] = body;
  if (low === undefined || high === undefined || valueLow === undefined || valueHigh === undefined) return { not: 'complete' };
  const time = body.length >= 9 ? readControlTime(body.subarray(4)) : undefined;
  return { command: 'set', control: high * 128 + low, value: valueHigh * 128 + valueLow, ...(time ? { time } : {}) };
}

/** Fields of digits and points, with 00 between them; senders double delimiters and points, and end with them. */
function withFields(body: Uint8Array, make: (fields: [string, string, string]) => MscCommand): MscCommand | NotMsc {
  const isNumber = body.every((byte) => byte === 0 || byte === 0x2e || (byte >= 0x30 && byte <= 0x39));
  if (!isNumber) return { not: 'a cue number' };
  const [cue = '', list = '', path = ''] = String.fromCharCode(...body)
    .split('\0')
    .map((field) => field.replace(/\.{2,}/g, '.').replace(/^\.|\.$/g, ''));
  return make([cue, list, path]);
}

/** @returns undefined where five bytes are not there */
export function readControlTime(bytes: Uint8Array): ControlTime | undefined {
  const [hours, minutes, seconds, frames, last] = bytes;
  if (hours === undefined || minutes === undefined || seconds === undefined || frames === undefined || last === undefined) return undefined;
  const isStatus = (frames & 0x20) !== 0;
  return {
    hours: hours & 0x1f,
    minutes: minutes & 0x3f,
    seconds: seconds & 0x3f,
    frames: frames & 0x1f,
    hundredths: isStatus ? 0 : last,
    rate: TIMECODE_RATES[(hours >> 5) & 3] ?? '25',
  };
}

export const controlTimeBytes = ({ hours, minutes, seconds, frames, hundredths, rate }: ControlTime): number[] => [
  (TIMECODE_RATES.indexOf(rate) << 5) | hours,
  minutes,
  seconds,
  frames,
  hundredths,
];

/** The bytes of a message; trailing empty fields are left out. */
export function buildMsc(message: Msc): Uint8Array {
  return Uint8Array.of(0xf0, 0x7f, message.device, 0x02, message.format, CODES[message.command], ...bodyOf(message), 0xf7);
}

function bodyOf(message: Msc): number[] {
  if (message.command === 'fire') return [message.macro];
  if (message.command === 'set') {
    const { control, value, time } = message;
    return [control % 128, control >> 7, value % 128, value >> 7, ...(time ? controlTimeBytes(time) : [])];
  }
  const time = 'time' in message && message.time ? controlTimeBytes(message.time) : [];
  const cue = 'cue' in message ? [message.cue] : [];
  const list = 'list' in message ? [message.list] : [];
  const path = 'path' in message ? [message.path] : [];
  const text = [...cue, ...list, ...path].join('\0').replace(/\0+$/, '');
  return [...time, ...[...text].map((letter) => letter.charCodeAt(0))];
}
