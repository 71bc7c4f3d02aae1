/** Random access to the bytes of a file; fewer bytes than asked for at its end. */
export interface ByteSource {
  readonly size: number;
  read(position: number, length: number): Promise<Uint8Array>;
}

export type SampleFormat = 'u8' | 's16' | 's24' | 's32' | 'f32' | 'f64';

/** Where the samples of a WAV file are and how they are written. */
export interface WavInfo {
  readonly channels: number;
  /** Hz */
  readonly sampleRate: number;
  readonly format: SampleFormat;
  readonly bytesPerFrame: number;
  readonly dataStart: number;
  readonly frames: number;
  /** Samples since midnight of a broadcast stamp (EBU Tech 3285), undefined without one. */
  readonly timeReference?: number;
  /** Track names of an iXML chunk, by channel. */
  readonly trackNames: readonly string[];
  /** What was mended while reading: a plain line each. */
  readonly notes: readonly string[];
}

/** Why a file cannot be played. */
export interface WavRefusal {
  readonly wrong: string;
}

interface Chunk {
  readonly id: string;
  readonly start: number;
  readonly size: number;
}

const UNKNOWN_SIZE = 0xffffffff;
const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
/** A header that wants more chunks than this before its samples is no header. */
const MOST_CHUNKS = 1000;
const LONGEST_META = 1 << 20;

const text = (bytes: Uint8Array, from: number, length: number): string => String.fromCharCode(...bytes.subarray(from, from + length));
const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * Reads the header of a RIFF, RF64 or BW64 file by walking its chunks, wherever they stand. What recorders leave behind is
 * mended and noted: a missing pad byte, a data size of 0 or FFFFFFFF after a crash, a file cut short.
 * @source RIFF/WAVE as in Microsoft's multimedia documents; EBU Tech 3306 (RF64, ds64), EBU Tech 3285 (bext)
 */
export async function readWavHeader(source: ByteSource): Promise<WavInfo | WavRefusal> {
  const head = await source.read(0, 12);
  if (head.length < 12) return { wrong: `${source.size} bytes are too few for a WAV file` };
  const kind = text(head, 0, 4);
  if (!['RIFF', 'RF64', 'BW64'].includes(kind) || text(head, 8, 4) !== 'WAVE') return { wrong: 'it is not a WAV file' };
  const walk = new Walk(source, kind !== 'RIFF');
  const wrong = await walk.run();
  return wrong ?? walk.info();
}

/** One pass over the chunks. */
class Walk {
  readonly #source: ByteSource;
  readonly #is64: boolean;
  readonly #notes: string[] = [];
  #fmt: Uint8Array | undefined;
  #data: Chunk | undefined;
  #dataSize64: number | undefined;
  #timeReference: number | undefined;
  #trackNames: readonly string[] = [];

  constructor(source: ByteSource, is64: boolean) {
    this.#source = source;
    this.#is64 = is64;
  }

  async run(): Promise<WavRefusal | undefined> {
    let position = 12;
    for (let count = 0; count < MOST_CHUNKS && position + 8 <= this.#source.size; count++) {
      const chunk = await this.#chunkAt(position);
      if (!chunk) break;
      await this.#take(chunk);
      position = await this.#next(chunk);
    }
    if (!this.#fmt) return { wrong: 'it has no format chunk' };
    if (!this.#data) return { wrong: 'it has no samples' };
    return undefined;
  }

  async #chunkAt(position: number): Promise<Chunk | undefined> {
    const head = await this.#source.read(position, 8);
    if (head.length < 8) return undefined;
    const id = text(head, 0, 4);
    if (!/^[\x20-\x7e]{4}$/.test(id)) return undefined;
    const size = viewOf(head).getUint32(4, true);
    return { id, start: position + 8, size: id === 'data' ? this.#dataSize(size, position + 8) : size };
  }

  /** The 32-bit size of the samples may be a dummy, or what a crashed recorder left. */
  #dataSize(size: number, start: number): number {
    const rest = this.#source.size - start;
    if (this.#is64 && size === UNKNOWN_SIZE && this.#dataSize64 !== undefined) return Math.min(this.#dataSize64, rest);
    if (size === 0 || size === UNKNOWN_SIZE) {
      if (rest > 0) this.#notes.push('the size of its samples was never written; it is read to its end');
      return rest;
    }
    if (size > rest) this.#notes.push('it is cut short; it is read to its end');
    return Math.min(size, rest);
  }

  /** Chunks are padded to even sizes, and some writers forget to. */
  async #next(chunk: Chunk): Promise<number> {
    const end = chunk.start + chunk.size;
    if (chunk.size % 2 === 0) return end;
    const after = await this.#source.read(end, 5);
    const unpadded = after.length >= 4 && after[0] !== 0 && /^[A-Za-z][\w ]{3}$/.test(text(after, 0, 4));
    if (unpadded) this.#notes.push(`a pad byte is missing after its ${chunk.id.trim()} chunk`);
    return unpadded ? end : end + 1;
  }

  async #take(chunk: Chunk): Promise<void> {
    if (chunk.id === 'data') {
      this.#data ??= chunk;
      return;
    }
    if (!['fmt ', 'ds64', 'bext', 'iXML'].includes(chunk.id)) return;
    const bytes = await this.#source.read(chunk.start, Math.min(chunk.size, LONGEST_META));
    const view = viewOf(bytes);
    if (chunk.id === 'fmt ' && bytes.length >= 16) this.#fmt ??= bytes;
    else if (chunk.id === 'ds64' && bytes.length >= 16) this.#dataSize64 = Number(view.getBigUint64(8, true));
    else if (chunk.id === 'bext' && bytes.length >= 346) this.#timeReference = Number(view.getBigUint64(338, true));
    else if (chunk.id === 'iXML') this.#trackNames = trackNames(bytes);
  }

