import { Delay } from './delay.ts';
import { Glide } from './glide.ts';
import { GAIN_GLIDE_MS } from './pace.ts';
import { Reverb } from './reverb.ts';
import { RackType, Setting } from './settings.ts';

/**
 * One effect rack: a reverb and a delay stand ready, so changing the type allocates nothing; only the chosen one works. Switching
 * off, and from one to the other, fades; a tail of last time does not come back.
 */
export class Rack {
  readonly #reverb: Reverb;
  readonly #delay: Delay;
  /** What enters: faded in at the start only, or the first echo would begin with a click. */
  readonly #send: Glide;
  readonly #level: Glide;
  readonly #sendL: Float32Array;
  readonly #sendR: Float32Array;
  #type: number = RackType.reverb;
  #wantedType: number = RackType.reverb;
  #on = false;
  /** Bus that feeds it, from 0. */
  source = 0;

  constructor(sampleRate: number, block: number) {
    this.#reverb = new Reverb(sampleRate);
    this.#delay = new Delay(sampleRate);
    this.#send = new Glide(0, GAIN_GLIDE_MS, sampleRate);
    this.#level = new Glide(0, GAIN_GLIDE_MS, sampleRate);
    this.#sendL = new Float32Array(block);
    this.#sendR = new Float32Array(block);
  }

  /** @param at where its values start in `values` */
  configure(values: Float64Array, at: number): void {
    const value = (setting: number): number => values[at + setting] ?? 0;
    this.source = value(Setting.rackSource);
    this.#reverb.setPredelay(value(Setting.rackPredelay));
    this.#reverb.setDecay(value(Setting.rackDecay));
    this.#reverb.setDamping(value(Setting.rackDamping));
    this.#reverb.setLowcut(value(Setting.rackLowcut));
    this.#reverb.setHighcut(value(Setting.rackHighcut));
    this.#delay.setTime(value(Setting.rackTime));
    this.#delay.setFeedback(value(Setting.rackFeedback));
    this.#delay.setPingPong(value(Setting.rackPingpong) >= 0.5);
    this.#delay.setLowcut(value(Setting.rackLowcut));
    this.#delay.setHighcut(value(Setting.rackHighcut));
    this.#wantedType = value(Setting.rackType);
    this.#on = value(Setting.rackOn) >= 0.5;
  }

  process(inL: Float32Array, inR: Float32Array, outL: Float32Array, outR: Float32Array, n: number): void {
    const level = this.#level;
    const working = this.#on && this.#type === this.#wantedType;
    level.target = working ? 1 : 0;
    const fading = level.advance(n);
    if (!fading && level.value === 0) {
      outL.fill(0);
      outR.fill(0);
      this.#type = this.#wantedType;
      return;
    }
    if (working) this.#send.target = 1;
    const entering = this.#send.advance(n);
    if (entering) {
      scale(inL, this.#sendL, this.#send, n);
      scale(inR, this.#sendR, this.#send, n);
    }
    const sendL = entering ? this.#sendL : inL;
    const sendR = entering ? this.#sendR : inR;
    if (this.#type === RackType.delay) this.#delay.process(sendL, sendR, outL, outR, n);
    else this.#reverb.process(sendL, sendR, outL, outR, n);
    if (!fading) return;
    scale(outL, outL, level, n);
    scale(outR, outR, level, n);
    if (level.end === 0) this.#reset();
  }

  #reset(): void {
    this.#reverb.reset();
    this.#delay.reset();
    this.#send.target = 0;
    this.#send.settle();
  }
}

function scale(from: Float32Array, to: Float32Array, glide: Glide, n: number): void {
  let gain = glide.value;
  for (let i = 0; i < n; i++) {
    to[i] = (from[i] ?? 0) * gain;
    gain += glide.step;
  }
}
