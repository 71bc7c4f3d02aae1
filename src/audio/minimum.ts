/** Smallest of the last `window` values, in constant time a value (monotone deque). Starts as if 1 had been fed for ever. */
export class SlidingMinimum {
  private readonly window: number;
  private readonly values: Float64Array;
  private readonly times: Int32Array;
  private readonly mask: number;
  private front = 0;
  private back = 0; // one past the newest
  private now = 0;

  constructor(window: number) {
    this.window = window;
    let size = 2;
    while (size < window + 1) size *= 2;
    this.values = new Float64Array(size);
    this.times = new Int32Array(size);
    this.mask = size - 1;
    this.reset();
  }

  /** Replaces each value by the smallest of itself and the `window - 1` before it. */
  process(values: Float64Array, n: number): void {
    const { mask, window } = this;
    const kept = this.values;
    const times = this.times;
    let { front, back, now } = this;
    for (let i = 0; i < n; i++) {
      // `as number`: i is bounded by n, ring places by the mask
      const value = values[i] as number;
      now = (now + 1) | 0;
      while (back !== front && (kept[(back - 1) & mask] as number) >= value) back = (back - 1) & mask;
      kept[back] = value;
      times[back] = now;
      back = (back + 1) & mask;
      if (((now - (times[front] as number)) | 0) >= window) front = (front + 1) & mask;
      values[i] = kept[front] as number;
    }
    this.front = front;
    this.back = back;
    this.now = now;
  }

  reset(): void {
    this.front = 0;
    this.back = 1;
    this.now = 0;
    this.values[0] = 1;
    this.times[0] = 0;
  }
}
