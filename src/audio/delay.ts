import { Cuts } from './cuts.ts';
import { copyFinite, FLUSH, SILENCE, within } from './finite.ts';
import { Glide } from './glide.ts';
import { TapLine } from './tap.ts';

const MAX_TIME_MS = 2000;
const MIN_TIME_MS = 1;
const MAX_FEEDBACK_PERCENT = 95;
/** Shorter than the shortest delay at any rate, so a block of the loop never needs what it is about to write. */
const CHUNK = 32;

/**
 * Stereo or ping-pong echo, wet signal only. Echo n (from 0) comes at (n + 1) times the time and at feedback^n.
 * Lowcut and highcut stand in the loop: each repeat passes them once more, the first echo once.
 */
export class Delay {
  private readonly sampleRateHz: number;
  private readonly left: TapLine;
  private readonly right: TapLine;
  private readonly cuts: Cuts;
  private readonly feedback: Glide;
  private readonly crossing: Glide; // 0 stereo .. 1 ping-pong
  private readonly sendL = new Float32Array(CHUNK);
  private readonly sendR = new Float32Array(CHUNK);
  private readonly wetL = new Float32Array(CHUNK);
  private readonly wetR = new Float32Array(CHUNK);
  private timeMs = 350;
  private feedbackPercent = 30;
  private quietSamples = 0;
  private readonly restAfterSamples: number;

  constructor(sampleRateHz: number) {
    this.sampleRateHz = sampleRateHz;
    const longest = Math.ceil((MAX_TIME_MS / 1000) * sampleRateHz);
    this.left = new TapLine(longest, CHUNK, sampleRateHz);
    this.right = new TapLine(longest, CHUNK, sampleRateHz);
    this.cuts = new Cuts(sampleRateHz);
    this.feedback = new Glide(this.feedbackPercent / 100, 20, sampleRateHz);
    this.crossing = new Glide(0, 20, sampleRateHz);
    this.restAfterSamples = longest;
    this.setTime(this.timeMs);
    this.reset();
  }

  /** @param timeMs 1..2000, to the nearest sample; reached by a 50 ms crossfade */
  setTime(timeMs: number): void {
    this.timeMs = within(timeMs, MIN_TIME_MS, MAX_TIME_MS, this.timeMs);
    const samples = (this.timeMs / 1000) * this.sampleRateHz;
    this.left.setDelay(samples);
    this.right.setDelay(samples);
  }

  /** @param percent 0..95 */
  setFeedback(percent: number): void {
    this.feedbackPercent = within(percent, 0, MAX_FEEDBACK_PERCENT, this.feedbackPercent);
    this.feedback.target = this.feedbackPercent / 100;
  }

  /** @param freqHz 20 (off)..2000 */
  setLowcut(freqHz: number): void {
    this.cuts.setLowcut(freqHz);
  }

  /** @param freqHz 500..20000 (off) */
  setHighcut(freqHz: number): void {
    this.cuts.setHighcut(freqHz);
  }

  /** On: both inputs enter left, and every echo changes sides. */
  setPingPong(on: boolean): void {
    this.crossing.target = on ? 1 : 0;
  }

  /** Any `n`; the inputs may be the outputs. */
  process(inL: Float32Array, inR: Float32Array, outL: Float32Array, outR: Float32Array, n: number): void {
    for (let from = 0; from < n; from += CHUNK) this.chunk(inL, inR, outL, outR, from, Math.min(CHUNK, n - from));
  }

  /** Silent at once, every parameter at its target. */
  reset(): void {
    this.left.clear();
    this.right.clear();
    this.cuts.reset();
    this.feedback.settle();
    this.crossing.settle();
    this.quietSamples = this.restAfterSamples;
  }

  private chunk(inL: Float32Array, inR: Float32Array, outL: Float32Array, outR: Float32Array, from: number, n: number): void {
    const { sendL, sendR, wetL, wetR } = this;
    const silentL = copyFinite(inL, from, sendL, n);
    const silentR = copyFinite(inR, from, sendR, n);
    const silent = silentL && silentR;
    if (silent && this.quietSamples >= this.restAfterSamples) {
      outL.fill(0, from, from + n);
      outR.fill(0, from, from + n);
      return;
    }
    this.left.readAhead(wetL, n);
    this.right.readAhead(wetR, n);
    this.cuts.process(wetL, wetR, n);
    const quiet = this.loop(outL, outR, from, n) && silent;
    this.left.push(sendL, n);
    this.right.push(sendR, n);
    this.quietSamples = quiet ? this.quietSamples + n : 0;
    if (quiet && this.quietSamples >= this.restAfterSamples) this.reset();
  }

  /** Hands the echoes out and mixes them into what enters the lines. Says whether the echoes are silent. */
  private loop(outL: Float32Array, outR: Float32Array, from: number, n: number): boolean {
    const { sendL, sendR, wetL, wetR } = this;
    this.feedback.advance(n);
    this.crossing.advance(n);
    let fb = this.feedback.value;
    let cross = this.crossing.value;
    let quiet = true;
    for (let i = 0; i < n; i++) {
      const yL = wetL[i] as number;
      const yR = wetR[i] as number;
      const xL = sendL[i] as number;
      const xR = sendR[i] as number;
      outL[from + i] = yL;
      outR[from + i] = yR;
      const straight = 1 - cross;
      sendL[i] = xL * straight + (xL + xR) * 0.5 * cross + fb * (yL * straight + yR * cross) + FLUSH - FLUSH;
      sendR[i] = xR * straight + fb * (yR * straight + yL * cross) + FLUSH - FLUSH;
      if (Math.abs(yL) + Math.abs(yR) > SILENCE) quiet = false;
      fb += this.feedback.step;
      cross += this.crossing.step;
    }
    return quiet;
  }
}
