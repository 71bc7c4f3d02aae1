import { isLoopback } from '../remote/addresses.ts';
import type { Settings } from '../show/config-file.ts';

/** What a person may say on the command line or in the environment; the former goes before the latter, and both before the file. */
export interface Wishes {
  readonly host?: string;
  readonly port?: string;
  readonly oscPort?: string;
  readonly audio?: string;
  /** Tablets of the network are served, and paired. */
  readonly lan?: boolean;
}

export interface StartOptions extends Wishes {
  /** Of this package. */
  readonly version: string;
  readonly show?: string;
  readonly json?: boolean;
  readonly printSchema?: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

const OUTPUTS = ['auto', 'jack', 'pulse', 'alsa', 'file', 'none', 'off'] as const;
/** All addresses of this machine, by IPv4: what a venue's network speaks. */
const EVERYWHERE = '0.0.0.0';

/** The settings of the file with those of the environment and the command line over them, or what is wrong with one of these. */
export function withWishes(settings: Settings, flags: Wishes, environment: Environment): Settings | { readonly wrong: string } {
  const host = flags.host ?? environment.DESKBRIDGE_HOST;
  const port = portOf(flags.port, '--port') ?? portOf(environment.DESKBRIDGE_PORT, 'DESKBRIDGE_PORT');
  const oscPort = portOf(flags.oscPort, '--osc-port') ?? portOf(environment.DESKBRIDGE_OSC_PORT, 'DESKBRIDGE_OSC_PORT');
  const output = OUTPUTS.find((name) => name === flags.audio);
  if (typeof port === 'string') return { wrong: port };
  if (typeof oscPort === 'string') return { wrong: oscPort };
  if (flags.audio !== undefined && !output) return { wrong: `--audio: "${flags.audio}" is none of ${OUTPUTS.join(', ')}` };
  const { http, osc } = settings.doors;
  const heard = host ?? http.host;
  if (flags.lan && isLoopback(heard) && host !== undefined) return { wrong: `--lan: ${host} is this machine only` };
  // OSC has no credential: it goes to the network only for peers that are named.
  const oscHost = host !== undefined && (isLoopback(host) || osc.peers.length > 0) ? { host } : {};
  return {
    ...settings,
    doors: {
      http: { ...http, host: flags.lan && isLoopback(heard) ? EVERYWHERE : heard, ...(port === undefined ? {} : { port }) },
      osc: { ...osc, ...oscHost, ...(oscPort === undefined ? {} : { port: oscPort }) },
    },
    audio: output ? { ...settings.audio, output } : settings.audio,
  };
}

/** @returns the port, nothing when it is not given, or what is wrong with it */
function portOf(text: string | undefined, name: string): number | string | undefined {
  if (text === undefined || text === '') return undefined;
  const port = Number(text);
  return Number.isInteger(port) && port >= 0 && port <= 65_535 ? port : `${name}: "${text}" is not a port, 0..65535`;
}

/**
 * Why the doors may not be opened as they are set. The page and the API move faders: whoever reaches them has the desk.
 * @param isKeyed a PIN is shown, or devices have their tokens: nobody else gets in
 */
export function exposed({ doors: { http, osc } }: Settings, isKeyed: boolean): string | undefined {
  if (!isLoopback(http.host) && !isKeyed) {
    return (
      `doors/http/host ${http.host} would give the desk to everybody on that network: no device is paired with this show yet. ` +
      'Start it with a PIN for devices: deskbridge start --lan'
    );
  }
  if (!isLoopback(osc.host) && osc.peers.length === 0) {
    return `doors/osc/host ${osc.host} is open to the network, and no peers are named: nobody would be heard. Name them under doors/osc/peers`;
  }
  return undefined;
}
