/**
 * What the main thread and the audio thread share: values in, meters and sound out, without a message or an allocation
 * on the way. Each array has one writer.
 */
export const SAMPLE_RATE = 48_000;
export const BLOCK = 128;
/** Meter frames a second. */
export const METER_HZ = 50;

/** Changed ids that fit before the reader must look at all values. A power of two. */
const RING = 16_384;
/** Seconds of each PCM tap that a slow reader may be behind. */
const TAP_FRAMES = 32_768;

export interface SharedArrays {
  readonly values: SharedArrayBuffer;
  /** [head, ring of ids] */
  readonly changes: SharedArrayBuffer;
  /** Meter points, dB. */
  readonly meters: SharedArrayBuffer;
  /** [sequence of meter frames] */
  readonly sequence: SharedArrayBuffer;
  readonly status: SharedArrayBuffer;
  readonly main: SharedArrayBuffer;
  readonly monitor: SharedArrayBuffer;
}

export function shareArrays(parameters: number, meterPoints: number): SharedArrays {
  const floats = (count: number): SharedArrayBuffer => new SharedArrayBuffer(4 * count);
  return {
    values: floats(parameters),
    changes: floats(1 + RING),
    meters: floats(meterPoints),
    sequence: floats(1),
    status: new SharedArrayBuffer(8 * STATUS.length),
    main: floats(1 + 2 * TAP_FRAMES),
    monitor: floats(1 + 2 * TAP_FRAMES),
  };
}

/** Figures of the audio thread, in this order. */
export const STATUS = [
  'positionS',
  'lengthS',
  'loadPercent',
  'lateBlocks',
  'dryQueue',
  'starvedReads',
  'faults',
  'slowestBlockMs',
  'blocks',
] as const;
export type StatusName = (typeof STATUS)[number];

/** Figures: written by the audio thread, read by anybody. */
export class Status {
  readonly #figures: Float64Array;
  constructor(arrays: SharedArrays) {
    this.#figures = new Float64Array(arrays.status);
  }
  get(name: StatusName): number {
    return this.#figures[STATUS.indexOf(name)] ?? 0;
  }
  set(name: StatusName, value: number): void {
    this.#figures[STATUS.indexOf(name)] = value;
  }
  all(): Record<StatusName, number> {
    // The names are exactly those of the list.
    return Object.fromEntries(STATUS.map((name) => [name, this.get(name)])) as Record<StatusName, number>;
  }
}

/** Main side: what is written between two `publish` is heard from the same block on. */
export class ValueWriter {
  readonly #values: Float32Array;
  readonly #changes: Int32Array;
  #head: number;

  constructor(arrays: SharedArrays) {
    this.#values = new Float32Array(arrays.values);
    this.#changes = new Int32Array(arrays.changes);
    this.#head = Atomics.load(this.#changes, 0);
  }

  write(id: number, value: number): void {
    this.#values[id] = value;
    this.#changes[1 + (this.#head & (RING - 1))] = id;
    this.#head = (this.#head + 1) | 0;
  }

  publish(): void {
    Atomics.store(this.#changes, 0, this.#head);
  }
}

/** Audio side: takes what was published since the last time. */
export class ValueReader {
  readonly #values: Float32Array;
  readonly #changes: Int32Array;
  #tail: number;

  constructor(arrays: SharedArrays) {
    this.#values = new Float32Array(arrays.values);
    this.#changes = new Int32Array(arrays.changes);
    this.#tail = Atomics.load(this.#changes, 0);
  }

