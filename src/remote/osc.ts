import { decodeOsc } from '../wire/formats/osc.ts';
import { explainOsc } from '../wire/formats/osc-check.ts';
import { explainStreamFault, frameOsc, OscStream } from '../wire/formats/osc-stream.ts';
import { isCommand } from './osc-commands.ts';
import { type Endpoint, nameOf, type OscPeer, peerAt, replyTo } from './osc-peers.ts';
import { type OscHouse, OscSession, type SessionHouse } from './osc-session.ts';
import { OscTargets } from './osc-targets.ts';

/** An open UDP port, as `wire/ports/udp.ts` has it. */
export interface DatagramPort {
  read(reader: (bytes: Uint8Array, from: Endpoint) => void): () => void;
  send(bytes: Uint8Array, to: Endpoint): void;
}

/** A TCP connection, as `wire/ports/tcp.ts` has it. */
export interface StreamLink {
  readonly peer: Endpoint;
  read(reader: (chunk: Uint8Array) => void): () => void;
  write(bytes: Uint8Array): boolean;
  onClose(closer: (reason: string) => void): void;
  close(reason: string): void;
}

export interface OscDoorOptions extends OscHouse {
  /** Besides this machine nobody else is heard. */
  readonly peers?: readonly OscPeer[];
  /** A plain line for the log; called once a second at most, however much comes in. */
  readonly say?: (line: string) => void;
}

const MAX_SESSIONS = 256;
/** A session that nothing was heard of and that waits for nothing is forgotten. */
const FORGET_MS = 60_000;
/** A peer that takes no bytes for this long is let go. */
const STUCK_MS = 10_000;

/** The OSC door: our paths as addresses over UDP and TCP. Bad packets are counted; strangers get no answer at all. */
export class OscDoor {
  /** `malformed` packets, packets of `strangers`, `faults` of ours that a packet brought up. */
  readonly counts = { packets: 0, malformed: 0, strangers: 0, streamsBroken: 0, faults: 0 };
  readonly #options: OscDoorOptions;
  readonly #house: SessionHouse;
  #peers: readonly OscPeer[];
  #udp: DatagramPort | undefined;
  readonly #sessions = new Map<string, OscSession>();
  /** The session of the sender at a port: whoever streams is known without a look at the configuration. */
  readonly #senders = new Map<number, { readonly address: string; readonly session: OscSession }>();
  readonly #ends: (() => void)[];
  readonly #links = new Set<StreamLink>();
  #silentUntilMs = Number.NEGATIVE_INFINITY;
  #unsaid = 0;

