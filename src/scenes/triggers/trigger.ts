import type { MmcKey } from '../../wire/formats/mmc.ts';

/** A message on a MIDI port; with `from` only on ports whose name holds these words. */
interface Midi {
  /** 1..16; undefined: any. */
  readonly channel?: number;
  readonly from?: string;
}

export type MidiTrigger =
  /** 1..128, as gear shows it; bank 0..16383, undefined: whatever bank is chosen. */
  | ({ readonly kind: 'program'; readonly program: number; readonly bank?: number } & Midi)
  /** 0..127; `above`: velocities up to it are too soft. */
  | ({ readonly kind: 'note'; readonly note: number; readonly above?: number } & Midi)
  /** 0..127; without a value it is a switch: from below 64 to 64 or more. */
  | ({ readonly kind: 'cc'; readonly controller: number; readonly value?: number } & Midi)
  /** 1..128, as gear shows it. */
  | { readonly kind: 'song'; readonly song: number; readonly from?: string }
  | { readonly kind: 'midi-clock'; readonly what: 'start' | 'continue' | 'stop'; readonly from?: string };

export interface MmcTrigger {
  readonly kind: 'mmc';
  readonly key: MmcKey;
}

/** Commands of show control that can be waited for by their number and list. */
export const MSC_WORDS = [
  'go',
  'stop',
  'resume',
  'load',
  'timed-go',
  'go-off',
  'go-jam-clock',
  'standby-plus',
  'standby-minus',
  'sequence-plus',
  'sequence-minus',
  'all-off',
  'restore',
  'reset',
] as const;

/** What a show control message asks for, beside what it does to the list by itself. */
export type MscTrigger =
  | { readonly kind: 'msc'; readonly command: 'fire'; readonly macro: number }
  /** `cue` empty: a message without a number. No list: whatever list it is for. `go` is also a timed one. */
  | { readonly kind: 'msc'; readonly command: (typeof MSC_WORDS)[number]; readonly cue: string; readonly list?: string };

/** Hours to frames, as they are: never converted to another rate. */
export interface TimecodeTrigger {
  readonly kind: 'timecode';
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly frames: number;
}

/** A time of day where people live: never an offset. Neither days nor date: every day. */
export interface ClockTrigger {
  readonly kind: 'clock';
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 Sunday .. 6 Saturday. */
  readonly days?: readonly number[];
  /** `2026-11-25` */
  readonly date?: string;
  /** IANA name; undefined: that of the show. */
  readonly zone?: string;
}

export interface EveryTrigger {
  readonly kind: 'every';
  readonly everyMs: number;
}

/** The console has recalled a scene of its own: by its number or name there. */
export interface ConsoleTrigger {
  readonly kind: 'console';
  readonly scene: string;
  /** Role of the engine; undefined: any. */
  readonly role?: string;
}

/** An OSC message to an address that means nothing else to the door. */
export interface OscTrigger {
  readonly kind: 'osc';
  readonly address: string;
}

export type Trigger = MidiTrigger | MmcTrigger | MscTrigger | TimecodeTrigger | ClockTrigger | EveryTrigger | ConsoleTrigger | OscTrigger;

/** What stands behind `when:`, and what it means. */
export interface When {
  readonly text: string;
  readonly trigger: Trigger;
}
