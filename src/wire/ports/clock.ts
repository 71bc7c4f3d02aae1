import type { Clock } from '../pace/clock.ts';

/** The machine's time: monotonic by `performance.now`, of day by `Date.now`. */
export const systemClock: Clock = {
  nowMs: () => performance.now(),
  wallMs: () => Date.now(),
  setTimer(delayMs, fire) {
    const timer = setTimeout(fire, Math.max(0, delayMs));
    return { cancel: () => clearTimeout(timer) };
  },
};
