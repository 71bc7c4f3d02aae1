import type { RemoteEngine } from './house.ts';
import { HEADER_BYTES, writeHeader } from './protocol/frames.ts';
import { binaryFrame } from './ws-frame.ts';

export type Source = 'main' | 'monitor';
const CHANNELS = 2;
/** Length of a sound frame (ms): short enough to talk over, long enough that 50 frames a second are all. */
export const PCM_FRAME_MS = 20;

/** A client that listens. */
export interface Ear {
  /** Never waits: a frame it does not take is gone. */
  sendSound(frame: Buffer): void;
}

/** Sound of one mix, cut into frames of 16-bit stereo, the same bytes for all who listen. */
class Tap {
  readonly ears = new Set<Ear>();
  readonly #layout: () => number;
  readonly #samples: number;
  readonly #close: () => void;
  #frame: ReturnType<typeof binaryFrame>;
  #filled = 0;
  #sequence = 0;

  constructor(listen: NonNullable<RemoteEngine['listen']>, source: Source, sampleRateHz: number, layout: () => number) {
    this.#layout = layout;
    this.#samples = Math.round((sampleRateHz * PCM_FRAME_MS) / 1000) * CHANNELS;
    this.#frame = this.#fresh();
    this.#close = listen(source, (block) => this.#take(block));
  }

  end(): void {
    this.#close();
    this.ears.clear();
  }

  #fresh(): ReturnType<typeof binaryFrame> {
    return binaryFrame(HEADER_BYTES + this.#samples * 2);
  }

  #take(block: Float32Array): void {
    for (let i = 0; i < block.length; i++) {
      const sample = block[i] ?? 0;
      // NaN compares false both ways and becomes silence.
      const scaled = sample >= 1 ? 32_767 : sample <= -1 ? -32_768 : Math.round(sample * 32_767) || 0;
      this.#frame.body.setInt16(HEADER_BYTES + this.#filled * 2, scaled, true);
      if (++this.#filled === this.#samples) this.#send();
    }
  }

  #send(): void {
    const { frame, body } = this.#frame;
    writeHeader(body, 'pcm', this.#layout(), this.#sequence++);
    this.#frame = this.#fresh();
    this.#filled = 0;
    for (const ear of this.ears) ear.sendSound(frame);
  }
}

export interface Form {
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly frameMs: number;
}

/** Who listens to what. A mix is tapped only while somebody does. */
export class Listening {
  readonly #engines: () => readonly RemoteEngine[];
  readonly #layout: () => number;
  readonly #taps = new Map<Source, Tap>();
  readonly #sourceOf = new Map<Ear, Source>();

  constructor(engines: () => readonly RemoteEngine[], layout: () => number) {
    this.#engines = engines;
    this.#layout = layout;
  }

  get size(): number {
    return this.#sourceOf.size;
  }
  sourceOf(ear: Ear): Source | undefined {
    return this.#sourceOf.get(ear);
  }

  /** @returns the form of the frames, or why there is no sound */
  start(ear: Ear, source: Source): Form | { readonly reason: string } {
    const engine = this.#engines().find((one) => one.listen !== undefined);
    const listen = engine?.listen?.bind(engine);
    if (!engine || !listen) return { reason: 'no engine of this show has sound to listen to' };
    this.stop(ear);
    const sampleRateHz = engine.sound?.().sampleRate || 48_000;
    const tap = this.#taps.get(source) ?? new Tap(listen, source, sampleRateHz, this.#layout);
    this.#taps.set(source, tap);
    tap.ears.add(ear);
    this.#sourceOf.set(ear, source);
    return { sampleRateHz, channels: CHANNELS, frameMs: PCM_FRAME_MS };
  }

  stop(ear: Ear): void {
    const source = this.#sourceOf.get(ear);
    if (source === undefined) return;
    this.#sourceOf.delete(ear);
    const tap = this.#taps.get(source);
    tap?.ears.delete(ear);
    if (!tap || tap.ears.size > 0) return;
    tap.end();
    this.#taps.delete(source);
  }
}
