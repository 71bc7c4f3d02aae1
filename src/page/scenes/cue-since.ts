import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { link } from '../link/link.ts';
import { goShown } from './preview.ts';
import { type Preview, stays } from './rows.ts';
import { sameTarget, type Target } from './show.ts';

/** How what GO would do now differs from what was shown first. */
export interface Since {
  readonly more: number;
  readonly fewer: number;
  readonly other: number;
}

const seen = signal<{ readonly target: Target; readonly preview: Preview } | undefined>(undefined);
const difference = signal<Since | undefined>(undefined);
/** undefined: what was shown is what GO does. */
export const since: ReadonlySignal<Since | undefined> = difference;

/** Somebody has looked: from here on it counts anew. */
export function looked(): void {
  seen.value = goShown.peek();
}

const doings = ({ rows }: Preview): ReadonlyMap<string, string> =>
  new Map(rows.filter((row) => !stays(row)).map(({ path, from, to }) => [path, `${from} -> ${to}`]));

export function sinceOf(before: Preview, now: Preview): Since | undefined {
  const [was, is] = [doings(before), doings(now)];
  const more = [...is.keys()].filter((path) => !was.has(path)).length;
  const fewer = [...was.keys()].filter((path) => !is.has(path)).length;
  const other = [...is].filter(([path, text]) => was.has(path) && was.get(path) !== text).length;
  return more + fewer + other === 0 ? undefined : { more, fewer, other };
}

/** `+2 −1, 3 differ` */
export function sinceText({ more, fewer, other }: Since): string {
  const counts = [more > 0 ? `+${more}` : '', fewer > 0 ? `−${fewer}` : ''].filter(Boolean).join(' ');
  return [counts, other > 0 ? `${other} ${other === 1 ? 'differs' : 'differ'}` : ''].filter(Boolean).join(', ');
}

/** Remembers what was shown of the cue that GO starts. While a recall or fade goes on by itself nobody is surprised. @returns ends it */
export function followSince(): () => void {
  return effect(() => {
    const now = goShown.value;
    const isMoving = (link.show.value?.running ?? []).some(({ state }) => state !== 'partial');
    const before = seen.value;
    if (!now || !before || isMoving || !sameTarget(before.target, now.target)) {
      seen.value = now;
      difference.value = undefined;
    } else difference.value = sinceOf(before.preview, now.preview);
  });
}
