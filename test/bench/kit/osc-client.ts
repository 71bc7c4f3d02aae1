import { createSocket, type Socket } from 'node:dgram';
import { decodeOsc, eachMessage, type OscMessage, type OscValue } from '../../../src/wire/formats/osc.ts';
import { encodeOsc } from '../../../src/wire/formats/osc-encode.ts';
import { until } from './wait.ts';

/** A program that speaks OSC with the daemon over UDP. */
export class OscClient {
  /** Newest argument of each address. */
  readonly values = new Map<string, OscValue>();
  hear: (message: OscMessage, atMs: number) => void = () => {};
  readonly #socket: Socket;
  #to: number;

  private constructor(socket: Socket, to: number) {
    this.#socket = socket;
    this.#to = to;
    socket.on('message', (bytes) => {
      const atMs = performance.now();
      const packet = decodeOsc(bytes);
      if (packet.kind === 'refusal') throw new Error('the daemon sent a packet that is no OSC');
      eachMessage(packet, (message) => {
        this.values.set(message.address, message.args[0] ?? null);
        this.hear(message, atMs);
      });
    });
  }

  /** @param to port of the daemon */
  static async open(to: number): Promise<OscClient> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 });
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return new OscClient(socket, to);
  }

  /** Speaks to another program from now on. */
  aim(to: number): void {
    this.#to = to;
  }

  get port(): number {
    return this.#socket.address().port;
  }

  say(address: string, tags = '', args: readonly OscValue[] = []): void {
    this.raw(encodeOsc(address, tags, args));
  }

  raw(bytes: Uint8Array): void {
    this.#socket.send(bytes, this.#to, '127.0.0.1');
  }

  /** Asks for a value. @returns milliseconds to the answer; NaN without one */
  async ask(address: string, limitMs = 2000): Promise<number> {
    this.values.delete(address);
    this.say(address);
    return until(() => this.values.has(address), limitMs, 0);
  }

  /** Be told the faders of these channels in the turn of each change: rate 0 is no limit. Resolves when all have come once. */
  followFaders(channels: number): Promise<void> {
    return this.follow(`ch/1..${channels}/fader`, `/ch/${channels}/fader`);
  }

  /** Be told a pattern in the turn of each change. @param last address that comes when all have come once */
  async follow(pattern: string, last: string): Promise<void> {
    this.say('/subscribe', 'sf', [pattern, 0]);
    if (Number.isNaN(await until(() => this.values.has(last)))) throw new Error(`no value of ${last} came after /subscribe ${pattern}`);
  }

  close(): void {
    this.#socket.close();
  }
}
