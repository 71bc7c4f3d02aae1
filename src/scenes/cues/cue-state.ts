import type { Cue } from './cue.ts';

/** What a cue is in now. */
export interface RunningCue {
  readonly number: string;
  readonly name: string;
  /** `waiting` in its pre-wait, `running` until its longest action is done, then gone. */
  readonly phase: 'waiting' | 'running';
  /** Planned, on the monotonic clock. */
  readonly startMs: number;
  readonly actionMs: number;
  readonly endMs: number;
}

/** What surfaces and pages show of the list. */
export interface CueState {
  /** What Go starts next; undefined at the end of the list. */
  readonly standby: Cue | undefined;
  /** The one that started last. */
  readonly active: Cue | undefined;
  readonly running: readonly RunningCue[];
  readonly paused: boolean;
  /** When each cue started last, by its number: wall clock, ms. */
  readonly started: ReadonlyMap<string, number>;
}

/** Fades and whatever else goes on after a line was said. */
export interface Motions {
  stop(): void;
  pause(): void;
  resume(): void;
}

/** Where the list stands, by numbers of cues, so that a show goes on after a restart. */
export interface CuePlace {
  readonly standby: string | undefined;
  /** The last that Go, back or jump started: what back counts from. */
  readonly current: string | undefined;
}
