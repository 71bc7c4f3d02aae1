import { connect } from 'node:net';
import { Daemon } from '../bench/kit/daemon.ts';
import { residentMib } from '../bench/kit/process.ts';
import { maskedFrame, RawSocket } from '../bench/kit/raw-socket.ts';
import { highest } from '../bench/kit/stats.ts';
import { sleep, until } from '../bench/kit/wait.ts';
import { all, type Fault, ms, type Outcome } from './fault.ts';
import { Probe } from './probe.ts';

const TIMES = 20;
/** Rounds of all kinds before memory is looked at. */
const WARM_UP = 3;
const CLOSED_MS = 5000;

/** Each is said by an open WebSocket; with the close codes that RFC 6455 has for it. */
const RUDE: readonly { readonly name: string; readonly codes: readonly number[]; readonly say: (socket: RawSocket) => void }[] = [
  {
    name: 'a frame that says it has 100 MB',
    codes: [1009],
    say: ({ socket }) => {
      const header = Buffer.alloc(14);
      header.writeUInt8(0x82, 0);
      header.writeUInt8(0xff, 1);
      header.writeBigUInt64BE(100_000_000n, 2);
      socket.write(Buffer.concat([header, Buffer.alloc(60_000)]));
    },
  },
  {
    name: '10,000 fragments of one byte',
    codes: [1008, 1009],
    say: ({ socket }) => {
      const fragment = maskedFrame(0, Buffer.from('a'), 0);
      socket.write(Buffer.concat([maskedFrame(1, Buffer.from('a'), 0), ...Array.from({ length: 10_000 }, () => fragment)]));
    },
  },
  { name: 'a frame without a mask', codes: [1002], say: ({ socket }) => socket.write(Buffer.from([0x81, 2, 0x7b, 0x7d])) },
  { name: 'text that is no UTF-8', codes: [1007], say: (socket) => socket.send(1, Buffer.from([0xff, 0xfe, 0xc0, 0x80])) },
  { name: 'a reserved bit', codes: [1002], say: (socket) => socket.send(1, Buffer.from('{}'), 0xc0) },
];

async function rude(port: number, say: (socket: RawSocket) => void): Promise<{ code: number | undefined; tookMs: number }> {
  const socket = new RawSocket(port);
  await until(() => socket.isOpen);
  say(socket);
  const tookMs = await until(() => socket.closeCode !== undefined || socket.isClosed, CLOSED_MS);
  socket.socket.destroy();
  return { code: socket.closeCode, tookMs };
}

const badFrames: Fault = async () => {
  // A young generation of 1 MiB: what V8 takes and gives as it likes is not mistaken for what a frame costs.
  const daemon = await Daemon.start({ node: ['--max-semi-space-size=1'] });
  const port = Number(new URL(daemon.http).port);
  const probe = await Probe.start(daemon);
  // Once all of it, and some seconds of ordinary work: what a young process grows by itself is not counted.
  for (let round = 0; round < WARM_UP; round++) for (const { say } of RUDE) for (let n = 0; n < TIMES; n++) await rude(port, say);
  await sleep(5000);
  const outcomes: Outcome[] = [];
  for (const { name, codes, say } of RUDE) {
    const rss = residentMib(daemon.pid);
    probe.fresh();
    const seen: { code: number | undefined; tookMs: number }[] = [];
    for (let n = 0; n < TIMES; n++) seen.push(await rude(port, say));
    const felt = await probe.felt();
    const grown = residentMib(daemon.pid) - rss;
    const worst = highest(seen.map(({ tookMs }) => tookMs));
    outcomes.push({
      fault: `23 ${name}`,
      detectMs: worst,
      recoverMs: null,
      lost: felt.lost,
      goal: `closed with ${codes.join(' or ')}, memory <= 5 MiB more`,
      ok: all(
        seen.every(({ code }) => code !== undefined && codes.includes(code)),
        worst <= CLOSED_MS,
        grown <= 5,
        felt.lost === 0,
      ),
      seen: `${TIMES} times; codes ${[...new Set(seen.map(({ code }) => code ?? 'none'))].join(', ')}; memory ${grown.toFixed(1)} MiB more; control p99 ${ms(felt.p99Ms)}`,
    });
  }
  outcomes.push(await halfHandshake(port, probe));
  probe.stop();
  await daemon.stop();
  return outcomes;
};

const HALF_MS = 30_000;

async function halfHandshake(port: number, probe: Probe): Promise<Outcome> {
  probe.fresh();
  let closed = 0;
  const sockets = Array.from({ length: 50 }, () => {
    const socket = connect(port, '127.0.0.1', () => socket.write('GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n'));
    socket.on('error', () => {});
    socket.on('close', () => {
      closed += 1;
    });
    socket.resume();
    return socket;
  });
  const tookMs = await until(() => closed === sockets.length, HALF_MS, 20);
  const felt = await probe.felt();
  for (const socket of sockets) socket.destroy();
  return {
    fault: '23 half a handshake, 50 times at once',
    detectMs: tookMs,
    recoverMs: null,
    lost: felt.lost,
    goal: 'closed <= 6 s (the limit of a handshake is 5 s)',
    ok: all(tookMs <= 6000, felt.lost === 0),
    seen: `control p99 ${ms(felt.p99Ms)}`,
  };
}

export const frameFaults: Readonly<Record<string, Fault>> = { '23 bad frames': badFrames };
