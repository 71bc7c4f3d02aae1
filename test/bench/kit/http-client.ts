import { connect, type Socket } from 'node:net';

/** A connection that stays open and says one request after another, each in one write. A server that closes it when it is idle finds a new one. */
export class HttpClient {
  /** Answers other than 200. */
  refused = 0;
  readonly #port: number;
  #socket: Socket;
  #isOver = false;

  private constructor(port: number, socket: Socket) {
    this.#port = port;
    this.#socket = socket;
    this.#use(socket);
  }

  static open(port: number): Promise<HttpClient> {
    const socket = connect(port, '127.0.0.1');
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.once('connect', () => resolve(new HttpClient(port, socket)));
    });
  }

  post(path: string, body: string): void {
    const head = `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${this.#port}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
    this.#socket.write(head + body);
  }

  close(): void {
    this.#isOver = true;
    this.#socket.destroy();
  }

  #use(socket: Socket): void {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      const text = bytes.toString('latin1');
      if (text.startsWith('HTTP/1.1 ') && !text.startsWith('HTTP/1.1 200')) this.refused += 1;
    });
    socket.once('close', () => {
      if (!this.#isOver) this.#use(connect(this.#port, '127.0.0.1'));
    });
  }
}
