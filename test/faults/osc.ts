import { Daemon } from '../bench/kit/daemon.ts';
import { Helper } from '../bench/kit/helper.ts';
import { OscClient } from '../bench/kit/osc-client.ts';
import { highest, median } from '../bench/kit/stats.ts';
import { until } from '../bench/kit/wait.ts';
import { all, type Fault, ms, type Outcome } from './fault.ts';
import { nested } from './mutator.ts';
import { Probe } from './probe.ts';

const SEED = 1;
const PACKETS = 10_000;
const ATTACKER = new URL('./attacker-process.ts', import.meta.url);

/** Most log lines of any one second. */
function linesPerSecond(lines: readonly string[]): number {
  const seconds = new Map<number, number>();
  for (const line of lines) {
    const [, time] = /"time":(\d+)/.exec(line) ?? [];
    if (time === undefined || !line.includes('osc')) continue;
    const second = Math.floor(Number(time) / 1000);
    seconds.set(second, (seconds.get(second) ?? 0) + 1);
  }
  return highest([0, ...seconds.values()]);
}

const malformed: Fault = async () => {
  const daemon = await Daemon.start();
  const probe = await Probe.start(daemon);
  const before = daemon.lines.length;
  const { helper } = await Helper.start<{ packets: number }, { sent: number }>(ATTACKER, [String(daemon.osc), String(SEED)]);
  probe.fresh();
  await helper.ask({ packets: PACKETS });
  const felt = await probe.felt();
  const answered = await (await OscClient.open(daemon.osc)).ask('/ch/1/fader');
  const perSecond = linesPerSecond(daemon.lines.slice(before));
  probe.stop();
  helper.end();
  await daemon.stop();
  return [
    {
      fault: `9 ${PACKETS} malformed OSC packets, seed ${SEED}`,
      detectMs: null,
      recoverMs: answered,
      lost: felt.lost,
      goal: 'lives, <= 1 log line/s, valid traffic p99 < 10 ms, 0 lost',
      ok: all(answered < 1000, perSecond <= 1, felt.p99Ms < 10, felt.lost === 0),
      seen: `${perSecond} log lines in the worst second, p99 ${ms(felt.p99Ms)} over ${felt.moves} moves`,
    },
  ];
};

/** The hostile packet and a question directly behind it: what the answer takes longer is what the packet cost. */
const hostile: Fault = async () => {
  const daemon = await Daemon.start();
  const osc = await OscClient.open(daemon.osc);
  const kinds = { 'nested 60 deep': nested(60), '64 KiB': Buffer.alloc(65_507, '/a\0\0,f'), 'of no length': new Uint8Array() };
  const took = async (packet: Uint8Array | undefined): Promise<number> => {
    const answers: number[] = [];
    for (let n = 0; n < 60; n++) {
      if (packet) osc.raw(packet);
      answers.push(await osc.ask('/ch/1/fader'));
    }
    return median(answers.slice(10));
  };
  await took(undefined);
  const outcomes: Outcome[] = [];
  for (const [name, packet] of Object.entries(kinds)) {
    const plain = await took(undefined);
    const behind = await took(packet);
    outcomes.push({
      fault: `10 OSC datagram ${name}`,
      detectMs: null,
      recoverMs: Math.max(0, behind - plain),
      lost: 0,
      goal: 'refused, costs <= 1 ms',
      ok: behind - plain <= 1,
      seen: `answer to a question: ${ms(plain)} alone, ${ms(behind)} behind it`,
    });
  }
  osc.close();
  await daemon.stop();
  return outcomes;
};

/** More than a socket's buffer holds. The sender is told the settled values and so knows what was lost. */
const flood: Fault = async () => {
  const daemon = await Daemon.start();
  const osc = await OscClient.open(daemon.osc);
  await osc.followFaders(32);
  const sent = new Map<string, number>();
  for (let n = 0; n < 5000; n++) {
    const address = `/ch/${(n % 32) + 1}/fader`;
    const value = Math.fround(-60 + Math.floor(n / 32) / 4);
    sent.set(address, value);
    osc.say(address, 'f', [value]);
  }
  const startMs = performance.now();
  osc.values.clear();
  const toldMs = await until(() => [...sent.keys()].every((address) => osc.values.has(address)), 5000);
  const overMs = performance.now() - startMs;
  const desk = new Map<string, number>();
  for (const address of sent.keys()) desk.set(address, (await daemon.get<{ value: number }>(`/api/v1/params${address}`)).value);
  const isClose = (a: unknown, b: number | undefined): boolean => typeof a === 'number' && b !== undefined && Math.abs(a - b) <= 0.051;
  const lost = [...sent].filter(([address, value]) => !isClose(desk.get(address), value)).length;
  const wrong = [...sent.keys()].filter((address) => !isClose(osc.values.get(address), desk.get(address))).length;
  osc.close();
  await daemon.stop();
  return [
    {
      fault: '11 burst of 5,000 OSC datagrams',
      detectMs: toldMs,
      recoverMs: overMs,
      lost,
      goal: 'the sender knows every settled value <= 2 s after',
      ok: all(toldMs <= 2000, wrong === 0),
      seen: `${lost} of 32 faders did not get their last value, ${wrong} the sender knows wrong`,
    },
  ];
};

export const oscFaults: Readonly<Record<string, Fault>> = { '9 malformed': malformed, '10 hostile': hostile, '11 flood': flood };
