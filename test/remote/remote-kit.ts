import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { DeskOptions } from '../../src/desk/desk.ts';
import { Meters } from '../../src/meters/meters.ts';
import type { RemoteEngine, RemoteHouse, RemoteLimits } from '../../src/remote/house.ts';
import type { ClientMessage } from '../../src/remote/protocol/client.ts';
import { type ServerMessage, serverMessage, type Told } from '../../src/remote/protocol/server.ts';
import { openRemote, type RemoteOptions } from '../../src/remote/remote.ts';
import type { ShowHouse } from '../../src/remote/show.ts';
import { isFault } from '../../src/wire/ports/fault.ts';
import { openHttp } from '../../src/wire/ports/http.ts';
import { deskKit, type Kit, smallLayout } from '../desk/desk-kit.ts';

export const TOKEN = 'a'.repeat(64);
/** Tokens of devices, by their role. */
export const TOKENS = { viewer: 'v'.repeat(43), mixer: 'm'.repeat(43), admin: TOKEN } as const;
export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
/** As a proxy on this machine hands on a request from elsewhere: no longer trusted for its address. */
export const FROM_AFAR = { 'x-forwarded-for': '192.168.1.20' };

/** A desk with a clock that the test moves, behind a real port. Sockets are real, time is not. */
export async function remoteKit(
  options: {
    limits?: Partial<RemoteLimits>;
    desk?: DeskOptions;
    engine?: Partial<RemoteEngine>;
    number?: number;
    /** Puts a show into the house: its verbs are added, its running parts handed to the door. */
    show?: (kit: Kit) => ShowHouse;
  } & Pick<RemoteHouse, 'hands' | 'views'> &
    Partial<Omit<RemoteOptions, 'port' | 'limits'>> = {},
) {
  const kit = deskKit(options.desk);
  const show = options.show?.(kit);
  const meters = new Meters();
  meters.attach('foh', smallLayout());
  const lines: string[] = [];
  const port = await openHttp({ port: options.number ?? 0 });
  if (isFault(port)) throw new Error(port.reason);
  const engine: RemoteEngine = {
    type: 'embedded',
    role: 'foh',
    figures: () => ({ sent: 3, confirmed: 2, resent: 1, unconfirmed: 0, echoes: 0, blocks: 7 }),
    ...options.engine,
  };
  const { limits = {}, desk: _, engine: __, number: ___, show: ____, hands, views, ...access } = options;
  const house = {
    desk: kit.desk,
    verbs: kit.verbs,
    meters,
    clock: kit.clock,
    engines: () => [engine],
    status: () => ({ version: '0.0.0-test', show: '/show', missing: ['no sound device'] }),
    say: (line: string) => void lines.push(line),
    ...(hands ? { hands } : {}),
    ...(show ? { show } : {}),
    ...(views ? { views } : {}),
  };
  const credential = (token: string) => {
    const role = (['viewer', 'mixer'] as const).find((known) => TOKENS[known] === token);
    return role && { role, name: `${role} tablet` };
  };
  const remote = await openRemote(house, { port, token: TOKEN, credential, limits, ...access });
  const clients: Client[] = [];
  return {
    ...kit,
    meters,
    lines,
    port,
    remote,
    /** A client that is connected and has been greeted. */
    async client(headers: Record<string, string> = {}) {
      const client = new Client(remote.url, headers);
      clients.push(client);
      await client.next('hello');
      return client;
    },
    http: (path: string, init: RequestInit = {}) => fetch(`${remote.url}${path}`, init),
    async json(path: string, method = 'GET', body?: unknown, headers: Record<string, string> = {}) {
      const init = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } };
      const answer = await fetch(`${remote.url}${path}`, { method, headers, ...init });
      const text = await answer.text();
      // Cast: the shape is what the test looks at.
      return { status: answer.status, headers: answer.headers, body: (text === '' ? undefined : JSON.parse(text)) as never };
    },
    async stop() {
      for (const client of clients) client.ws.terminate();
      await remote.stop();
    },
  };
}
export type RemoteKit = Awaited<ReturnType<typeof remoteKit>>;

/** A WebSocket client that keeps all it was told, and checks every message against the protocol. */
export class Client {
  readonly ws: WebSocket;
  readonly told: ServerMessage[] = [];
  readonly frames: Buffer[] = [];
  closed: number | undefined;
  readonly #waiting = new Set<() => void>();
  #ref = 0;

  constructor(url: string, headers: Record<string, string> = {}) {
    this.ws = new WebSocket(`${url.replace('http', 'ws')}/ws`, { headers });
    this.ws.on('message', (bytes: Buffer, isBinary: boolean) => {
      if (isBinary) this.frames.push(bytes);
      else this.told.push(serverMessage.parse(JSON.parse(bytes.toString())));
      this.#wake();
    });
    this.ws.on('error', () => this.#wake());
    this.ws.on('close', (code) => {
      this.closed = code;
      this.#wake();
    });
  }

  say(message: ClientMessage): void {
    this.ws.send(JSON.stringify(message));
  }

  /** Waits until something holds. */
  async until<T>(what: () => T | undefined | false): Promise<T> {
    for (;;) {
      const found = what();
      if (found !== undefined && found !== false) return found;
      if (this.closed !== undefined) throw new Error(`closed with ${this.closed}; told ${JSON.stringify(this.told.slice(-3))}`);
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** The next message of a kind that was not looked at yet; those before it are dropped. */
  async next<T extends ServerMessage['t']>(kind: T): Promise<Told<T>> {
    const at = await this.until(() => {
      const place = this.told.findIndex((message) => message.t === kind);
      return place < 0 ? undefined : place + 1;
    });
    // Cast: found by its kind.
    return this.told.splice(0, at).at(-1) as Told<T>;
  }

  /** Says something and waits for the answer to it; what was told before stays. */
  async ask(message: ClientMessage): Promise<ServerMessage> {
    const ref = ++this.#ref;
    this.say({ ...message, ref } as ClientMessage);
    return this.until(() => this.told.find((told) => 'ref' in told && told.ref === ref));
  }

  async code(): Promise<number> {
    if (this.closed === undefined) await once(this.ws, 'close');
    return this.closed ?? 0;
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }
}
