import type { Actor } from '../../desk/actor.ts';
import type { DeskClock } from '../../desk/clock.ts';
import type { Line } from '../../desk/line.ts';
import type { Refusal } from '../../desk/refusal.ts';
import type { Answer } from '../../desk/verb.ts';
import type { Cue } from './cue.ts';
import type { Motions } from './cue-state.ts';

/** What a cue list needs of the house. */
export interface CueRunnerOptions {
  readonly cues: readonly Cue[];
  /** Says a line of a cue. */
  readonly say: (line: Line, actor: Actor) => Answer | Refusal;
  /** Makes one undo step of all that an actor begins in the deed: `Hands.inOneStep` of the desk. */
  readonly oneStep?: (actor: Actor, cause: string, deed: () => void) => void;
  readonly clock: DeskClock;
  /** How long a line goes on, where it does not say so itself: a scene's own fade. */
  readonly lengthMs?: (line: Line) => number;
  readonly motions?: Motions;
  /** Mutes that recalls of cues leave alone: those a hand has put on. */
  readonly handMutes?: () => readonly string[];
  /** What people should know: a line that failed, a storm. */
  readonly tell?: (text: string) => void;
}
