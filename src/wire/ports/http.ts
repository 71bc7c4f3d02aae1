import { createServer, type RequestListener, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Endpoint, type PortFault, portFault } from './fault.ts';

export interface HttpPortOptions {
  /** Address to bind; loopback unless somebody says otherwise. */
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
}

/** Time for a whole head and for a whole request: a handshake that stops half way is closed (ms). */
const HEAD_MS = 5000;
const REQUEST_MS = 15_000;
const MAX_CONNECTIONS = 2000;

/** An open HTTP port. Until somebody serves it, requests wait. */
export class HttpPort {
  readonly local: Endpoint;
  readonly server: Server;
  readonly #sockets = new Set<Duplex>();

  constructor(server: Server) {
    this.server = server;
    const bound = server.address();
    this.local = bound !== null && typeof bound === 'object' ? { address: bound.address, port: bound.port } : { address: '', port: 0 };
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  /** @returns ends the serving */
  serve(request: RequestListener, upgrade: (request: Parameters<RequestListener>[0], socket: Duplex, head: Buffer) => void): () => void {
    this.server.on('request', request);
    this.server.on('upgrade', upgrade);
    return () => {
      this.server.off('request', request);
      this.server.off('upgrade', upgrade);
    };
  }

  get connections(): number {
    return this.#sockets.size;
  }

  /** Ends every connection and gives the port back. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      // What was just answered, a close frame too, still goes out.
      for (const socket of this.#sockets) socket.end(() => socket.destroy());
    });
  }
}

/** Opens an HTTP port. One that cannot be opened is a fault with a plain reason, never a throw. */
export function openHttp({ host = '127.0.0.1', port }: HttpPortOptions): Promise<HttpPort | PortFault> {
  const server = createServer({
    headersTimeout: HEAD_MS,
    requestTimeout: REQUEST_MS,
    connectionsCheckingInterval: 1000,
    keepAliveTimeout: 5000,
    noDelay: true,
  });
  server.maxConnections = MAX_CONNECTIONS;
  return new Promise((resolve) => {
    const fail = (error: Error): void => resolve(portFault(error, { address: host, port }));
    server.once('error', fail);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', fail);
      // Later errors (no more file handles) refuse one connection; the port stays.
      server.on('error', () => {});
      resolve(new HttpPort(server));
    });
  });
}
