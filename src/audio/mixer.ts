import { Changes, Stage } from './changes.ts';
import { CONTROL_STEP } from './dynamics.ts';
import { Dest, Kernel } from './kernel.ts';
import { Lanes } from './lanes.ts';
import { Limiter } from './limiter.ts';
import { LoudnessMeter } from './loudness.ts';
import { Monitor, SOLO_BUS } from './monitor.ts';
import { FILTER_GLIDE_MS, GAIN_GLIDE_MS, glideShare } from './pace.ts';
import { Processing } from './processing.ts';
import { Rack } from './racks.ts';
import { Routing } from './routing.ts';
import { MAX_DELAY_MS, type MixerShape, SETTINGS, Setting, SoloMode, startValues, Targets } from './settings.ts';
import { StripMeters } from './strip-meters.ts';

const RMS_METER_MS = 300;
const RMS_DETECTOR_MS = 10;
const DELAY_FADE_MS = 10;

/**
 * The whole mixer, a block at a time: channels, buses, racks, fx returns, main, limiter, monitor. Nothing is allocated after the
 * constructor. Buses and main are of the same block as the channels; what an fx return sends into a bus is heard a block later.
 */
export class Mixer {
  readonly targets: Targets;
  /** One a channel, a block long; the caller fills them before each {@link process}, which may change them. */
  readonly inputs: readonly Float32Array[];
  /** What each bus gives after its fader. */
  readonly buses: readonly Float32Array[];
  readonly mainL: Float32Array;
  readonly mainR: Float32Array;
  readonly monitorL: Float32Array;
  readonly monitorR: Float32Array;
  readonly meters: StripMeters;
  /** Of main; its reduction by {@link takeLimiterReductionDb}. */
  readonly limiter: Limiter;
  /** Loudness and true peak of main. */
  readonly loudness: LoudnessMeter;

  #limiterReductionDb = 0;
  readonly #block: number;
  readonly #lanes: Lanes;
  readonly #kernel: Kernel;
  readonly #values: Float64Array;
  readonly #changes: Changes;
  readonly #processing: Processing;
  readonly #routing: Routing;
  readonly #racks: readonly Rack[];
  readonly #monitor: Monitor;
  readonly #busInputs: readonly Float32Array[];
  readonly #busMixes: readonly Float32Array[];
  readonly #fxInputs: readonly Float32Array[];
  readonly #mainInputs: readonly [Float32Array, Float32Array];
  readonly #mainMixes: readonly [Float32Array, Float32Array];
  readonly #mainOutputs: readonly [Float32Array, Float32Array];
  readonly #solo: readonly [Float32Array, Float32Array];
  readonly #main: readonly [Float32Array, Float32Array];
  readonly #left: (source: number) => Float32Array;
  readonly #right: (source: number) => Float32Array;

