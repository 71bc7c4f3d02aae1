/** Sends damaged OSC, 16 packets a millisecond, from a process of its own. Arguments: port, seed. A question is how many. */
import { createSocket } from 'node:dgram';
import { sleep } from '../bench/kit/wait.ts';
import { damaged } from './mutator.ts';

const [port = '0', seed = '1'] = process.argv.slice(2);
const socket = createSocket('udp4');
const packets = damaged(Number(seed));

process.send?.({ sent: 0 });
process.on('message', async ({ packets: count }: { readonly packets: number }) => {
  for (let sent = 0; sent < count; sent++) {
    socket.send(packets.next().value ?? new Uint8Array(), Number(port), '127.0.0.1');
    if (sent % 16 === 15) await sleep(1);
  }
  process.send?.({ sent: count });
});
