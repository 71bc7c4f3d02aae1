import { Glide } from './glide.ts';
import { gainOf } from './levels.ts';
import { GAIN_GLIDE_MS } from './pace.ts';

/** What the monitor can hear: 0 main, 1.. a bus, and the solo bus. */
export const SOLO_BUS = -1;

/** The monitor output: main, a bus, or the solo bus while something is soloed. Changes of source crossfade. */
export class Monitor {
  readonly #level: Glide;
  readonly #fade: Glide;
  #from = 0;
  #to = 0;
  /** What it should hear now. */
  source = 0;

  constructor(sampleRate: number) {
    this.#level = new Glide(1, GAIN_GLIDE_MS, sampleRate);
    this.#fade = new Glide(1, GAIN_GLIDE_MS, sampleRate);
  }

  set levelDb(levelDb: number) {
    this.#level.target = gainOf(levelDb);
  }

  /** @param left left side of a source, as is `right`; a mono source gives the same twice */
  process(
    left: (source: number) => Float32Array,
    right: (source: number) => Float32Array,
    outL: Float32Array,
    outR: Float32Array,
    n: number,
  ): void {
    if (this.#from === this.#to && this.source !== this.#to) {
      this.#to = this.source;
      this.#fade.target = 0;
      this.#fade.settle();
      this.#fade.target = 1;
    }
    this.#level.advance(n);
    this.#fade.advance(n);
    this.#mix(left(this.#from), left(this.#to), outL, n);
    this.#mix(right(this.#from), right(this.#to), outR, n);
    if (this.#fade.end === 1) this.#from = this.#to;
  }

  #mix(from: Float32Array, to: Float32Array, out: Float32Array, n: number): void {
    let level = this.#level.value;
    let share = this.#fade.value;
    for (let i = 0; i < n; i++) {
      const a = from[i] ?? 0;
      out[i] = (a + ((to[i] ?? 0) - a) * share) * level;
      level += this.#level.step;
      share += this.#fade.step;
    }
  }
}
