/** Two clocks never agree to better than some hundred parts in a million; more than this is a fault, not a drift. */
const MOST_RATIO = 0.005;

/**
 * Holds a queue between two clocks at its target by a ratio near 1: proportional and integral, slow enough to be inaudible.
 * Time comes in as an argument; multiply the resampler's step by the ratio.
 */
export class DriftControl {
  private readonly targetFrames: number;
  private readonly rateHz: number;
  private readonly settleS: number;
  private integral = 0;
  private smoothFrames: number;

  /** @param settleS time in which an error is worked off; a queue seen in whole blocks needs several seconds */
  constructor(targetFrames: number, rateHz: number, settleS = 15) {
    this.targetFrames = targetFrames;
    this.rateHz = rateHz;
    this.settleS = settleS;
    this.smoothFrames = targetFrames;
  }

  /**
   * @param queuedFrames frames that wait in front of the resampler now
   * @param elapsedS since the last update
   * @returns input frames to take per nominal frame, 0.995..1.005: above 1 when too much waits
   */
  update(queuedFrames: number, elapsedS: number): number {
    if (!(elapsedS > 0) || !Number.isFinite(queuedFrames)) return this.ratio(0);
    const ease = 1 - Math.exp(-elapsedS / (this.settleS / 8));
    this.smoothFrames += (queuedFrames - this.smoothFrames) * ease;
    const error = (this.smoothFrames - this.targetFrames) / this.rateHz; // seconds too much
    const proportional = (2 * error) / this.settleS; // critically damped: both poles at 1 / settleS
    const next = this.integral + (error * elapsedS) / (this.settleS * this.settleS);
    // No wind-up: while the ratio stands at its bound the integral waits.
    if (Math.abs(proportional + next) < MOST_RATIO) this.integral = next;
    return this.ratio(proportional);
  }

  /** The queue was refilled or the device reopened; what was learnt of the clocks stays. */
  restart(): void {
    this.smoothFrames = this.targetFrames;
  }

  private ratio(proportional: number): number {
    return 1 + Math.max(-MOST_RATIO, Math.min(MOST_RATIO, this.integral + proportional));
  }
}
