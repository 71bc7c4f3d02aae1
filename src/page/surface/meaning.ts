import { keyOf } from '../../surfaces/mcu/notes.ts';
import type { Direction } from './monitor.ts';

/** One whole message in a few words. */
export function meaningOf(direction: Direction, bytes: Uint8Array): string {
  const [status = 0, first = 0, second = 0] = bytes;
  if (status >= 0xe0 && status < 0xf0) return `${direction === 'in' ? 'fader' : 'motor'} ${(status & 15) + 1} at ${(second << 7) | first}`;
  if (status === 0xd0) return `meter ${(first >> 4) + 1} at ${first & 15}`;
  if (status === 0x90 && first >= 0x68 && first <= 0x70) return `${second ? 'touch' : 'release'} ${first - 0x67}`;
  const key = status === 0x90 ? keyOf(first) : undefined;
  if (key)
    return `${key.name}${key.strip === undefined ? '' : ` ${key.strip + 1}`} ${direction === 'in' ? (second ? 'down' : 'up') : second}`;
  return '';
}
