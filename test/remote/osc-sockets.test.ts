import { afterEach, expect, test, vi } from 'vitest';
import { Meters } from '../../src/meters/meters.ts';
import { OscDoor } from '../../src/remote/osc.ts';
import { frameOsc, type OscFraming, OscStream } from '../../src/wire/formats/osc-stream.ts';
import { seededRandom } from '../../src/wire/pace/random.ts';
import { isFault } from '../../src/wire/ports/fault.ts';
import { openPair } from '../../src/wire/ports/pair.ts';
import { connectTcp } from '../../src/wire/ports/tcp.ts';
import { openUdp } from '../../src/wire/ports/udp.ts';
import { deskKit, smallLayout } from '../desk/desk-kit.ts';
import { hex, mutatedPacket, nested, vectors } from '../wire/formats/osc-samples.ts';
import { packetOf, type Said, saidIn } from './osc-kit.ts';

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A desk with its OSC door on real sockets of one free port number. */
async function house() {
  const kit = deskKit();
  const meters = new Meters();
  meters.attach('foh', smallLayout());
  const lines: string[] = [];
  const door = new OscDoor({ desk: kit.desk, verbs: kit.verbs, clock: kit.clock, meters, say: (line) => lines.push(line) });
  const ports = await openPair({ port: 0, onLink: (link) => door.serveStream(link) });
  if (isFault(ports)) throw new Error(ports.reason);
  door.serveUdp(ports.udp);
  ends.push(async () => {
    door.stop();
    await ports.udp.close();
    await ports.tcp.close();
  });
  return { ...kit, door, lines, at: ports.udp.local };
}

async function udpApp(at: { address: string; port: number }) {
  const socket = await openUdp({ port: 0 });
  if (isFault(socket)) throw new Error(socket.reason);
  ends.push(() => socket.close());
  const heard: Said[] = [];
  socket.read((bytes) => heard.push(...saidIn(bytes)));
  return { heard, send: (bytes: Uint8Array) => socket.send(bytes, at), say: (...said: Said) => socket.send(packetOf(said), at) };
}

async function tcpApp(at: { address: string; port: number }, framing: OscFraming) {
  const link = await connectTcp(at);
  if (isFault(link)) throw new Error(link.reason);
  ends.push(() => link.close('done'));
  const heard: Said[] = [];
  const stream = new OscStream();
  link.read((chunk) => {
    stream.push(chunk, (packet) => heard.push(...saidIn(packet)));
  });
  return { link, heard, stream, say: (...said: Said) => link.write(frameOsc(packetOf(said), framing)) };
}

test('a fader moves over UDP, and a query is answered', async () => {
  const { at, get } = await house();
  const app = await udpApp(at);
  app.say('/ch/7/fader', 'f', -6);
  app.say('/ch/7/fader');
  await vi.waitFor(() => expect(app.heard).toEqual([['/ch/7/fader', 'f', -6]]));
  expect(get('ch/7/fader')).toBe(-6);
});

test.each(['slip', 'length'] as const)(
  'a client over TCP is answered in its own framing (%s), told changes, and leaves no hold behind',
  async (framing) => {
    const { at, say, door, refused } = await house();
    const app = await tcpApp(at, framing);
    app.say('/ch/7/fader', 'f', -6);
    app.say('/ch/7/fader');
    await vi.waitFor(() => expect(app.heard).toEqual([['/ch/7/fader', 'f', -6]]));
    expect(app.stream.framing).toBe(framing);
    app.say('/subscribe', 'si', 'ch/8/fader', 20);
    await vi.waitFor(() => expect(app.heard).toHaveLength(2));
    app.say('/ch/6/fader/touch', 'i', 1);
    await vi.waitFor(() => expect(refused('set ch/6/fader 0')).toContain('held'));
    say('set ch/8/fader -20');
    app.link.close('done');
    await vi.waitFor(() => expect(door.sessions).toBe(0));
    expect(refused('set ch/6/fader 0')).toBe('');
  },
);

test('a SLIP client with noise first and an escape cut in two moves the fader', async () => {
  const { at, get } = await house();
  const { link } = await tcpApp(at, 'slip');
  for (const chunk of vectors.realSenders.slipSplit.chunks) link.write(hex(chunk));
  await vi.waitFor(() => expect(get('ch/3/fader')).toBe(vectors.realSenders.slipSplit.levelDb));
});

test('a TCP client without framing is let go, and the reason is said', async () => {
  const { at, door, lines } = await house();
  const { link } = await tcpApp(at, 'slip');
  link.write(packetOf(['/ch/7/fader', 'f', -6]));
  await vi.waitFor(() => expect(link.closed).toBe(true));
  expect(door.counts.streamsBroken).toBe(1);
  expect(lines[0]).toContain('without framing');
});

test('what real senders do wrong changes nothing, and the door goes on', async () => {
  const { at, door, desk } = await house();
  const app = await udpApp(at);
  const { noTags, hashReply, unknownTag, everyTag } = vectors.realSenders;
  for (const bytes of [noTags.withData, hashReply.bytes, unknownTag.bytes, everyTag.bytes]) app.send(hex(bytes));
  app.say('/ch/3/mute');
  // The packet with every tag is sound OSC: it is no address of ours and is answered so.
  await vi.waitFor(() => expect(app.heard.map(([address]) => address)).toEqual(['/error', '/ch/3/mute']));
  expect(door.counts).toMatchObject({ malformed: 3, faults: 0 });
  expect(desk.revision).toBe(0);
});

test('10,000 damaged packets leave the desk as it was, with one line in the log and the next fader on time', async () => {
  const { at, door, lines, get, desk } = await house();
  const app = await udpApp(at);
  const random = seededRandom(3);
  for (let sent = 0; sent < 10_000; sent += 100) {
    for (let index = 0; index < 100; index++) app.send(mutatedPacket(random));
    await vi.waitFor(() => expect(door.counts.packets).toBe(sent + 100), { interval: 1 });
  }
  expect(door.counts.malformed).toBeGreaterThan(6667);
  expect([door.counts.faults, desk.revision, lines.length]).toEqual([0, 0, 1]);
  app.say('/ch/7/fader', 'f', -6);
  await vi.waitFor(() => expect(get('ch/7/fader')).toBe(-6));
});

test('bundles 60 deep and 64 KiB of tags are refused', async () => {
  const { at, door } = await house();
  const app = await udpApp(at);
  app.send(nested(60));
  app.send(packetOf(['/a', 'T'.repeat(60_000), ...new Array<boolean>(60_000).fill(true)]));
  app.send(new Uint8Array(0));
  await vi.waitFor(() => expect(door.counts).toMatchObject({ packets: 3, malformed: 3 }));
});
