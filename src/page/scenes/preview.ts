import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { link } from '../link/link.ts';
import type { Answer, Outcome } from '../link/protocol.ts';
import { type Preview, previewOf } from './rows.ts';
import { forgetAsks, overMs, scope, scopeOf } from './scene-ask.ts';
import { type CueState, chosen, cues, goTarget, isThere, sameTarget, type Target } from './show.ts';

/** What goes on by itself is looked at as far as this. */
const CHAIN = 20;
/** Live state moves under a preview: it is asked for anew so long after, and so often at most (ms). */
const LOOK_MS = 400;
/** A scene of thousands of values costs the daemon time: a preview rests so many times as long as it took, and this long after "busy" (ms). */
const RESTS = 6;
const BUSY_MS = 1000;

export interface Shown {
  readonly target: Target;
  readonly preview: Preview;
  /** With which words and time it was asked for. */
  readonly asked: string;
}

/** What was asked for last, of each of the two that a page looks at. */
export const shown: Signal<Shown | undefined> = signal(undefined);
export const goShown: Signal<Shown | undefined> = signal(undefined);

/** The words of a recall that this page would make of a scene. @param seen mark of the plan that is meant */
export const recallArgs = (name: string, seen?: string): Record<string, string> => {
  const words = [scopeOf(name), seen === undefined ? '' : `seen ${seen}`].filter(Boolean).join(' ');
  return { name, ...(words === '' ? {} : { scope: words }) };
};

const askedNow = (): string => `${scope.peek()} ${overMs.peek()}`;

/** Mark of what a person looks at, of this scene; none while it is not what was asked for last. */
export const seenOf = (name: string): string | undefined =>
  [shown.peek(), goShown.peek()].find((one) => one?.asked === askedNow() && sameTarget(one.target, { kind: 'scene', name }))?.preview.seen;

const looks = signal(0);
/** Previews that the daemon does not know any more are asked for anew. */
export const lookAgain = (): void => {
  looks.value = looks.peek() + 1;
};

/** A cue with those that follow it by themselves. */
export function chainOf(number: string, list: readonly CueState[]): CueState[] {
  const there = list.filter(({ skip }) => !skip);
  const from = there.findIndex((cue) => cue.number === number);
  if (from < 0) return [];
  const chain: CueState[] = [];
  for (const cue of there.slice(from, from + CHAIN)) {
    chain.push(cue);
    if (cue.next === null) break;
  }
  return chain;
}

let asking: { readonly key: string; readonly atMs: number; readonly preview: Promise<Preview | undefined> } | undefined;
/** Within this they are one question; later the desk may have moved (ms). */
const SAME_MS = 20;

/** What is looked at and what GO starts are often one: they are asked for once. @returns undefined where the daemon was busy */
function ask(target: Target): Promise<Preview | undefined> {
  const key = `${JSON.stringify(target)} ${askedNow()}`;
  const nowMs = performance.now();
  if (asking?.key !== key || nowMs - asking.atMs > SAME_MS) asking = { key, atMs: nowMs, preview: askAnew(target) };
  return asking.preview;
}

async function askAnew(target: Target): Promise<Preview | undefined> {
  const outcomes =
    target.kind === 'scene'
      ? [
          await link.ask({
            t: 'verb',
            verb: 'recall',
            args: recallArgs(target.name),
            dry: true,
            ...(overMs.peek() === undefined ? {} : { over: overMs.peek() }),
          }),
        ]
      : await Promise.all(
          chainOf(target.number, cues.peek())
            .filter(({ armed }) => armed)
            .flatMap(({ lines }) => lines)
            .map((line) => link.ask({ t: 'say', line, dry: true })),
        );
  if (outcomes.some((outcome: Outcome) => !outcome.done && outcome.error.code === 'busy')) return undefined;
  return previewOf(
    outcomes.flatMap((outcome): Answer[] => (outcome.done && outcome.answer ? [outcome.answer] : [])),
    outcomes.flatMap((outcome: Outcome) => (outcome.done ? [] : [outcome.error.message])),
  );
}

/** Keeps what stands in a signal true while the view is open. @returns ends it */
export function followPreviews(): () => void {
  const ends = [follow(chosen, shown), follow(goTarget, goShown), forgetAsks()];
  return () => {
    for (const end of ends) end();
  };
}

function follow(target: ReadonlySignal<Target | undefined>, to: Signal<Shown | undefined>): () => void {
  let timer = 0;
  let asked = 0;
  let last: Target | undefined;
  let lastAsked = '';
  let restMs = LOOK_MS;
  let isUnderWay = false;
  const look = async (): Promise<void> => {
    timer = 0;
    const wanted = target.peek();
    const turn = ++asked;
    const words = askedNow();
    if (!wanted || !isThere(wanted) || link.state.peek() !== 'live') return;
    const beganMs = performance.now();
    isUnderWay = true;
    const preview = await ask(wanted);
    if (turn === asked) isUnderWay = false;
    restMs = Math.max(LOOK_MS, RESTS * (performance.now() - beganMs));
    if (!preview && turn === asked && timer === 0) timer = setTimeout(() => void look(), BUSY_MS);
    if (preview && turn === asked && link.state.peek() === 'live') to.value = { target: wanted, preview, asked: words };
  };
  const end = effect(() => {
    // Read to be called again: any turn of the desk, any news of the show, another choice.
    link.store.turns.value;
    link.show.value;
    overMs.value;
    scope.value;
    looks.value;
    const wanted = target.value;
    const isLive = link.state.value === 'live';
    if (!isLive || !wanted) {
      to.value = undefined;
      return;
    }
    const isOther = !sameTarget(wanted, last) || askedNow() !== lastAsked;
    lastAsked = askedNow();
    if (isOther || (!isUnderWay && timer === 0 && !sameTarget(to.peek()?.target, wanted))) {
      last = wanted;
      clearTimeout(timer);
      timer = 0;
      void look();
    } else if (timer === 0) timer = setTimeout(() => void look(), restMs);
  });
  return () => {
    end();
    clearTimeout(timer);
    asked++;
  };
}
