import { Daemon } from '../kit/daemon.ts';
import { DeskClient } from '../kit/desk-client.ts';
import { OscClient } from '../kit/osc-client.ts';
import { Relay } from '../kit/relay.ts';
import { percentile, seeded, shuffle } from '../kit/stats.ts';
import { sleep } from '../kit/wait.ts';
import { infoRow, overFloorRow, type Row } from '../row.ts';

const SAMPLES = 3000;
/** Moves on each way before it counts. */
const WARM_UP = 10_000;
const CHANNELS = 32;
/** A datagram that takes longer is lost, and counted. */
const LOST_MS = 1000;
/** What a client may say per second; the daemon's own default merges above 200. */
const RATE = 100_000;

/** One way from a WebSocket to an OSC client. */
interface Way {
  readonly send: (text: string) => void;
  readonly waiting: Map<string, number>;
  readonly tookMs: number[];
  lost: number;
}

function way(send: (text: string) => void, osc: OscClient): Way {
  const made: Way = { send, waiting: new Map(), tookMs: [], lost: 0 };
  osc.hear = ({ address }, atMs) => {
    const sentMs = made.waiting.get(address);
    if (sentMs === undefined) return;
    made.waiting.delete(address);
    made.tookMs.push(atMs - sentMs);
  };
  return made;
}

/** One move; a value that differs from the last of this fader, so that it is a change. */
function move(to: Way, step: number): void {
  const channel = (step % CHANNELS) + 1;
  const address = `/ch/${channel}/fader`;
  if (to.waiting.delete(address)) to.lost += 1;
  const value = -40 + (Math.floor(step / CHANNELS) % 400) / 10;
  to.waiting.set(address, performance.now());
  to.send(`{"t":"set","path":"ch/${channel}/fader","value":${value}}`);
}

/** A show that has gone on for some minutes: what runs often has been compiled well, on all ways alike. */
async function warmUp(ways: readonly Way[]): Promise<void> {
  for (let step = 0; step < WARM_UP; step++) {
    for (const one of ways) move(one, step);
    if (step % 8 === 7) await sleep(1);
  }
  await sleep(LOST_MS);
  for (const one of ways) {
    one.tookMs.length = 0;
    one.lost = 0;
    one.waiting.clear();
  }
}

/**
 * From a set on the WebSocket to the datagram at an OSC client, the whole desk in between, against a relay that knows nothing and a
 * second one that is the same: what they differ by is what this machine can tell apart.
 */
export async function latencyRows(): Promise<readonly Row[]> {
  const daemon = await Daemon.start({ yaml: `engines: {foh: {type: embedded}}\ndoors: {http: {rate: ${RATE}}}\n` });
  const osc = await OscClient.open(daemon.osc);
  await osc.followFaders(CHANNELS);
  const client = await DeskClient.open(daemon.ws);
  const relays = [await Relay.start(), await Relay.start()];
  const [floor, floor2] = relays.map((relay) => way((text) => relay.send(text), relay.osc)) as [Way, Way]; // of two relays
  const ours = way((text) => client.socket.send(text), osc);
  const ways = [ours, floor, floor2];
  const random = seeded(1);
  await warmUp(ways);
  for (let step = 0; step < SAMPLES; step++) {
    for (const one of shuffle([...ways], random)) {
      move(one, step);
      await sleep(1 + Math.round(random() * 2));
    }
    if (step % 1000 === 999) osc.say('/subscribe', 'sf', [`ch/1..${CHANNELS}/fader`, 0]);
  }
  await sleep(LOST_MS);
  for (const one of ways) one.lost += one.waiting.size;
  for (const relay of relays) relay.end();
  osc.close();
  client.close();
  await daemon.stop();
  return rows(ours, floor, floor2);
}

function rows(ours: Way, floor: Way, floor2: Way): readonly Row[] {
  const at = (one: Way, percent: number): number => percentile(one.tookMs, percent);
  const noise = (percent: number): number => at(floor2, percent) - at(floor, percent);
  return [
    overFloorRow('control WebSocket to OSC, p50 ms', at(ours, 50), at(floor, 50), 0.06),
    overFloorRow('control WebSocket to OSC, p99 ms', at(ours, 99), at(floor, 99), 0.5),
    infoRow('control noise: second floor minus floor, p50 ms', noise(50)),
    infoRow('control noise: second floor minus floor, p99 ms', noise(99)),
    infoRow('control moves measured, and lost in all three ways', ours.tookMs.length, ours.lost + floor.lost + floor2.lost),
  ];
}
