import type { Key } from '../surface.ts';

/**
 * Note numbers of keys and of their lights: pressed is `90 nn 7F`, released `90 nn 00`; the light of a key has its number.
 * @source Logic Control manual, appendix B; the numbers are the same on every overlay and clone
 */
const STRIP_KEYS = ['rec', 'solo', 'mute', 'select', 'push'] as const;
const UNIT_KEYS_FROM = 0x28;
// biome-ignore format: eight a line, as in the manual's table
const UNIT_KEYS = [
  'assign-track', 'assign-send', 'assign-pan', 'assign-plugin', 'assign-eq', 'assign-instrument', 'bank-left', 'bank-right', // 28..2F
  'channel-left', 'channel-right', 'flip', 'global-view', 'name-value', 'smpte-beats', 'f1', 'f2', // 30..37
  'f3', 'f4', 'f5', 'f6', 'f7', 'f8', 'view-midi', 'view-inputs', // 38..3F
  'view-audio', 'view-instrument', 'view-aux', 'view-busses', 'view-outputs', 'view-user', 'shift', 'option', // 40..47
  'control', 'alt', 'read', 'write', 'trim', 'touch', 'latch', 'group', // 48..4F
  'save', 'undo', 'cancel', 'enter', 'marker', 'nudge', 'cycle', 'drop', // 50..57
  'replace', 'click', 'global-solo', 'rewind', 'forward', 'stop', 'play', 'record', // 58..5F
  'cursor-up', 'cursor-down', 'cursor-left', 'cursor-right', 'zoom', 'scrub', 'user-a', 'user-b', // 60..67
] as const;

/** Touch of faders 1..8; the main fader follows. */
export const TOUCH_NOTE = 0x68;
export const MAIN_TOUCH_NOTE = 0x70;

/** Lights without a key. The relay's note is disputed (74 or 76) and never sent. */
const LAMPS_FROM = 0x71;
const LAMPS = ['smpte', 'beats', 'solo-any'] as const;

/** What a profile may name. */
export const STRIP_KEY_NAMES: readonly string[] = STRIP_KEYS;
export const UNIT_KEY_NAMES: readonly string[] = UNIT_KEYS;
export const LAMP_NAMES: readonly string[] = LAMPS;

const byNote = new Map<number, Key>();
STRIP_KEYS.forEach((name, row) => {
  for (let strip = 0; strip < 8; strip += 1) byNote.set(row * 8 + strip, { name, strip });
});
UNIT_KEYS.forEach((name, at) => {
  byNote.set(UNIT_KEYS_FROM + at, { name });
});
LAMPS.forEach((name, at) => {
  byNote.set(LAMPS_FROM + at, { name });
});

const spelled = ({ name, strip }: Key): string => (strip === undefined ? name : `${name} ${strip}`);
const bySpelling = new Map([...byNote].map(([note, key]) => [spelled(key), note]));

/** The key or lamp of a note; touch has none. */
export const keyOf = (note: number): Key | undefined => byNote.get(note);
export const noteOf = (key: Key): number | undefined => bySpelling.get(spelled(key));
