import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
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
/** Time for last words when the port is closed (ms). */
const FAREWELL_MS = 300;

type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** An open HTTP port. Until somebody serves it, requests wait; as many as there may be connections. */
export class HttpPort {
  readonly local: Endpoint;
  readonly server: Server;
  readonly #sockets = new Set<Duplex>();
  readonly #early: { requests: Parameters<RequestListener>[]; upgrades: Parameters<UpgradeListener>[] } = { requests: [], upgrades: [] };
  readonly #keepRequest: RequestListener = (...request) => void this.#early.requests.push(request);
  readonly #keepUpgrade: UpgradeListener = (...upgrade) => void this.#early.upgrades.push(upgrade);

  constructor(server: Server) {
    this.server = server;
    const bound = server.address();
    this.local = bound !== null && typeof bound === 'object' ? { address: bound.address, port: bound.port } : { address: '', port: 0 };
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    server.on('request', this.#keepRequest);
    server.on('upgrade', this.#keepUpgrade);
  }

  /** From now on requests are answered; those that waited first. @returns ends the serving */
  serve(request: RequestListener, upgrade: UpgradeListener): () => void {
    this.server.off('request', this.#keepRequest).on('request', request);
    this.server.off('upgrade', this.#keepUpgrade).on('upgrade', upgrade);
    for (const early of this.#early.requests.splice(0)) request(...early);
    for (const early of this.#early.upgrades.splice(0)) upgrade(...early);
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
      // Who does not read does not keep the daemon from ending.
      const late = setTimeout(() => {
        for (const socket of this.#sockets) socket.destroy();
      }, FAREWELL_MS);
      this.server.once('close', () => clearTimeout(late));
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
