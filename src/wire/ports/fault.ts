/** Why a port could not be opened, or stopped working: a value, so that the rest of the house goes on. */
export interface PortFault {
  readonly kind: 'fault';
  /** The system's own code: EADDRINUSE. */
  readonly code: string;
  /** In plain words: `port 8481 is in use`. */
  readonly reason: string;
}

/** Where a port is bound, or who is at the other end. */
export interface Endpoint {
  /** Without the `::ffff:` that an IPv6 socket puts before IPv4 addresses. */
  readonly address: string;
  readonly port: number;
}

export const isFault = (value: unknown): value is PortFault =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'fault';

const PLAIN: Readonly<Record<string, (where: Endpoint) => string>> = {
  EADDRINUSE: ({ port }) => `port ${port} is in use`,
  EADDRNOTAVAIL: ({ address }) => `${address} is not an address of this machine`,
  EACCES: ({ port }) => `port ${port} needs rights that this user does not have`,
  ECONNREFUSED: ({ address, port }) => `nothing listens at ${address}:${port}`,
  ECONNRESET: ({ address, port }) => `${address}:${port} closed the connection`,
  EPIPE: ({ address, port }) => `${address}:${port} closed the connection`,
  ETIMEDOUT: ({ address, port }) => `${address}:${port} does not answer`,
  EHOSTUNREACH: ({ address }) => `no way to ${address}`,
  ENETUNREACH: ({ address }) => `no network to ${address}`,
  ENOTFOUND: ({ address }) => `no machine is named ${address}`,
  EAI_AGAIN: ({ address }) => `the name ${address} cannot be looked up now`,
  EMFILE: () => 'too many open files and sockets',
};

/** The system's error in plain words. */
export function portFault(error: unknown, where: Endpoint): PortFault {
  const known = error instanceof Error ? error : new Error(String(error));
  const code = 'code' in known && typeof known.code === 'string' ? known.code : 'UNKNOWN';
  return { kind: 'fault', code, reason: PLAIN[code]?.(where) ?? known.message };
}

/** `::ffff:127.0.0.1` and `127.0.0.1` are one machine. */
export const plainAddress = (address: string): string => (address.startsWith('::ffff:') ? address.slice(7) : address);

const LOOPBACK = /^(127\.|::1$)/;

/** True for addresses that only this machine can have. */
export const isLoopback = (address: string): boolean => LOOPBACK.test(address);
