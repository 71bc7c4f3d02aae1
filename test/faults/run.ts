/** `npm run faults`: every fault the project answers for, done to the running daemon. See test/README.md. */
import { parseArgs } from 'node:util';
import { machine } from '../bench/kit/machine.ts';
import { figure, table, verdict } from '../bench/row.ts';
import { audioFaults } from './audio.ts';
import { clientFaults } from './clients.ts';
import { configFaults } from './config.ts';
import { diskFaults } from './disk.ts';
import type { Fault, Outcome } from './fault.ts';
import { frameFaults } from './frames.ts';
import { midiFaults } from './midi.ts';
import { oscFaults } from './osc.ts';
import { lostRecallFaults } from './recall-lost.ts';
import { sceneFaults } from './scenes.ts';
import { killedStoreFaults } from './scenes-killed.ts';
import { scriptFaults } from './scripts.ts';
import { showClockFaults } from './show-clock.ts';
import { showDiskFaults } from './show-disk.ts';
import { showFileFaults } from './show-files.ts';
import { startFaults } from './start.ts';
import { surfaceFaults } from './surfaces.ts';
import { timeFaults } from './time.ts';

const FAULTS: Readonly<Record<string, Fault>> = {
  ...oscFaults,
  ...clientFaults,
  ...surfaceFaults,
  ...midiFaults,
  ...frameFaults,
  ...diskFaults,
  ...sceneFaults,
  ...killedStoreFaults,
  ...showDiskFaults,
  ...showClockFaults,
  ...showFileFaults,
  ...lostRecallFaults,
  ...configFaults,
  ...scriptFaults,
  ...timeFaults,
  ...startFaults,
  ...audioFaults,
};

const { values } = parseArgs({ options: { json: { type: 'boolean' }, only: { type: 'string' } }, strict: true });
const only = values.only;
const picked = Object.entries(FAULTS).filter(([name]) => only === undefined || name.includes(only));
if (picked.length === 0) {
  console.error(`--only ${only}: no such fault; there are ${Object.keys(FAULTS).join(', ')}`);
  process.exit(2);
}

const say = (line: string): void => void (values.json ? process.stderr : process.stdout).write(`${line}\n`);
say(machine());
const outcomes: Outcome[] = [];
for (const [name, fault] of picked) {
  const startMs = performance.now();
  const some = await fault();
  outcomes.push(...some);
  if (values.json) for (const outcome of some) process.stdout.write(`${JSON.stringify(outcome)}\n`);
  else process.stderr.write(`${name}: ${((performance.now() - startMs) / 1000).toFixed(0)} s\n`);
}
if (!values.json) {
  const cells = outcomes.map(({ fault, detectMs, recoverMs, lost, goal, ok }) => [
    fault,
    figure(detectMs),
    figure(recoverMs),
    String(lost),
    verdict(ok),
    goal,
  ]);
  say(`\n${table(['fault', 'detect ms', 'recover ms', 'lost', 'reached', 'goal'], cells)}\n`);
  for (const { fault, seen } of outcomes) say(`${fault}: ${seen}`);
  say(`\n${outcomes.filter(({ ok }) => !ok).length} of ${outcomes.length} goals missed`);
}
process.exit(0);
