const UNITS: Readonly<Record<string, number>> = { '': 1000, s: 1000, ms: 1, min: 60_000 };
/** Longer no cue waits. */
const LONGEST_MS = 24 * 3_600_000;

/** A time as people write it: `0.5 s`, `12s`, `250 ms`, `2 min`, and seconds where nothing is said. @returns undefined for what is none */
export function readTimeMs(text: string): number | undefined {
  const [, number, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|min)?\s*$/.exec(text) ?? [];
  const timeMs = Number(number) * (UNITS[unit] ?? Number.NaN);
  return timeMs <= LONGEST_MS ? Math.round(timeMs * 1000) / 1000 : undefined;
}

/** `0.5 s`, `12 s`: as a file says it. */
export const writeTime = (timeMs: number): string => `${timeMs / 1000} s`;
