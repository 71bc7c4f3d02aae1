export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Waits for a condition.
 * @returns milliseconds it took; NaN when it did not come about in time
 */
export async function until(condition: () => boolean | Promise<boolean>, limitMs = 5000, lookMs = 2): Promise<number> {
  const startMs = performance.now();
  while (!(await condition())) {
    if (performance.now() - startMs > limitMs) return Number.NaN;
    await sleep(lookMs);
  }
  return performance.now() - startMs;
}

/** What a promise brings, or undefined when it takes longer. */
export async function within<T>(promise: Promise<T>, limitMs: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), limitMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
