import { createSocket, type Socket } from 'node:dgram';
import { lookup as ask, type LookupOptions } from 'node:dns';
import { isIP, isIPv6 } from 'node:net';
import { type Endpoint, type PortFault, plainAddress, portFault } from './fault.ts';

export interface UdpOptions {
  /** Address to bind; loopback unless somebody says otherwise. */
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
  /**
   * Receive buffer asked of the system. 5,000 datagrams in one burst fit into 4 MiB; of the default 212,992 bytes only 256 survive.
   * The system may give less (net.core.rmem_max); `recvBufferBytes` of the port says what it gave.
   */
  readonly recvBufferBytes?: number;
}

/** Called for each datagram. The bytes belong to the reader; `from` is where an answer goes unless a configuration knows better. */
export type UdpReader = (bytes: Uint8Array, from: Endpoint) => void;

/** Opens a UDP port. A port that cannot be opened is a fault with a plain reason, never a throw. */
export function openUdp(options: UdpOptions): Promise<UdpPort | PortFault> {
  const host = options.host ?? '127.0.0.1';
  const socket = createSocket({ type: isIPv6(host) ? 'udp6' : 'udp4', lookup, recvBufferSize: options.recvBufferBytes ?? 4 * 1024 * 1024 });
  return new Promise((resolve) => {
    const fail = (error: Error): void => {
      socket.close();
      resolve(portFault(error, { address: host, port: options.port }));
    };
    socket.once('error', fail);
    socket.bind(options.port, host, () => {
      socket.off('error', fail);
      resolve(new UdpPort(socket));
    });
  });
}

type Found = (error: NodeJS.ErrnoException | null, address: string, family: number) => void;

/**
 * An address that is one already is found at once. Node's own look-up answers after the turn is over, and the datagram of a fader
 * would leave behind everything else that the turn still has to do.
 */
function lookup(name: string, options: LookupOptions, found: Found): void {
  const family = isIP(name);
  if (family !== 0) found(null, name, family);
  else ask(name, { ...options, all: false }, found);
}

/** One open UDP socket, which any number of readers may listen to. */
export class UdpPort {
  /** Datagrams since the port was opened. */
  readonly counts = { received: 0, sent: 0, sendErrors: 0 };
  readonly local: Endpoint;
  /** What the system gave; 0 when it does not say. */
  readonly recvBufferBytes: number;
  readonly #socket: Socket;
  readonly #readers = new Set<UdpReader>();
  readonly #watchers = new Set<(fault: PortFault) => void>();
  #fault: PortFault | undefined;
  #open = true;

  constructor(socket: Socket) {
    this.#socket = socket;
    const { address, port } = socket.address();
    this.local = { address, port };
    this.recvBufferBytes = socket.getRecvBufferSize();
    socket.on('message', (bytes, from) => {
      this.counts.received += 1;
      const peer = { address: plainAddress(from.address), port: from.port };
      for (const reader of this.#readers) reader(bytes, peer);
    });
    socket.on('error', (error) => this.#fail(portFault(error, this.local)));
  }

  /** Undefined while the port works. */
  get fault(): PortFault | undefined {
    return this.#fault;
  }

  /** @returns ends the reading */
  read(reader: UdpReader): () => void {
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }

  /** Told once, if the port stops working by itself. @returns ends the watching */
  watch(watcher: (fault: PortFault) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Sends one datagram in this turn. What the system refuses is counted: UDP promises nothing. */
  send(bytes: Uint8Array, to: Endpoint): void {
    if (!this.#open) {
      this.counts.sendErrors += 1;
      return;
    }
    this.counts.sent += 1;
    this.#socket.send(bytes, to.port, to.address, (error) => {
      if (error) this.counts.sendErrors += 1;
    });
  }

  close(): Promise<void> {
    this.#readers.clear();
    if (!this.#open) return Promise.resolve();
    this.#open = false;
    return new Promise((resolve) => {
      this.#socket.close(() => resolve());
    });
  }

  #fail(fault: PortFault): void {
    this.#fault = fault;
    void this.close();
    for (const watcher of this.#watchers) watcher(fault);
  }
}
