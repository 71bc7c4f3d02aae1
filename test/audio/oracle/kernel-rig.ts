import { DYNAMIC_ROWS } from '../../../src/audio/dynamics.ts';
import { COEFS } from '../../../src/audio/filters.ts';
import { Kernel, LANES, place, SECTIONS } from '../../../src/audio/kernel.ts';
import { glideShare } from '../../../src/audio/pace.ts';
import { kernelBytes } from '../kernel-bytes.ts';

export const FS = 48_000;
export const BLOCK = 128;
export const RMS_SHARE = glideShare(10, 4, FS);

/** One group of the kernel, four lanes, nothing gliding: what is set holds from the next block on. */
export class KernelRig {
  readonly kernel = new Kernel(kernelBytes(), 2 * LANES, 1000, { gain: 1, coef: 1, meter: 1, square: RMS_SHARE, delayFade: 480 });

  constructor() {
    this.kernel.trim.fill(1);
    this.kernel.fader.fill(1);
  }

  /** Copies the oracle's coefficients and rows to a lane. */
  set(lane: number, coefs: Float64Array, rows: Float64Array): void {
    coefs.forEach((value, k) => {
      this.kernel.coefs[place(lane, SECTIONS * COEFS) + k * LANES] = value;
    });
    rows.forEach((value, k) => {
      this.kernel.dynamics[place(lane, DYNAMIC_ROWS) + k * LANES] = value;
    });
  }

  /** Silence for a block: a silent group takes its coefficients at once. */
  settle(): void {
    this.run([new Float64Array(BLOCK)]);
  }

  /** Runs whole blocks; lanes without a signal are silent. Returns what each lane gives after its fader. */
  run(signals: readonly Float64Array[]): Float64Array[] {
    const length = Math.max(...signals.map((signal) => signal.length));
    const out = Array.from({ length: LANES }, () => new Float64Array(length));
    for (let at = 0; at + BLOCK <= length; at += BLOCK) {
      for (let lane = 0; lane < LANES; lane++) {
        const input = this.kernel.input(lane, BLOCK);
        input.fill(0);
        input.set(signals[lane]?.subarray(at, at + BLOCK) ?? []);
      }
      this.kernel.process(0, 1, BLOCK, true);
      for (let lane = 0; lane < LANES; lane++) out[lane]?.set(this.kernel.output(lane, BLOCK), at);
    }
    return out;
  }
}
