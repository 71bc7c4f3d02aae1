/** Counts since the start. */
export interface MidiFigures {
  readonly heardBytes: number;
  readonly sentBytes: number;
  /** Messages that came faster than they could be taken. */
  readonly droppedMessages: number;
  /** Child processes that ended without being told to. */
  readonly crashes: number;
  /** Times that a link went up. */
  readonly ups: number;
}

/** The same, for those who count. */
export type Counts = { -readonly [name in keyof MidiFigures]: MidiFigures[name] };
