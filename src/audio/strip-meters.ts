import { type Kernel, LANES, place } from './kernel.ts';
import type { Lanes } from './lanes.ts';
import { levelOf, levelOfPower } from './levels.ts';
import type { Targets } from './settings.ts';

/** Columns of a meter row, all in dB: peaks before and after the fader, RMS (300 ms) after it, gain changes of gate and compressor (<= 0). */
export const Meter = { pre: 0, post: 1, rms: 2, gate: 3, dyn: 4 } as const;
export const METER_COLUMNS = 5;

const KERNEL_ROWS = 5;

/**
 * Meters of all strips, `frame[row * METER_COLUMNS + column]`. Mono strips have one row, stereo strips two (left, right), in the
 * order of the strips. Peaks and reductions are the extremes since the last read; silence is -Infinity.
 */
export class StripMeters {
  readonly frame: Float32Array;
  readonly rows: number;
  readonly #laneOfRow: Int32Array;
  readonly #rowOfStrip: Int32Array;
  readonly #kernel: Kernel;

  constructor(kernel: Kernel, lanes: Lanes, targets: Targets) {
    this.#kernel = kernel;
    this.#rowOfStrip = new Int32Array(targets.strips);
    const laneOfRow: number[] = [];
    for (let strip = 0; strip < targets.strips; strip++) {
      this.#rowOfStrip[strip] = laneOfRow.length;
      const lane = lanes.ofStrip[strip] ?? 0;
      laneOfRow.push(lane);
      if (targets.isStereo(strip)) laneOfRow.push(lane + 1);
    }
    this.#laneOfRow = Int32Array.from(laneOfRow);
    this.rows = laneOfRow.length;
    this.frame = new Float32Array(this.rows * METER_COLUMNS).fill(-Infinity);
  }

  /** First row of a strip. */
  rowOf(strip: number): number {
    return this.#rowOfStrip[strip] ?? 0;
  }

  /** Fills {@link frame} and starts the extremes anew. */
  read(): Float32Array {
    const meters = this.#kernel.meters;
    for (let row = 0; row < this.rows; row++) {
      const at = place(this.#laneOfRow[row] ?? 0, KERNEL_ROWS);
      const out = row * METER_COLUMNS;
      this.frame[out + Meter.pre] = levelOf(meters[at] ?? 0);
      this.frame[out + Meter.post] = levelOf(meters[at + LANES] ?? 0);
      this.frame[out + Meter.gate] = levelOf(meters[at + 2 * LANES] ?? 1);
      this.frame[out + Meter.dyn] = 0 - (meters[at + 3 * LANES] ?? 0);
      this.frame[out + Meter.rms] = levelOfPower(meters[at + 4 * LANES] ?? 0);
      meters[at] = 0;
      meters[at + LANES] = 0;
      meters[at + 2 * LANES] = 1;
      meters[at + 3 * LANES] = 0;
    }
    return this.frame;
  }
}
