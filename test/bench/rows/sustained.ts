import { Daemon } from '../kit/daemon.ts';
import { DeskClient } from '../kit/desk-client.ts';
import { OscClient } from '../kit/osc-client.ts';
import { stepsBack } from '../kit/stats.ts';
import { sleep, until } from '../kit/wait.ts';
import { goalRow, infoRow, type Row } from '../row.ts';

const CLIENTS = 50;
const RUN_MS = 5000;
/** Moves a client says before it waits for the answer to the last. */
const WINDOW = 100;
const GOAL_PER_S = 10_000;
const OFFERED_PER_S = 12_000;
const LIMITS = { rate: 1_000_000, sockets: 200 };

/** A parameter of its own for each client: faders of the channels, then levels of their first send. */
const pathOf = (client: number): string => (client < 32 ? `ch/${client + 1}/fader` : `ch/${client - 31}/send/1/level`);

/**
 * Fifty hands that go on evenly, a little faster than the goal; then all of them as fast as answers come. Each change is a revision,
 * so revisions count what has landed: the door keeps only the newest of what one client says in one piece.
 */
export async function sustainedRows(): Promise<readonly Row[]> {
  const daemon = await Daemon.start({
    yaml: `engines: {foh: {type: embedded}}\ndoors: {http: {rate: ${LIMITS.rate}, sockets: ${LIMITS.sockets}}}\n`,
  });
  const osc = await OscClient.open(daemon.osc);
  await osc.followFaders(32);
  const clients = await Promise.all(Array.from({ length: CLIENTS }, () => DeskClient.open(daemon.ws)));
  const heard = new Map<string, number[]>();
  osc.hear = ({ address, args: [value] }) => {
    const list = heard.get(address) ?? [];
    heard.set(address, list);
    if (typeof value === 'number') list.push(value);
  };
  const even = await counted(daemon, () => evenly(clients));
  const settled = await until(() => even.steps.every((step, index) => index >= 32 || isLast(osc, index, step)), 3000);
  const back = [...heard.values()].reduce((sum, values) => sum + stepsBack(unwrapped(values)), 0);
  osc.close();
  const fast = await counted(daemon, () => flatOut(clients));
  for (const client of clients) client.close();
  await daemon.stop();
  const said = (run: Counted): number => run.steps.reduce((a, b) => a + b, 0);
  return [
    goalRow(`sustained control over ${CLIENTS} clients, changes/s (doors/http/rate raised to ${LIMITS.rate})`, even.landed / even.tookS, {
      least: GOAL_PER_S,
    }),
    infoRow('sustained: said per second', said(even) / even.tookS),
    goalRow('sustained: newest of every fader at OSC after the last answer, ms', settled, { most: 50 }),
    goalRow('sustained: older values after newer ones', back, { most: 0 }),
    infoRow('flat out: moves taken per second', said(fast) / fast.tookS),
    infoRow('flat out: changes per second', fast.landed / fast.tookS),
  ];
}

interface Counted {
  /** Moves each client said. */
  readonly steps: readonly number[];
  readonly landed: number;
  readonly tookS: number;
}

async function counted(daemon: Daemon, run: () => Promise<number[]>): Promise<Counted> {
  const { rev } = await daemon.status();
  const startMs = performance.now();
  const steps = await run();
  const tookS = (performance.now() - startMs) / 1000;
  return { steps, landed: (await daemon.status()).rev - rev, tookS };
}

const isLast = (osc: OscClient, index: number, step: number): boolean =>
  osc.values.get(`/${pathOf(index)}`) === Math.fround(valueAt(step - 1));

/** Every client in turn, at an even rate; what a late timer left out is caught up. */
async function evenly(clients: readonly DeskClient[]): Promise<number[]> {
  const steps = clients.map(() => 0);
  const startMs = performance.now();
  for (let said = 0; said < (OFFERED_PER_S * RUN_MS) / 1000; ) {
    const due = Math.floor(((performance.now() - startMs) * OFFERED_PER_S) / 1000);
    for (; said < due; said++) move(clients, steps, said % clients.length);
    await sleep(1);
  }
  await Promise.all(clients.map((client, index) => client.ask({ t: 'set', path: pathOf(index), value: valueAt(steps[index] ?? 0) })));
  return steps.map((step) => step + 1);
}

function move(clients: readonly DeskClient[], steps: number[], index: number): void {
  const step = steps[index] ?? 0;
  steps[index] = step + 1;
  clients[index]?.set(pathOf(index), valueAt(step));
}

const flatOut = (clients: readonly DeskClient[]): Promise<number[]> => {
  const endMs = performance.now() + RUN_MS;
  return Promise.all(clients.map((client, index) => drive(client, pathOf(index), endMs)));
};

/** Rises by 0.1 dB from -40.0 to -0.1, then from the start again. */
const valueAt = (step: number): number => -40 + (step % 400) / 10;

/** Values of a saw tooth as one rising line: a fall of more than half its height is the tooth. */
function unwrapped(values: readonly number[]): number[] {
  let lift = 0;
  let before = Number.NEGATIVE_INFINITY;
  return values.map((value) => {
    if (value < before - 20) lift += 40;
    before = value;
    return value + lift;
  });
}

async function drive(client: DeskClient, path: string, endMs: number): Promise<number> {
  let step = 0;
  while (performance.now() < endMs) {
    for (let move = 1; move < WINDOW; move++) client.set(path, valueAt(step++));
    await client.ask({ t: 'set', path, value: valueAt(step++) });
  }
  return step;
}
