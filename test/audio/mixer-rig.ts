import { Mixer } from '../../src/audio/mixer.ts';
import { DEFAULT_SHAPE, type MixerShape, Setting } from '../../src/audio/settings.ts';
import { kernelBytes } from './kernel-bytes.ts';

export const FS = 48_000;
export const BLOCK = 128;

export type Feed = (channel: number, sample: number) => number;
export type Tap = (mixer: Mixer) => Float32Array;

/** A mixer under test: settings by channel, bus and main from 1 as an engineer says them, and signals by formula. */
export class MixerRig {
  readonly mixer: Mixer;
  #sample = 0;

  constructor(shape: Partial<MixerShape> = {}) {
    this.mixer = new Mixer({ ...DEFAULT_SHAPE, channels: 8, ...shape }, kernelBytes());
  }

  ch(n: number, setting: number, value: number): this {
    return this.#set(this.mixer.targets.channel(n - 1), setting, value);
  }

  bus(n: number, setting: number, value: number): this {
    return this.#set(this.mixer.targets.bus(n - 1), setting, value);
  }

  fx(n: number, setting: number, value: number): this {
    return this.#set(this.mixer.targets.fx(n - 1), setting, value);
  }

  main(setting: number, value: number): this {
    return this.#set(this.mixer.targets.main, setting, value);
  }

  dca(n: number, setting: number, value: number): this {
    return this.#set(this.mixer.targets.dca(n - 1), setting, value);
  }

  group(n: number, value: number): this {
    return this.#set(this.mixer.targets.group(n - 1), Setting.mute, value);
  }

  rack(n: number, setting: number, value: number): this {
    return this.#set(this.mixer.targets.rack(n - 1), setting, value);
  }

  desk(setting: number, value: number): this {
    return this.#set(this.mixer.targets.desk, setting, value);
  }

  #set(target: number, setting: number, value: number): this {
    this.mixer.set(target, setting, value);
    return this;
  }

  /** Runs at least `ms`, whole blocks, and returns what each tap gave. */
  run(ms: number, feed: Feed, ...taps: Tap[]): Float64Array[] {
    const blocks = Math.ceil((ms * FS) / 1000 / BLOCK);
    const out = taps.map(() => new Float64Array(blocks * BLOCK));
    for (let block = 0; block < blocks; block++) {
      this.mixer.inputs.forEach((input, channel) => {
        for (let i = 0; i < BLOCK; i++) input[i] = feed(channel + 1, this.#sample + i);
      });
      this.#sample += BLOCK;
      this.mixer.process();
      taps.forEach((tap, k) => {
        out[k]?.set(tap(this.mixer), block * BLOCK);
      });
    }
    return out;
  }

  /** Levels in the settled state: the last value of each tap after 400 ms of the same constant in every channel of `channels`. */
  settled(channels: readonly number[], ...taps: Tap[]): number[] {
    return this.run(400, (channel) => (channels.includes(channel) ? 0.1 : 0), ...taps).map((x) => (x.at(-1) ?? 0) / 0.1);
  }
}

export const left: Tap = (mixer) => mixer.mainL;
export const right: Tap = (mixer) => mixer.mainR;
export const bus =
  (n: number): Tap =>
  (mixer) =>
    mixer.buses[n - 1] ?? mixer.mainL;
export const monitorLeft: Tap = (mixer) => mixer.monitorL;
export const monitorRight: Tap = (mixer) => mixer.monitorR;

export const sine =
  (freqHz: number, levelDb: number): ((sample: number) => number) =>
  (sample) =>
    10 ** (levelDb / 20) * Math.sin((2 * Math.PI * freqHz * sample) / FS);

export const db = (gain: number): number => 20 * Math.log10(Math.abs(gain));
export const peak = (x: Float64Array | undefined, from = 0, to = Infinity): number =>
  (x ?? new Float64Array(0)).subarray(from, to).reduce((most, y) => Math.max(most, Math.abs(y)), 0);
