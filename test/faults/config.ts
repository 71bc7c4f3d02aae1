import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Daemon } from '../bench/kit/daemon.ts';
import { scratch } from '../bench/kit/folder.ts';
import { openFiles } from '../bench/kit/process.ts';
import { highest } from '../bench/kit/stats.ts';
import { sleep, until } from '../bench/kit/wait.ts';
import { all, type Fault, ms } from './fault.ts';
import { Probe } from './probe.ts';

const GOOD = 'engines: {foh: {type: embedded}}\ndoors: {http: {port: 0}, osc: {port: 0}}\n';

/** Each is refused; what is wrong stands in its name. */
const HOSTILE: Readonly<Record<string, string>> = {
  truncated: 'engines: {foh: {type: embe',
  'a tab': 'engines:\n\tfoh: {type: embedded}\n',
  'an unknown key': `${GOOD}prot: 1\n`,
  'a wrong type': 'engines: {foh: {type: embedded, channels: many}}\n',
  'out of range': 'engines: {foh: {type: embedded, channels: 4000000000}}\n',
  'no engine': 'engines: {}\n',
  'an unknown engine': 'engines: {foh: {type: embeded}}\n',
  'a prototype': '__proto__: {polluted: true}\nengines: {foh: {type: embedded}}\n',
  'references that multiply': `a: &a [${'x,'.repeat(9)}x]\n${[...'bcdefgh'].map((name, at) => `${name}: &${name} [${`*${'abcdefgh'[at]},`.repeat(9)}*${'abcdefgh'[at]}]`).join('\n')}\n`,
  'deep nesting': `engines: ${'['.repeat(20_000)}`,
  oversized: `${GOOD}# ${'x'.repeat(2 * 1024 * 1024)}\n`,
  'no text': '\u0000\u0001\u0002\ufffe',
};

const PLACE = /desk\.yaml:\d+:\d+: /;

const hostile: Fault = async () => {
  const show = join(scratch(), 'show');
  const daemon = await Daemon.start({ show, yaml: GOOD });
  const probe = await Probe.start(daemon);
  const file = join(show, 'desk.yaml');
  const detectMs: number[] = [];
  const silent: string[] = [];
  for (const [name, text] of Object.entries(HOSTILE)) {
    const lines = daemon.lines.length;
    writeFileSync(file, text);
    daemon.signal('SIGHUP');
    const tookMs = await until(() => daemon.lines.slice(lines).some((line) => PLACE.test(line)), 5000);
    if (Number.isNaN(tookMs)) silent.push(name);
    else detectMs.push(tookMs);
    writeFileSync(file, GOOD);
    daemon.signal('SIGHUP');
    await sleep(150);
  }
  const felt = await probe.felt();
  const isAlive = probe.isConnected;
  probe.stop();
  await daemon.stop();
  const cold = await Daemon.try({ yaml: HOSTILE['an unknown key'] ?? '' });
  const code = cold instanceof Daemon ? null : cold.code;
  if (cold instanceof Daemon) await cold.stop();
  return [
    {
      fault: `28 hostile desk.yaml while it runs, ${Object.keys(HOSTILE).length} kinds`,
      detectMs: highest(detectMs),
      recoverMs: null,
      lost: felt.lost,
      goal: 'error with file:line:column <= 2 s, last good one stays, 0 moves lost; a start with one ends with 2',
      ok: all(silent.length === 0, highest(detectMs) <= 2000, felt.lost === 0, isAlive, code === 2),
      seen: `${silent.length === 0 ? 'all said with their place' : `nothing was said to: ${silent.join(', ')}`}; a start ended with ${code}; control p99 ${ms(felt.p99Ms)}`,
    },
  ];
};

const RELOADS = 100;
const peers = (count: number): string =>
  `engines: {foh: {type: embedded}}\ndoors: {http: {port: 0}, osc: {port: 0, peers: [${Array.from({ length: count }, (_, n) => `{address: 10.0.0.${n + 1}}`).join(', ')}]}}\n`;

const reloads: Fault = async () => {
  const show = join(scratch(), 'show');
  const daemon = await Daemon.start({ show, yaml: peers(0) });
  const probe = await Probe.start(daemon);
  await sleep(500);
  const files = openFiles(daemon.pid);
  const lines = daemon.lines.length;
  const times: number[] = [];
  let unsaid = 0;
  for (let reload = 0; reload < RELOADS; reload++) {
    const isGood = reload % 2 === 0;
    const seen = daemon.lines.length;
    writeFileSync(join(show, 'desk.yaml'), isGood ? peers(1 + (reload % 7)) : `nonsense${reload}: [`);
    daemon.signal('SIGHUP');
    const word = isGood ? /applied/ : PLACE;
    const tookMs = await until(() => daemon.lines.slice(seen).some((line) => word.test(line)), 2000);
    if (Number.isNaN(tookMs)) unsaid += 1;
    else times.push(tookMs);
  }
  const felt = await probe.felt();
  const leaked = openFiles(daemon.pid) - files;
  const warned = daemon.lines.slice(lines).filter((line) => /MaxListeners|leak/i.test(line)).length;
  probe.stop();
  await daemon.stop();
  return [
    {
      fault: `29 ${RELOADS} reloads of desk.yaml under load, half of them invalid`,
      detectMs: highest(times),
      recoverMs: null,
      lost: felt.lost + unsaid,
      goal: 'each applied or refused <= 2 s, 0 moves lost, no listener or file left open',
      ok: all(unsaid === 0, felt.lost === 0, leaked <= 0, warned === 0),
      seen: `${felt.moves} moves meanwhile, p99 ${ms(felt.p99Ms)}; ${leaked} more files open, ${warned} warnings of listeners`,
    },
  ];
};

export const configFaults: Readonly<Record<string, Fault>> = { '28 hostile config': hostile, '29 reloads': reloads };
