import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { Daemon } from '../kit/daemon.ts';
import { DeskClient } from '../kit/desk-client.ts';
import { scratch } from '../kit/folder.ts';
import { OscClient } from '../kit/osc-client.ts';
import { residentMib } from '../kit/process.ts';
import { median } from '../kit/stats.ts';
import { sleep } from '../kit/wait.ts';
import { goalRow, infoRow, type Row } from '../row.ts';

const RUNS = 7;
const ASK_MS = 5;

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(resolve));
  return port;
}

/** Asks until something answers. @returns milliseconds since `startMs` */
async function firstAnswer(port: number, startMs: number): Promise<number> {
  const osc = await OscClient.open(port);
  const answered = new Promise<number>((resolve) => {
    osc.hear = (_message, atMs) => resolve(atMs - startMs);
  });
  const asking = setInterval(() => osc.say('/ch/1/fader'), ASK_MS);
  const tookMs = await answered;
  clearInterval(asking);
  osc.close();
  return tookMs;
}

async function daemonStart(show: string, audio: string): Promise<number> {
  const port = await freePort();
  const startMs = performance.now();
  const starting = Daemon.start({ show, oscPort: port, audio });
  const tookMs = await firstAnswer(port, startMs);
  await (await starting).stop();
  return tookMs;
}

/** The least: Node, and a socket that sends back what comes. */
async function bareStart(): Promise<number> {
  const port = await freePort();
  const code = `const s=require('dgram').createSocket('udp4');s.on('message',(b,r)=>s.send(b,r.port,r.address));s.bind(${port},'127.0.0.1')`;
  const startMs = performance.now();
  const child: ChildProcess = spawn(process.execPath, ['-e', code]);
  const tookMs = await firstAnswer(port, startMs);
  child.kill('SIGKILL');
  return tookMs;
}

/** From the command to the first answer by OSC, in a show that exists and in one that is made. */
export async function startRows(): Promise<readonly Row[]> {
  const show = `${scratch()}/show`;
  const firstMs = await daemonStart(show, 'none');
  const ours: number[] = [];
  const floor: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    ours.push(await daemonStart(show, 'none'));
    floor.push(await bareStart());
  }
  return [
    goalRow(`cold start to the first OSC answer, median of ${RUNS}, ms`, median(ours), { most: 500 }, median(floor)),
    infoRow('cold start of a show that is made on the way, ms', firstMs),
  ];
}

/** Fifty tablets that show all faders and all meters, `audio: off`. */
export async function memoryRows(): Promise<readonly Row[]> {
  const daemon = await Daemon.start({ audio: 'off' });
  const alone = residentMib(daemon.pid);
  const clients = await Promise.all(Array.from({ length: 50 }, () => DeskClient.open(daemon.ws)));
  for (const client of clients) {
    await client.ask({ t: 'snapshot' });
    await client.subscribe('**');
    await client.ask({ t: 'view', points: ['ch/*/meter/post'], rate: 20 });
  }
  for (let step = 0; step < 1500; step++) {
    clients[step % clients.length]?.set(`ch/${(step % 32) + 1}/fader`, -40 + (step % 400) / 10);
    await sleep(2);
  }
  await sleep(1000);
  const row = goalRow('memory with 50 clients that follow everything, audio: off, MiB', residentMib(daemon.pid), { most: 100 }, alone);
  for (const client of clients) client.close();
  await daemon.stop();
  return [row];
}
