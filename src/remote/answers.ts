import { isRefusal, type Refusal } from '../desk/refusal.ts';
import type { Answer } from '../desk/verb.ts';

/**
 * An answer with what follows later: where it did not reach the disk, that is the answer. What has nothing to wait for comes back as it
 * is, so that a door can answer in the same turn.
 * @returns a promise that never fails: a fault of ours is told as a refusal
 */
export function whole(answer: Answer | Refusal): Answer | Refusal | Promise<Answer | Refusal> {
  if (isRefusal(answer) || !answer.later) return answer;
  return answer.later.catch(lost).then((refusal) => refusal ?? answer);
}

/** Tells the whole answer: at once where nothing has to be waited for. */
export function whenWhole(answer: Answer | Refusal, tell: (answer: Answer | Refusal) => void): void {
  const waiting = whole(answer);
  if (waiting instanceof Promise) void waiting.then(tell);
  else tell(waiting);
}

const lost = (error: unknown): Refusal => ({
  code: 'offline',
  got: 'the disk',
  want: error instanceof Error ? error.message : String(error),
});
