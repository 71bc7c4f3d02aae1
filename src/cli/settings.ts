import type { Settings } from '../show/config-file.ts';

/** What a person may say on the command line or in the environment; the former goes before the latter, and both before the file. */
export interface Wishes {
  readonly host?: string;
  readonly port?: string;
  readonly oscPort?: string;
  readonly audio?: string;
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
const LOOPBACK = /^(?:127(?:\.\d+){3}|::1|localhost)$/;

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
  return {
    ...settings,
    doors: {
      http: { ...http, ...(host === undefined ? {} : { host }), ...(port === undefined ? {} : { port }) },
      osc: { ...osc, ...(host === undefined ? {} : { host }), ...(oscPort === undefined ? {} : { port: oscPort }) },
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

/** Why the doors may not be opened as they are set. The page and the API move faders: whoever reaches them has the desk. */
export function exposed({ doors: { http, osc } }: Settings): string | undefined {
  if (!LOOPBACK.test(http.host)) {
    return (
      `doors/http/host ${http.host} would give the desk to everybody on that network: devices cannot be paired with a credential yet, ` +
      'so only this machine is served (127.0.0.1, ::1, localhost). An SSH tunnel reaches it from elsewhere: ssh -L 8480:127.0.0.1:8480 HOST'
    );
  }
  if (!LOOPBACK.test(osc.host) && osc.peers.length === 0) {
    return `doors/osc/host ${osc.host} is open to the network, and no peers are named: nobody would be heard. Name them under doors/osc/peers`;
  }
  return undefined;
}
