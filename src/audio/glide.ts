/**
 * A parameter on its way: one pole towards `target` from block to block, a straight line inside a block. After `advance`, `value`
 * is where the block starts, `step` what each sample adds and `end` where it arrives.
 */
export class Glide {
  /** At the first sample of this block. */
  value: number;
  /** At the first sample of the next block. */
  end: number;
  step = 0;
  target: number;
  private readonly tauSamples: number;
  private readonly nearEnough: number;

  /** @param nearEnough distance at which the target is simply taken */
  constructor(start: number, tauMs: number, sampleRateHz: number, nearEnough = 1e-5) {
    this.value = start;
    this.end = start;
    this.target = start;
    this.tauSamples = (tauMs / 1000) * sampleRateHz;
    this.nearEnough = nearEnough;
  }

  /** Goes one block of `n` samples further. Says whether the value moves in it. */
  advance(n: number): boolean {
    this.value = this.end;
    const distance = this.target - this.value;
    if (distance === 0) {
      this.step = 0;
      return false;
    }
    if (Math.abs(distance) < this.nearEnough) this.end = this.target;
    else this.end = this.value + distance * (1 - Math.exp(-n / this.tauSamples));
    this.step = (this.end - this.value) / n;
    return true;
  }

  /** At the target at once. */
  settle(): void {
    this.value = this.target;
    this.end = this.target;
    this.step = 0;
  }
}
