import { FAKE_CHILD, MidiRig } from '../../fake-midi/rig.ts';
import { Daemon } from '../kit/daemon.ts';
import { Helper } from '../kit/helper.ts';
import { OscClient } from '../kit/osc-client.ts';
import { percentile, seeded, shuffle } from '../kit/stats.ts';
import { sleep, until } from '../kit/wait.ts';
import { infoRow, overFloorRow, type Row } from '../row.ts';

const SAMPLES = 3000;
const WARM_UP = 3000;
const LOST_MS = 1000;
const FADERS = 8;
const RELAY = new URL('../midi-relay-process.ts', import.meta.url);
const X_TOUCH = 'X-Touch:X-Touch MIDI 1 24:0';
const FLOORS = ['Floor:Floor MIDI 1 28:0', 'Floor:Floor MIDI 2 29:0'] as const;

/** One way between a unit and an OSC client, and what is under way on it; one move of each fader at a time. */
interface Way {
  readonly unit: string;
  readonly osc: OscClient;
  readonly waiting: Map<number, number>;
  readonly tookMs: number[];
  lost: number;
}

const wayOf = (unit: string, osc: OscClient): Way => ({ unit, osc, waiting: new Map(), tookMs: [], lost: 0 });

function began(way: Way, fader: number): void {
  if (way.waiting.has(fader)) way.lost += 1;
  way.waiting.set(fader, performance.now());
}

function arrived(way: Way, fader: number, atMs: number): void {
  const sentMs = way.waiting.get(fader);
  if (sentMs === undefined) return;
  way.waiting.delete(fader);
  way.tookMs.push(atMs - sentMs);
}

/** Each way in turn, in a shuffled order, until each has its samples. */
async function measure(ways: readonly Way[], move: (way: Way, step: number) => void): Promise<void> {
  const random = seeded(1);
  for (let step = 0; step < WARM_UP; step++) {
    for (const way of ways) move(way, step);
    await sleep(1);
  }
  await sleep(LOST_MS);
  for (const way of ways) {
    way.waiting.clear();
    way.tookMs.length = 0;
    way.lost = 0;
  }
  for (let step = WARM_UP; step < WARM_UP + SAMPLES; step++) {
    for (const way of shuffle([...ways], random)) {
      move(way, step);
      await sleep(1 + Math.round(random() * 2));
    }
    if (step % 1000 === 999) ways[0]?.osc.say('/subscribe', 'sf', [`ch/1..${FADERS}/fader`, 0]);
  }
  await sleep(LOST_MS);
  for (const way of ways) way.lost += way.waiting.size;
}

/** A hand moves a fader: pitch bend in, a packet to an OSC client out. All faders are under a finger, each step is another place. */
function handMove(rig: MidiRig): (way: Way, step: number) => void {
  return (way, step) => {
    const fader = step % FADERS;
    const place = 200 + ((Math.floor(step / FADERS) * 37) % 700);
    began(way, fader);
    rig.play(way.unit, [0xe0 + fader, (place << 4) & 0x7f, place >> 3]);
  };
}

/** Somebody else moves a fader: a packet in, the motor's bytes out. */
function motorMove(way: Way, step: number): void {
  const fader = step % FADERS;
  began(way, fader);
  way.osc.say(`/ch/${fader + 1}/fader`, 'f', [-20 + (Math.floor(step / FADERS) % 20)]);
}

/** The whole of a surface in the path: child process, session, mapping, desk; against two relays behind the same child. */
export async function handRows(): Promise<readonly Row[]> {
  const rig = await MidiRig.start();
  for (const port of [X_TOUCH, ...FLOORS]) rig.plug(port);
  const daemon = await Daemon.start({ yaml: 'engines: {foh: {type: embedded}}\n', env: rig.env });
  const osc = await OscClient.open(daemon.osc);
  await osc.followFaders(FADERS);
  const ways = [wayOf(X_TOUCH, osc)];
  const ends: (() => void)[] = [];
  for (const unit of FLOORS) {
    const client = await OscClient.open(0);
    const args = [unit, String(client.port), FAKE_CHILD.pathname, rig.env.DESKBRIDGE_FAKE_MIDI ?? ''];
    const { helper, ready } = await Helper.start<object, { port: number }>(RELAY, args);
    client.aim(ready.port);
    ways.push(wayOf(unit, client));
    ends.push(() => helper.end());
  }
  await until(() => rig.told(X_TOUCH).length > 500, 10_000);
  await sleep(1000);
  for (const way of ways) {
    way.osc.hear = ({ address }, atMs) => arrived(way, Number(address.split('/')[2]) - 1, atMs);
  }
  for (let fader = 0; fader < FADERS; fader++) rig.play(X_TOUCH, [0x90, 0x68 + fader, 0x7f]);
  await measure(ways, handMove(rig));
  const hand = figures(ways, 'hand on a fader (MCU bytes) to OSC');

  for (const way of ways) {
    way.osc.hear = () => {};
    way.tookMs.length = 0;
    way.lost = 0;
    way.waiting.clear();
  }
  for (let fader = 0; fader < FADERS; fader++) rig.play(X_TOUCH, [0x90, 0x68 + fader, 0x00]);
  await sleep(LOST_MS);
  rig.heard = (full, bytes) => {
    const atMs = performance.now();
    const [status = 0] = bytes;
    const way = ways.find(({ unit }) => unit === full);
    if (way && status >> 4 === 0xe) arrived(way, status & 0xf, atMs);
  };
  await measure(ways, motorMove);
  const motor = figures(ways, 'change to motor byte');
  for (const end of ends) end();
  for (const way of ways) way.osc.close();
  await daemon.stop();
  await rig.stop();
  return [...hand, ...motor];
}

function figures(ways: readonly Way[], name: string): Row[] {
  const [ours, floor, floor2] = ways as [Way, Way, Way]; // made above
  const at = (way: Way, percent: number): number => percentile(way.tookMs, percent);
  return [
    overFloorRow(`${name}, p50 ms`, at(ours, 50), at(floor, 50), 0.06),
    overFloorRow(`${name}, p99 ms`, at(ours, 99), at(floor, 99), 0.5),
    infoRow(`${name}, noise: second floor minus floor, p50 ms`, at(floor2, 50) - at(floor, 50)),
    infoRow(`${name}, noise: second floor minus floor, p99 ms`, at(floor2, 99) - at(floor, 99)),
    infoRow(`${name}, measured; lost in all three ways`, ours.tookMs.length, ours.lost + floor.lost + floor2.lost),
  ];
}
