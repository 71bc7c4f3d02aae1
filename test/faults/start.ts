import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import { Daemon, type NotStarted } from '../bench/kit/daemon.ts';
import { all, type Fault, ms, type Outcome } from './fault.ts';

/** As the README has it: a port, or the show folder, is in use by another. */
const IN_USE = 3;

async function refused(fault: string, words: RegExp, second: () => Promise<Daemon | NotStarted>): Promise<Outcome> {
  const startMs = performance.now();
  const started = await second();
  const detectMs = performance.now() - startMs;
  if (started instanceof Daemon) await started.stop();
  const { code, says } = started instanceof Daemon ? { code: 0, says: 'it started' } : started;
  return {
    fault,
    detectMs,
    recoverMs: null,
    lost: 0,
    goal: `refuses with ${IN_USE} and a plain message <= 2 s`,
    ok: all(code === IN_USE, words.test(says), detectMs <= 2000),
    seen: `ended with ${code} after ${ms(detectMs)}: ${says.split('\n')[0]?.slice(0, 160)}`,
  };
}

const twice: Fault = async () => {
  const first = await Daemon.start();
  const outcomes = [
    await refused('35 two daemons on one show', /open in another daemon \(process \d+/, () => Daemon.try({ show: first.show })),
    await refused('35 OSC port in use by a daemon', /in use|EADDRINUSE/i, () => Daemon.try({ oscPort: first.osc })),
  ];
  await first.stop();
  return [...outcomes, await strangersPort(), await strangersHttp()];
};

async function strangersPort(): Promise<Outcome> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const outcome = await refused('35 OSC port in use by a stranger', /in use/i, () => Daemon.try({ oscPort: socket.address().port }));
  socket.close();
  return outcome;
}

async function strangersHttp(): Promise<Outcome> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const outcome = await refused('35 HTTP port in use by a stranger', /in use/i, () => Daemon.try({ httpPort: port }));
  server.close();
  return outcome;
}

export const startFaults: Readonly<Record<string, Fault>> = { '35 in use': twice };
