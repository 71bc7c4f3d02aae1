/** Many tablets that connect at the same moment, in a process of their own. Argument: port. A question is how many come. */
import { RawSocket } from '../bench/kit/raw-socket.ts';
import { until } from '../bench/kit/wait.ts';

const [port = '0'] = process.argv.slice(2);

async function storm(tablets: number): Promise<{ served: number; tookMs: number }> {
  let served = 0;
  const sockets = Array.from({ length: tablets }, () => {
    const socket = new RawSocket(Number(port));
    socket.opened = () => {
      socket.text('{"t":"snapshot","ref":1}');
      socket.text('{"t":"sub","pattern":"**"}');
    };
    socket.frame = (opcode, payload) => {
      if (opcode === 1 && payload.toString('latin1', 0, 20).startsWith('{"t":"snapshot"')) served += 1;
    };
    return socket;
  });
  const tookMs = await until(() => served === tablets, 20_000);
  // They go as tablets do that lose their network: without a word.
  for (const { socket } of sockets) socket.destroy();
  return { served, tookMs };
}

process.send?.({ served: 0, tookMs: 0 });
process.on('message', async ({ tablets }: { readonly tablets: number }) => {
  process.send?.(await storm(tablets));
});
