/**
 * The least that can stand between a tablet and an OSC app: the same message comes in by WebSocket, the same packet goes out by UDP,
 * and nothing is known, checked or kept. What every complete product is compared with.
 * Started by bench with the UDP port to send to; tells the port of its WebSocket.
 */
import { createSocket } from 'node:dgram';
import { WebSocketServer } from 'ws';
import { encodeOsc } from '../../src/wire/formats/osc-encode.ts';

const [port = '0'] = process.argv.slice(2);
const udp = createSocket('udp4');
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });

server.on('connection', (socket) => {
  socket.on('message', (bytes: Buffer) => {
    const said = JSON.parse(bytes.toString()) as { readonly path: string; readonly value: number }; // only the bench speaks to it
    udp.send(encodeOsc(`/${said.path}`, 'f', [said.value]), Number(port), '127.0.0.1');
  });
});
server.once('listening', () => {
  const address = server.address();
  if (typeof address === 'object' && address) process.send?.({ port: address.port });
});
