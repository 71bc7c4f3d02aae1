import { connect, type Socket } from 'node:net';

/** A connection that stays open and says one request after another, each in one write. */
export class HttpClient {
  /** Answers other than 200. */
  refused = 0;
  readonly #socket: Socket;
  readonly #host: string;

  private constructor(socket: Socket, host: string) {
    this.#socket = socket;
    this.#host = host;
    socket.setNoDelay(true);
    socket.on('data', (bytes) => {
      const text = bytes.toString('latin1');
      if (text.startsWith('HTTP/1.1 ') && !text.startsWith('HTTP/1.1 200')) this.refused += 1;
    });
  }

  static open(port: number): Promise<HttpClient> {
    const socket = connect(port, '127.0.0.1');
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.once('connect', () => resolve(new HttpClient(socket, `127.0.0.1:${port}`)));
    });
  }

  post(path: string, body: string): void {
    const head = `POST ${path} HTTP/1.1\r\nhost: ${this.#host}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
    this.#socket.write(head + body);
  }

  close(): void {
    this.#socket.destroy();
  }
}