  info(): WavInfo | WavRefusal {
    if (!this.#fmt || !this.#data) return { wrong: 'it has no samples' };
    const view = viewOf(this.#fmt);
    const channels = view.getUint16(2, true);
    const sampleRate = view.getUint32(4, true);
    const bytesPerFrame = view.getUint16(12, true);
    const tag = view.getUint16(0, true);
    const code = tag === EXTENSIBLE && view.byteLength >= 26 ? view.getUint16(24, true) : tag;
    const bytesPerSample = channels > 0 ? bytesPerFrame / channels : 0;
    const format = formatOf(code, bytesPerSample);
    if (!format) return { wrong: `its samples (format ${code}, ${bytesPerSample * 8} bits) are none that can be played` };
    if (channels > 256 || sampleRate < 1000 || sampleRate > 768_000)
      return { wrong: `${channels} channels at ${sampleRate} Hz cannot be played` };
    return {
      channels,
      sampleRate,
      format,
      bytesPerFrame,
      dataStart: this.#data.start,
      frames: Math.floor(this.#data.size / bytesPerFrame),
      ...(this.#timeReference === undefined ? {} : { timeReference: this.#timeReference }),
      trackNames: this.#trackNames,
      notes: this.#notes,
    };
  }
}

/** Valid bits below the container's are left-aligned (24 in 32), so the container alone says how to read. */
function formatOf(code: number, bytes: number): SampleFormat | undefined {
  if (code === FLOAT) return bytes === 4 ? 'f32' : bytes === 8 ? 'f64' : undefined;
  if (code !== PCM) return undefined;
  return ({ 1: 'u8', 2: 's16', 3: 's24', 4: 's32' } as const)[bytes as 1 | 2 | 3 | 4];
}

/** Names in `<TRACK>...<CHANNEL_INDEX>1</CHANNEL_INDEX>...<NAME>Kick</NAME>`; anything unexpected names nothing. */
function trackNames(bytes: Uint8Array): string[] {
  let xml = '';
  for (let at = 0; at < bytes.length; at += 8192) xml += String.fromCharCode(...bytes.subarray(at, at + 8192));
  const names: string[] = [];
  for (const [, track = ''] of xml.matchAll(/<TRACK>([\s\S]*?)<\/TRACK>/g)) {
    const index = Number(/<CHANNEL_INDEX>\s*(\d+)\s*</.exec(track)?.[1] ?? Number.NaN);
    const name = /<NAME>([^<]*)</.exec(track)?.[1];
    if (index >= 1 && index <= 256 && name !== undefined) names[index - 1] = name.trim();
  }
  return Array.from(names, (name) => name ?? '');
}

/**
 * Takes one channel out of interleaved samples.
 * @param bytes   whole frames
 * @param out     -1..1, at `at`
 * @returns frames written
 */
export function readSamples(
  info: Pick<WavInfo, 'format' | 'bytesPerFrame' | 'channels'>,
  bytes: Uint8Array,
  channel: number,
  out: Float32Array,
  at = 0,
): number {
  const { bytesPerFrame, format } = info;
  const frames = Math.min(Math.floor(bytes.length / bytesPerFrame), out.length - at);
  const view = viewOf(bytes);
  const first = (bytesPerFrame / info.channels) * channel;
  const sample = READERS[format];
  for (let i = 0; i < frames; i++) out[at + i] = sample(view, first + i * bytesPerFrame);
  return frames;
}

const READERS: Readonly<Record<SampleFormat, (view: DataView, at: number) => number>> = {
  u8: (view, at) => (view.getUint8(at) - 128) / 128,
  s16: (view, at) => view.getInt16(at, true) / 32768,
  s24: (view, at) => (view.getUint8(at) | (view.getUint8(at + 1) << 8) | (view.getInt8(at + 2) << 16)) / 8388608,
  s32: (view, at) => view.getInt32(at, true) / 2147483648,
  f32: (view, at) => finite(view.getFloat32(at, true)),
  f64: (view, at) => finite(view.getFloat64(at, true)),
};

/** A file may carry anything; a NaN in it must not reach a filter. */
const finite = (value: number): number => (Number.isFinite(value) ? value : 0);
