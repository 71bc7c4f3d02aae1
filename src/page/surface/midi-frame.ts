import { HEADER_BYTES, writeHeader } from '../../remote/protocol/frames.ts';

/** A message of the hand as a frame. */
export function midiFrame(message: Uint8Array, sequence: number): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(HEADER_BYTES + message.length);
  writeHeader(new DataView(frame.buffer), 'midi', 0, sequence);
  frame.set(message, HEADER_BYTES);
  return frame;
}
