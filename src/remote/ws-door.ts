import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import type { Caller, Credential } from './access.ts';
import type { RemoteActor } from './actors.ts';
import { cleanName } from './actors.ts';
import { callerOf } from './caller.ts';
import { hear } from './hear.ts';
import { Outlet } from './outlet.ts';
import type { Goodbye } from './protocol.ts';
import { Session } from './session.ts';
import type { Shared } from './shared.ts';

/** Small enough that a client cannot make the daemon keep thousands of pieces. */
const MAX_FRAGMENTS = 256;
const MAX_CHUNKS = 1024;
/** A closed client that does not read its last bytes is dropped after this (ms). */
const CLOSE_MS = 2000;
const LINE_MS = 1000;
/** Looks come each second; after a longer gap the silence was ours (ms). */
const AWAY_MS = 3000;

/** A message as it came. */
interface Said {
  readonly bytes: Buffer;
  readonly isBinary: boolean;
}

/** The WebSocket door: who is let in, who is still there, and who has to go. */
export class WsDoor {
  readonly sessions = new Set<Session>();
  readonly #shared: Shared;
  readonly #server: WebSocketServer;
  readonly #sockets = new Map<Session, WebSocket>();
  #count = 0;
  #checkedMs: number;
  #saidMs = Number.NEGATIVE_INFINITY;

  constructor(shared: Shared) {
    this.#shared = shared;
    this.#checkedMs = shared.house.clock.nowMs();
    // The library's types do not name `closeTimeout` yet.
    const options: ServerOptions & { readonly closeTimeout: number } = {
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: shared.limits.payloadBytes,
      maxFragments: MAX_FRAGMENTS,
      maxBufferedChunks: MAX_CHUNKS,
      closeTimeout: CLOSE_MS,
    };
    this.#server = new WebSocketServer(options);
  }

  /** A request to become a WebSocket. Refused with an HTTP status before anything is spent on it. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Without a listener a reset during the handshake would end the daemon.
    socket.on('error', () => {});
    this.#shared.slices.do(() => this.#letIn(request, socket, head));
  }

  #letIn(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const caller = callerOf(request);
    const credential = this.#shared.access.credentialOf(caller);
    const status = this.#whyNot(request, caller, credential);
    if (status !== undefined) {
      this.#shared.counts.turnedAway += 1;
      // Nothing else watches this socket any more: a peer that keeps its side open must not keep ours.
      socket.once('finish', () => socket.destroy());
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    // The answer, the first question and the greeting go in one write.
    socket.cork();
    this.#server.handleUpgrade(request, socket, head, (ws) => {
      const origin = `ws ${caller.address}`;
      const actor: RemoteActor = {
        id: `ws ${++this.#count}`,
        kind: 'tablet',
        name: cleanName(credential?.name ?? '', origin),
        origin,
        role: credential?.role ?? 'viewer',
      };
      this.#serve(ws, socket, actor, caller.address, credential);
    });
    socket.uncork();
  }

  /** @returns the HTTP status of a refusal */
  #whyNot(request: IncomingMessage, caller: Caller, credential: Credential | undefined): string | undefined {
    const { access, limits } = this.#shared;
    if (!access.hostAllowed(caller) || !access.originAllowed(caller)) return '403 Forbidden';
    if ((request.url ?? '').split('?', 1)[0] !== '/ws') return '404 Not Found';
    if (caller.authorization !== undefined && !credential) return '401 Unauthorized';
    if (this.sessions.size >= limits.sockets) return '503 Service Unavailable';
    if (!access.isLocal(caller) && this.#from(caller.address) >= limits.perAddress) return '429 Too Many Requests';
    return undefined;
  }

  /** Asks all clients for a sign of life, each at its own rate. */
  probe(nowMs: number): void {
    for (const session of this.sessions) session.outlet.ping(nowMs, session.probeMs);
  }

