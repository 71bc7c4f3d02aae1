import { Daemon } from '../kit/daemon.ts';
import { DeskClient } from '../kit/desk-client.ts';
import { OscClient } from '../kit/osc-client.ts';
import { stepsBack } from '../kit/stats.ts';
import { until } from '../kit/wait.ts';
import { goalRow, infoRow, type Row } from '../row.ts';

const CLIENTS = 50;
const RUN_MS = 5000;
/** Moves a client says before it waits for the answer to the last. */
const WINDOW = 100;
const LIMITS = { rate: 1_000_000, sockets: 200 };

/** A parameter of its own for each client: faders of the channels, then levels of their first send. */
const pathOf = (client: number): string => (client < 32 ? `ch/${client + 1}/fader` : `ch/${client - 31}/send/1/level`);

/** As fast as the daemon takes them from 50 clients. Each move is a revision, so the answers' revisions count what has landed. */
export async function sustainedRows(): Promise<readonly Row[]> {
  const daemon = await Daemon.start({
    yaml: `engines: {foh: {type: embedded}}\ndoors: {http: {rate: ${LIMITS.rate}, sockets: ${LIMITS.sockets}}}\n`,
  });
  const osc = await OscClient.open(daemon.osc);
  await osc.followFaders(32);
  const clients = await Promise.all(Array.from({ length: CLIENTS }, () => DeskClient.open(daemon.ws)));
  const heard = new Map<string, number[]>();
  osc.hear = ({ address, args }) => {
    const list = heard.get(address) ?? [];
    heard.set(address, list);
    if (typeof args[0] === 'number') list.push(args[0]);
  };
  const first = (await daemon.status()).rev;
  const startMs = performance.now();
  const sent = await Promise.all(clients.map((client, index) => drive(client, pathOf(index), startMs + RUN_MS)));
  const tookS = (performance.now() - startMs) / 1000;
  const landed = (await daemon.status()).rev - first;
  const lastOf = (index: number): number => Math.fround(valueAt((sent[index] ?? 1) - 1));
  const settled = await until(() => sent.every((_, index) => index >= 32 || osc.values.get(`/${pathOf(index)}`) === lastOf(index)), 3000);
  for (const client of clients) client.close();
  osc.close();
  await daemon.stop();
  const back = [...heard.values()].reduce((sum, values) => sum + stepsBack(unwrapped(values)), 0);
  return [
    goalRow(`sustained control over ${CLIENTS} clients, moves/s (doors/http/rate raised to ${LIMITS.rate})`, landed / tookS, {
      least: 10_000,
    }),
    goalRow('sustained: moves said that did not land', sent.reduce((a, b) => a + b, 0) - landed, { most: 0 }),
    goalRow('sustained: newest of every fader at OSC after the last answer, ms', settled, { most: 50 }),
    infoRow('sustained: older values after newer ones', back),
  ];
}

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
