import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAKE_CHILD, MidiRig } from '../../fake-midi/rig.ts';
import { consoleEngine, sayLive, startWithConsole, TestConsole } from '../kit/console.ts';
import type { Daemon } from '../kit/daemon.ts';
import { scratch } from '../kit/folder.ts';
import { Helper } from '../kit/helper.ts';
import { HttpClient } from '../kit/http-client.ts';
import { OscClient } from '../kit/osc-client.ts';
import { median, percentile, seeded, shuffle } from '../kit/stats.ts';
import { sleep, until } from '../kit/wait.ts';
import { infoRow, overFloorRow, type Row } from '../row.ts';

const SAMPLES = 3000;
const WARM_UP = 400;
const LOST_MS = 1000;
const LATE_MS = 100;
/** A show takes at most 50 cues a second; more is a circle of cues that start each other. */
const STEP_MS = 21;
/** The same cue again, or another Go, within 0.3 s does not count. */
const GO_MS = 310;
const CUES = 48;
const STRIPS = 16;
const RELAY = new URL('../go-relay-process.ts', import.meta.url);
const TRIGGER = 'Trigger:Trigger MIDI 1 24:0';
const FLOORS = ['Floor:Floor MIDI 1 28:0', 'Floor:Floor MIDI 2 29:0'] as const;
const TRANSPORTS = ['http', 'osc', 'midi'] as const;
type Transport = (typeof TRANSPORTS)[number];
type Start = (cue: number, verb: 'go' | 'fire') => void;

/** One way from a finger to the first byte at a console; one start of a cue at a time. */
interface Way {
  readonly transport: Transport;
  readonly start: Start;
  sentMs: number | undefined;
  goMs: number;
  isGo: boolean;
  readonly tookMs: number[];
  readonly goTookMs: number[];
  lost: number;
}

const wayOf = (transport: Transport, start: Start): Way => {
  return { transport, start, sentMs: undefined, goMs: 0, isGo: false, tookMs: [], goTookMs: [], lost: 0 };
};

function press(way: Way, step: number): void {
  if (way.sentMs !== undefined) way.lost += 1;
  const nowMs = performance.now();
  way.isGo = way.transport !== 'midi' && nowMs - way.goMs > GO_MS;
  if (way.isGo) way.goMs = nowMs;
  way.sentMs = performance.now();
  way.start((step % CUES) + 1, way.isGo ? 'go' : 'fire');
}

/** Only the first byte of a recall counts. */
function arrived(way: Way, atMs: number): void {
  if (way.sentMs === undefined) return;
  way.tookMs.push(atMs - way.sentMs);
  if (way.isGo) way.goTookMs.push(atMs - way.sentMs);
  way.sentMs = undefined;
}

/** What a transport says to the daemon, and to the floor alike. */
function starter(transport: Transport, http: HttpClient, osc: OscClient, rig: MidiRig, unit: string): Start {
  if (transport === 'http') return (cue, verb) => http.post(`/api/v1/verbs/${verb}`, `{"cue":"${cue}"}`);
  if (transport === 'osc') return (cue, verb) => osc.say(`/${verb}`, 's', [String(cue)]);
  return (cue) => rig.play(unit, [0xc0, cue - 1]);
}

