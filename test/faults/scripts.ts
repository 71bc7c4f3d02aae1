import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Daemon } from '../bench/kit/daemon.ts';
import { scratch } from '../bench/kit/folder.ts';
import { all, type Fault, ms, type Outcome } from './fault.ts';
import { Probe } from './probe.ts';

const MAIN = new URL('../../dist/main.js', import.meta.url).pathname;

/** Scripts as a tired or hostile hand writes them, and the line that has to be told. */
const HOSTILE: readonly { readonly name: string; readonly text: string; readonly line: number; readonly code: number }[] = [
  { name: 'an endless loop of sends', text: 'steps:\n  - repeat: forever\n    do:\n      - nudge ch/1/pan 1\n', line: 4, code: 7 },
  {
    name: 'an endless loop of nothing',
    text: 'steps:\n  - repeat: until ch/2/fader <= -90\n    do:\n      - wait 0 ms\n',
    line: 4,
    code: 7,
  },
  { name: 'a wait that never ends', text: 'limits: { time: 2s }\nsteps:\n  - wait until ch/2/fader <= -90 within 1 h\n', line: 3, code: 7 },
  { name: 'a step that fails', text: 'steps:\n  - mute ch/3\n  - set ch/3/fader +99\n', line: 3, code: 6 },
  { name: '10,000 sends', text: `steps:\n${'  - nudge ch/1/pan 1\n'.repeat(10_000)}`, line: 1002, code: 7 },
  // Not to the fader that the probe moves: its values would be others.
  { name: '10,000 sends to 31 strips each', text: `steps:\n${'  - nudge ch/1..31/pan 1\n'.repeat(10_000)}`, line: 1002, code: 7 },
];

function run(daemon: Daemon, file: string): Promise<{ readonly code: number | null; readonly err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [MAIN, 'run', file, '--show', daemon.show, '--json'], { stdio: ['ignore', 'ignore', 'pipe'] });
    let err = '';
    child.stderr.on('data', (bytes: Buffer) => {
      err += bytes.toString();
    });
    child.once('close', (code) => resolve({ code, err }));
  });
}

const hostileScripts: Fault = async () => {
  const daemon = await Daemon.start({ yaml: 'engines: {foh: {type: embedded}}\n' });
  const probe = await Probe.start(daemon);
  const before = await probe.felt();
  const folder = scratch();
  const outcomes: Outcome[] = [];
  for (const { name, text, line, code } of HOSTILE) {
    const file = join(folder, 'script.yaml');
    writeFileSync(file, text);
    probe.fresh();
    const startMs = performance.now();
    const ended = await run(daemon, file);
    const tookMs = performance.now() - startMs;
    const felt = await probe.felt();
    const told = ended.err.includes(`script.yaml:${line}: `);
    outcomes.push({
      fault: `34 script: ${name}`,
      detectMs: tookMs,
      recoverMs: null,
      lost: felt.lost,
      goal: 'stopped at its budget (1,000 steps, 60 s), its line told; others p99 < 10 ms, 0 lost',
      ok: all(ended.code === code, told, felt.p99Ms < 10, felt.lost === 0),
      seen: `exit code ${ended.code}: ${ended.err.trim().split('/').at(-1)}; others p99 ${ms(before.p99Ms)} before, ${ms(felt.p99Ms)} meanwhile`,
    });
  }
  probe.stop();
  await daemon.stop();
  return outcomes;
};

export const scriptFaults: Readonly<Record<string, Fault>> = { '34 hostile scripts': hostileScripts };
