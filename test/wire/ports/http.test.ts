import { expect, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { isFault } from '../../../src/wire/ports/fault.ts';
import { type HttpPort, openHttp } from '../../../src/wire/ports/http.ts';

const open = async (port = 0): Promise<HttpPort> => {
  const opened = await openHttp({ port });
  if (isFault(opened)) throw new Error(opened.reason);
  return opened;
};

test('requests that come before somebody serves are answered, not lost', async () => {
  const port = await open();
  const early = fetch(`http://127.0.0.1:${port.local.port}/early`);
  const ws = new WebSocket(`ws://127.0.0.1:${port.local.port}/`);
  await vi.waitFor(() => expect(port.connections).toBe(2));
  const server = new WebSocketServer({ noServer: true });
  const greeted = new Promise((resolve) => ws.on('message', (bytes) => resolve(bytes.toString())));
  port.serve(
    (request, response) => response.end(request.url),
    (request, socket, head) => server.handleUpgrade(request, socket, head, (client) => client.send('hello')),
  );
  expect(await (await early).text()).toBe('/early');
  expect(await greeted).toBe('hello');
  ws.terminate();
  await port.close();
});

test('a port that is taken is a fault with a plain reason', async () => {
  const port = await open();
  expect(await openHttp({ port: port.local.port })).toMatchObject({
    kind: 'fault',
    code: 'EADDRINUSE',
    reason: `port ${port.local.port} is in use`,
  });
  await port.close();
});

test('closing ends connections that are kept alive and gives the port back', async () => {
  const port = await open();
  port.serve(
    (_, response) => response.end('ok'),
    () => {},
  );
  await (await fetch(`http://127.0.0.1:${port.local.port}/`)).text();
  expect(port.connections).toBe(1);
  await port.close();
  const again = await open(port.local.port);
  expect(again.local.port).toBe(port.local.port);
  await again.close();
});
