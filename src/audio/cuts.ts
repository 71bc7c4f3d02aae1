import { FLUSH, within } from './finite.ts';
import { Glide } from './glide.ts';

/** Lowcut at or under this, highcut at or over that: the filter is out of the way and costs nothing. */
export const LOWCUT_OFF_HZ = 20;
export const HIGHCUT_OFF_HZ = 20_000;

const DAMPING = Math.SQRT2; // Butterworth: never above 0 dB, so safe inside a feedback loop
const GLIDE_MS = 20;

/** One 12 dB/octave Butterworth cut (trapezoidal state variable filter), with a frequency that glides and a fade in and out. */
class Cut {
  private readonly low: boolean;
  private readonly sampleRateHz: number;
  private readonly pitch: Glide; // natural log of the frequency: equal glide up and down
  private readonly mix: Glide;
  private z1 = 0;
  private z2 = 0;

  constructor(low: boolean, sampleRateHz: number) {
    this.low = low;
    this.sampleRateHz = sampleRateHz;
    this.pitch = new Glide(Math.log(low ? LOWCUT_OFF_HZ : HIGHCUT_OFF_HZ), GLIDE_MS, sampleRateHz);
    this.mix = new Glide(0, GLIDE_MS, sampleRateHz);
  }

  set(freqHz: number): void {
    const off = this.low ? freqHz <= LOWCUT_OFF_HZ : freqHz >= HIGHCUT_OFF_HZ;
    this.mix.target = off ? 0 : 1;
    if (off) return;
    this.pitch.target = Math.log(Math.min(freqHz, this.sampleRateHz * 0.45));
    if (this.mix.end === 0) this.pitch.settle();
  }

  process(block: Float32Array, n: number): void {
    const fading = this.mix.advance(n);
    if (!fading && this.mix.value === 0) return;
    const moving = this.pitch.advance(n);
    let g = this.warped(this.pitch.value);
    const dg = moving ? (this.warped(this.pitch.end) - g) / n : 0;
    let a1 = 1 / (1 + g * (g + DAMPING));
    let mix = this.mix.value;
    const dmix = this.mix.step;
    const low = this.low;
    let { z1, z2 } = this;
    for (let i = 0; i < n; i++) {
      const x = block[i] as number;
      const a2 = g * a1;
      const v3 = x - z2;
      const v1 = a1 * z1 + a2 * v3;
      const v2 = z2 + a2 * z1 + g * a2 * v3;
      z1 = 2 * v1 - z1;
      z2 = 2 * v2 - z2;
      const y = low ? x - DAMPING * v1 - v2 : v2;
      block[i] = x + mix * (y - x) + FLUSH - FLUSH;
      mix += dmix;
      if (moving) {
        g += dg;
        a1 = 1 / (1 + g * (g + DAMPING));
      }
    }
    const resting = this.mix.end === 0;
    this.z1 = resting ? 0 : z1 + FLUSH - FLUSH;
    this.z2 = resting ? 0 : z2 + FLUSH - FLUSH;
  }

  reset(): void {
    this.pitch.settle();
    this.mix.settle();
    this.z1 = 0;
    this.z2 = 0;
  }

  private warped(pitch: number): number {
    return Math.tan((Math.PI * Math.exp(pitch)) / this.sampleRateHz);
  }
}

/** Lowcut and highcut of one channel, both off at the start; changes are heard as a glide of 20 ms. */
export class Cuts {
  private readonly lowcut: Cut;
  private readonly highcut: Cut;
  private lowcutHz = LOWCUT_OFF_HZ;
  private highcutHz = HIGHCUT_OFF_HZ;

  constructor(sampleRateHz: number) {
    this.lowcut = new Cut(true, sampleRateHz);
    this.highcut = new Cut(false, sampleRateHz);
  }

  /** @param freqHz 20..2000; 20 is off */
  setLowcut(freqHz: number): void {
    this.lowcutHz = within(freqHz, LOWCUT_OFF_HZ, 2000, this.lowcutHz);
    this.lowcut.set(this.lowcutHz);
  }

  /** @param freqHz 500..20000; 20000 is off */
  setHighcut(freqHz: number): void {
    this.highcutHz = within(freqHz, 500, HIGHCUT_OFF_HZ, this.highcutHz);
    this.highcut.set(this.highcutHz);
  }

  /** Filters in place. */
  process(block: Float32Array, n: number): void {
    this.lowcut.process(block, n);
    this.highcut.process(block, n);
  }

  reset(): void {
    this.lowcut.reset();
    this.highcut.reset();
  }
}
