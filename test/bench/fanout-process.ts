/** A bare `ws` server that sends every client a frame of so many bytes so often: what fan-out costs when nothing is known about it. */
import { WebSocketServer } from 'ws';

const [bytes = '304', rateHz = '20'] = process.argv.slice(2);
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
let sequence = 0;

setInterval(() => {
  const frame = Buffer.alloc(Number(bytes), 1);
  frame.writeUInt32LE(sequence++, 4);
  for (const client of server.clients) client.send(frame, { binary: true, compress: false });
}, 1000 / Number(rateHz));

server.once('listening', () => {
  const address = server.address();
  if (typeof address === 'object' && address) process.send?.({ port: address.port });
});
