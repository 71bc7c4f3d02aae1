/**
 * Binary frames, all little-endian: u8 kind, u8 version, u16 layout, u32 sequence, then the payload at byte 8, so that a browser can
 * look at it as Int16Array without copying. The layout is the low 16 bits of the layout's number; the sequence counts the frames of one view.
 */
export const FRAME_KINDS = { meters: 1, pcm: 2, midi: 3 } as const;
export type FrameKind = keyof typeof FRAME_KINDS;
export const FRAME_VERSION = 1;
export const HEADER_BYTES = 8;

/** Silence, or a point whose source is stale: shown unlit. */
export const UNLIT = -32_768;
const LOWEST = -32_767;
const HIGHEST = 32_767;

/** Hundredths of a dB; below -327.67 dB, and for a broken value, unlit. */
export function centibels(levelDb: number): number {
  const rounded = Math.round(levelDb * 100);
  return rounded >= LOWEST ? Math.min(rounded, HIGHEST) : UNLIT;
}

export function writeHeader(bytes: DataView, kind: FrameKind, layout: number, sequence: number): void {
  bytes.setUint8(0, FRAME_KINDS[kind]);
  bytes.setUint8(1, FRAME_VERSION);
  bytes.setUint16(2, layout & 0xffff, true);
  bytes.setUint32(4, sequence >>> 0, true);
}

export interface Frame {
  readonly kind: FrameKind;
  readonly layout: number;
  readonly sequence: number;
  readonly payload: DataView;
}

/** Reads a frame; undefined for one that is too short, of another version or of an unknown kind. */
export function readFrame(bytes: DataView): Frame | undefined {
  if (bytes.byteLength < HEADER_BYTES || bytes.getUint8(1) !== FRAME_VERSION) return undefined;
  const number = bytes.getUint8(0);
  const kind = (['meters', 'pcm', 'midi'] as const).find((name) => FRAME_KINDS[name] === number);
  if (!kind) return undefined;
  const payload = new DataView(bytes.buffer, bytes.byteOffset + HEADER_BYTES, bytes.byteLength - HEADER_BYTES);
  return { kind, layout: bytes.getUint16(2, true), sequence: bytes.getUint32(4, true), payload };
}

/** Levels of a meter frame in dB, -Infinity for unlit. */
export function readLevels(payload: DataView): number[] {
  const levels: number[] = [];
  for (let at = 0; at + 1 < payload.byteLength; at += 2) {
    const value = payload.getInt16(at, true);
    levels.push(value === UNLIT ? Number.NEGATIVE_INFINITY : value / 100);
  }
  return levels;
}
