/** `npm run bench`: every figure the project promises, measured here and now. See test/README.md. */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { machine } from './kit/machine.ts';
import { figure, type Row, table, verdict } from './row.ts';
import { burstRows } from './rows/burst.ts';
import { fanoutRows } from './rows/fanout.ts';
import { goRows } from './rows/go.ts';
import { handRows } from './rows/hand.ts';
import { latencyRows } from './rows/latency.ts';
import { coreRows, queueRows } from './rows/mixer.ts';
import { pageRows } from './rows/page.ts';
import { partRows } from './rows/parts.ts';
import { sampleRows } from './rows/sample.ts';
import { sceneRows } from './rows/scenes.ts';
import { memoryRows, startRows } from './rows/start.ts';
import { surfaceDinRows } from './rows/surface-din.ts';
import { sustainedRows } from './rows/sustained.ts';

/** Rows by what they are about; each group starts what it needs and ends it. */
const GROUPS: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  control: latencyRows,
  hand: handRows,
  go: goRows,
  burst: burstRows,
  sustained: sustainedRows,
  meters: fanoutRows,
  mixer: coreRows,
  daemon: queueRows,
  sample: sampleRows,
  page: pageRows,
  start: startRows,
  memory: memoryRows,
  scenes: sceneRows,
  parts: partRows,
  din: surfaceDinRows,
};

const { values } = parseArgs({ options: { json: { type: 'boolean' }, only: { type: 'string' } }, strict: true });
const picked = Object.entries(GROUPS).filter(([name]) => values.only === undefined || name.includes(values.only));
if (picked.length === 0) {
  console.error(`--only ${values.only}: no such group; there are ${Object.keys(GROUPS).join(', ')}`);
  process.exit(2);
}

const say = (line: string): void => void (values.json ? process.stderr : process.stdout).write(`${line}\n`);
say(machine());
const all: Row[] = [];
for (const [name, measure] of picked) {
  const startMs = performance.now();
  const rows = await measure();
  all.push(...rows);
  if (values.json) for (const row of rows) process.stdout.write(`${JSON.stringify(row)}\n`);
  else process.stderr.write(`${name}: ${((performance.now() - startMs) / 1000).toFixed(0)} s, load ${loadavg()[0]?.toFixed(2)}\n`);
}
if (!values.json) {
  const cells = all.map(({ name, ours, floor, ratio, goal, ok }) => [name, figure(ours), figure(floor), figure(ratio), goal, verdict(ok)]);
  say(`\n${table(['measured', 'ours', 'floor', 'ratio', 'goal', 'reached'], cells)}`);
  say(`\n${all.filter(({ ok }) => ok === false).length} of ${all.filter(({ ok }) => ok !== null).length} goals missed`);
}
process.exit(0);
