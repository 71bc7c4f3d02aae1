import type { MidiSays } from './part.ts';

/** A child's word to its parent. @param sent is called when it is on its way */
export function sayToParent(says: MidiSays, sent?: () => void): void {
  if (process.connected) process.send?.(says, undefined, undefined, () => sent?.());
}

export const sayAndEnd = (reason: string): void => sayToParent({ t: 'fault', reason }, () => process.exit(0));

/** What the native library's words mean here. */
export function faultOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (message.includes('libasound')) return 'libasound.so.2 is not installed (Debian package libasound2)';
  if (message.includes('initialise RtMidi')) return 'the MIDI system gives no client (ALSA has 64 for all programs)';
  return message.split('\n')[0] ?? '';
}
