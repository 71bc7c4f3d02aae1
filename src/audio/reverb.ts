import { Cuts } from './cuts.ts';
import { Diffuser } from './diffuser.ts';
import { FDN_CHUNK, Fdn } from './fdn.ts';
import { copyFinite, SILENCE, within } from './finite.ts';
import { TapLine } from './tap.ts';

const MAX_PREDELAY_MS = 200;
/** All-pass lengths at 48 kHz, different left and right so that a mono send opens up at once. */
const DIFFUSION_L = [142, 107, 379, 277] as const;
const DIFFUSION_R = [151, 113, 367, 263] as const;
/** How much of the diffused send is heard before the first line answers (30 ms). */
const EARLY = 0.3;

/** Room reverb, wet signal only: send cuts, pre-delay, diffusion, then a network of eight lines. Its level does not depend on its decay. */
export class Reverb {
  private readonly sampleRateHz: number;
  private readonly cuts: Cuts;
  private readonly predelayL: TapLine;
  private readonly predelayR: TapLine;
  private readonly diffuserL: Diffuser;
  private readonly diffuserR: Diffuser;
  private readonly tail: Fdn;
  private readonly sendL = new Float32Array(FDN_CHUNK);
  private readonly sendR = new Float32Array(FDN_CHUNK);
  private readonly wetL = new Float32Array(FDN_CHUNK);
  private readonly wetR = new Float32Array(FDN_CHUNK);
  private readonly restAfterSamples: number;
  private quietSamples = 0;
  private decayS = 2;
  private predelayMs = 20;
  private damping = 0.5;

  constructor(sampleRateHz: number) {
    this.sampleRateHz = sampleRateHz;
    const scale = sampleRateHz / 48_000;
    const longest = Math.ceil((MAX_PREDELAY_MS / 1000) * sampleRateHz);
    this.cuts = new Cuts(sampleRateHz);
    this.predelayL = new TapLine(longest, FDN_CHUNK, sampleRateHz);
    this.predelayR = new TapLine(longest, FDN_CHUNK, sampleRateHz);
    this.diffuserL = new Diffuser(DIFFUSION_L.map((length) => length * scale));
    this.diffuserR = new Diffuser(DIFFUSION_R.map((length) => length * scale));
    this.tail = new Fdn(sampleRateHz);
    this.restAfterSamples = longest + 2 * this.tail.longestSamples;
    this.setDecay(this.decayS);
    this.setPredelay(this.predelayMs);
    this.setDamping(this.damping);
    this.reset();
  }

  /** @param decayS 0.2..20, time to -60 dB at low frequencies */
  setDecay(decayS: number): void {
    this.decayS = within(decayS, 0.2, 20, this.decayS);
    this.tail.setDecay(this.decayS);
  }

  /** @param predelayMs 0..200; reached by a 50 ms crossfade */
  setPredelay(predelayMs: number): void {
    this.predelayMs = within(predelayMs, 0, MAX_PREDELAY_MS, this.predelayMs);
    const samples = (this.predelayMs / 1000) * this.sampleRateHz;
    this.predelayL.setDelay(samples);
    this.predelayR.setDelay(samples);
  }

  /** @param ratio 0.1..1, decay at 6 kHz over decay at low frequencies; 1 = no damping */
  setDamping(ratio: number): void {
    this.damping = within(ratio, 0.1, 1, this.damping);
    this.tail.setDamping(this.damping);
  }

  /** @param freqHz 20 (off)..2000, on the send */
  setLowcut(freqHz: number): void {
    this.cuts.setLowcut(freqHz);
  }

  /** @param freqHz 500..20000 (off), on the send */
  setHighcut(freqHz: number): void {
    this.cuts.setHighcut(freqHz);
  }

  /** Any `n`; the inputs may be the outputs. A mono send is given as both inputs. */
  process(inL: Float32Array, inR: Float32Array, outL: Float32Array, outR: Float32Array, n: number): void {
    for (let from = 0; from < n; from += FDN_CHUNK) this.chunk(inL, inR, outL, outR, from, Math.min(FDN_CHUNK, n - from));
  }

  /** Silent at once, every parameter at its target. */
  reset(): void {
    this.cuts.reset();
    this.predelayL.clear();
    this.predelayR.clear();
    this.diffuserL.clear();
    this.diffuserR.clear();
    this.tail.clear();
    this.quietSamples = this.restAfterSamples;
  }

  private chunk(inL: Float32Array, inR: Float32Array, outL: Float32Array, outR: Float32Array, from: number, n: number): void {
    const { sendL, sendR } = this;
    const silentL = copyFinite(inL, from, sendL, n);
    const silentR = copyFinite(inR, from, sendR, n);
    const silent = silentL && silentR;
    if (silent && this.quietSamples >= this.restAfterSamples) {
      outL.fill(0, from, from + n);
      outR.fill(0, from, from + n);
      return;
    }
    this.cuts.process(sendL, sendR, n);
    this.predelayL.push(sendL, n);
    this.predelayR.push(sendR, n);
    this.predelayL.readPushed(sendL, n);
    this.predelayR.readPushed(sendR, n);
    this.diffuserL.process(sendL, n);
    this.diffuserR.process(sendR, n);
    this.wetL.set(sendL);
    this.wetR.set(sendR);
    this.tail.process(this.wetL, this.wetR, n);
    const quiet = this.handOut(outL, outR, from, n) && silent;
    this.quietSamples = quiet ? this.quietSamples + n : 0;
    if (quiet && this.quietSamples >= this.restAfterSamples) this.reset();
  }

  /** Early part plus tail. Says whether both are silent. */
  private handOut(outL: Float32Array, outR: Float32Array, from: number, n: number): boolean {
    const { sendL, sendR, wetL, wetR } = this;
    let quiet = true;
    for (let i = 0; i < n; i++) {
      const l = (wetL[i] as number) + EARLY * (sendL[i] as number);
      const r = (wetR[i] as number) + EARLY * (sendR[i] as number);
      outL[from + i] = l;
      outR[from + i] = r;
      if (Math.abs(l) + Math.abs(r) > SILENCE) quiet = false;
    }
    return quiet;
  }
}
