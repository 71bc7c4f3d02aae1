import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/**
 * A WebSocket by hand: for many readers at little cost, and for what a well-behaved client cannot say.
 */
export class RawSocket {
  readonly socket: Socket;
  /** Status line of the answer to the handshake. */
  answer = '';
  isOpen = false;
  isClosed = false;
  /** Code of a close frame. */
  closeCode: number | undefined;
  /** @param opcode 1 text, 2 binary, 8 close, 9 ping */
  frame: (opcode: number, payload: Buffer) => void = () => {};
  opened: () => void = () => {};
  pongs = true;
  #rest: Buffer = Buffer.alloc(0);

  constructor(port: number, path = '/ws') {
    this.socket = connect(port, '127.0.0.1', () => {
      const key = randomBytes(16).toString('base64');
      this.socket.write(
        `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
          `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
      );
    });
    this.socket.setNoDelay(true);
    this.socket.on('data', (bytes) => this.#take(bytes));
    this.socket.on('error', () => {});
    this.socket.on('close', () => {
      this.isClosed = true;
    });
  }

  text(payload: string): void {
    this.send(1, Buffer.from(payload));
  }

  /** @param flags first byte besides the opcode: 0x80 is the last fragment */
  send(opcode: number, payload: Buffer, flags = 0x80): void {
    this.socket.write(maskedFrame(opcode, payload, flags));
  }

  #take(bytes: Buffer): void {
    this.#rest = this.#rest.length > 0 ? Buffer.concat([this.#rest, bytes]) : bytes;
    if (!this.isOpen) {
      const end = this.#rest.indexOf('\r\n\r\n');
      if (end < 0) return;
      this.answer = this.#rest.toString('latin1', 0, this.#rest.indexOf('\r\n'));
      this.isOpen = this.answer.includes(' 101 ');
      this.#rest = this.#rest.subarray(end + 4);
      if (!this.isOpen) return;
      this.opened();
    }
    for (let length = this.#frame(); length > 0; length = this.#frame()) this.#rest = this.#rest.subarray(length);
  }

  /** @returns bytes of the frame, 0 when it is not there as a whole */
  #frame(): number {
    const rest = this.#rest;
    if (rest.length < 2) return 0;
    const short = rest.readUInt8(1) & 0x7f;
    const header = short === 127 ? 10 : short === 126 ? 4 : 2;
    if (rest.length < header) return 0;
    const length = header + (short === 127 ? Number(rest.readBigUInt64BE(2)) : short === 126 ? rest.readUInt16BE(2) : short);
    if (rest.length < length) return 0;
    const payload = rest.subarray(header, length);
    const opcode = rest.readUInt8(0) & 0x0f;
    if (opcode === 8) this.closeCode = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
    if (opcode === 9 && this.pongs) this.send(10, payload);
    this.frame(opcode, payload);
    return length;
  }
}

/** A client's frame; the mask is zero, which is allowed and costs nothing. */
export function maskedFrame(opcode: number, payload: Buffer, flags = 0x80): Buffer {
  const long = payload.length > 125;
  const header = Buffer.alloc(long ? 8 : 6);
  header.writeUInt8(flags | opcode, 0);
  header.writeUInt8(0x80 | (long ? 126 : payload.length), 1);
  if (long) header.writeUInt16BE(payload.length, 2);
  return Buffer.concat([header, payload]);
}