  /** Looks after all clients: tells what they missed, and ends those that are gone, stuck, or show no credential. */
  check(nowMs: number): void {
    const { goneMs, authMs } = this.#shared.limits;
    const wasAway = nowMs - this.#checkedMs > AWAY_MS;
    this.#checkedMs = nowMs;
    for (const [session, ws] of this.#sockets) {
      session.catchUp();
      // It is us who did not listen (the machine slept, the process was stopped): they get their time again.
      if (wasAway) session.excuse(nowMs);
      if (nowMs - session.heardMs >= goneMs) this.#gone(session, ws);
      else if (session.outlet.isStuck(nowMs)) this.#goodbye(session, ws, { code: 4408, reason: 'too slow: what waits has not been read' });
      else if (session.role === undefined && nowMs - session.sinceMs >= authMs)
        this.#goodbye(session, ws, { code: 4401, reason: 'no credential was shown' });
    }
  }

  /** Ends what a device has open: its token was taken back. */
  revoke(device: string): void {
    for (const [session, ws] of this.#sockets)
      if (session.device === device) this.#goodbye(session, ws, { code: 4401, reason: 'this device was revoked at the desk' });
  }

  /** Ends all connections. */
  stop(): void {
    for (const [session, ws] of this.#sockets) this.#goodbye(session, ws, { code: 1001, reason: 'the daemon ends' });
    this.#server.close();
  }

  #from(address: string): number {
    let count = 0;
    for (const session of this.sessions) if (session.address === address) count++;
    return count;
  }

  #serve(ws: WebSocket, socket: Duplex, actor: RemoteActor, address: string, credential: Credential | undefined): void {
    const { counts, limits, house } = this.#shared;
    counts.accepted += 1;
    // What came in the same piece as the message that filled the way out; no more follows while the socket is paused.
    const inbox: Said[] = [];
    const take = (said: Said): void => {
      const goodbye = this.#hear(session, said);
      if (goodbye) this.#goodbye(session, ws, goodbye);
    };
    const drained = (): void => {
      while (!outlet.isPaused) {
        const said = inbox.shift();
        if (!said) break;
        take(said);
      }
      session.catchUp();
    };
    const outlet: Outlet = new Outlet(ws, socket, limits, counts, () => house.clock.nowMs(), drained);
    const session: Session = new Session(this.#shared, actor, address, credential?.role, outlet);
    session.device = credential?.device;
    this.sessions.add(session);
    this.#sockets.set(session, ws);
    const alive = (): void => {
      session.heardMs = house.clock.nowMs();
    };
    ws.on('pong', alive);
    ws.on('ping', alive);
    // Faults of the framing (size, mask, UTF-8) are answered by the library with their close code.
    ws.on('error', () => {
      counts.misread += 1;
    });
    ws.on('close', () => this.#forget(session));
    ws.on('message', (bytes: Buffer, isBinary: boolean) => {
      alive();
      if (outlet.isPaused || inbox.length > 0) inbox.push({ bytes, isBinary });
      else take({ bytes, isBinary });
    });
    outlet.begin(house.clock.nowMs());
    session.tell(this.#shared.helloOf(actor, credential?.role));
  }

  /** A fault of ours must not end the show for everybody else. */
  #hear(session: Session, { bytes, isBinary }: Said): Goodbye | undefined {
    if (session.isEnded) return undefined;
    try {
      return isBinary ? session.surface.hear(bytes) : hear(session, bytes.toString());
    } catch (error) {
      this.#shared.counts.faults += 1;
      this.#complain(`fault while hearing ${session.actor.name}: ${error instanceof Error ? error.message : String(error)}`);
      return { code: 1011, reason: 'a fault of the daemon' };
    }
  }

  #gone(session: Session, ws: WebSocket): void {
    this.#shared.counts.gone += 1;
    this.#complain(`${session.actor.name} (${session.actor.origin}) has not been heard and is let go`);
    ws.terminate();
    this.#forget(session);
  }

  #goodbye(session: Session, ws: WebSocket, { code, reason }: Goodbye): void {
    if (code === 4408) this.#shared.counts.closedSlow += 1;
    ws.close(code, reason);
    this.#forget(session);
  }

  #forget(session: Session): void {
    session.end();
    this.sessions.delete(session);
    this.#sockets.delete(session);
  }

  /** One line a second at most. */
  #complain(line: string): void {
    const nowMs = this.#shared.house.clock.nowMs();
    if (nowMs - this.#saidMs < LINE_MS) return;
    this.#saidMs = nowMs;
    this.#shared.house.say(`ws: ${line}`);
  }
}
