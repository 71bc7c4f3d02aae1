import WebSocket from 'ws';
import type { ClientMessage } from '../../../src/remote/protocol/client.ts';
import type { ServerMessage } from '../../../src/remote/protocol/server.ts';

/** A tablet or a script on the daemon's WebSocket. */
export class DeskClient {
  readonly socket: WebSocket;
  /** Newest value of each path that was told. */
  readonly values = new Map<string | number, unknown>();
  closed: { readonly code: number; readonly reason: string } | undefined;
  hear: (message: ServerMessage, atMs: number) => void = () => {};
  frame: (bytes: Buffer, atMs: number) => void = () => {};
  readonly #waiting = new Map<number, (message: ServerMessage) => void>();
  #refs = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (bytes: Buffer, binary) => {
      const atMs = performance.now();
      if (binary) this.frame(bytes, atMs);
      // The daemon's own messages, of this very version.
      else this.#take(JSON.parse(bytes.toString()) as ServerMessage, atMs);
    });
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
    });
    socket.on('error', () => {});
  }

  /** @returns a client that has been greeted */
  static async open(url: string): Promise<DeskClient> {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    const client = new DeskClient(socket);
    await new Promise<void>((resolve, reject) => {
      client.hear = (message) => {
        if (message.t === 'hello') resolve();
      };
      socket.once('error', reject);
      socket.once('close', (code) => reject(new Error(`closed with ${code}`)));
    });
    client.hear = () => {};
    return client;
  }

  say(message: ClientMessage): void {
    this.socket.send(JSON.stringify(message));
  }

  set(path: string, value: number | string | boolean): void {
    this.socket.send(`{"t":"set","path":"${path}","value":${JSON.stringify(value)}}`);
  }

  /** Says it with a number. @returns the answer that carries it */
  ask(message: ClientMessage): Promise<ServerMessage> {
    const ref = ++this.#refs;
    const answer = new Promise<ServerMessage>((resolve) => this.#waiting.set(ref, resolve));
    this.say({ ...message, ref } as ClientMessage); // every message that is asked takes a ref
    return answer;
  }

  async subscribe(pattern: string): Promise<void> {
    await this.ask({ t: 'sub', pattern, rate: 'turn' });
  }

  close(): void {
    this.socket.close();
  }

  #take(message: ServerMessage, atMs: number): void {
    if (message.t === 'changes') for (const [path, value] of message.c) this.values.set(path, value);
    if ('ref' in message && message.ref !== undefined) {
      const answer = this.#waiting.get(message.ref);
      this.#waiting.delete(message.ref);
      answer?.(message);
    }
    this.hear(message, atMs);
  }
}
