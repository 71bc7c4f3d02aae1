import { afterEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../../src/wire/ports/clock.ts';
import { isFault, isLoopback, type PortFault, plainAddress, portFault } from '../../../src/wire/ports/fault.ts';
import { openPair } from '../../../src/wire/ports/pair.ts';
import { connectTcp, listenTcp, type TcpLink } from '../../../src/wire/ports/tcp.ts';
import { openUdp } from '../../../src/wire/ports/udp.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const port of open.splice(0)) await port.close();
});

/** The port, closed after the test; a fault fails the test with its reason. */
async function opened<Port extends { close(): Promise<void> }>(promise: Promise<Port | PortFault>): Promise<Port> {
  const port = await promise;
  if (isFault(port)) throw new Error(port.reason);
  open.push(port);
  return port;
}

const bytes = (...list: number[]): Uint8Array => Uint8Array.from(list);

describe('UDP', () => {
  test('every reader of a port sees each datagram and who sent it', async () => {
    const here = await opened(openUdp({ port: 0 }));
    const there = await opened(openUdp({ port: 0 }));
    const seen: [string, number, number[]][] = [];
    for (const reader of ['door', 'capture']) here.read((packet, from) => seen.push([reader, from.port, [...packet]]));
    there.send(bytes(1, 2, 3), here.local);
    await vi.waitFor(() => expect(seen).toHaveLength(2));
    expect(seen).toEqual([
      ['door', there.local.port, [1, 2, 3]],
      ['capture', there.local.port, [1, 2, 3]],
    ]);
    expect([here.counts.received, there.counts.sent]).toEqual([1, 1]);
  });

  test('a reader that has ended sees nothing more', async () => {
    const here = await opened(openUdp({ port: 0 }));
    const seen: string[] = [];
    const end = here.read(() => seen.push('ended'));
    here.read(() => seen.push('staying'));
    end();
    here.send(bytes(1), here.local);
    await vi.waitFor(() => expect(seen).toEqual(['staying']));
  });

  test('a burst of 300 datagrams into a busy process is not lost: the buffer asked for is larger than the default', async () => {
    const here = await opened(openUdp({ port: 0 }));
    const there = await opened(openUdp({ port: 0 }));
    expect(here.recvBufferBytes).toBeGreaterThan(212_992);
    for (let index = 0; index < 300; index++) there.send(new Uint8Array(408), here.local);
    await vi.waitFor(() => expect(here.counts.received).toBe(300));
  });

  test('a port in use is a fault in plain words', async () => {
    const here = await opened(openUdp({ port: 0 }));
    expect(await openUdp({ port: here.local.port })).toEqual({
      kind: 'fault',
      code: 'EADDRINUSE',
      reason: `port ${here.local.port} is in use`,
    });
  });

  test('an address of another machine is a fault in plain words', async () => {
    expect(await openUdp({ host: '192.0.2.1', port: 0 })).toMatchObject({ reason: '192.0.2.1 is not an address of this machine' });
  });

  test('what cannot be sent is counted and breaks nothing', async () => {
    const here = await opened(openUdp({ port: 0 }));
    here.send(new Uint8Array(70_000), here.local);
    await vi.waitFor(() => expect(here.counts.sendErrors).toBe(1));
    await here.close();
    here.send(bytes(1), here.local);
    expect(here.counts.sendErrors).toBe(2);
  });
});

describe('TCP', () => {
  async function linked() {
    const links: TcpLink[] = [];
    const server = await opened(listenTcp({ port: 0, onLink: (link) => links.push(link) }));
    const client = await connectTcp(server.local);
    if (isFault(client)) throw new Error(client.reason);
    await vi.waitFor(() => expect(links).toHaveLength(1));
    const [link] = links;
    if (!link) throw new Error('no link');
    return { server, client, link };
  }

  test('bytes go both ways', async () => {
    const { client, link } = await linked();
    const got: number[] = [];
    link.read((chunk) => link.write(chunk));
    client.read((chunk) => got.push(...chunk));
    client.write(bytes(1, 2, 3));
    await vi.waitFor(() => expect(got).toEqual([1, 2, 3]));
  });

  test('the other end going away is said once, with its address', async () => {
    const { client, link, server } = await linked();
    const reasons: string[] = [];
    link.onClose((reason) => reasons.push(reason));
    client.close('done');
    await vi.waitFor(() => expect(reasons).toHaveLength(1));
    expect(reasons[0]).toContain('127.0.0.1:');
    expect([link.closed, server.connections]).toEqual([true, 0]);
    expect(link.write(bytes(1))).toBe(false);
  });

  test('a peer that does not read is not waited for: writes above 64 KiB are dropped whole', async () => {
    const { client, link } = await linked();
    let sent = 0;
    for (let index = 0; index < 10_000 && link.write(new Uint8Array(8192)); index++) sent += 1;
    expect(sent).toBeLessThan(10_000);
    expect(link.bufferedBytes).toBeLessThanOrEqual(65_536);
    expect(link.dropped).toBe(1);
    let received = 0;
    client.read((chunk) => {
      received += chunk.length;
    });
    await vi.waitFor(() => expect(received).toBe(sent * 8192));
  });

  test('nothing listening is a fault in plain words', async () => {
    const server = await opened(listenTcp({ port: 0, onLink: () => {} }));
    await server.close();
    expect(await connectTcp(server.local)).toMatchObject({ reason: `nothing listens at 127.0.0.1:${server.local.port}` });
  });

  test('a port in use is a fault in plain words', async () => {
    const server = await opened(listenTcp({ port: 0, onLink: () => {} }));
    expect(await listenTcp({ port: server.local.port, onLink: () => {} })).toMatchObject({ reason: `port ${server.local.port} is in use` });
  });
});

describe('a pair of UDP and TCP', () => {
  test('stands on one number', async () => {
    const pair = await openPair({ port: 0, onLink: () => {} });
    if (isFault(pair)) throw new Error(pair.reason);
    open.push(pair.udp, pair.tcp);
    expect(pair.tcp.local.port).toBe(pair.udp.local.port);
  });

  test('leaves nothing open when one of them is taken', async () => {
    const tcp = await opened(listenTcp({ port: 0, onLink: () => {} }));
    const { port } = tcp.local;
    expect(await openPair({ port, onLink: () => {} })).toMatchObject({ reason: `port ${port} is in use` });
    await opened(openUdp({ port }));
  });
});

test('a mapped IPv4 address is the address itself, and only this machine is loopback', () => {
  expect(plainAddress('::ffff:127.0.0.1')).toBe('127.0.0.1');
  expect(['127.0.0.1', '127.1.2.3', '::1'].every(isLoopback)).toBe(true);
  expect(['10.0.0.1', '128.0.0.1', '::10'].some(isLoopback)).toBe(false);
});

test('an error without a code keeps its own words', () => {
  expect(portFault(new Error('odd'), { address: 'x', port: 1 })).toEqual({ kind: 'fault', code: 'UNKNOWN', reason: 'odd' });
});

test('the system clock runs forward, and a cancelled timer does not fire', async () => {
  const fired: string[] = [];
  const startMs = systemClock.nowMs();
  systemClock.setTimer(1, () => fired.push('cancelled')).cancel();
  systemClock.setTimer(2, () => fired.push('second'));
  systemClock.setTimer(-5, () => fired.push('first'));
  expect(fired).toEqual([]);
  await vi.waitFor(() => expect(fired).toEqual(['first', 'second']));
  expect(systemClock.nowMs()).toBeGreaterThan(startMs);
});
