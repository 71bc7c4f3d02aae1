/**
 * Many clients that only read, in a process of their own so that the server's figures are its own.
 * Arguments: port, how many, what each says when it is open. A question is how long to count (ms).
 */

import { RawSocket } from './kit/raw-socket.ts';
import { percentile } from './kit/stats.ts';

/** What the readers saw in the time they were asked for. */
export interface Read {
  readonly frames: number;
  readonly bytes: number;
  /** From the first client that had a frame to each of the others, ms: what fan-out adds. */
  readonly spreadP50Ms: number;
  readonly spreadP99Ms: number;
}

const [port = '0', count = '1', ...says] = process.argv.slice(2);
let counting = false;
let frames = 0;
let bytes = 0;
let open = 0;
const firstMs = new Map<number, number>();
const spreads: number[] = [];

function frame(opcode: number, payload: Buffer): void {
  if (opcode !== 2 || !counting || payload.length < 8) return;
  const nowMs = performance.now();
  frames += 1;
  bytes = payload.length;
  const sequence = payload.readUInt32LE(4);
  const first = firstMs.get(sequence);
  if (first === undefined) firstMs.set(sequence, nowMs);
  else spreads.push(nowMs - first);
}

const sockets: RawSocket[] = [];
function next(): void {
  if (open === Number(count)) {
    process.send?.({ frames, bytes, spreadP50Ms: 0, spreadP99Ms: 0 } satisfies Read);
    return;
  }
  const socket = new RawSocket(Number(port));
  sockets.push(socket);
  socket.frame = frame;
  socket.opened = () => {
    open += 1;
    for (const line of says) socket.text(line);
    next();
  };
}
next();

process.on('message', ({ ms }: { readonly ms: number }) => {
  counting = true;
  frames = 0;
  firstMs.clear();
  spreads.length = 0;
  setTimeout(() => {
    counting = false;
    process.send?.({ frames, bytes, spreadP50Ms: percentile(spreads, 50), spreadP99Ms: percentile(spreads, 99) } satisfies Read);
  }, ms);
});
