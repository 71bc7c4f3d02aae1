import { RING_MODES, type Ring } from '../surface.ts';

/** Numbers inside single bytes: ticks, rings, meters, digits. */

const unit = (position: number): number => (position >= 0 ? Math.min(1, position) : 0);

/**
 * Ticks of a knob or the jog wheel since its last message, clockwise positive.
 * @source sign and magnitude: 0x41 is -1, not 65 and not two's complement. Some units say 00 and 40 where they mean one tick.
 */
export function ticksOf(byte: number): number {
  const ticks = byte & 0x3f || 1;
  return byte & 0x40 ? -ticks : ticks;
}

/** Bytes that together say this many ticks; 63 fit in one. */
export function tickBytes(ticks: number): number[] {
  const sign = ticks < 0 ? 0x40 : 0;
  const bytes: number[] = [];
  for (let left = Math.abs(Math.trunc(ticks)); left > 0; left -= 63) bytes.push(sign | Math.min(63, left));
  return bytes;
}

/** Lights of a ring the protocol addresses: 1..11, 6 on top. */
export const RING_PLACES = 11;
const RING_TOP = 6;

/** `0 p mm vvvv`: light under the knob, mode, value 1..11; value 0 is a dark ring in every mode. */
export function ringByte(ring: Ring, has: { readonly modes: readonly Ring['mode'][]; readonly center: boolean }): number {
  const mode = has.modes.includes(ring.mode) ? ring.mode : 'dot';
  const position = unit(ring.position);
  const value =
    mode === 'wrap'
      ? Math.round(RING_PLACES * position)
      : mode === 'spread'
        ? Math.round(RING_TOP * position)
        : 1 + Math.round((RING_PLACES - 1) * position);
  return (has.center && ring.center ? 0x40 : 0) | (RING_MODES.indexOf(mode) << 4) | value;
}

/** What a ring byte lights: places 1..11 as booleans from index 0. */
export function ringPlaces(byte: number): boolean[] {
  const value = Math.min(RING_PLACES, byte & 0x0f);
  const mode = RING_MODES[(byte >> 4) & 3];
  return Array.from({ length: RING_PLACES }, (_, at) => {
    const place = at + 1;
    if (value === 0) return false;
    if (mode === 'dot') return place === value;
    if (mode === 'wrap') return place <= value;
    if (mode === 'boost-cut') return place >= Math.min(value, RING_TOP) && place <= Math.max(value, RING_TOP);
    return Math.abs(place - RING_TOP) < value;
  });
}

/** Full scale of a meter byte; 0xE sets the clip mark, 0xF clears it, and levels do not touch it. */
export const METER_FULL = 12;
export const CLIP_SET = 0x0e;
export const CLIP_CLEAR = 0x0f;

/** Thresholds a level has reached. NaN is dark: a broken frame must not look like signal. */
export function meterValue(levelDb: number, thresholds: readonly number[]): number {
  let reached = 0;
  for (const thresholdDb of thresholds) if (levelDb >= thresholdDb) reached += 1;
  return Math.min(METER_FULL, reached);
}

const DOT = 0x40;
const BLANK = 0x20;

/** A character of a seven-segment display: 40..5F less 40, 20..3F as they are, anything else is blank. */
function segmentByte(character: string): number {
  const code = character.toUpperCase().charCodeAt(0);
  if (code >= 0x40 && code <= 0x5f) return code - 0x40;
  return code >= 0x20 && code <= 0x3f ? code : BLANK;
}

/**
 * Bytes of a row of digits, the left-most first. A point or colon lights the dot of the digit before it and takes no place of its own.
 * The text stands at the right; what is too long loses its end.
 */
export function digitBytes(text: string, places: number): number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const last = bytes.at(-1);
    if ((character === '.' || character === ':') && last !== undefined && !(last & DOT)) bytes[bytes.length - 1] = last | DOT;
    else bytes.push(character === '.' || character === ':' ? BLANK | DOT : segmentByte(character));
  }
  const shown = bytes.slice(0, places);
  return [...Array<number>(places - shown.length).fill(BLANK), ...shown];
}

/** A digit as text, its dot behind it. */
export function digitText(byte: number): string {
  const code = byte & 0x3f;
  return String.fromCharCode(code < 0x20 ? code + 0x40 : code) + (byte & DOT ? '.' : '');
}
