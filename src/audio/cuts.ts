import { FLUSH, within } from './finite.ts';
import { Glide } from './glide.ts';

/** Lowcut at or under this, highcut at or over that: the filter is out of the way and costs nothing. */
const LOWCUT_OFF_HZ = 20;
const HIGHCUT_OFF_HZ = 20_000;

const DAMPING = Math.SQRT2; // Butterworth: never above 0 dB, so safe inside a feedback loop
const GLIDE_MS = 20;

/** One 12 dB/octave Butterworth cut of a stereo pair (trapezoidal state variable filter), with a frequency that glides and a fade in and out. */
class Cut {
  private readonly low: boolean;
  private readonly sampleRateHz: number;
  private readonly pitch: Glide; // natural log of the frequency: equal glide up and down
  private readonly mix: Glide;
  private z1l = 0;
  private z2l = 0;
  private z1r = 0;
  private z2r = 0;

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

  process(left: Float32Array, right: Float32Array, n: number): void {
    const fading = this.mix.advance(n);
    if (!fading && this.mix.value === 0) return;
    const moving = this.pitch.advance(n);
    let g = this.warped(this.pitch.value);
    const dg = moving ? (this.warped(this.pitch.end) - g) / n : 0;
    let a1 = 1 / (1 + g * (g + DAMPING));
    let mix = this.mix.value;
    const dmix = this.mix.step;
    const low = this.low;
    let { z1l, z2l, z1r, z2r } = this;
    for (let i = 0; i < n; i++) {
      const a2 = g * a1;
      const a3 = g * a2;
      const xl = left[i] as number; // bounded by n
      const xr = right[i] as number;
      const v3l = xl - z2l;
      const v3r = xr - z2r;
      const v1l = a1 * z1l + a2 * v3l;
      const v1r = a1 * z1r + a2 * v3r;
      const v2l = z2l + a2 * z1l + a3 * v3l;
      const v2r = z2r + a2 * z1r + a3 * v3r;
      z1l = 2 * v1l - z1l;
      z1r = 2 * v1r - z1r;
      z2l = 2 * v2l - z2l;
      z2r = 2 * v2r - z2r;
      const yl = low ? xl - DAMPING * v1l - v2l : v2l;
      const yr = low ? xr - DAMPING * v1r - v2r : v2r;
      left[i] = xl + mix * (yl - xl) + FLUSH - FLUSH;
      right[i] = xr + mix * (yr - xr) + FLUSH - FLUSH;
      mix += dmix;
      if (moving) {
        g += dg;
        a1 = 1 / (1 + g * (g + DAMPING));
      }
    }
    this.z1l = z1l + FLUSH - FLUSH;
    this.z2l = z2l + FLUSH - FLUSH;
    this.z1r = z1r + FLUSH - FLUSH;
    this.z2r = z2r + FLUSH - FLUSH;
    if (this.mix.end === 0) this.clear();
  }

  reset(): void {
    this.pitch.settle();
    this.mix.settle();
    this.clear();
  }

  private clear(): void {
    this.z1l = 0;
    this.z2l = 0;
    this.z1r = 0;
    this.z2r = 0;
  }

  private warped(pitch: number): number {
    return Math.tan((Math.PI * Math.exp(pitch)) / this.sampleRateHz);
  }
}

/** Lowcut and highcut of a stereo pair, both off at the start; changes are heard as a glide of 20 ms. */
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
  process(left: Float32Array, right: Float32Array, n: number): void {
    this.lowcut.process(left, right, n);
    this.highcut.process(left, right, n);
  }

  reset(): void {
    this.lowcut.reset();
    this.highcut.reset();
  }
}
