/** What of the WebAssembly interface this room uses; declared here, as pure rooms know neither Node's nor the DOM's types. */
interface WebAssemblyHost {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  open(lanes: number, delayFrames: number, gain: number, coef: number, meter: number, square: number, delayFade: number): void;
  table(k: number): number;
  delay(from: number, to: number, n: number): void;
  process(fromGroup: number, toGroup: number, n: number, keep: number): void;
  collect(from: number, to: number, n: number): void;
}

export const LANES = 4;
/** Sections of a lane: low cut 0-1, high cut 2-3, EQ 4-7. */
export const SECTIONS = 8;
/** Mix destinations: main L R, solo L R, then the buses. */
export const Dest = { mainL: 0, mainR: 1, soloL: 2, soloR: 3, bus: 4 } as const;
export const DESTS = 20;
const METER_ROWS = 5;
const PLANE = 256;
const MAX_LANES = 100;

/** The tables as floats: number in the kernel, length. */
const FLOATS = {
  coefs: [3, 25 * SECTIONS * 6 * LANES],
  dynamics: [4, 25 * 20 * LANES],
  trim: [7, MAX_LANES],
  fader: [8, MAX_LANES],
  gains: [9, 25 * DESTS * LANES],
  meters: [10, 25 * METER_ROWS * LANES],
  filterState: [13, 25 * SECTIONS * 2 * LANES],
  dynamicState: [14, 25 * 12 * LANES],
} as const;
const INTS = { gateKey: [5, MAX_LANES], dynKey: [6, MAX_LANES], faults: [11, MAX_LANES], delay: [12, MAX_LANES] } as const;

export interface Paces {
  /** Shares of the way in one block: gains, coefficients, the RMS meter's mean square. */
  readonly gain: number;
  readonly coef: number;
  readonly meter: number;
  /** Share of a control step in the RMS detector. */
  readonly square: number;
  /** Samples of a crossfade between two delays. */
  readonly delayFade: number;
}

/**
 * One instance of the compiled kernel with memory of its own. One a thread: a second in the same thread was measured to run up to
 * 1.7 times slower. Tables are views on its memory; rows as in kernel/layout.ts.
 */
export class Kernel {
  readonly #exports: KernelExports;
  readonly coefs: Float32Array;
  readonly dynamics: Float32Array;
  readonly trim: Float32Array;
  readonly fader: Float32Array;
  readonly gains: Float32Array;
  readonly meters: Float32Array;
  readonly filterState: Float32Array;
  readonly dynamicState: Float32Array;
  readonly gateKey: Int32Array;
  readonly dynKey: Int32Array;
  readonly faults: Int32Array;
  /** Samples */
  readonly delaySamples: Int32Array;

  /**
   * @param wasm        dist/audio/kernel/kernel.wasm
   * @param delayFrames longest delay of a lane
   * @throws when the bytes are not this kernel, or the host has no SIMD
   */
  constructor(wasm: Uint8Array, lanes: number, delayFrames: number, paces: Paces) {
    // The host has it in every browser and every Node; only its declaration is missing in a pure room.
    const host = (globalThis as unknown as { WebAssembly: WebAssemblyHost }).WebAssembly;
    const instance = new host.Instance(new host.Module(wasm), { env: { abort: kernelAborted } });
    // Built together with this file, and a wrong one fails at the first call.
    this.#exports = instance.exports as KernelExports;
    this.#exports.open(lanes, delayFrames, paces.gain, paces.coef, paces.meter, paces.square, paces.delayFade);
    // Only now: opening grows the memory, and that detaches older views.
    const floats = ([k, length]: readonly [number, number]): Float32Array => new Float32Array(this.#buffer, this.#exports.table(k), length);
    const ints = ([k, length]: readonly [number, number]): Int32Array => new Int32Array(this.#buffer, this.#exports.table(k), length);
    this.coefs = floats(FLOATS.coefs);
    this.dynamics = floats(FLOATS.dynamics);
    this.trim = floats(FLOATS.trim);
    this.fader = floats(FLOATS.fader);
    this.gains = floats(FLOATS.gains);
    this.meters = floats(FLOATS.meters);
    this.filterState = floats(FLOATS.filterState);
    this.dynamicState = floats(FLOATS.dynamicState);
    this.gateKey = ints(INTS.gateKey);
    this.dynKey = ints(INTS.dynKey);
    this.faults = ints(INTS.faults);
    this.delaySamples = ints(INTS.delay);
  }

  get #buffer(): ArrayBuffer {
    return this.#exports.memory.buffer;
  }

  /** Samples that enter a lane. */
  input(lane: number, block: number): Float32Array {
    return new Float32Array(this.#buffer, this.#exports.table(0) + lane * PLANE * 4, block);
  }

  /** Samples a lane gives after its fader, where `process` was told to keep them. */
  output(lane: number, block: number): Float32Array {
    return new Float32Array(this.#buffer, this.#exports.table(1) + lane * PLANE * 4, block);
  }

  /** Sum of a destination after `collect`. */
  mix(dest: number, block: number): Float32Array {
    return new Float32Array(this.#buffer, this.#exports.table(2) + dest * PLANE * 4, block);
  }

  delay(fromLane: number, toLane: number, n: number): void {
    this.#exports.delay(fromLane, toLane, n);
  }

  process(fromGroup: number, toGroup: number, n: number, keep: boolean): void {
    this.#exports.process(fromGroup, toGroup, n, keep ? 1 : 0);
  }

  collect(fromDest: number, toDest: number, n: number): void {
    this.#exports.collect(fromDest, toDest, n);
  }
}

function kernelAborted(): never {
  throw new Error('the audio kernel aborted');
}

/** Place of a lane in a table of `rows` rows a group: lane l of row k is at `place(...) + k * LANES`. */
export const place = (lane: number, rows: number): number => (lane >> 2) * rows * LANES + (lane & 3);