  /** Every value, at the start. */
  all(take: (id: number, value: number) => void): void {
    for (let id = 0; id < this.#values.length; id++) take(id, this.#values[id] ?? 0);
  }

  /** Those that changed; all of them when more changed than the ring holds. Allocates nothing. */
  changed(take: (id: number, value: number) => void): void {
    const head = Atomics.load(this.#changes, 0);
    const count = (head - this.#tail) | 0;
    if (count === 0) return;
    if (count > RING / 2 || count < 0) {
      this.#tail = head;
      this.all(take);
      return;
    }
    for (; this.#tail !== head; this.#tail = (this.#tail + 1) | 0) {
      const id = this.#changes[1 + (this.#tail & (RING - 1))] ?? 0;
      take(id, this.#values[id] ?? 0);
    }
  }
}

/** A stereo tap: the audio thread writes on and on, a reader takes what is new. */
export class Tap {
  readonly #head: Int32Array;
  readonly #frames: Float32Array;
  constructor(buffer: SharedArrayBuffer) {
    this.#head = new Int32Array(buffer, 0, 1);
    this.#frames = new Float32Array(buffer, 4);
  }

  /** Audio side. */
  write(left: Float32Array, right: Float32Array): void {
    const head = this.#head[0] ?? 0;
    for (let i = 0; i < left.length; i++) {
      const at = 2 * ((head + i) & (TAP_FRAMES - 1));
      this.#frames[at] = left[i] ?? 0;
      this.#frames[at + 1] = right[i] ?? 0;
    }
    Atomics.store(this.#head, 0, (head + left.length) | 0);
  }

  /** Frames written since the start (wraps at 2^32). */
  get head(): number {
    return Atomics.load(this.#head, 0);
  }

  /** Copies `frames` frames from frame `from` on, interleaved. */
  copy(from: number, frames: number, into: Float32Array): void {
    for (let i = 0; i < frames; i++) {
      const at = 2 * ((from + i) & (TAP_FRAMES - 1));
      into[2 * i] = this.#frames[at] ?? 0;
      into[2 * i + 1] = this.#frames[at + 1] ?? 0;
    }
  }

  /** Frames a reader may be behind before what it has not read is overwritten. */
  static readonly behind = TAP_FRAMES / 2;
}

/** What the audio thread is started with. */
export interface AudioConfig {
  readonly shape: {
    readonly channels: number;
    readonly buses: number;
    readonly fx: number;
    readonly dcas: number;
    readonly groups: number;
  };
  readonly arrays: SharedArrays;
  readonly targetOf: Int32Array;
  readonly settingOf: Int32Array;
  /** What each meter point shows: 8 x strip + column of the mixer's meters, or a number of {@link MAIN_METER}. */
  readonly meterOf: Int32Array;
  /** Ids the thread takes care of itself; -1 where there is none. */
  readonly transport: Transport;
  /** Local id of each channel's source; values: 0 none, 1..tracks a track of the player, then the inputs. */
  readonly sourceOf: Int32Array;
  readonly tracks: number;
  readonly sound: SoundConfig;
}

export interface Transport {
  readonly state: number;
  readonly position: number;
  readonly loop: number;
  readonly speed: number;
  readonly loudnessReset: number;
}

/** Meters of main that are no strip's. */
export const MAIN_METER = { limiter: -1, truepeak: -2, momentary: -3, shortterm: -4, integrated: -5 } as const;

/** `state` of the player, as its choices are numbered. */
export const PLAY = { stop: 0, play: 1, pause: 2 } as const;

export interface SoundConfig {
  readonly output: string;
  readonly input: string;
  readonly file?: string;
  readonly inputFile?: string;
  readonly inputChannels: number;
  readonly latencyMs: number;
}

/** Rare things, as messages. */
export type ToAudio =
  | { readonly t: 'folder'; readonly path: string }
  | { readonly t: 'record'; readonly folder: string; readonly names: readonly string[] }
  | { readonly t: 'record-stop' }
  | { readonly t: 'stop' };

export type FromAudio =
  | { readonly t: 'ready' }
  | { readonly t: 'output'; readonly output: string; readonly reason: string }
  | { readonly t: 'say'; readonly line: string }
  | { readonly t: 'ended' }
  | { readonly t: 'recording-ended'; readonly reason: string }
  | { readonly t: 'stopped' };
