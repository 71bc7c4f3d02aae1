import { Daemon } from '../kit/daemon.ts';
import { DeskClient } from '../kit/desk-client.ts';
import { Helper } from '../kit/helper.ts';
import { mainThreadSeconds } from '../kit/process.ts';
import { median } from '../kit/stats.ts';
import { sleep } from '../kit/wait.ts';
import type { Read } from '../readers-process.ts';
import { goalRow, infoRow, overFloorRow, type Row, ratioRow } from '../row.ts';

const FANOUT = new URL('../fanout-process.ts', import.meta.url);
const READERS = new URL('../readers-process.ts', import.meta.url);
const ROUNDS = 4;
const ROUND_MS = 2000;
/** After a standstill: what waited is read before the count begins. */
const SETTLE_MS = 700;

/** 72 strips: the largest view a page has at once. */
const STRIPS = { channels: 48, buses: 16, fx: 7 };
const YAML = `engines: {foh: {type: embedded, channels: ${STRIPS.channels}, buses: ${STRIPS.buses}, fx: ${STRIPS.fx}}}
doors: {http: {sockets: 1000}}
`;
/** Level after the fader and reduction of each strip. */
const POINTS = ['ch/*/meter/post', 'bus/*/meter/post', 'fx/*/meter/post', 'main/meter/post'].flatMap((post) => [
  post,
  post.replace('post', 'dyn'),
]);
const viewAt = (rate: number): string => JSON.stringify({ t: 'view', points: POINTS, rate });

type Readers = Helper<{ ms: number }, Read>;
const readers = async (port: number, count: number, says: readonly string[]): Promise<Readers> =>
  (await Helper.start<{ ms: number }, Read>(READERS, [String(port), String(count), ...says])).helper;

/** One server with its readers. */
interface Side {
  readonly pid: number;
  readonly readers: Readers;
  readonly cpu: number[];
  readonly reads: Read[];
}

const signal = (side: Side, name: 'SIGSTOP' | 'SIGCONT'): void => {
  for (const pid of [side.pid, side.readers.pid]) process.kill(pid, name);
};

/** The other side stands still meanwhile, so that each has the machine for itself. */
async function round(side: Side, other: Side): Promise<void> {
  signal(other, 'SIGSTOP');
  signal(side, 'SIGCONT');
  await sleep(SETTLE_MS);
  const before = mainThreadSeconds(side.pid);
  side.reads.push(await side.readers.ask({ ms: ROUND_MS }));
  side.cpu.push((100 * (mainThreadSeconds(side.pid) - before)) / (ROUND_MS / 1000));
}

/** Meters to many clients against bare `ws` that sends frames of the same size, in turns. */
async function fanout(daemon: Daemon, bytes: number, clients: number, rateHz: number): Promise<readonly Row[]> {
  const port = Number(new URL(daemon.http).port);
  const { helper: bare, ready } = await Helper.start<{ port: number }, { port: number }>(FANOUT, [String(bytes), String(rateHz)]);
  const ours: Side = { pid: daemon.pid, readers: await readers(port, clients, [viewAt(rateHz)]), cpu: [], reads: [] };
  const floor: Side = { pid: bare.pid, readers: await readers(ready.port, clients, []), cpu: [], reads: [] };
  await sleep(1000);
  for (let n = 0; n < ROUNDS; n++) {
    await round(ours, floor);
    await round(floor, ours);
  }
  signal(ours, 'SIGCONT');
  ours.readers.end();
  floor.readers.end();
  bare.end();
  await sleep(500);
  const of = (side: Side, read: (one: Read) => number): number => median(side.reads.map(read));
  const rate = (one: Read): number => one.frames / clients / (ROUND_MS / 1000);
  const name = `${clients} clients, meters at ${rateHz} Hz`;
  return [
    ratioRow(`${name}: main thread, % of a core`, median(ours.cpu), median(floor.cpu), 1.2),
    overFloorRow(
      `${name}: first client to each other, p99 ms`,
      of(ours, (one) => one.spreadP99Ms),
      of(floor, (one) => one.spreadP99Ms),
      1,
    ),
    infoRow(`${name}: frames per second and client`, of(ours, rate), of(floor, rate)),
  ];
}

export async function fanoutRows(): Promise<readonly Row[]> {
  const daemon = await Daemon.start({ yaml: YAML });
  const client = await DeskClient.open(daemon.ws);
  const view = await client.ask({ t: 'view', points: POINTS, rate: 20 });
  const strips = view.t === 'view' ? view.points.filter((point) => point.endsWith('/post')).length : 0;
  const bytes = await new Promise<number>((resolve) => {
    client.frame = (frame) => resolve(frame.length);
  });
  client.close();
  const rows = [
    goalRow(`meter frame of ${strips} strips, level and reduction, bytes`, bytes, { most: 304 }),
    ...(await fanout(daemon, bytes, 50, 20)),
    ...(await fanout(daemon, bytes, 500, 50)),
  ];
  await daemon.stop();
  return rows;
}