  constructor(options: OscDoorOptions) {
    this.#options = options;
    this.#peers = options.peers ?? [];
    const { desk, meters, verbs } = options;
    this.#house = { ...options, targets: new OscTargets(desk, (address) => isCommand(verbs, address)) };
    this.#ends = [
      desk.watch((turn) => {
        for (const session of this.#sessions.values()) session.turn(turn);
      }),
      desk.watchLayout(() => {
        for (const session of this.#sessions.values()) session.relayout();
      }),
      meters.watch((role) => {
        for (const session of this.#sessions.values()) session.frame(role);
      }),
    ];
  }

  /** Peers that were heard lately or are told something. */
  get sessions(): number {
    return this.#sessions.size;
  }

  /** Serves a UDP port; configured peers with subscriptions are told from now on. */
  serveUdp(port: DatagramPort): void {
    this.#udp = port;
    this.#ends.push(port.read((bytes, from) => this.#datagram(port, bytes, from)));
    this.#callLasting();
  }

  /** The configuration changed. Addresses that it says something else about start anew: what they held is free, what they were told ends. */
  setPeers(peers: readonly OscPeer[]): void {
    const before = this.#peers;
    const changed = (address: string): boolean => saidAbout(before, address) !== saidAbout(peers, address);
    this.#peers = [...peers];
    this.#senders.clear();
    for (const link of this.#links) if (changed(link.peer.address)) link.close('its configuration changed');
    for (const [key, session] of this.#sessions) if (!key.startsWith('tcp ') && changed(session.peer.address)) this.#drop(key);
    this.#callLasting();
  }

  /** Sessions of peers that are told something without asking. */
  #callLasting(): void {
    const port = this.#udp;
    if (!port) return;
    for (const peer of this.#peers) {
      const replyPort = peer.replyPort ?? peer.port;
      if (peer.subscribe && replyPort !== undefined) this.#udpSession(port, peer, { address: peer.address, port: replyPort });
    }
  }

  /** Serves one TCP connection, in the framing that the client uses. */
  serveStream(link: StreamLink): void {
    const peer = peerAt(this.#peers, link.peer.address);
    if (!peer) {
      this.#stranger(link.peer);
      link.close('not a configured peer');
      return;
    }
    const stream = new OscStream();
    const key = `tcp ${nameOf(link.peer)}`;
    const session = new OscSession(this.#house, peer, nameOf(link.peer), this.#streamSender(link, stream));
    this.#sessions.set(key, session);
    link.read((chunk) => {
      const fault = stream.push(chunk, (packet) => this.#packet(packet, link.peer, () => session));
      if (!fault) return;
      this.counts.streamsBroken += 1;
      this.#complain(link.peer, explainStreamFault(fault));
      link.close(explainStreamFault(fault));
    });
    this.#links.add(link);
    link.onClose(() => {
      this.#links.delete(link);
      this.#sessions.delete(key);
      session.end();
    });
  }

  /** Frees all holds and ends all subscriptions; the ports belong to whoever opened them. */
  stop(): void {
    for (const end of this.#ends.splice(0)) end();
    for (const link of this.#links) link.close('the door was closed');
    for (const session of this.#sessions.values()) session.end();
    this.#sessions.clear();
  }

  #datagram(port: DatagramPort, bytes: Uint8Array, from: Endpoint): void {
    const known = this.#senders.get(from.port);
    if (known?.address === from.address) {
      this.#packet(bytes, from, () => known.session);
      return;
    }
    const peer = peerAt(this.#peers, from.address, from.port);
    if (!peer) {
      this.#stranger(from);
      return;
    }
    this.#packet(bytes, from, () => {
      const session = this.#udpSession(port, peer, replyTo(peer, from));
      this.#senders.set(from.port, { address: from.address, session });
      return session;
    });
  }

  #packet(bytes: Uint8Array, from: Endpoint, sessionOf: () => OscSession): void {
    this.counts.packets += 1;
    const packet = decodeOsc(bytes);
    if (packet.kind === 'refusal') {
      this.counts.malformed += 1;
      this.#complain(from, explainOsc(packet));
      return;
    }
    try {
      sessionOf().hear(packet);
    } catch (error) {
      // A fault of ours must not end the show for everybody else.
      this.counts.faults += 1;
      this.#complain(from, `fault in the OSC door: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #stranger(from: Endpoint): void {
    this.counts.strangers += 1;
    this.#complain(from, 'not a configured peer, not heard');
  }

  #udpSession(port: DatagramPort, peer: OscPeer, to: Endpoint): OscSession {
    const key = nameOf(to);
    const known = this.#sessions.get(key);
    if (known) return known;
    this.#forget();
    const session = new OscSession(this.#house, peer, key, (packet) => {
      port.send(packet, to);
      return true;
    });
    this.#sessions.set(key, session);
    return session;
  }

  #streamSender(link: StreamLink, stream: OscStream): (packet: Uint8Array) => boolean {
    let stuckMs = Number.POSITIVE_INFINITY;
    return (packet) => {
      const nowMs = this.#options.clock.nowMs();
      const taken = link.write(frameOsc(packet, stream.framing ?? 'slip'));
      stuckMs = taken ? Number.POSITIVE_INFINITY : Math.min(stuckMs, nowMs);
      if (nowMs - stuckMs >= STUCK_MS) link.close(`has read nothing for ${STUCK_MS / 1000} s`);
      return taken;
    };
  }

  /** Makes room: sessions of scripts that came once, and when there are still too many, the one that is silent longest. */
  #forget(): void {
    const nowMs = this.#options.clock.nowMs();
    let oldest: string | undefined;
    for (const [key, session] of this.#sessions) {
      if (key.startsWith('tcp ')) continue;
      if (!session.isBusy && nowMs - session.heardMs > FORGET_MS) this.#drop(key);
      else if (oldest === undefined || session.heardMs < (this.#sessions.get(oldest)?.heardMs ?? 0)) oldest = key;
    }
    if (oldest !== undefined && this.#sessions.size >= MAX_SESSIONS) this.#drop(oldest);
  }

  #drop(key: string): void {
    this.#sessions.get(key)?.end();
    this.#sessions.delete(key);
    this.#senders.clear();
  }

  /** One line a second; what was not said is counted in the next one. */
  #complain(from: Endpoint, reason: string): void {
    const nowMs = this.#options.clock.nowMs();
    if (nowMs < this.#silentUntilMs) {
      this.#unsaid += 1;
      return;
    }
    const more = this.#unsaid > 0 ? ` (and ${this.#unsaid} more since the last line)` : '';
    this.#silentUntilMs = nowMs + 1000;
    this.#unsaid = 0;
    this.#options.say?.(`osc ${nameOf(from)}: ${reason}${more}`);
  }
}

/** All that a configuration says about an address, to compare. */
const saidAbout = (peers: readonly OscPeer[], address: string): string => JSON.stringify(peers.filter((peer) => peer.address === address));
