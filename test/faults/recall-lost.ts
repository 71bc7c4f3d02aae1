import { decodeOsc } from '../../src/wire/formats/osc.ts';
import { consoleEngine, sayLive, startWithConsole, TestConsole } from '../bench/kit/console.ts';
import type { Daemon } from '../bench/kit/daemon.ts';
import { highest } from '../bench/kit/stats.ts';
import { UdpRelay } from '../bench/kit/udp-relay.ts';
import { sleep, until } from '../bench/kit/wait.ts';
import { ask } from './ask.ts';
import { all, type Fault, ms, type Outcome } from './fault.ts';

const ROUNDS = 3;
const STRIPS = 16;
/** What the recall changes: a fader and a pan of each strip, and some mutes. */
const CHANGES = 2 * STRIPS + 6;
const LIVE_MS = 10_000;

interface Run {
  readonly state: string;
  readonly of: number;
  readonly missing: readonly string[];
}

/** What the daemon says is on its way. */
async function running(daemon: Daemon): Promise<readonly Run[]> {
  const { found } = await ask(daemon, 'running');
  return Array.isArray(found) ? found : [];
}

const isLive = async (daemon: Daemon): Promise<boolean> => (await fetch(`${daemon.http}/readyz`)).ok;

async function twoScenes(daemon: Daemon): Promise<void> {
  for (const [name, level, pan, mute] of [
    ['Other', -40, -50, 'on'],
    ['Song', -10, 50, 'off'],
  ] as const) {
    for (let strip = 1; strip <= STRIPS; strip++) {
      await sayLive(daemon, `set ch/${strip}/fader ${level}`);
      await sayLive(daemon, `set ch/${strip}/pan ${pan}`);
      // Three open and three close: what is muted comes first, what opens last.
      if (strip <= 6) await sayLive(daemon, `set ch/${strip}/mute ${strip <= 3 ? mute : mute === 'on' ? 'off' : 'on'}`);
    }
    await sayLive(daemon, `store "${name}"`);
  }
}

/** What one of the two ways out of a recall that was cut off in the middle came to. */
interface Ended {
  readonly partialMs: number;
  readonly endedMs: number;
  readonly half: number;
  readonly missing: number;
  /** Sentences of what was not as it must be. */
  readonly wrong: readonly string[];
}

/** Recalls, cuts the way when half has gone through it, lets it stand, brings it back, and ends the recall one way. */
async function cutOff(daemon: Daemon, relay: UdpRelay, box: TestConsole['box'], way: 'finish' | 'rollback'): Promise<Ended> {
  const wrong: string[] = [];
  const must = (holds: boolean, what: string): void => void (holds || wrong.push(what));
  await ask(daemon, 'recall "Other"');
  await until(async () => (await running(daemon)).length === 0, LIVE_MS, 20);
  await sleep(300);
  const before = [...box.steps];
  let through = 0;
  relay.toConsole = (bytes) => {
    const packet = decodeOsc(bytes);
    if ('address' in packet && packet.address === '/set') through += 1;
    if (through > CHANGES / 2) relay.isCut = true;
  };
  const startMs = performance.now();
  const said = await ask(daemon, 'recall "Song"');
  must(said.ok, `the recall was refused: ${said.says}`);
  await until(async () => (await running(daemon)).some(({ state }) => state === 'partial'), LIVE_MS, 10);
  const partialMs = performance.now() - startMs;
  const [run] = await running(daemon);
  const half = box.steps.filter((step, id) => step !== before[id]).length;
  const missing = run?.missing.length ?? 0;
  must(run?.state === 'partial', 'it never said that it was partial');
  must(half > 0 && half < CHANGES, `${half} of ${CHANGES} had arrived`);
  must(missing >= CHANGES - half, `${missing} are missing for the daemon, ${CHANGES - half} in truth`);
  const away = await ask(daemon, way);
  must(!away.ok, `${way} while the console was away was answered "${away.says}"`);
  const writes = box.writes.length;
  relay.toConsole = () => {};
  relay.isCut = false;
  must(!Number.isNaN(await until(() => isLive(daemon), LIVE_MS, 10)), 'the console did not come back');
  await sleep(500);
  must(box.writes.length === writes, `${box.writes.length - writes} writes by itself when the console was back`);
  const [still] = await running(daemon);
  must(still?.state === 'partial', `it was ${still?.state ?? 'gone'} when the console was back`);
  const endMs = performance.now();
  const ended = await ask(daemon, way);
  must(ended.ok, `${way}: ${ended.says}`);
  await until(async () => (await running(daemon)).length === 0, LIVE_MS, 10);
  const endedMs = performance.now() - endMs;
  const plan = await ask(daemon, 'running');
  must(plan.says === 'nothing is on its way', plan.says);
  if (way === 'rollback') {
    const other = () => box.steps.every((step, id) => step === before[id]);
    must(!Number.isNaN(await until(other, 3000)), 'the console is not as before the recall');
  } else {
    const changed = () => box.steps.filter((step, id) => step !== before[id]).length === CHANGES;
    must(!Number.isNaN(await until(changed, 3000)), 'the console does not have the whole scene');
  }
  return { partialMs, endedMs, half, missing, wrong };
}

const interrupted =
  (loss: number): Fault =>
  async () => {
    const console = await TestConsole.open(loss);
    const relay = await UdpRelay.open(console.port);
    const daemon = await startWithConsole({ yaml: consoleEngine(relay.port) });
    await twoScenes(daemon);
    const outcomes: Outcome[] = [];
    for (const way of ['finish', 'rollback'] as const) {
      const ends: Ended[] = [];
      for (let round = 0; round < ROUNDS; round++) ends.push(await cutOff(daemon, relay, console.box, way));
      const wrong = ends.flatMap((end) => end.wrong);
      const partialMs = highest(ends.map((end) => end.partialMs));
      const endedMs = highest(ends.map((end) => end.endedMs));
      outcomes.push({
        fault: `33 recall interrupted, console lost at half${loss > 0 ? `, ${loss * 100} % of its packets too` : ''}: ${way}`,
        detectMs: partialMs,
        recoverMs: endedMs,
        lost: wrong.length,
        goal: `partial <= 3 s, nothing written by itself when it is back, ${way === 'finish' ? 'then all of the scene' : 'then all as before'} <= 2 s`,
        ok: all(wrong.length === 0, partialMs <= 3000, endedMs <= 2000),
        seen: `${ROUNDS} times, of ${CHANGES} changes ${ends.map(({ half }) => half).join(', ')} had arrived, ${ends.map(({ missing }) => missing).join(', ')} were told as missing; ${way} ${ms(endedMs)}${wrong[0] === undefined ? '' : `; ${wrong[0]}`}`,
      });
    }
    await daemon.stop();
    relay.close();
    await console.close();
    return outcomes;
  };

export const lostRecallFaults: Readonly<Record<string, Fault>> = {
  '33 recall interrupted': interrupted(0),
  '33 recall interrupted, lossy': interrupted(0.1),
};