/** Two scenes of all parameters that differ in every fader, and cues that recall them in turn: the first change is a fader. */
async function writeShow(daemon: Daemon): Promise<void> {
  for (const [name, levelDb] of Object.entries({ A: -10, B: -20 })) {
    for (let strip = 1; strip <= STRIPS; strip++) await sayLive(daemon, `set ch/${strip}/fader ${levelDb}`);
    await sayLive(daemon, `store "${name}"`);
  }
  const cues = Array.from({ length: CUES }, (_, at) => {
    return `- cue: ${at + 1}\n  do: recall "${at % 2 === 0 ? 'A' : 'B'}"\n  when: midi program ${at + 1}\n`;
  });
  writeFileSync(join(daemon.show, 'cues.yaml'), cues.join(''));
  const isRead = async (): Promise<boolean> => {
    const response = await fetch(`${daemon.http}/api/v1/verbs/cues`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    return (await response.text()).includes(`"number":"${CUES}"`);
  };
  if (Number.isNaN(await until(isRead, 10_000, 50))) throw new Error('the cue list was not read');
}

/** A daemon a transport, since one takes 50 cues a second: together they have the turns that one way has alone. */
async function ourWays(rig: MidiRig, ends: (() => unknown)[]): Promise<Way[]> {
  return Promise.all(
    TRANSPORTS.map(async (transport) => {
      const console = await TestConsole.open();
      const yaml = `${consoleEngine(console.port)}surfaces: off\ntriggers: {midi: [Trigger]}\n`;
      const daemon = await startWithConsole({ show: join(scratch(), 'show'), yaml, env: transport === 'midi' ? rig.env : {} });
      await writeShow(daemon);
      const http = await HttpClient.open(Number(new URL(daemon.http).port));
      const osc = await OscClient.open(daemon.osc);
      const way = wayOf(transport, starter(transport, http, osc, rig, TRIGGER));
      console.wrote = (atMs) => arrived(way, atMs);
      ends.push(() => [http.close(), osc.close(), daemon.stop(), console.close()]);
      return way;
    }),
  );
}

async function floorWays(unit: string, rig: MidiRig, ends: (() => unknown)[]): Promise<Way[]> {
  const console = await OscClient.open(0);
  const args = [unit, String(console.port), FAKE_CHILD.pathname, rig.env.DESKBRIDGE_FAKE_MIDI ?? ''];
  const { helper, ready } = await Helper.start<object, { http: number; osc: number }>(RELAY, args);
  const http = await HttpClient.open(ready.http);
  const osc = await OscClient.open(ready.osc);
  const ways = TRANSPORTS.map((transport) => wayOf(transport, starter(transport, http, osc, rig, unit)));
  console.hear = ({ args: [transport] }, atMs) => {
    const way = ways.find((one) => one.transport === transport);
    if (way) arrived(way, atMs);
  };
  ends.push(() => [http.close(), osc.close(), console.close(), helper.end()]);
  return ways;
}

/** Each way in turn, in a shuffled order, no faster than a show takes cues. */
async function rounds(ways: readonly Way[], first: number, count: number): Promise<void> {
  const random = seeded(1 + first);
  for (let step = first; step < first + count; step++) {
    const endMs = performance.now() + STEP_MS;
    for (const way of shuffle([...ways], random)) {
      // On a busy machine the last may still be on its way: its first byte is not that of this one.
      if (way.sentMs !== undefined) await until(() => way.sentMs === undefined, LATE_MS, 1);
      press(way, step);
      await sleep(1 + Math.round(random()));
    }
    await sleep(Math.max(1, endMs - performance.now()));
  }
  await sleep(LOST_MS);
}

/**
 * From the press of a Go to the first byte at a console: a cue that recalls a scene, by a UDP console's driver, against relays of the same
 * transports that know nothing.
 */
export async function goRows(): Promise<readonly Row[]> {
  const rig = await MidiRig.start();
  for (const port of [TRIGGER, ...FLOORS]) rig.plug(port);
  const ends: (() => unknown)[] = [];
  const ours = await ourWays(rig, ends);
  const floors: Way[][] = [];
  for (const unit of FLOORS) floors.push(await floorWays(unit, rig, ends));
  if (Number.isNaN(await until(() => rig.isHeard(TRIGGER), 10_000))) throw new Error('nobody hears the trigger port');
  const ways = [...ours, ...floors.flat()];
  await rounds(ways, 0, WARM_UP);
  for (const way of ways) {
    way.tookMs.length = 0;
    way.goTookMs.length = 0;
    way.lost = 0;
    way.sentMs = undefined;
  }
  await rounds(ways, WARM_UP, SAMPLES);
  for (const way of ways) if (way.sentMs !== undefined) way.lost += 1;
  await Promise.all(ends.flatMap((end) => end()));
  await rig.stop();
  const [floor = [], floor2 = []] = floors;
  return TRANSPORTS.flatMap((_, at) => rows(ours[at], floor[at], floor2[at]));
}

function rows(ours: Way | undefined, floor: Way | undefined, floor2: Way | undefined): Row[] {
  if (!ours || !floor || !floor2) return [];
  const name = `cue by ${ours.transport === 'midi' ? 'MIDI program change' : ours.transport.toUpperCase()} to the console`;
  const at = (way: Way, percent: number): number => percentile(way.tookMs, percent);
  return [
    overFloorRow(`${name}, p50 ms`, at(ours, 50), at(floor, 50), 0.06),
    overFloorRow(`${name}, p99 ms`, at(ours, 99), at(floor, 99), 0.5),
    infoRow(`${name}, noise: second floor minus floor, p50 ms`, at(floor2, 50) - at(floor, 50)),
    infoRow(`${name}, noise: second floor minus floor, p99 ms`, at(floor2, 99) - at(floor, 99)),
    ...(ours.goTookMs.length > 0
      ? [infoRow(`${name}, of them Go (0.3 s apart, ${ours.goTookMs.length}), p50 ms`, median(ours.goTookMs), median(floor.goTookMs))]
      : []),
    infoRow(`${name}, measured; lost in all three ways`, ours.tookMs.length, ours.lost + floor.lost + floor2.lost),
  ];
}
