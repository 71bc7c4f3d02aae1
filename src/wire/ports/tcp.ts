import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { type Endpoint, type PortFault, plainAddress, portFault } from './fault.ts';

/** Longest queue towards one peer: one that does not read is not waited for. */
const MAX_BUFFERED_BYTES = 65_536;

/** One TCP connection, either way. */
export class TcpLink {
  readonly peer: Endpoint;
  /** Writes dropped because the peer did not read. */
  dropped = 0;
  readonly #socket: Socket;
  readonly #maxBufferedBytes: number;
  readonly #closers = new Set<(reason: string) => void>();
  #reason = '';
  #closed = false;

  constructor(socket: Socket, peer: Endpoint, maxBufferedBytes: number = MAX_BUFFERED_BYTES) {
    this.#socket = socket;
    this.#maxBufferedBytes = maxBufferedBytes;
    this.peer = peer;
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 5000);
    socket.on('error', (error) => {
      this.#reason ||= portFault(error, peer).reason;
    });
    socket.on('close', () => {
      this.#closed = true;
      for (const closer of this.#closers) closer(this.#reason || `${peer.address}:${peer.port} closed the connection`);
    });
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Bytes that the system has not taken yet. */
  get bufferedBytes(): number {
    return this.#socket.writableLength;
  }

  /** @returns ends the reading */
  read(reader: (chunk: Uint8Array) => void): () => void {
    this.#socket.on('data', reader);
    return () => this.#socket.off('data', reader);
  }

  /** Called once with the reason, in plain words; for one that is closed already, in this call. */
  onClose(closer: (reason: string) => void): void {
    if (this.#closed) closer(this.#reason);
    else this.#closers.add(closer);
  }

  /** @returns false when the peer does not read: nothing of these bytes is sent, and framing stays whole */
  write(bytes: Uint8Array): boolean {
    if (this.#closed || this.bufferedBytes + bytes.length > this.#maxBufferedBytes) {
      this.dropped += 1;
      return false;
    }
    this.#socket.write(bytes);
    return true;
  }

  /** Ends the connection now; what the system has not taken is lost. */
  close(reason: string): void {
    this.#reason ||= reason;
    this.#socket.destroy();
  }
}

export interface TcpServerOptions {
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Further ones are closed at once. */
  readonly maxConnections?: number;
  readonly onLink: (link: TcpLink) => void;
}

/** An open TCP port. */
export class TcpServer {
  readonly local: Endpoint;
  readonly #server: Server;
  readonly #links = new Set<TcpLink>();

  constructor(server: Server, onLink: (link: TcpLink) => void) {
    this.#server = server;
    const bound = server.address();
    this.local = bound !== null && typeof bound === 'object' ? { address: bound.address, port: bound.port } : { address: '', port: 0 };
    server.on('connection', (socket) => {
      const link = new TcpLink(socket, { address: plainAddress(socket.remoteAddress ?? ''), port: socket.remotePort ?? 0 });
      this.#links.add(link);
      link.onClose(() => this.#links.delete(link));
      onLink(link);
    });
  }

  get connections(): number {
    return this.#links.size;
  }

  /** Ends every connection and gives the port back. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      for (const link of this.#links) link.close('the port was closed');
    });
  }
}

/** Opens a TCP port. One that cannot be opened is a fault with a plain reason, never a throw. */
export function listenTcp({ host = '127.0.0.1', port, maxConnections = 64, onLink }: TcpServerOptions): Promise<TcpServer | PortFault> {
  const server = createServer();
  server.maxConnections = maxConnections;
  return new Promise((resolve) => {
    const fail = (error: Error): void => resolve(portFault(error, { address: host, port }));
    server.once('error', fail);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', fail);
      // Later errors (no more file handles) refuse one connection; the port stays.
      server.on('error', () => {});
      resolve(new TcpServer(server, onLink));
    });
  });
}

/** Calls a TCP port. No answer within `timeoutMs` is a fault like any other. */
export function connectTcp(to: Endpoint, timeoutMs = 2000): Promise<TcpLink | PortFault> {
  const socket = createConnection({ host: to.address, port: to.port });
  return new Promise((resolve) => {
    const fail = (error: Error): void => resolve(portFault(error, to));
    const late = (): void => {
      socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }));
    };
    socket.setTimeout(timeoutMs, late);
    socket.once('error', fail);
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.off('timeout', late);
      socket.off('error', fail);
      resolve(new TcpLink(socket, to));
    });
  });
}
