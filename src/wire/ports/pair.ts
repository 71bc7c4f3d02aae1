import { isFault, type PortFault } from './fault.ts';
import { listenTcp, type TcpServer, type TcpServerOptions } from './tcp.ts';
import { openUdp, type UdpPort } from './udp.ts';

export interface PortPair {
  readonly udp: UdpPort;
  readonly tcp: TcpServer;
}

const TRIES = 20;

/**
 * UDP and TCP on one port number. With port 0 a number that is free for both is looked for; a given number that is taken
 * for either is a fault, and neither stays open.
 */
export async function openPair(options: TcpServerOptions): Promise<PortPair | PortFault> {
  const host = options.host ?? '127.0.0.1';
  let fault: PortFault | undefined;
  for (let tried = 0; tried < (options.port === 0 ? TRIES : 1); tried++) {
    const udp = await openUdp({ host, port: options.port });
    if (isFault(udp)) return udp;
    const tcp = await listenTcp({ ...options, host, port: udp.local.port });
    if (!isFault(tcp)) return { udp, tcp };
    await udp.close();
    fault = tcp;
  }
  return fault ?? { kind: 'fault', code: 'EADDRINUSE', reason: 'no free port' };
}
