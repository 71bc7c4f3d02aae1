import { Daemon } from '../kit/daemon.ts';
import { DeskClient } from '../kit/desk-client.ts';
import { OscClient } from '../kit/osc-client.ts';
import { Relay } from '../kit/relay.ts';
import { highest, median, stepsBack } from '../kit/stats.ts';
import { sleep, until } from '../kit/wait.ts';
import { goalRow, type Row } from '../row.ts';

const MOVES = 1000;
const BURSTS = 12;
/** -90.0 to +9.9 dB, in tenths. */
const FIRST = -900;
const ADDRESS = '/ch/1/fader';

/** A way from a WebSocket to an OSC client: the daemon, or the relay that knows nothing. */
interface Way {
  readonly send: (value: number) => void;
  readonly osc: OscClient;
  readonly newestMs: number[];
  back: number;
}

/** Rising values of the grid: every move is a change. @returns when the newest came is noted in the way */
async function burst(way: Way): Promise<void> {
  const heard: number[] = [];
  const last = Math.fround((FIRST + MOVES - 1) / 10);
  let newestMs = Number.NaN;
  way.osc.hear = ({ address, args: [value] }, atMs) => {
    if (address !== ADDRESS || typeof value !== 'number') return;
    heard.push(value);
    if (value === last) newestMs = atMs;
  };
  for (let move = 0; move < MOVES; move++) way.send((FIRST + move) / 10);
  const sentMs = performance.now();
  await until(() => !Number.isNaN(newestMs), 3000);
  way.newestMs.push(newestMs - sentMs);
  // The bottom of the next burst comes only when nothing of this one is under way.
  await sleep(1100);
  way.back += stepsBack(heard);
  way.send(FIRST / 10);
  await sleep(100);
}

/** The limits of a fresh show: above 200 messages a second the door keeps the newest of each fader. */
export async function burstRows(): Promise<readonly Row[]> {
  const daemon = await Daemon.start();
  const osc = await OscClient.open(daemon.osc);
  await osc.followFaders(1);
  const client = await DeskClient.open(daemon.ws);
  const relay = await Relay.start();
  const ours: Way = { send: (value) => client.set('ch/1/fader', value), osc, newestMs: [], back: 0 };
  const floor: Way = { send: (value) => relay.set('ch/1/fader', value), osc: relay.osc, newestMs: [], back: 0 };
  for (let n = 0; n < BURSTS; n++) {
    await burst(ours);
    await burst(floor);
  }
  osc.close();
  client.close();
  relay.end();
  await daemon.stop();
  const worst = (way: Way): number => (way.newestMs.some(Number.isNaN) ? Number.NaN : highest(way.newestMs));
  const name = `burst of ${MOVES} moves on one fader: newest at OSC`;
  return [
    goalRow(`${name}, median of ${BURSTS}, ms`, median(ours.newestMs), { most: 10 }, median(floor.newestMs)),
    goalRow(`${name}, worst of ${BURSTS}, ms`, worst(ours), { most: 10 }, worst(floor)),
    goalRow('burst: older values after newer ones', ours.back, { most: 0 }),
  ];
}
