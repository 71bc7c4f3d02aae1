import type { Clock } from '../wire/pace/clock.ts';
import type { ShowState } from './protocol/show.ts';
import { faultsOf, type ShowHouse } from './show.ts';

/** Names and lines of many scenes and cues are long, and come again with each message: so often at most (ms), the first at once. */
const PACE_MS = 50;

/** What is told of scenes and cues: everything, at once after a rest, and then so often at most. */
export class ShowNews {
  readonly #show: ShowHouse | undefined;
  readonly #clock: Clock;
  #told = '';
  #toldMs = Number.NEGATIVE_INFINITY;
  #isDue = false;

  constructor(show: ShowHouse | undefined, clock: Clock) {
    this.#show = show;
    this.#clock = clock;
  }

  /** The message of now; undefined in a house without a show. */
  get text(): string | undefined {
    return this.#show && JSON.stringify({ t: 'show', ...stateOf(this.#show, this.#clock.nowMs()) });
  }

  /** @param tell called after something changed @returns ends it */
  watch(tell: (text: string) => void): () => void {
    const show = this.#show;
    if (!show) return () => {};
    let timer: { cancel(): void } | undefined;
    let isEnded = false;
    const look = (): void => {
      this.#isDue = false;
      const { text } = this;
      if (isEnded || text === undefined || text === this.#told) return;
      this.#told = text;
      this.#toldMs = this.#clock.nowMs();
      tell(text);
    };
    const changed = (): void => {
      if (this.#isDue) return;
      this.#isDue = true;
      const waitMs = this.#toldMs + PACE_MS - this.#clock.nowMs();
      // What a verb changes is told once it is done with all of it.
      if (waitMs <= 0) queueMicrotask(look);
      else timer = this.#clock.setTimer(waitMs, look);
    };
    const ends = [
      show.library.watch(changed),
      show.recalls.watch(changed),
      show.runner?.watch(changed),
      show.last?.watch(changed),
      show.cueFile?.watchFaults(changed),
    ];
    return () => {
      isEnded = true;
      timer?.cancel();
      for (const end of ends) end?.();
    };
  }
}

/** Scenes and cues as the protocol has them. @param nowMs of the clock that the cues run by */
export function stateOf(show: ShowHouse, nowMs: number): ShowState {
  const { library, recalls, runner, last } = show;
  const { active } = recalls;
  const cues = runner?.state();
  return {
    scenes: library.list().map(({ number, name, values, fade, only, safe, preamps, note }) => ({
      number,
      name,
      values: values.size,
      fadeMs: fade?.ms ?? null,
      curve: fade?.curve ?? null,
      only: [...only],
      safe: [...safe],
      preamps,
      note,
    })),
    scene: active ? { name: active.scene, at: active.atMs } : null,
    safes: [...library.safes],
    cues: (runner?.cues ?? []).map(({ number, name, lines, when, waitMs, postMs, next, armed, skip, opens, note }) => ({
      number,
      name,
      lines: lines.map(({ text }) => text),
      when: when.map(({ text }) => text),
      waitMs,
      postMs,
      next: next?.kind ?? null,
      afterMs: next?.kind === 'follow' ? next.afterMs : 0,
      armed,
      skip,
      opens,
      note,
      startedAt: cues?.started.get(number) ?? null,
    })),
    standby: cues?.standby?.number ?? null,
    active: cues?.active?.number ?? null,
    cueRuns: (cues?.running ?? []).map(({ number, phase, actionMs, endMs }) => ({
      number,
      phase,
      leftMs: Math.max(0, Math.round((phase === 'waiting' ? actionMs : endMs) - nowMs)),
    })),
    paused: cues?.paused ?? false,
    running: recalls.list().map(({ id, cause, who, state, paused, done, of, leftMs, lost, missing }) => ({
      id,
      cause,
      who,
      state,
      paused,
      done,
      of,
      leftMs: Math.max(0, Math.round(leftMs)),
      lost: lost.map(({ path, why }) => ({ path, why })),
      missing: missing.length,
    })),
    last: last?.offeredMs === undefined ? null : { at: last.offeredMs, scene: last.offeredScene ?? null },
    faults: faultsOf(show),
  };
}
