import WebSocket from 'ws';
import { Helper } from './helper.ts';
import { OscClient } from './osc-client.ts';

const RELAY = new URL('../relay-process.ts', import.meta.url);

/** The floor of control: a relay process with a WebSocket into it and an OSC client behind it. */
export class Relay {
  readonly osc: OscClient;
  readonly #socket: WebSocket;
  readonly #helper: Helper<object, { port: number }>;

  private constructor(osc: OscClient, socket: WebSocket, helper: Helper<object, { port: number }>) {
    this.osc = osc;
    this.#socket = socket;
    this.#helper = helper;
  }

  static async start(): Promise<Relay> {
    const osc = await OscClient.open(0);
    const { helper, ready } = await Helper.start<object, { port: number }>(RELAY, [String(osc.port)]);
    const socket = new WebSocket(`ws://127.0.0.1:${ready.port}`, { perMessageDeflate: false });
    await new Promise((resolve) => socket.once('open', resolve));
    return new Relay(osc, socket, helper);
  }

  /** Says what a desk client says. */
  send(text: string): void {
    this.#socket.send(text);
  }

  set(path: string, value: number): void {
    this.send(`{"t":"set","path":"${path}","value":${value}}`);
  }

  end(): void {
    this.#socket.terminate();
    this.#helper.end();
    this.osc.close();
  }
}