  /**
   * @param wasm the compiled kernel, dist/audio/kernel/kernel.wasm
   * @throws RangeError for a shape out of its ranges
   */
  constructor(shape: MixerShape, wasm: Uint8Array) {
    checkShape(shape);
    const { sampleRate, block } = shape;
    this.#block = block;
    this.targets = new Targets(shape);
    this.#lanes = new Lanes(shape);
    this.#kernel = new Kernel(wasm, this.#lanes.count, Math.ceil(MAX_DELAY_MS * 0.001 * sampleRate), {
      gain: glideShare(GAIN_GLIDE_MS, block, sampleRate),
      coef: glideShare(FILTER_GLIDE_MS, block, sampleRate),
      meter: glideShare(RMS_METER_MS, block, sampleRate),
      square: glideShare(RMS_DETECTOR_MS, CONTROL_STEP, sampleRate),
      delayFade: Math.round(DELAY_FADE_MS * 0.001 * sampleRate),
    });
    this.#values = startValues(this.targets);
    this.#changes = new Changes(this.targets);
    this.#processing = new Processing(this.#kernel, this.#lanes, this.targets, this.#values);
    this.#routing = new Routing(this.#kernel, this.#lanes, this.targets, this.#values);
    this.meters = new StripMeters(this.#kernel, this.#lanes, this.targets);
    this.#racks = Array.from({ length: shape.fx }, () => new Rack(sampleRate, block));
    this.limiter = new Limiter(sampleRate);
    this.loudness = new LoudnessMeter(sampleRate);
    this.#monitor = new Monitor(sampleRate);

    const kernel = this.#kernel;
    const { bus, fx, main } = this.#lanes;
    const inputsOf = (first: number, count: number): Float32Array[] =>
      Array.from({ length: count }, (_, n) => kernel.input(first + n, block));
    const pair = (view: (k: number, block: number) => Float32Array, first: number): [Float32Array, Float32Array] => [
      view.call(kernel, first, block),
      view.call(kernel, first + 1, block),
    ];
    this.inputs = inputsOf(0, shape.channels);
    this.#busInputs = inputsOf(bus, shape.buses);
    this.#fxInputs = inputsOf(fx, 2 * shape.fx);
    this.#busMixes = Array.from({ length: shape.buses }, (_, n) => kernel.mix(Dest.bus + n, block));
    this.buses = Array.from({ length: shape.buses }, (_, n) => kernel.output(bus + n, block));
    this.#mainInputs = pair(kernel.input, main);
    this.#mainOutputs = pair(kernel.output, main);
    this.#mainMixes = pair(kernel.mix, Dest.mainL);
    this.#solo = pair(kernel.mix, Dest.soloL);
    this.mainL = new Float32Array(block);
    this.mainR = new Float32Array(block);
    this.#main = [this.mainL, this.mainR];
    this.monitorL = new Float32Array(block);
    this.monitorR = new Float32Array(block);
    this.#left = (source) => this.#side(source, 0);
    this.#right = (source) => this.#side(source, 1);
  }

  /**
   * Takes effect at the next block, together with everything else set before it. Cheap; allocates nothing. A NaN keeps the last value.
   * @param target  from {@link targets}
   * @param setting one of `Setting`, plus band, bus, dca or group
   * @param value   in the unit of the desk
   */
  set(target: number, setting: Setting, value: number): void {
    if (Number.isNaN(value)) return;
    if (!(target >= 0 && target < this.targets.count && setting >= 0 && setting < SETTINGS)) {
      throw new RangeError(`no setting ${setting} of target ${target}: ${this.targets.count} targets, ${SETTINGS} settings`);
    }
    this.#values[target * SETTINGS + setting] = value;
    this.#changes.mark(target, setting);
  }

  get(target: number, setting: Setting): number {
    return this.#values[target * SETTINGS + setting] ?? Number.NaN;
  }

  /** Strips that were reset because they were not finite, since the start. */
  get faults(): number {
    let sum = 0;
    for (const count of this.#kernel.faults) sum += count;
    return sum;
  }

  /** Deepest reduction of the main limiter since the last call, dB >= 0. */
  takeLimiterReductionDb(): number {
    const taken = this.#limiterReductionDb;
    this.#limiterReductionDb = 0;
    return taken;
  }

  /** One block: reads {@link inputs}, writes main, monitor and buses. */
  process(): void {
    if (this.#changes.waiting) this.#takeChanges();
    const kernel = this.#kernel;
    const n = this.#block;
    const { channelGroups, busGroups, fxGroups, groups, bus, fx, main, count } = this.#lanes;
    kernel.delay(0, bus, n);
    kernel.process(0, channelGroups, n, false);
    kernel.collect(Dest.bus, Dest.bus + this.#busMixes.length, n);
    for (let k = 0; k < this.#busMixes.length; k++) copy(this.#busMixes[k], this.#busInputs[k]);
    kernel.delay(bus, fx, n);
    kernel.process(channelGroups, channelGroups + busGroups, n, true);
    this.#runRacks(n);
    kernel.delay(fx, main, n);
    kernel.process(channelGroups + busGroups, channelGroups + busGroups + fxGroups, n, false);
    kernel.collect(Dest.mainL, Dest.mainR + 1, n);
    copy(this.#mainMixes[0], this.#mainInputs[0]);
    copy(this.#mainMixes[1], this.#mainInputs[1]);
    kernel.delay(main, count, n);
    kernel.process(groups - 1, groups, n, true);
    kernel.collect(Dest.soloL, Dest.soloR + 1, n);
    this.limiter.process(this.#mainOutputs[0], this.#mainOutputs[1], this.mainL, this.mainR, n);
    this.#limiterReductionDb = Math.max(this.#limiterReductionDb, this.limiter.reductionDb);
    this.loudness.process(this.#main, n);
    this.#monitor.process(this.#left, this.#right, this.monitorL, this.monitorR, n);
  }

  #runRacks(n: number): void {
    for (let k = 0; k < this.#racks.length; k++) {
      const rack = this.#racks[k];
      const outL = this.#fxInputs[2 * k];
      const outR = this.#fxInputs[2 * k + 1];
      if (!rack || !outL || !outR) continue;
      rack.process(this.#side(rack.source + 1, 0), this.#side(rack.source + 1, 1), outL, outR, n);
    }
  }

  /** Left or right side of main (0), a bus (1..) or the solo bus. The odd bus of a linked pair stands for both. */
  #side(source: number, side: 0 | 1): Float32Array {
    if (source === SOLO_BUS) return this.#solo[side];
    const bus = this.buses[source - 1];
    if (!bus) return this.#main[side];
    const target = this.targets.bus(source - 1);
    const odd = this.targets.oddOfPair(target);
    if (side === 0 || odd !== target || this.get(target, Setting.link) < 0.5) return bus;
    return this.buses[source] ?? bus;
  }

  #takeChanges(): void {
    const anySolo = this.#routing.anySolo;
    for (let strip = 0; strip < this.targets.strips; strip++) {
      const stages = this.#changes.take(strip);
      if (stages === 0) continue;
      if (stages & Stage.input) this.#processing.input(strip);
      if (stages & Stage.cuts) this.#processing.cuts(strip);
      if (stages & Stage.gate) this.#processing.gate(strip);
      if (stages & Stage.eq) this.#processing.eq(strip);
      if (stages & Stage.dyn) this.#processing.compressor(strip);
      if (stages & Stage.link) this.#processing.link(strip);
      if (stages & Stage.gains) this.#routing.strip(strip, anySolo);
    }
    for (let k = 0; k < this.#racks.length; k++) {
      const rack = this.targets.rack(k);
      if (this.#changes.take(rack)) this.#racks[k]?.configure(this.#values, rack * SETTINGS);
    }
    const { desk } = this.targets;
    if (this.#changes.take(desk)) {
      this.limiter.setCeiling(this.get(desk, Setting.limiterCeiling));
      this.limiter.setRelease(this.get(desk, Setting.limiterRelease));
      this.limiter.setEnabled(this.get(desk, Setting.limiterOn) >= 0.5);
      this.#monitor.levelDb = this.get(desk, Setting.monitorLevel);
    }
    const listening = anySolo && this.get(desk, Setting.soloMode) !== SoloMode.sip;
    this.#monitor.source = listening ? SOLO_BUS : this.get(desk, Setting.monitorSource);
    this.#changes.taken();
  }
}

function copy(from: Float32Array | undefined, to: Float32Array | undefined): void {
  if (from && to) to.set(from);
}

function checkShape(shape: MixerShape): void {
  const within = (name: keyof MixerShape, min: number, max: number): void => {
    const value = shape[name];
    if (!(Number.isInteger(value) && value >= min && value <= max))
      throw new RangeError(`mixer ${name}: ${value} is not in ${min}..${max}`);
  };
  within('channels', 1, 64);
  within('buses', 0, 16);
  within('fx', 0, 8);
  within('dcas', 0, 16);
  within('groups', 0, 16);
  within('sampleRate', 8000, 192_000);
  within('block', 4, 256);
  if (shape.block % 4 !== 0) throw new RangeError(`mixer block: ${shape.block} is not a multiple of 4`);
}
