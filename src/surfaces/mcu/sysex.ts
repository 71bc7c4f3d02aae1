/**
 * System exclusive messages: `F0 00 00 66 id command ... F7`. A message with another id than the unit's is ignored by it without a word:
 * faders work, the LCD stays blank.
 */

export const COMMAND = {
  query: 0x00,
  announce: 0x01,
  answer: 0x02,
  confirmed: 0x03,
  refused: 0x04,
  /** The answer of an X-Touch Compact. */
  ready: 0x06,
  /** LCD text from a cell */
  text: 0x12,
  askVersion: 0x13,
  version: 0x14,
  meterMode: 0x20,
  /** X-Touch: eight colours of the LCDs */
  colors: 0x72,
} as const;

/** Ids of units that speak this protocol. HUI has 05, an X-Touch in Xctl mode 58. */
export const LOGIC_CONTROL = 0x10;
export const LOGIC_CONTROL_XT = 0x11;
export const MACKIE_CONTROL = 0x14;
export const MACKIE_CONTROL_XT = 0x15;
export const XCTL = 0x58;

export const speaksMcu = (id: number): boolean =>
  id === MACKIE_CONTROL || id === MACKIE_CONTROL_XT || id === LOGIC_CONTROL || id === LOGIC_CONTROL_XT;

/** Units that stay dark until their challenge is answered. The others are never answered: a wrong answer locks an MCU Pro until it is switched off. */
export const wantsAnswer = (id: number): boolean => id === LOGIC_CONTROL || id === LOGIC_CONTROL_XT;

export const sysex = (id: number, command: number, ...payload: readonly number[]): Uint8Array =>
  Uint8Array.of(0xf0, 0x00, 0x00, 0x66, id, command, ...payload, 0xf7);

export interface McuSysex {
  readonly id: number;
  readonly command: number;
  readonly payload: Uint8Array;
}

/** A whole message of this family, or undefined. */
export function readSysex(message: Uint8Array): McuSysex | undefined {
  const [start, one, two, three, id, command] = message;
  if (start !== 0xf0 || one !== 0 || two !== 0 || three !== 0x66 || id === undefined || command === undefined) return undefined;
  if (message.length < 7) return undefined;
  return { id, command, payload: message.subarray(6, -1) };
}

/** Bytes of the serial number in an announcement; four of challenge follow. */
export const SERIAL_BYTES = 7;

/**
 * The four bytes that prove to a Logic Control that we know it.
 * @param challenge four bytes; missing ones count as 0
 * @source Logic Control manual, appendix B (Ardour shifts c3 by c4 in r2; the manual by 4)
 */
export function responseTo(challenge: Uint8Array): Uint8Array {
  const [c1 = 0, c2 = 0, c3 = 0, c4 = 0] = challenge;
  return Uint8Array.of(
    0x7f & (c1 + (c2 ^ 0x0a) - c4),
    0x7f & ((c3 >> 4) ^ (c1 + c4)),
    0x7f & ((c4 - (c3 << 2)) ^ (c1 | c2)),
    0x7f & (c2 - c3 + (0xf0 ^ (c4 << 4))),
  );
}
