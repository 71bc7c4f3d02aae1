import { createSocket, type Socket } from 'node:dgram';

const HOST = '127.0.0.1';
const bound = (): Promise<Socket> => {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 });
  return new Promise((resolve) => void socket.bind(0, HOST, () => resolve(socket)));
};

/** The way between a daemon and its console, which can be cut in both directions. */
export class UdpRelay {
  isCut = false;
  /** Called with each datagram to the console before it goes on, which it does not when this cuts the way. */
  toConsole: (bytes: Buffer) => void = () => {};
  readonly #near: Socket;
  readonly #far: Socket;
  #caller: number | undefined;

  private constructor(near: Socket, far: Socket, consolePort: number) {
    this.#near = near;
    this.#far = far;
    near.on('message', (bytes, from) => {
      this.#caller = from.port;
      if (!this.isCut) this.toConsole(bytes);
      if (!this.isCut) far.send(bytes, consolePort, HOST);
    });
    far.on('message', (bytes) => {
      if (!this.isCut && this.#caller !== undefined) near.send(bytes, this.#caller, HOST);
    });
  }

  static async open(consolePort: number): Promise<UdpRelay> {
    return new UdpRelay(await bound(), await bound(), consolePort);
  }

  /** Where the daemon finds the console. */
  get port(): number {
    return this.#near.address().port;
  }

  close(): void {
    this.#near.close();
    this.#far.close();
  }
}
