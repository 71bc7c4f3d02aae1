import { type ControlTime, controlTimeBytes, readControlTime } from './msc.ts';

const KEYS = {
  stop: 0x01,
  play: 0x02,
  'deferred-play': 0x03,
  'fast-forward': 0x04,
  rewind: 0x05,
  record: 0x06,
  'record-exit': 0x07,
  'record-pause': 0x08,
  pause: 0x09,
  eject: 0x0a,
  chase: 0x0b,
  'error-reset': 0x0c,
  reset: 0x0d,
} as const;
export type MmcKey = keyof typeof KEYS;
/** Commands that are one byte, as a person names them. */
export const MMC_KEYS = Object.keys(KEYS) as MmcKey[]; // the keys of a constant

export type MmcCommand =
  | { readonly command: MmcKey }
  | { readonly command: 'locate'; readonly time: ControlTime }
  /** To a place that the device remembers. */
  | { readonly command: 'locate-field'; readonly field: number }
  /** Times normal speed; negative is backwards. */
  | { readonly command: 'shuttle'; readonly speed: number }
  | { readonly command: 'step'; readonly frames: number }
  | { readonly command: 'other'; readonly code: number };

/** One message; commands may follow each other in it. */
export interface Mmc {
  /** 0..126, 127 all. */
  readonly device: number;
  readonly commands: readonly MmcCommand[];
}

const NAMES = new Map<number, MmcKey>(MMC_KEYS.map((name) => [KEYS[name], name]));

/**
 * Reads one system exclusive message, F0 to F7.
 * @returns undefined for what is no command of machine control (answers, 07, are none)
 * @throws never
 * @source MMC 1.0 by its length rule: 01-3F and 78-7F stand alone, 40-77 carry a count; test/vectors/show-control/mmc.json
 */
export function parseMmc(message: Uint8Array): Mmc | undefined {
  const [, realm, device = 0, sub] = message;
  if (message[0] !== 0xf0 || message.at(-1) !== 0xf7 || realm !== 0x7f || sub !== 0x06) return undefined;
  const commands: MmcCommand[] = [];
  const end = message.length - 1;
  for (let at = 4; at < end; ) {
    const code = message[at] ?? 0;
    const isLong = code >= 0x40 && code <= 0x77;
    const length = isLong ? 2 + (message[at + 1] ?? 0) : 1;
    // A count that leads out of the message: the rest cannot be trusted.
    if (at + length > end) break;
    commands.push(commandOf(code, message.subarray(at + 2, at + length)));
    at += length;
  }
  return commands.length > 0 ? { device, commands } : undefined;
}

function commandOf(code: number, body: Uint8Array): MmcCommand {
  const name = NAMES.get(code);
  if (name) return { command: name };
  const [sub = 0, one = 0, two = 0] = body;
  if (code === 0x44 && sub === 1) {
    const time = readControlTime(body.subarray(1));
    if (time) return { command: 'locate', time };
  }
  if (code === 0x44 && sub === 0 && body.length === 2) return { command: 'locate-field', field: one };
  if (code === 0x47 && body.length === 3) return { command: 'shuttle', speed: shuttleSpeed(sub, one, two) };
  if (code === 0x48 && body.length === 1) return { command: 'step', frames: (sub & 0x40) !== 0 ? -(sub & 0x3f) : sub & 0x3f };
  return { command: 'other', code };
}

/** `0 g sss ppp`: sign, then how many of the 14 bits behind belong to the whole number. */
function shuttleSpeed(high: number, middle: number, low: number): number {
  const shift = (high >> 3) & 7;
  const bits = ((high & 7) << 14) | (middle << 7) | low;
  const speed = bits / 2 ** (14 - shift);
  return (high & 0x40) !== 0 ? -speed : speed;
}

/**
 * The bytes of one command. @param speed of a shuttle: up to 127 times normal speed either way; finer than 1/16384 is left out
 * @source as `parseMmc`
 */
export function buildMmc(device: number, command: Exclude<MmcCommand, { command: 'other' }>): Uint8Array {
  return Uint8Array.of(0xf0, 0x7f, device, 0x06, ...bodyOf(command), 0xf7);
}

function bodyOf(command: Exclude<MmcCommand, { command: 'other' }>): number[] {
  switch (command.command) {
    case 'locate':
      return [0x44, 0x06, 0x01, ...controlTimeBytes(command.time)];
    case 'locate-field':
      return [0x44, 0x02, 0x00, command.field];
    case 'shuttle':
      return [0x47, 0x03, ...shuttleBytes(command.speed)];
    case 'step':
      return [0x48, 0x01, (command.frames < 0 ? 0x40 : 0) | Math.abs(command.frames)];
    default:
      return [KEYS[command.command]];
  }
}

/** As many places behind the point as the whole part leaves room for: three bits of it when nothing is shifted, seven more at most. */
function shuttleBytes(speed: number): number[] {
  const size = Math.abs(speed);
  let shift = 0;
  while (shift < 7 && size >= 2 ** (3 + shift)) shift += 1;
  const bits = Math.min(0x1ffff, Math.round(size * 2 ** (14 - shift)));
  return [(speed < 0 ? 0x40 : 0) | (shift << 3) | (bits >> 14), (bits >> 7) & 0x7f, bits & 0x7f];
}
