/** Length of the crossfade when a delay time changes: no sweep of pitch, no click. */
const FADE_MS = 50;

/** A delay line with one whole-sample tap; a new delay is reached by a crossfade between two taps. */
export class TapLine {
  private readonly line: Float32Array;
  private readonly mask: number;
  private readonly fadeStep: number;
  private write = 0;
  private delay = 0;
  private nextDelay = 0;
  private wantedDelay = 0;
  /** 0..1 along the crossfade; 1 = no fade running. */
  private fade = 1;

  /** @param spareSamples longest block that will be written at once */
  constructor(maxDelaySamples: number, spareSamples: number, sampleRateHz: number) {
    let size = 1;
    while (size < maxDelaySamples + spareSamples + 1) size *= 2;
    this.line = new Float32Array(size);
    this.mask = size - 1;
    this.fadeStep = 1000 / (FADE_MS * sampleRateHz);
  }

  /** While a crossfade runs the newest wish waits for its end. */
  setDelay(samples: number): void {
    this.wantedDelay = Math.round(samples);
  }

  /** Appends `n` samples. */
  push(block: Float32Array, n: number): void {
    const { line, mask } = this;
    let w = this.write;
    for (let i = 0; i < n; i++) {
      line[w] = block[i] as number;
      w = (w + 1) & mask;
    }
    this.write = w;
  }

  /** The last `n` samples pushed, delayed. */
  readPushed(out: Float32Array, n: number): void {
    this.read(out, n, this.write - n);
  }

  /** The `n` samples after the last pushed, delayed: for a loop that writes what it reads. The delay must be at least `n`. */
  readAhead(out: Float32Array, n: number): void {
    this.read(out, n, this.write);
  }

  /** Empty, and at the wanted delay. */
  clear(): void {
    this.line.fill(0);
    this.delay = this.wantedDelay;
    this.fade = 1;
  }

  private read(out: Float32Array, n: number, from: number): void {
    const { line, mask } = this;
    if (this.fade >= 1) {
      if (this.wantedDelay === this.delay) {
        const start = from - this.delay;
        for (let i = 0; i < n; i++) out[i] = line[(start + i) & mask] as number;
        return;
      }
      this.nextDelay = this.wantedDelay;
      this.fade = 0;
    }
    const old = from - this.delay;
    const next = from - this.nextDelay;
    let t = this.fade;
    for (let i = 0; i < n; i++) {
      const a = line[(old + i) & mask] as number;
      const b = line[(next + i) & mask] as number;
      out[i] = a + t * t * (3 - 2 * t) * (b - a);
      t = Math.min(1, t + this.fadeStep);
    }
    this.fade = t;
    if (t >= 1) this.delay = this.nextDelay;
  }
}
