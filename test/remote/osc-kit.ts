import { Meters } from '../../src/meters/meters.ts';
import { type DatagramPort, OscDoor } from '../../src/remote/osc.ts';
import type { Endpoint, OscPeer } from '../../src/remote/osc-peers.ts';
import type { OscHouse } from '../../src/remote/osc-session.ts';
import { decodeOsc, eachMessage, type OscValue } from '../../src/wire/formats/osc.ts';
import { encodeOsc, encodeOscBundle } from '../../src/wire/formats/osc-encode.ts';
import { deskKit, smallLayout } from '../desk/desk-kit.ts';

/** A message as a test says and reads it. */
export type Said = readonly [address: string, tags?: string, ...args: OscValue[]];

export const packetOf = ([address, tags = '', ...args]: Said): Uint8Array => encodeOsc(address, tags, args);

/** The messages in a packet: `['/ch/7/fader', 'f', -6]`. */
export function saidIn(bytes: Uint8Array): Said[] {
  const packet = decodeOsc(bytes);
  const said: Said[] = [];
  if (packet.kind !== 'refusal') eachMessage(packet, ({ address, tags, args }) => said.push([address, tags, ...args]));
  return said;
}

/** Address, tags and first argument: of an error its code. */
export const heads = (said: readonly Said[]): Said[] => said.map(([address, tags = '', ...args]) => [address, tags, ...args.slice(0, 1)]);

/** A UDP port without a network: what is said to it is heard in the same turn, what it sends is kept. */
export class FakePort implements DatagramPort {
  readonly sent: { readonly to: Endpoint; readonly bytes: Uint8Array }[] = [];
  #reader: (bytes: Uint8Array, from: Endpoint) => void = () => {};

  read(reader: (bytes: Uint8Array, from: Endpoint) => void): () => void {
    this.#reader = reader;
    return () => {
      this.#reader = () => {};
    };
  }

  send(bytes: Uint8Array, to: Endpoint): void {
    this.sent.push({ to, bytes });
  }

  receive(bytes: Uint8Array, from: Endpoint): void {
    this.#reader(bytes, from);
  }

  /** Messages sent to a port since the last look, and forgets them. */
  take(port: number): Said[] {
    const mine = this.sent.filter(({ to }) => to.port === port);
    this.sent.splice(0, this.sent.length, ...this.sent.filter(({ to }) => to.port !== port));
    return mine.flatMap(({ bytes }) => saidIn(bytes));
  }
}

/** A fader app on this machine, by its port. */
export interface App {
  say(...messages: Said[]): void;
  /** What it was told since the last look. */
  heard(): Said[];
}

export function oscKit(peers: readonly OscPeer[] = [], more: Pick<OscHouse, 'starts'> = {}) {
  const kit = deskKit();
  const meters = new Meters();
  meters.attach('foh', smallLayout());
  const port = new FakePort();
  const lines: string[] = [];
  const house = { desk: kit.desk, verbs: kit.verbs, clock: kit.clock, meters, ...more };
  const door = new OscDoor({ ...house, peers, say: (line) => lines.push(line) });
  door.serveUdp(port);
  const app = (appPort: number, address = '127.0.0.1'): App => ({
    say(...messages) {
      const packets = messages.map(packetOf);
      const [only] = packets;
      port.receive(only && packets.length === 1 ? only : encodeOscBundle(packets), { address, port: appPort });
    },
    heard: () => port.take(appPort),
  });
  return { ...kit, house, meters, port, door, lines, app };
}
