/** Something that will happen once; cancelling it twice, or after it happened, does nothing. */
export interface Timer {
  cancel(): void;
}

/**
 * Time, as a thing that is passed in: a test can be the clock.
 * Everything that waits or measures uses `nowMs`, which never jumps; only what a person reads (a log line, a file name) uses `wallMs`.
 */
export interface Clock {
  /** Monotonic time in milliseconds, with fractions, from an origin of no meaning. */
  nowMs(): number;
  /** Time of day in milliseconds since 1970-01-01 UTC; may jump either way. */
  wallMs(): number;
  /** Calls `fire` once, not before `delayMs` from now; a delay of 0 or less still waits for the next turn of the event loop. */
  setTimer(delayMs: number, fire: () => void): Timer;
}
