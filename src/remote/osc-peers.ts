import type { Role } from '../desk/actor.ts';

/** Somebody the OSC door hears besides this machine, from the configuration. */
export interface OscPeer {
  readonly address: string;
  /** Port it sends from; any when left out. */
  readonly port?: number;
  /** Port it listens on; the one it sent from when left out. */
  readonly replyPort?: number;
  readonly name?: string;
  readonly role?: Role;
  /** Address patterns may write. Off: one packet from the network could move every parameter. */
  readonly wildcards?: boolean;
  /** What it is told without asking, for layouts that cannot send `/subscribe`. Needs `port` or `replyPort`. */
  readonly subscribe?: readonly string[];
  readonly rateHz?: number;
}

/** Other end of a packet: what an answer goes to. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

const LOOPBACK = /^(127\.|::1$)/;
const LOCAL: Omit<OscPeer, 'address'> = { role: 'mixer' };

/**
 * Who a packet is from: a configured peer, the one with the port before the one without; else this machine itself; else a
 * stranger, whom the door does not hear.
 * @param port undefined for TCP, where the port a client sends from means nothing
 */
export function peerAt(peers: readonly OscPeer[], address: string, port?: number): OscPeer | undefined {
  const here = peers.filter((peer) => peer.address === address);
  const known =
    here.find((peer) => peer.port !== undefined && peer.port === port) ??
    here.find((peer) => peer.port === undefined || port === undefined);
  if (known) return known;
  return LOOPBACK.test(address) ? { ...LOCAL, address } : undefined;
}

/** Where answers to a packet go. */
export const replyTo = (peer: OscPeer, from: Endpoint): Endpoint => ({ address: from.address, port: peer.replyPort ?? from.port });

export const nameOf = ({ address, port }: Endpoint): string => (address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`);
