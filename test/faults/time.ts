import { spawn } from 'node:child_process';
import { Daemon } from '../bench/kit/daemon.ts';
import { DeskClient } from '../bench/kit/desk-client.ts';
import { has, onCore } from '../bench/kit/machine.ts';
import { OscClient } from '../bench/kit/osc-client.ts';
import { stepsBack } from '../bench/kit/stats.ts';
import { sleep, until } from '../bench/kit/wait.ts';
import { all, type Fault, ms, type Outcome } from './fault.ts';
import { Probe } from './probe.ts';

const HOOK = new URL('./hook.mjs', import.meta.url).pathname;
const HOUR_MS = 3_600_000;

const clockJumps: Fault = async () => {
  const outcomes: Outcome[] = [];
  for (const [name, byMs] of [
    ['+1 h', HOUR_MS],
    ['-1 h', -HOUR_MS],
    ['+1 s, as a leap second', 1000],
  ] as const) {
    outcomes.push(await clockJump(name, byMs));
  }
  return outcomes;
};

async function clockJump(name: string, byMs: number): Promise<Outcome> {
  const daemon = await Daemon.start({ node: ['--import', HOOK], env: { DESKBRIDGE_FAULT: `clock:${byMs}` } });
  const probe = await Probe.start(daemon);
  // Held across the jump: a hold that ends by the time of day would end now, or never.
  const hand = await DeskClient.open(daemon.ws);
  const other = await DeskClient.open(daemon.ws);
  await hand.ask({ t: 'touch', path: 'ch/1/fader', down: true });
  const follower = await OscClient.open(daemon.osc);
  await follower.followFaders(31);
  let told = 0;
  follower.hear = () => {
    told += 1;
  };
  probe.fresh();
  daemon.signal('SIGUSR2');
  await sleep(2000);
  const burst = told;
  const isHeld = (await other.ask({ t: 'set', path: 'ch/1/fader', value: -7 })).t === 'refused';
  await hand.ask({ t: 'touch', path: 'ch/1/fader', down: false });
  const freeMs = await until(async () => (await other.ask({ t: 'set', path: 'ch/1/fader', value: -7 })).t === 'ok', 3000);
  const felt = await probe.felt();
  const isServed = probe.isConnected && hand.closed === undefined;
  const [{ atMs } = { atMs: 0 }] = await daemon.get<{ atMs: number }[]>('/api/v1/log?path=ch/1/fader&limit=1');
  const isDated = Math.abs(atMs - (Date.now() + byMs)) < 60_000;
  probe.stop();
  hand.close();
  other.close();
  follower.close();
  await daemon.stop();
  return {
    fault: `30 wall clock jumps ${name}`,
    detectMs: null,
    recoverMs: freeMs,
    lost: felt.lost,
    goal: 'timers go on, holds stay and end in their time, no burst, 0 moves lost',
    ok: all(isServed, isHeld, freeMs <= 1000, burst === 0, felt.lost === 0, isDated),
    seen: `Date moved by a module loaded before the daemon; p99 ${ms(felt.p99Ms)}, ${burst} messages nobody asked for, the log has the ${isDated ? 'new' : 'OLD'} time`,
  };
}

const PAUSE_MS = 10_000;

const suspended: Fault = async () => {
  const daemon = await Daemon.start();
  const client = await DeskClient.open(daemon.ws);
  const osc = await OscClient.open(daemon.osc);
  await osc.followFaders(32);
  const probeMs = await osc.ask('/ch/2/fader');
  daemon.signal('SIGSTOP');
  const stoppedMs = performance.now();
  let value = -80;
  while (performance.now() - stoppedMs < PAUSE_MS) {
    value = Math.round(value * 10 + 1) / 10;
    client.set('ch/1/fader', value);
    await sleep(20);
  }
  const heard: number[] = [];
  osc.hear = ({ address, args: [level] }) => {
    if (address === '/ch/1/fader' && typeof level === 'number') heard.push(level);
  };
  daemon.signal('SIGCONT');
  const recoverMs = await until(() => heard.includes(Math.fround(value)), 5000);
  await sleep(1000);
  const back = stepsBack(heard);
  const isServed = client.closed === undefined && (await client.ask({ t: 'set', path: 'ch/2/fader', value: -3 })).t === 'ok';
  client.close();
  osc.close();
  await daemon.stop();
  return [
    {
      fault: '31 process stopped for 10 s (SIGSTOP), a hand goes on',
      detectMs: null,
      recoverMs,
      lost: back,
      goal: 'newest value out <= 2 s after, never an older after a newer, nobody thrown out',
      ok: all(recoverMs <= 2000, back === 0, isServed),
      seen: `about ${PAUSE_MS / 20} moves waited in the socket, ${heard.length} went out; a question before took ${ms(probeMs)}`,
    },
  ];
};

const starved: Fault = async () => {
  if (!has('taskset')) {
    const seen = 'not done: no taskset';
    return [{ fault: '32 CPU starved', detectMs: null, recoverMs: null, lost: 0, goal: 'control p99 <= 30 ms', ok: false, seen }];
  }
  const daemon = await Daemon.start({ before: onCore(0) });
  const probe = await Probe.start(daemon);
  await sleep(2000);
  const before = await probe.felt();
  const [command = 'taskset', ...args] = [...onCore(0), process.execPath, '-e', 'for(;;);'];
  const loop = spawn(command, args, { stdio: 'ignore' });
  await sleep(500);
  probe.fresh();
  await sleep(8000);
  const felt = await probe.felt();
  const figures = await daemon.figures();
  loop.kill('SIGKILL');
  await sleep(500);
  probe.fresh();
  await sleep(2000);
  const after = await probe.felt();
  probe.stop();
  await daemon.stop();
  return [
    {
      fault: '32 CPU starved by a busy loop on the same core',
      detectMs: null,
      recoverMs: felt.p99Ms,
      lost: felt.lost,
      goal: 'control p99 <= 30 ms, 0 lost',
      ok: all(felt.p99Ms <= 30, felt.lost === 0),
      seen: `p99 ${ms(before.p99Ms)} before, ${ms(felt.p99Ms)} meanwhile, ${ms(after.p99Ms)} after; the sound queue ran dry ${figures.dryQueue ?? 0} times`,
    },
  ];
};

export const timeFaults: Readonly<Record<string, Fault>> = {
  '30 clock jumps': clockJumps,
  '31 suspended': suspended,
  '32 starved': starved,
};
