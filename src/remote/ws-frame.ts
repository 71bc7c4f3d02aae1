/**
 * WebSocket frames as a server sends them: whole, without a mask, and so the very same bytes for every client. A change that goes to two
 * hundred tablets is put into its envelope once.
 * @source RFC 6455, 5.2
 */
const OPCODES = { text: 0x81, binary: 0x82 } as const;

/** Longest payload whose length is in the second byte, and in the two that follow. */
const SHORT = 125;
const MEDIUM = 65_535;

/** What stands in front of a payload of so many bytes. */
export function frameHead(kind: keyof typeof OPCODES, bytes: number): Buffer {
  const head = Buffer.alloc(headBytes(bytes));
  writeHead(head, kind, bytes);
  return head;
}

export function textFrame(text: string): Buffer {
  const bytes = Buffer.byteLength(text);
  const frame = emptyFrame('text', bytes);
  frame.write(text, frame.length - bytes);
  return frame;
}

/** A frame whose payload is still to be written: through `body`, or at the end of the frame. */
export function binaryFrame(bytes: number): { readonly frame: Buffer; readonly body: DataView } {
  const frame = emptyFrame('binary', bytes);
  return { frame, body: new DataView(frame.buffer, frame.byteOffset + frame.length - bytes, bytes) };
}

function emptyFrame(kind: keyof typeof OPCODES, bytes: number): Buffer {
  const frame = Buffer.allocUnsafe(headBytes(bytes) + bytes);
  writeHead(frame, kind, bytes);
  return frame;
}

const headBytes = (bytes: number): number => (bytes <= SHORT ? 2 : bytes <= MEDIUM ? 4 : 10);

function writeHead(frame: Buffer, kind: keyof typeof OPCODES, bytes: number): void {
  frame[0] = OPCODES[kind];
  if (bytes <= SHORT) frame[1] = bytes;
  else if (bytes <= MEDIUM) {
    frame[1] = SHORT + 1;
    frame.writeUInt16BE(bytes, 2);
  } else {
    frame[1] = SHORT + 2;
    frame.writeUIntBE(bytes, 4, 6);
    frame.writeUInt16BE(0, 2);
  }
}
