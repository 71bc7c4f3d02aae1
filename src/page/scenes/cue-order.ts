import { signal } from '@preact/signals';
import { announce } from '../frame/notice.tsx';
import { does } from './actions.ts';
import { type CueState, cues, titleOf } from './show.ts';

/** The list is edited: rows have handles, and a tap opens a cue. */
export const isEditing = signal(false);
/** The cue whose row the hand was on last: a new one comes behind it. */
export const edited = signal<string | undefined>(undefined);

/** The news of a list come a moment before or after the answer; later than this they do not (ms). */
const NEWS_MS = 1000;

/** Its numbers in their order; news of what runs come with the same list. */
export const orderOf = (list: readonly CueState[]): string => list.map(({ number }) => number).join(' ');

/** Resolves with the first news of another list. */
const nextList = (): Promise<void> =>
  new Promise((resolve) => {
    const before = orderOf(cues.peek());
    const timer = setTimeout(done, NEWS_MS);
    let end: (() => void) | undefined;
    function done(): void {
      clearTimeout(timer);
      end?.();
      resolve();
    }
    end = cues.subscribe((list) => {
      if (orderOf(list) !== before) done();
    });
  });

/** @returns when the list that is shown has it there, or nothing became of it */
export async function moveCue(number: string, where: 'before' | 'after', other: string): Promise<void> {
  const news = nextList();
  const answer = await does('move-cue', { cue: number, where, other });
  if (!answer) return;
  await news;
  const list = cues.peek();
  announce(`${titleOf({ kind: 'cue', number })}: place ${list.findIndex((cue) => cue.number === number) + 1} of ${list.length}`);
}

/** Presses of a key come faster than the list: one after the other. */
let turn: Promise<void> = Promise.resolve();

/** One place up or down, from the keyboard. @param after told when the list has it there */
export function stepCue(number: string, by: 1 | -1, after: () => void): void {
  turn = turn.then(async () => {
    const list = cues.peek();
    const other = list[list.findIndex((cue) => cue.number === number) + by];
    if (other) await moveCue(number, by > 0 ? 'after' : 'before', other.number);
    else announce(by > 0 ? 'It is the last one' : 'It is the first one');
    after();
  });
}
