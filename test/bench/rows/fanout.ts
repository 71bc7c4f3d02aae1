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
const ROUNDS = 3;
const ROUND_MS = 3000;
const SETTLE_MS = 800;

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

/** One server, and what its readers and its main thread were seen to do. */
interface Side {
  readonly pid: number;
  readonly port: number;
  /** What each reader says when it has come. */
  readonly says: readonly string[];
  readonly cpu: number[];
  readonly reads: Read[];
}

/** Readers come, are counted, and go again, so that the other side has the machine for itself afterwards. */
async function round(side: Side, clients: number): Promise<void> {
  const args = [String(side.port), String(clients), ...side.says];
  const { helper }: { helper: Readers } = await Helper.start<{ ms: number }, Read>(READERS, args);
  await sleep(SETTLE_MS);
  const before = mainThreadSeconds(side.pid);
  side.reads.push(await helper.ask({ ms: ROUND_MS }));
  side.cpu.push((100 * (mainThreadSeconds(side.pid) - before)) / (ROUND_MS / 1000));
  helper.end();
  await sleep(SETTLE_MS);
}

/** Meters to many clients against bare `ws` that sends frames of the same size, in turns. */
async function fanout(daemon: Daemon, bytes: number, clients: number, rateHz: number): Promise<readonly Row[]> {
  const { helper: bare, ready } = await Helper.start<{ port: number }, { port: number }>(FANOUT, [String(bytes), String(rateHz)]);
  const side = (pid: number, port: number, says: readonly string[]): Side => ({ pid, port, says, cpu: [], reads: [] });
  const ours = side(daemon.pid, Number(new URL(daemon.http).port), [viewAt(rateHz)]);
  const floor = side(bare.pid, ready.port, []);
  for (let n = 0; n < ROUNDS; n++) {
    await round(ours, clients);
    await round(floor, clients);
  }
  bare.end();
  const of = (one: Side, read: (read: Read) => number): number => median(one.reads.map(read));
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
