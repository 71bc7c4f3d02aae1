import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createPlainServer, type Server as PlainServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { sendHttp } from '../../../src/wire/ports/http-request.ts';
import { until } from '../../until.ts';

let server: Server | undefined;
let plain: PlainServer | undefined;
afterEach(() => {
  plain?.close();
  server?.closeAllConnections();
  server?.close();
});

async function serve(answer: RequestListener): Promise<string> {
  const opened = createServer(answer);
  server = opened;
  await new Promise<void>((resolve) => opened.listen(0, '127.0.0.1', resolve));
  const address = opened.address();
  return `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
}

/** Whatever bytes as the answer, and the end. */
async function serveRaw(answer: string): Promise<string> {
  const opened = createPlainServer((socket) => socket.on('error', () => {}).once('data', () => socket.end(answer, 'latin1')));
  plain = opened;
  await new Promise<void>((resolve) => opened.listen(0, '127.0.0.1', resolve));
  const address = opened.address();
  return `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};

test('a request goes out with its method, path and body, and a 2xx is good', async () => {
  const heard: unknown[] = [];
  const base = await serve(async (request, response) => {
    heard.push([request.method, request.url, request.headers['content-type'], await bodyOf(request)]);
    response.writeHead(204).end();
  });
  expect(
    await sendHttp({ url: `${base}/go?x=1`, method: 'POST', body: '{"name":"Grüße"}', isJson: true, timeoutMs: 3000 }),
  ).toBeUndefined();
  expect(await sendHttp({ url: base, method: 'GET', timeoutMs: 3000 })).toBeUndefined();
  expect(heard).toEqual([
    ['POST', '/go?x=1', 'application/json', '{"name":"Grüße"}'],
    ['GET', '/', undefined, ''],
  ]);
});

test('an answer that says no is told with its first words, which are kept plain', async () => {
  const base = await serve((_request, response) => response.writeHead(404).end(`no hook\u0007\nhere ${'x'.repeat(100_000)}`));
  const fault = await sendHttp({ url: base, method: 'POST', timeoutMs: 3000 });
  expect(fault?.reason).toMatch(/^it answered 404 Not Found: no hook here x+$/);
  expect(fault?.reason.length).toBeLessThan(250);
});

test('the words behind a status are kept plain and short, too', async () => {
  const base = await serveRaw(`HTTP/1.1 500 \x1b[31mred\x07 ${'x'.repeat(10_000)}\r\ncontent-length: 0\r\n\r\n`);
  const fault = await sendHttp({ url: base, method: 'POST', timeoutMs: 3000 });
  expect(fault?.reason).toMatch(/^it answered 500 \[31mred x+$/);
  expect(fault?.reason.length).toBeLessThan(250);
});

test.each([
  ['asks for another protocol', 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'],
  ['is none', 'hello'],
  ['says nothing', ''],
])('an answer that %s is an end, too', async (_what, answer) => {
  const base = await serveRaw(answer);
  expect(await sendHttp({ url: base, method: 'POST', timeoutMs: 3000 })).toMatchObject({ kind: 'fault' });
});

test('a redirect is not followed', async () => {
  const asked: (string | undefined)[] = [];
  const base = await serve((request, response) => {
    asked.push(request.url);
    response.writeHead(302, { location: '/secret' }).end();
  });
  expect((await sendHttp({ url: `${base}/a`, method: 'GET', timeoutMs: 3000 }))?.reason).toBe(
    'it answered 302 Found; redirects are not followed',
  );
  expect(asked).toEqual(['/a']);
});

test('who does not answer, or never ends its answer, is left after the time limit', async () => {
  const base = await serve((request, response) => {
    if (request.url === '/drip') response.writeHead(500).write('a');
  });
  for (const path of ['/never', '/drip'])
    expect((await sendHttp({ url: base + path, method: 'GET', timeoutMs: 150 }))?.reason).toBe('no answer within 0.15 s');
});

test('an answer without end is not read to the end', async () => {
  let isClosed = false;
  const base = await serve((_request, response) => {
    response.writeHead(500);
    response.on('close', () => {
      isClosed = true;
    });
    const more = (): void => {
      while (!response.destroyed && response.write('y'.repeat(65_536)));
    };
    response.on('drain', more);
    more();
  });
  expect((await sendHttp({ url: base, method: 'GET', timeoutMs: 5000 }))?.reason).toContain('it answered 500');
  await until('the connection is closed', () => isClosed);
});

test('nobody there is told in words, and a show that closes waits for no answer', async () => {
  const base = await serve(() => {});
  const ending = new AbortController();
  const open = sendHttp({ url: base, method: 'GET', timeoutMs: 20_000, signal: ending.signal });
  ending.abort();
  expect((await open)?.reason).toBe('the show was closed');
  const gone = base;
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
  expect((await sendHttp({ url: gone, method: 'GET', timeoutMs: 3000 }))?.reason).toBe(`nothing listens at ${gone.slice(7)}`);
});
