import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Endpoint, isLoopback, type PortFault, plainAddress, portFault } from './fault.ts';

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
/** Of one other machine, half a request each included: a browser uses about ten. */
const MAX_OF_ONE = 64;
/** Of all other machines: some stay for this one, whatever the network does. */
const MAX_FROM_AFAR = MAX_CONNECTIONS - 200;
/** Time for last words when the port is closed (ms). */
const FAREWELL_MS = 300;

type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** An open HTTP port. Until somebody serves it, requests wait; as many as there may be connections. */
export class HttpPort {
  readonly local: Endpoint;
  readonly server: Server;
  readonly #sockets = new Set<Duplex>();
  readonly #crowd = new Crowd();
  readonly #early: { requests: Parameters<RequestListener>[]; upgrades: Parameters<UpgradeListener>[] } = { requests: [], upgrades: [] };
  readonly #keepRequest: RequestListener = (...request) => void this.#early.requests.push(request);
  readonly #keepUpgrade: UpgradeListener = (...upgrade) => void this.#early.upgrades.push(upgrade);

  constructor(server: Server) {
    this.server = server;
    const bound = server.address();
    this.local = bound !== null && typeof bound === 'object' ? { address: bound.address, port: bound.port } : { address: '', port: 0 };
    server.on('connection', (socket) => {
      if (!this.#crowd.take(socket)) {
        socket.destroy();
        return;
      }
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

/** Of a connection: whose it is, and when it is over. */
interface Guest {
  readonly remoteAddress?: string | undefined;
  once(event: 'close', ended: () => void): unknown;
}

/** Connections of other machines. One of them that opens all it can keeps nobody else out. */
export class Crowd {
  readonly #of = new Map<string, number>();
  #inAll = 0;

  /** @returns false when there are too many; else it counts until the socket closes */
  take(socket: Guest): boolean {
    const { remoteAddress: address = '' } = socket;
    if (isLoopback(plainAddress(address))) return true;
    const here = this.#of.get(address) ?? 0;
    if (here >= MAX_OF_ONE || this.#inAll >= MAX_FROM_AFAR) return false;
    this.#of.set(address, here + 1);
    this.#inAll += 1;
    socket.once('close', () => {
      this.#inAll -= 1;
      const left = (this.#of.get(address) ?? 1) - 1;
      if (left > 0) this.#of.set(address, left);
      else this.#of.delete(address);
    });
    return true;
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
