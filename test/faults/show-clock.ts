import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Daemon } from '../bench/kit/daemon.ts';
import { OscClient } from '../bench/kit/osc-client.ts';
import { sleep, until } from '../bench/kit/wait.ts';
import { ask } from './ask.ts';
import { all, type Fault, ms } from './fault.ts';
import { Probe } from './probe.ts';

const HOOK = new URL('./hook.mjs', import.meta.url).pathname;
const HOUR_MS = 3_600_000;
const FADE_MS = 12_000;
const BACK_MS = 6000;
/** Each firing of a cue moves its fader up by a dB from here. */
const START_DB = -20;
const COUNTERS = { ahead: 'ch/10/fader', between: 'ch/11/fader', soon: 'ch/12/fader' } as const;
type Counter = keyof typeof COUNTERS;

const timeOf = (wallMs: number): string => new Date(Math.ceil(wallMs / 1000) * 1000).toISOString().slice(11, 19);

/** How often each cue has fired. */
function fired(osc: OscClient): Record<Counter, number> {
  const count = (path: string): number => Math.round(Number(osc.values.get(`/${path}`)) - START_DB);
  return { ahead: count(COUNTERS.ahead), between: count(COUNTERS.between), soon: count(COUNTERS.soon) };
}

/** Cues by the clock and a fade, while the clock goes an hour forward, an hour back, and a little back over a cue that has fired. */
const jumps: Fault = async () => {
  const shifts = `clock:${HOUR_MS},${-HOUR_MS},${-BACK_MS}`;
  const daemon = await Daemon.start({ audio: 'off', node: ['--import', HOOK], env: { DESKBRIDGE_FAULT: shifts } });
  const wrong: string[] = [];
  const must = (holds: boolean, what: string): void => void (holds || wrong.push(what));
  for (const path of Object.values(COUNTERS)) await daemon.say(`set ${path} ${START_DB}`);
  await daemon.say('set main/fader 0');
  const startMs = performance.now();
  const wallMs = Date.now();
  const at: Readonly<Record<Counter, number>> = { ahead: wallMs + HOUR_MS + 9000, between: wallMs + HOUR_MS / 3, soon: wallMs + 22_000 };
  // The keys of a constant.
  const cues = (Object.keys(COUNTERS) as Counter[]).map((name, index) => {
    return `- cue: ${index + 1}\n  name: ${name}\n  do: nudge ${COUNTERS[name]} 1\n  when: clock ${timeOf(at[name])} zone UTC\n`;
  });
  writeFileSync(join(daemon.show, 'cues.yaml'), cues.join(''));
  const osc = await OscClient.open(daemon.osc);
  await osc.follow('ch/10..12/fader', '/ch/12/fader');
  await osc.follow('main/fader', '/main/fader');
  const steps: { readonly levelDb: number; readonly atMs: number }[] = [];
  osc.hear = ({ address, args: [level] }, atMs) => {
    if (address === '/main/fader' && typeof level === 'number') steps.push({ levelDb: level, atMs });
  };
  const wait = (untilMs: number): Promise<void> => sleep(Math.max(0, startMs + untilMs - performance.now()));
  const said = (word: string): boolean => daemon.lines.some((line) => line.includes(word));
  const renew = setInterval(() => {
    for (const pattern of ['ch/10..12/fader', 'main/fader']) osc.say('/subscribe', 'sf', [pattern, 0]);
  }, 10_000);

  await wait(2000);
  const probe = await Probe.start(daemon);
  steps.length = 0;
  const fadeMs = performance.now();
  must((await ask(daemon, 'fade main/fader -60 over 12s')).ok, 'the fade was refused');
  await wait(3500);
  const jumpMs = performance.now();
  daemon.signal('SIGUSR2');
  const detectMs = Number.isNaN(await until(() => said('was set forward by 3600 s'), 3000)) ? Number.NaN : performance.now() - jumpMs;
  const isMissed = (cue: number): boolean => daemon.lines.some((line) => line.includes(`cue ${cue} (`) && line.includes('was missed'));
  for (const cue of [2, 3]) must(!Number.isNaN(await until(() => isMissed(cue), 1000)), `that cue ${cue} was missed was not said`);
  const early = fired(osc);
  must(early.ahead + early.between + early.soon === 0, `an hour forward fired ${JSON.stringify(early)}`);
  await wait(11_000);
  must(fired(osc).ahead === 1, `the cue of the new time fired ${fired(osc).ahead} times`);
  daemon.signal('SIGUSR2');
  const isEnd = (): boolean => steps.at(-1)?.levelDb === -60;
  await until(isEnd, 6000);
  const tookMs = (steps.at(-1)?.atMs ?? Number.NaN) - fadeMs;
  const turned = steps.filter(({ levelDb }, index) => levelDb > (steps[index - 1]?.levelDb ?? 0)).length;
  must(isEnd() && Math.abs(tookMs - FADE_MS) < 300, `the fade took ${ms(tookMs)}`);
  must(turned === 0 && steps.length <= FADE_MS / 20 + 10, `the fade had ${steps.length} steps, ${turned} of them back`);
  await wait(24_500);
  must(fired(osc).soon === 1, `back in the old time its cue fired ${fired(osc).soon} times`);
  daemon.signal('SIGUSR2');
  // Its time comes once more, BACK_MS later.
  await wait(24_500 + BACK_MS + 2000);
  const last = fired(osc);
  must(last.ahead === 1 && last.between === 0 && last.soon === 1, `in the end they fired ${JSON.stringify(last)}`);
  const felt = await probe.felt();
  clearInterval(renew);
  probe.stop();
  osc.close();
  await daemon.stop();
  return [
    {
      fault: '30 wall clock jumps + 1 h, - 1 h and - 6 s, with cues by the clock and a fade',
      detectMs,
      recoverMs: null,
      lost: wrong.length + felt.lost,
      goal: 'each cue once in its time, none for what was jumped over (told as missed), none twice; the fade takes its 12 s; 0 moves lost',
      ok: all(wrong.length === 0, felt.lost === 0, detectMs <= 2500),
      seen: `fade of ${ms(tookMs)} in ${steps.length} steps; fired ${JSON.stringify(last)}; p99 ${ms(felt.p99Ms)}${wrong[0] === undefined ? '' : `; ${wrong.join('; ')}`}`,
    },
  ];
};

export const showClockFaults: Readonly<Record<string, Fault>> = { '30 clock jumps, cues and fades': jumps };
