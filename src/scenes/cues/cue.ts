import type { Line } from '../../desk/line.ts';
import type { When } from '../triggers/trigger.ts';

/** One thing that a cue does: a line of text, understood. */
export interface CueLine {
  readonly text: string;
  readonly line: Line;
}

/** What follows a cue by itself. */
export type Next =
  /** `go`: the next starts with its action, or after the post-wait. */
  | { readonly kind: 'go' }
  /** `follow`: the next starts when it is done, so much later. */
  | { readonly kind: 'follow'; readonly afterMs: number };

/** One entry of the list. */
export interface Cue {
  /** Text: 0.1 and 0.10 are two. */
  readonly number: string;
  readonly name: string;
  readonly lines: readonly CueLine[];
  /** Before its action. */
  readonly waitMs: number;
  /** From the start of its action to that of the next cue, with `then: go`. */
  readonly postMs: number;
  /** `then:` in the file. */
  readonly next: Next | undefined;
  /** What starts it besides Go. */
  readonly when: readonly When[];
  /** Disarmed: waits and what follows run, its lines are not said. */
  readonly armed: boolean;
  /** Its recalls also take off mutes that a hand has put on. */
  readonly opens: boolean;
  /** As if it were not there. */
  readonly skip: boolean;
  readonly note: string;
}
