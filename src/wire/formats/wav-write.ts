/** 0..1, seeded by the caller. */
type Random = () => number;

export interface WavShape {
  readonly channels: number;
  /** Hz */
  readonly sampleRate: number;
  readonly format: 's16' | 's24' | 'f32';
  /** Samples since midnight, for a broadcast stamp. */
  readonly timeReference?: number;
}

const BYTES = { s16: 2, s24: 3, f32: 4 } as const;
const BEXT_BYTES = 602;
const DS64_BYTES = 28;
const LARGEST_RIFF = 0xffffffff;

/** Bytes before the samples of {@link wavHeader}; the same for every length of a file. */
export const headerBytes = (shape: WavShape): number =>
  12 + 8 + DS64_BYTES + (shape.timeReference === undefined ? 0 : 8 + BEXT_BYTES) + 8 + 16 + 8;

/**
 * The header for so many frames. It is rewritten while a recording grows, so that a killed one is a whole file: space for a
 * 64-bit size is kept from the start (a JUNK chunk) and used when the file passes 4 GiB.
 */
export function wavHeader(shape: WavShape, frames: number): Uint8Array {
  const bytesPerFrame = BYTES[shape.format] * shape.channels;
  const dataBytes = frames * bytesPerFrame;
  const size = headerBytes(shape);
  // Chunks are padded to even sizes; the pad counts for the whole, not for the samples.
  const riffBytes = size - 8 + dataBytes + (dataBytes % 2);
  const is64 = riffBytes > LARGEST_RIFF;
  const out = new Writer(size);
  out
    .text(is64 ? 'RF64' : 'RIFF')
    .u32(is64 ? LARGEST_RIFF : riffBytes)
    .text('WAVE');
  out.text(is64 ? 'ds64' : 'JUNK').u32(DS64_BYTES);
  if (is64) out.u64(riffBytes).u64(dataBytes).u64(frames).u32(0);
  else out.skip(DS64_BYTES);
  if (shape.timeReference !== undefined) {
    out
      .text('bext')
      .u32(BEXT_BYTES)
      .skip(338)
      .u64(shape.timeReference)
      .u16(1)
      .skip(BEXT_BYTES - 348);
  }
  out.text('fmt ').u32(16);
  out
    .u16(shape.format === 'f32' ? 3 : 1)
    .u16(shape.channels)
    .u32(shape.sampleRate);
  out
    .u32(shape.sampleRate * bytesPerFrame)
    .u16(bytesPerFrame)
    .u16(BYTES[shape.format] * 8);
  out.text('data').u32(is64 ? LARGEST_RIFF : dataBytes);
  return out.bytes;
}

class Writer {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  constructor(size: number) {
    this.bytes = new Uint8Array(size);
    this.#view = new DataView(this.bytes.buffer);
  }
  text(text: string): this {
    for (const letter of text) this.bytes[this.#at++] = letter.charCodeAt(0);
    return this;
  }
  u16(value: number): this {
    this.#view.setUint16(this.#at, value, true);
    return this.skip(2);
  }
  u32(value: number): this {
    this.#view.setUint32(this.#at, value, true);
    return this.skip(4);
  }
  u64(value: number): this {
    this.#view.setBigUint64(this.#at, BigInt(value), true);
    return this.skip(8);
  }
  skip(count: number): this {
    this.#at += count;
    return this;
  }
}

/**
 * Writes samples (-1..1, one array a channel) as interleaved bytes. Integers are rounded and clamped.
 * @param dither TPDF of one step, for 16 bits; without it values are only rounded
 */
export function writeSamples(shape: WavShape, channels: readonly Float32Array[], frames: number, dither?: Random): Uint8Array {
  const width = BYTES[shape.format];
  const bytes = new Uint8Array(frames * width * shape.channels);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (let i = 0; i < frames; i++) {
    for (const channel of channels) {
      const noise = dither ? dither() - dither() : 0;
      writeSample(view, at, shape.format, channel[i] ?? 0, noise);
      at += width;
    }
  }
  return bytes;
}

function writeSample(view: DataView, at: number, format: WavShape['format'], value: number, noise: number): void {
  if (format === 'f32') view.setFloat32(at, value, true);
  else if (format === 's16') view.setInt16(at, round(value * 32768 + noise, 32767), true);
  else {
    const whole = round(value * 8388608, 8388607);
    view.setUint16(at, whole & 0xffff, true);
    view.setInt8(at + 2, whole >> 16);
  }
}

const round = (value: number, top: number): number => Math.max(-top - 1, Math.min(top, Math.round(value)));
