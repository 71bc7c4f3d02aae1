import { levelOf } from '../../audio/levels.ts';
import type { Mixer } from '../../audio/mixer.ts';
import { METER_COLUMNS, Meter } from '../../audio/strip-meters.ts';
import { MAIN_METER, type SharedArrays } from './shared.ts';

/** Writes the mixer's meters into the shared frame, in the order of the layout's meter points. Allocates nothing. */
export class MeterWriter {
  readonly #mixer: Mixer;
  readonly #meterOf: Int32Array;
  readonly #frame: Float32Array;
  readonly #sequence: Int32Array;

  constructor(mixer: Mixer, meterOf: Int32Array, arrays: SharedArrays) {
    this.#mixer = mixer;
    this.#meterOf = meterOf;
    this.#frame = new Float32Array(arrays.meters);
    this.#sequence = new Int32Array(arrays.sequence);
  }

  /** One frame; whoever waits for the next one is woken. */
  write(): void {
    const strips = this.#mixer.meters.read();
    for (let slot = 0; slot < this.#meterOf.length; slot++) {
      const what = this.#meterOf[slot] ?? 0;
      this.#frame[slot] = what < 0 ? this.#main(what) : this.#strip(strips, what >> 3, what & 7);
    }
    Atomics.add(this.#sequence, 0, 1);
    Atomics.notify(this.#sequence, 0);
  }

  /** Of a stereo strip the louder side, or the one that is turned down more. */
  #strip(frame: Float32Array, strip: number, column: number): number {
    const { meters, targets } = this.#mixer;
    const row = meters.rowOf(strip);
    const one = frame[row * METER_COLUMNS + column] ?? Number.NEGATIVE_INFINITY;
    if (!targets.isStereo(strip)) return one;
    const other = frame[(row + 1) * METER_COLUMNS + column] ?? one;
    const isReduction = column === Meter.gate || column === Meter.dyn;
    return isReduction ? Math.min(one, other) : Math.max(one, other);
  }

  #main(what: number): number {
    const { loudness } = this.#mixer;
    switch (what) {
      case MAIN_METER.limiter:
        return 0 - this.#mixer.takeLimiterReductionDb();
      case MAIN_METER.truepeak:
        return loudness.takeTruePeakDb();
      case MAIN_METER.momentary:
        return loudness.momentaryLufs;
      case MAIN_METER.shortterm:
        return loudness.shortTermLufs;
      default:
        return loudness.integratedLufs ?? levelOf(0);
    }
  }
}
