import type { Player } from './player.ts';

/** Sound that waits before it plays: a network that stutters for less is not heard (s). */
const AHEAD_S = 0.12;
/** Further ahead than this, what waits is thrown away: the ear should not lag behind the faders (s). */
const TOO_FAR_S = 0.5;
const FULL_SCALE = 32_768;

/** Plays frames as buffers, each at the end of the one before. */
export class ScheduledPlayer implements Player {
  readonly #context: AudioContext;
  readonly #sampleRateHz: number;
  #nextS = 0;
  #isOn = true;

  constructor(context: AudioContext, sampleRateHz: number) {
    this.#context = context;
    this.#sampleRateHz = sampleRateHz;
  }

  stop(): void {
    this.#isOn = false;
  }

  play(payload: DataView): void {
    const context = this.#context;
    if (!this.#isOn || context.state !== 'running') return;
    const length = payload.byteLength >> 2;
    if (length === 0) return;
    const buffer = context.createBuffer(2, length, this.#sampleRateHz);
    const left = buffer.getChannelData(0);
    const right = buffer.getChannelData(1);
    for (let i = 0; i < length; i++) {
      left[i] = payload.getInt16(i * 4, true) / FULL_SCALE;
      right[i] = payload.getInt16(i * 4 + 2, true) / FULL_SCALE;
    }
    const nowS = context.currentTime;
    if (this.#nextS < nowS + 0.005 || this.#nextS > nowS + TOO_FAR_S) this.#nextS = nowS + AHEAD_S;
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(context.destination);
    source.start(this.#nextS);
    this.#nextS += length / this.#sampleRateHz;
  }
}
