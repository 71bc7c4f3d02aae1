import type { DeviceStore } from './remote/devices.ts';
import type { RemoteHouse, RemoteLimits } from './remote/house.ts';
import { OscDoor } from './remote/osc.ts';
import type { OscPeer } from './remote/osc-peers.ts';
import type { OscHouse } from './remote/osc-session.ts';
import type { Remote } from './remote/remote.ts';
import type { Settings } from './show/config-file.ts';
import { isFault, type PortFault } from './wire/ports/fault.ts';
import { openHttp } from './wire/ports/http.ts';
import { openPair } from './wire/ports/pair.ts';
import { openUdp } from './wire/ports/udp.ts';

type OscSettings = Settings['doors']['osc'];
type HttpSettings = Settings['doors']['http'];

/** An open OSC door: the port number it got, and how it changes and ends. */
export interface OpenedOsc {
  readonly port: number;
  readonly door: OscDoor;
  peers(settings: OscSettings): void;
  stop(): Promise<void>;
}

/** Opens the ports of the OSC door and serves them. */
export async function openOsc(house: OscHouse, settings: OscSettings, say: (line: string) => void): Promise<OpenedOsc | PortFault> {
  const { host, port, tcp } = settings;
  const door = new OscDoor({ ...house, peers: settings.peers.map(oscPeer), say });
  const links = tcp ? await openPair({ host, port, onLink: (link) => door.serveStream(link) }) : await openUdp({ host, port });
  if (isFault(links)) {
    door.stop();
    return { ...links, reason: `OSC: ${links.reason}` };
  }
  const udp = 'udp' in links ? links.udp : links;
  door.serveUdp(udp);
  return {
    port: udp.local.port,
    door,
    peers: (next) => door.setPeers(next.peers.map(oscPeer)),
    async stop() {
      door.stop();
      await Promise.all([udp.close(), 'udp' in links ? links.tcp.close() : undefined]);
    },
  };
}

const oscPeer = ({ name, address, port, reply, subscribe, rate, wildcards }: OscSettings['peers'][number]): OscPeer => ({
  address,
  ...(name === undefined ? {} : { name }),
  ...(port === undefined ? {} : { port }),
  ...(reply === undefined ? {} : { replyPort: reply }),
  ...(subscribe === undefined ? {} : { subscribe }),
  ...(rate === undefined ? {} : { rateHz: rate }),
  ...(wildcards === undefined ? {} : { wildcards }),
});

/** Who is let in at the HTTP door. */
interface Keys {
  /** Opens the door to local commands. */
  readonly token: string;
  readonly devices?: DeviceStore;
  readonly lan?: boolean;
}

/** Opens the port of the page, the API and the WebSocket, and serves it. */
export async function openHttpDoor(house: RemoteHouse, settings: HttpSettings, keys: Keys): Promise<Remote | PortFault> {
  const port = await openHttp({ host: settings.host, port: settings.port });
  if (isFault(port)) return { ...port, reason: `HTTP: ${port.reason}` };
  // Loaded here, because it takes longer than all before: what waits at the OSC door is answered first, and a request that comes
  // meanwhile waits in its port.
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  const { openRemote } = await import('./remote/remote.ts');
  const { token, devices, lan = false } = keys;
  return openRemote(house, { port, token, lan, hosts: settings.names, limits: limitsOf(settings), ...(devices ? { devices } : {}) });
}

/** What the door keeps its clients to. */
export const limitsOf = ({ sockets, rate, 'per-address': perAddress }: HttpSettings): Partial<RemoteLimits> => ({
  sockets,
  perAddress,
  messagesPerS: rate,
});
