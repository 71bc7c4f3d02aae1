import { Mixer } from '../../audio/mixer.ts';
import { LiveInputs } from './inputs.ts';
import { MeterWriter } from './meter-writer.ts';
import { Player } from './player.ts';
import { type AudioConfig, BLOCK, METER_HZ, PLAY, SAMPLE_RATE, Status, Tap, ValueReader } from './shared.ts';

/** Blocks between two meter frames. */
const METER_BLOCKS = Math.round(SAMPLE_RATE / BLOCK / METER_HZ);

/** Mixer, player and inputs of one audio thread, a block at a time. Pure: what comes in and goes out is its owner's matter. */
export class Studio {
  readonly mixer: Mixer;
  readonly player = new Player(BLOCK, SAMPLE_RATE);
  readonly inputs: LiveInputs;
  /** Interleaved main of the last block. */
  readonly out = new Float32Array(2 * BLOCK);
  /** Raw inputs of the last block, one a channel: what a recording gets. */
  readonly raw: readonly Float32Array[];

  readonly #config: AudioConfig;
  readonly #values: ValueReader;
  readonly #meters: MeterWriter;
  readonly #status: Status;
  readonly #main: Tap;
  readonly #monitor: Tap;
  readonly #channelOf = new Map<number, number>();
  readonly #sources: Int32Array;
  #blocks = 0;

  constructor(config: AudioConfig, wasm: Uint8Array) {
    this.#config = config;
    const { shape, arrays } = config;
    this.mixer = new Mixer({ ...shape, sampleRate: SAMPLE_RATE, block: BLOCK }, wasm);
    this.inputs = new LiveInputs(config.sound.inputChannels);
    this.raw = Array.from({ length: shape.channels }, () => new Float32Array(BLOCK));
    this.#values = new ValueReader(arrays);
    this.#meters = new MeterWriter(this.mixer, config.meterOf, arrays);
    this.#status = new Status(arrays);
    this.#main = new Tap(arrays.main);
    this.#monitor = new Tap(arrays.monitor);
    this.#sources = new Int32Array(shape.channels);
    for (const [channel, id] of config.sourceOf.entries()) this.#channelOf.set(id, channel);
    this.#values.all((id, value) => this.#take(id, value));
  }

  /** One block: values in, sound through, meters and taps out. */
  process(): void {
    this.#values.changed(this.#take);
    this.player.process();
    const live = this.inputs.next(BLOCK);
    for (let channel = 0; channel < this.#sources.length; channel++) this.#feed(channel, live);
    this.mixer.process();
    const { mainL, mainR, monitorL, monitorR } = this.mixer;
    for (let i = 0; i < BLOCK; i++) {
      this.out[2 * i] = mainL[i] ?? 0;
      this.out[2 * i + 1] = mainR[i] ?? 0;
    }
    this.#main.write(mainL, mainR);
    this.#monitor.write(monitorL, monitorR);
    if (++this.#blocks % METER_BLOCKS === 0) this.#tell();
  }

  #tell(): void {
    this.#meters.write();
    const status = this.#status;
    status.set('positionS', this.player.positionS);
    status.set('lengthS', this.player.lengthS);
    status.set('starvedReads', this.player.starved + this.inputs.starved);
    status.set('faults', this.mixer.faults);
    status.set('blocks', this.#blocks);
  }

  #feed(channel: number, live: boolean): void {
    const raw = this.raw[channel];
    const into = this.mixer.inputs[channel];
    if (!raw || !into) return;
    const source = this.#sources[channel] ?? 0;
    const track = source > 0 && source <= this.#config.tracks ? this.player.outputs[source - 1] : undefined;
    if (track) raw.set(track);
    else if (source > this.#config.tracks && live) this.inputs.read(source - this.#config.tracks - 1, raw);
    else raw.fill(0);
    into.set(raw);
  }

  /** A value that changed: the mixer's, a channel's source, or the transport's. */
  readonly #take = (id: number, value: number): void => {
    const target = this.#config.targetOf[id] ?? -1;
    if (target >= 0) {
      this.mixer.set(target, this.#config.settingOf[id] ?? 0, value);
      return;
    }
    const channel = this.#channelOf.get(id);
    if (channel !== undefined) this.#sources[channel] = value;
    else this.#transport(id, value);
  };

  #transport(id: number, value: number): void {
    const { transport } = this.#config;
    if (id === transport.state) {
      if (value === PLAY.play) this.player.play();
      else if (value === PLAY.pause) this.player.pause();
      else this.player.stop();
    } else if (id === transport.position) this.player.locate(value);
    else if (id === transport.loop) this.player.setLoop(value === 1);
    else if (id === transport.speed) this.player.setSpeed(value > 0 ? value : 1);
    else if (id === transport.loudnessReset && value === 1) this.mixer.loudness.restart();
  }
}
