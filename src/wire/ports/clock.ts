import type { Clock } from '../pace/clock.ts';

/** The system's timers hold no more: a longer one would fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** The machine's time: monotonic by `performance.now`, of day by `Date.now`. */
export const systemClock: Clock = {
  nowMs: () => performance.now(),
  wallMs: () => Date.now(),
  setTimer(delayMs, fire) {
    let timer: NodeJS.Timeout;
    const wait = (leftMs: number): void => {
      timer = leftMs > LONGEST_MS ? setTimeout(wait, LONGEST_MS, leftMs - LONGEST_MS) : setTimeout(fire, Math.max(0, leftMs));
    };
    wait(delayMs);
    return { cancel: () => clearTimeout(timer) };
  },
};
