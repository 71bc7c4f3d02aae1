import type { Key } from '../surface.ts';
import { RING_MODES } from '../surface.ts';
import { placeOf } from './lcd-cells.ts';
import { keyOf, MAIN_TOUCH_NOTE, TOUCH_NOTE } from './notes.ts';
import { COMMAND, readSysex, XCTL } from './sysex.ts';
import { CLIP_CLEAR, CLIP_SET, digitText, METER_FULL, ringPlaces, ticksOf } from './values.ts';

/** `in` is what the hand said, `out` what the unit is to show: as the daemon sees it. */
export type Direction = 'in' | 'out';

const CELLS = 7;

/**
 * What one whole message means, in a few plain words: `touch 3`, `motor 1 to 13104`, `light SOLO 4 blinks`, `LCD 2 lower: Vox 1`.
 * Faders and strips are counted from 1, as engineers do. Knows no profile: it says what the bytes say, whatever the unit can.
 * @throws never; what means nothing is `unknown`
 */
export function explainMcu(message: Uint8Array, direction: Direction): string {
  const [status = 0, first = 0, second = 0] = message;
  if (status === 0xf0) return explainSysex(message);
  if (status >= 0xe0 && status < 0xf0) return explainFader(status & 0x0f, (second << 7) | first, direction);
  if (status === 0x90 || status === 0x80) return explainNote(first, status === 0x80 ? 0 : second, direction);
  if (status === 0xb0) return direction === 'in' ? explainTurn(first, second) : explainShown(first, second);
  if (status === 0xd0 && direction === 'out') return explainMeter(first >> 4, first & 0x0f);
  if (status === 0xfe) return 'active sensing';
  if (status === 0xf8) return 'clock';
  return 'unknown';
}

const faderName = (channel: number): string => (channel === 8 ? 'main' : String(channel + 1));

function explainFader(channel: number, raw: number, direction: Direction): string {
  if (channel > 8) return 'unknown';
  return `${direction === 'in' ? 'move' : 'motor'} ${faderName(channel)} to ${raw}`;
}

const keyName = ({ name, strip }: Key): string => `${name.replaceAll('-', ' ').toUpperCase()}${strip === undefined ? '' : ` ${strip + 1}`}`;

function explainNote(note: number, value: number, direction: Direction): string {
  if (note >= TOUCH_NOTE && note <= MAIN_TOUCH_NOTE) {
    return direction === 'in' ? `${value > 0 ? 'touch' : 'let go of'} ${faderName(note - TOUCH_NOTE)}` : 'unknown';
  }
  const key = keyOf(note);
  if (!key) return 'unknown';
  if (direction === 'in') return `${value > 0 ? 'press' : 'release'} ${keyName(key)}`;
  return `light ${keyName(key)} ${value === 0 ? 'off' : value === 1 ? 'blinks' : 'on'}`;
}

const signed = (ticks: number): string => (ticks < 0 ? `${ticks}` : `+${ticks}`);

function explainTurn(controller: number, value: number): string {
  if (controller >= 0x10 && controller < 0x18) return `turn ${controller - 0x0f} by ${signed(ticksOf(value))}`;
  if (controller === 0x3c) return `jog by ${signed(ticksOf(value))}`;
  return controller === 0x2e ? `pedal at ${value} of 127` : 'unknown';
}

function explainShown(controller: number, value: number): string {
  if (controller >= 0x30 && controller < 0x38) return `ring ${controller - 0x2f} ${ringText(value)}`;
  if (controller >= 0x40 && controller < 0x4a) return `time digit ${controller - 0x3f} from the right: ${digitText(value)}`;
  if (controller === 0x4a || controller === 0x4b) return `${controller === 0x4a ? 'right' : 'left'} assignment digit: ${digitText(value)}`;
  return 'unknown';
}

function ringText(value: number): string {
  const center = value & 0x40 ? ', center light on' : '';
  const lit = ringPlaces(value).flatMap((on, at) => (on ? [at + 1] : []));
  const [from] = lit;
  const to = lit.at(-1);
  if (from === undefined || to === undefined) return `dark${center}`;
  return `${RING_MODES[(value >> 4) & 3]} ${from === to ? from : `${from} to ${to}`} of 11${center}`;
}

function explainMeter(strip: number, value: number): string {
  if (strip > 7) return 'unknown';
  if (value === CLIP_SET) return `clip ${strip + 1} on`;
  if (value === CLIP_CLEAR) return `clip ${strip + 1} off`;
  return value === 0 ? `meter ${strip + 1} dark` : `meter ${strip + 1} at ${Math.min(METER_FULL, value)} of ${METER_FULL}`;
}

const characters = (bytes: Uint8Array): string => String.fromCharCode(...bytes.map((byte) => (byte < 0x20 ? 0x2e : byte)));

function explainText(from: number, text: Uint8Array): string {
  const place = placeOf(from, CELLS);
  const said = characters(text).trimEnd() || '(blank)';
  if (!place) return `LCD text beyond the last cell: ${said}`;
  const line = place.line === 0 ? 'upper' : 'lower';
  const fits = place.offset + text.length <= CELLS;
  return fits ? `LCD ${place.strip + 1} ${line}: ${said}` : `LCD ${line} from cell ${from % 56}: ${said}`;
}

const COLOR_WORDS = ['dark', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

function explainSysex(message: Uint8Array): string {
  const said = readSysex(message);
  if (!said) return 'unknown';
  const { id, command, payload } = said;
  const of = `id ${id.toString(16).toUpperCase().padStart(2, '0')}`;
  if (id === 0x05) return 'HUI: set the unit to MC mode';
  if (id === XCTL) return 'Xctl: set the unit to MC mode';
  switch (command) {
    case COMMAND.query:
      return `who is there? (${of})`;
    case COMMAND.announce:
      return `announces itself (${of})`;
    case COMMAND.answer:
      return `answers its challenge (${of})`;
    case COMMAND.confirmed:
      return `has accepted the answer (${of})`;
    case COMMAND.refused:
      return `has refused the answer (${of})`;
    case COMMAND.ready:
      return `is ready (${of})`;
    case COMMAND.askVersion:
      return `which firmware? (${of})`;
    case COMMAND.version:
      return `firmware ${characters(payload).trim()}`;
    case COMMAND.text:
      return explainText(payload[0] ?? 0, payload.subarray(1));
    case COMMAND.meterMode:
      return `meter mode of ${(payload[0] ?? 0) + 1}: ${payload[1] ?? 0}`;
    case COMMAND.colors:
      return `LCD colours: ${[...payload].map((code) => COLOR_WORDS[code] ?? code).join(' ')}`;
    default:
      return `command ${command.toString(16).toUpperCase().padStart(2, '0')} (${of}), unknown`;
  }
}
