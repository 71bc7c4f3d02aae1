/** Sound that waits before it plays: a network that stutters for less is not heard (s). */
const AHEAD_S = 0.12;
/** Further ahead than this, what waits is thrown away: the ear should not lag behind the faders (s). */
const TOO_FAR_S = 0.5;
const HEADER_BYTES = 8;

/** Plays 16-bit stereo frames one after the other. Scheduled buffers, since worklets need HTTPS or this machine. */
export class Player {
  #context;
  #nextS = 0;
  #sampleRateHz = 48_000;
  isOn = false;

  /** Inside a press: browsers let sound begin only then. */
  open() {
    this.#context ??= new AudioContext({ latencyHint: 'interactive' });
    this.#context.resume();
  }

  start({ sampleRateHz }) {
    this.#sampleRateHz = sampleRateHz;
    this.#nextS = 0;
    this.isOn = true;
  }

  stop() {
    this.isOn = false;
    this.#context?.suspend();
  }

  play(bytes) {
    const context = this.#context;
    if (!this.isOn || context?.state !== 'running') return;
    const length = Math.floor((bytes.byteLength - HEADER_BYTES) / 4);
    const buffer = context.createBuffer(2, length, this.#sampleRateHz);
    const left = buffer.getChannelData(0);
    const right = buffer.getChannelData(1);
    for (let i = 0; i < length; i++) {
      left[i] = bytes.getInt16(HEADER_BYTES + i * 4, true) / 32_768;
      right[i] = bytes.getInt16(HEADER_BYTES + i * 4 + 2, true) / 32_768;
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
