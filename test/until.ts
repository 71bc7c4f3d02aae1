/** Waits for a condition, and fails with what it was when it does not come about. */
export async function until<T>(what: string, condition: () => T | Promise<T>, limitMs = 15_000): Promise<NonNullable<T>> {
  const endMs = performance.now() + limitMs;
  for (;;) {
    const result = await condition();
    if (result) return result;
    if (performance.now() > endMs) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
