import { tell } from '../frame/notice.tsx';
import { link } from '../link/link.ts';
import type { Answer, Outcome } from '../link/protocol.ts';
import { lookAgain, recallArgs, seenOf } from './preview.ts';
import { overMs } from './scene-ask.ts';
import type { Target } from './show.ts';

/** The big key hears nothing for so long after it was pressed: a hand that bounces, a second finger (ms). */
export const DEAF_MS = 500;

/** Why nothing can be done from here now, in words; undefined: it can. */
export function closed(): string | undefined {
  if (link.state.peek() !== 'live') return 'No link: nothing is sent';
  if (link.isLocked.peek()) return 'Locked';
  return link.role.peek() === 'viewer' ? 'This page may only look' : undefined;
}

/** Does something, and says what was refused. @returns the answer, or undefined where it was not done */
export async function does(verb: string, args: Record<string, string> = {}, over?: number): Promise<Answer | undefined> {
  const why = closed();
  if (why !== undefined) {
    tell(why);
    return undefined;
  }
  const outcome = await link.ask({ t: 'verb', verb, args, ...(over === undefined ? {} : { over }) });
  if (!outcome.done) tell(outcome.error.message);
  return outcome.done ? outcome.answer : undefined;
}

/** The same for a dialog, which shows the reason itself. @returns why not */
export async function tried(verb: string, args: Record<string, string> = {}): Promise<string | undefined> {
  const why = closed();
  if (why !== undefined) return why;
  const outcome: Outcome = await link.ask({ t: 'verb', verb, args });
  if (outcome.done) tell(outcome.answer?.says ?? '');
  return outcome.done ? undefined : outcome.error.message;
}

/** Does the very plan that is looked at; what moved since then is said. */
export async function recall(name: string): Promise<Answer | undefined> {
  const answer = await does('recall', recallArgs(name, seenOf(name)), overMs.peek());
  if (!answer) lookAgain();
  else if (hasMoved(answer.found)) tell(answer.says);
  return answer;
}

const hasMoved = (found: unknown): boolean =>
  typeof found === 'object' && found !== null && 'moved' in found && Array.isArray(found.moved) && found.moved.length > 0;

let goneMs = Number.NEGATIVE_INFINITY;

function isHeard(): boolean {
  const nowMs = performance.now();
  if (nowMs - goneMs < DEAF_MS) return false;
  goneMs = nowMs;
  return true;
}

/** Starts a cue out of its turn; GO goes on behind it. As deaf as GO, and with it. */
export function jump(cue: string): void {
  if (isHeard()) void does('jump', { cue });
}

/** @returns whether it was heard */
export function go(target: Target): boolean {
  if (!isHeard()) return false;
  // Without its number: what is on standby when it arrives, as every other Go in the house.
  if (target.kind === 'cue') void does('go');
  else void recall(target.name);
  return true;
}
