import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type RemoteKit, remoteKit } from './remote-kit.ts';

let kit: RemoteKit;
beforeEach(async () => {
  kit = await remoteKit();
});
afterEach(() => kit.stop());

/** A client that speaks TCP and nothing else. */
class Raw {
  readonly socket: Socket;
  bytes = Buffer.alloc(0);
  isClosed = false;
  readonly #closed: Promise<unknown>;

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('data', (chunk) => {
      this.bytes = Buffer.concat([this.bytes, chunk]);
    });
    this.socket.on('error', () => {});
    this.#closed = new Promise<void>((resolve) => this.socket.on('close', () => resolve()));
    void this.#closed.then(() => {
      this.isClosed = true;
    });
  }

  async shake(): Promise<void> {
    this.socket.write(
      `GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
    );
    await vi.waitFor(() => expect(this.bytes.includes('"t":"hello"')).toBe(true), { timeout: 15_000 });
    this.bytes = Buffer.alloc(0);
  }

  /** Code of the close frame that came, 0 when there was none. */
  async closeCode(): Promise<number> {
    await this.#closed;
    // An unmasked close frame: 0x88, length, code.
    const at = this.bytes.indexOf(0x88);
    return at >= 0 && this.bytes.length >= at + 4 ? this.bytes.readUInt16BE(at + 2) : 0;
  }
}

const MASK = Buffer.from([1, 2, 3, 4]);
/** A frame of a client, masked as it must be. */
function frame(opcode: number, payload: Buffer, { fin = true, claim = payload.length, masked = true } = {}): Buffer {
  const head = Buffer.alloc(14);
  head[0] = opcode | (fin ? 0x80 : 0);
  let size = 2;
  if (claim < 126) head[1] = claim;
  else if (claim < 65_536) {
    head[1] = 126;
    head.writeUInt16BE(claim, 2);
    size = 4;
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(claim), 2);
    size = 10;
  }
  if (!masked) return Buffer.concat([head.subarray(0, size), payload]);
  head[1] = (head[1] ?? 0) | 0x80;
  MASK.copy(head, size);
  return Buffer.concat([head.subarray(0, size + 4), Buffer.from(payload.map((byte, index) => byte ^ (MASK[index % 4] ?? 0)))]);
}

const connected = async (): Promise<Raw> => {
  const raw = new Raw(kit.port.local.port);
  await raw.shake();
  return raw;
};

describe('hostile frames end their own connection and nothing else', () => {
  const text = Buffer.from('{"t":"snapshot"}');
  const cases: [string, Buffer, number][] = [
    ['a frame that claims 100 MB', frame(1, text, { claim: 100_000_000 }), 1009],
    ['a message over 64 KiB', frame(1, Buffer.alloc(65_537, 32)), 1009],
    ['a frame without a mask', frame(1, text, { masked: false }), 1002],
    ['text that is no UTF-8', frame(1, Buffer.from([0xc3, 0x28])), 1007],
    ['an unknown kind of frame', frame(5, text), 1002],
    ['reserved bits', Buffer.from([0xf1, ...frame(1, text).subarray(1)]), 1002],
    ['a continuation of nothing', frame(0, text), 1002],
    ['a fragmented ping', frame(9, text, { fin: false }), 1002],
    ['a close with a code that nobody may send', frame(8, Buffer.from([0x03, 0xed])), 1002],
    ['a binary frame', frame(2, text), 1003],
    [
      'a thousand fragments of one byte',
      Buffer.concat([
        frame(1, Buffer.from('{'), { fin: false }),
        ...Array.from({ length: 1000 }, () => frame(0, Buffer.from(' '), { fin: false })),
      ]),
      1008,
    ],
  ];
  test.each(cases)('%s', async (_, bytes, code) => {
    const other = await kit.client();
    const raw = await connected();
    raw.socket.write(bytes);
    expect(await raw.closeCode()).toBe(code);
    expect(await other.ask({ t: 'set', path: 'ch/1/fader', value: -1 })).toMatchObject({ t: 'ok' });
    await vi.waitFor(() => expect(kit.remote.clients).toBe(1));
  });

  test('a hundred of them claim 10 GB and cost no memory', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const raws = await Promise.all(Array.from({ length: 100 }, connected));
    for (const raw of raws) raw.socket.write(frame(1, text, { claim: 100_000_000 }));
    expect(await Promise.all(raws.map((raw) => raw.closeCode()))).toEqual(raws.map(() => 1009));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(5 * 1024 * 1024);
  });

  test('messages that are no message are refused, and the next one is read as usual', async () => {
    const client = await kit.client();
    for (const line of [
      '',
      '{',
      'null',
      '[]',
      '{"t":"nothing"}',
      '{"t":"set"}',
      '{"t":"__proto__"}',
      '{"__proto__":{"t":"set"}}',
      '{"t":"set","path":"ch/1/fader","value":1e999}',
    ])
      client.ws.send(line);
    expect(await client.ask({ t: 'set', path: 'ch/1/fader', value: -1 })).toMatchObject({ t: 'ok' });
    expect(client.told.filter((told) => told.t === 'refused').map((told) => told.t === 'refused' && told.error.code)).toEqual(
      Array.from({ length: 9 }, () => 'malformed'),
    );
    expect(kit.remote.counts).toMatchObject({ misread: 9, faults: 0 });
  });
});

describe('hostile HTTP', () => {
  test('a handshake that stops half way is closed', async () => {
    const raw = new Raw(kit.port.local.port);
    raw.socket.write('GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: webso');
    await vi.waitFor(() => expect(raw.isClosed).toBe(true), { timeout: 15_000 });
    expect(raw.bytes.toString()).toContain('408');
  });

  test.each([
    ['no version', 'GET /ws\r\n\r\n', '400'],
    ['no name of the daemon', 'GET /healthz HTTP/1.0\r\n\r\n', '40[03]'],
    ['two lengths', 'PUT /api/v1/say HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello', '400'],
    [
      'length and chunks',
      'PUT /api/v1/say HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      '400',
    ],
    ['a head of 100 KB', `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`, '431'],
    [
      'an upgrade with a wrong key',
      'GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n\r\n',
      '400',
    ],
    ['an upgrade elsewhere', 'GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n', '404'],
  ])('%s is answered and closed', async (_, head, status) => {
    const raw = new Raw(kit.port.local.port);
    raw.socket.write(head);
    await vi.waitFor(() => expect(raw.bytes.toString()).toMatch(new RegExp(`^HTTP/1.1 ${status} `)));
    await vi.waitFor(() => expect(raw.isClosed).toBe(true));
    expect((await kit.json('/healthz')).status).toBe(200);
  });

  test('an upgrade that is refused gives its connection back, though the other side stays open', async () => {
    const before = kit.port.connections;
    const socket = connect({ port: kit.port.local.port, host: '127.0.0.1', allowHalfOpen: true });
    const answer = once(socket, 'data');
    socket.write('GET /ws HTTP/1.1\r\nHost: evil.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    expect(String(await answer)).toMatch(/^HTTP\/1\.1 403 /);
    await vi.waitFor(() => expect(kit.port.connections).toBe(before));
    socket.destroy();
  });

  test('a reset in the middle of an upgrade or a body leaves the daemon up', async () => {
    for (const head of [
      'GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
      'PUT /api/v1/params/ch/1/fader HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"va',
    ]) {
      const raw = new Raw(kit.port.local.port);
      await once(raw.socket, 'connect');
      raw.socket.write(head);
      raw.socket.resetAndDestroy();
    }
    expect((await kit.json('/healthz')).status).toBe(200);
    await vi.waitFor(() => expect(kit.remote.clients).toBe(0));
    expect(kit.get('ch/1/fader')).toBe(0);
  });
});
