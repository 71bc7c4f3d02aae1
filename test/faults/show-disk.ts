import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Daemon } from '../bench/kit/daemon.ts';
import { scratch } from '../bench/kit/folder.ts';
import { highest } from '../bench/kit/stats.ts';
import { sleep, until } from '../bench/kit/wait.ts';
import { ask, type Said } from './ask.ts';
import { all, type Fault, ms, type Outcome } from './fault.ts';
import { Probe } from './probe.ts';

const run = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;

interface Trouble {
  readonly fault: string;
  readonly begin: (folder: string) => void;
  readonly end: (folder: string) => void;
}

const full: Trouble = {
  fault: '26 disk full (tmpfs of 1 MiB) while scenes, safes and cues are stored',
  begin: (folder) => {
    try {
      writeFileSync(join(folder, 'junk'), Buffer.alloc(2 * 1024 * 1024));
    } catch {
      // That it does not fit is what is wanted.
    }
  },
  end: (folder) => rmSync(join(folder, 'junk'), { force: true }),
};

const readOnly: Trouble = {
  fault: '27 show folder turns read-only (remount) while scenes, safes and cues are stored',
  begin: (folder) => void run('mount', '-o', 'remount,ro', folder),
  end: (folder) => void run('mount', '-o', 'remount,rw', folder),
};

const SAYS = /disk|space|read-only|cannot write|not be remembered/i;

/** All that people keep in a show, as it is on the disk. */
function files(show: string): ReadonlyMap<string, string> {
  const scenes = readdirSync(join(show, 'scenes')).filter((name) => name.endsWith('.yaml'));
  const paths = [...scenes.map((name) => join('scenes', name)), 'cues.yaml'];
  return new Map(paths.map((path) => [path, readFileSync(join(show, path), 'utf8')]));
}

const said = ({ status, says }: Said): string => `${status} ${says.replaceAll(/cannot write \S+\/(?=\S)/g, 'cannot write ').slice(0, 90)}`;

async function onDisk(folder: string, { fault, begin, end }: Trouble, goal: string): Promise<Outcome> {
  const show = join(folder, 'show');
  mkdirSync(show);
  const daemon = await Daemon.start({ show, audio: 'off' });
  const wrong: string[] = [];
  const must = (holds: boolean, what: string): void => void (holds || wrong.push(what));
  for (const line of ['set ch/1/fader -11', 'store "Song" only ch/1..8', 'set-cue 1 do recall "Song"', 'safe ch/24']) {
    const answer = await ask(daemon, line);
    must(answer.ok, `${line}: ${said(answer)}`);
  }
  await until(() => files(show).get(join('scenes', 'safes.yaml'))?.includes('ch/24') === true);
  const before = files(show);
  const probe = await Probe.start(daemon);

  begin(folder);
  const logged = daemon.lines.length;
  await ask(daemon, 'set ch/1/fader -22');
  const tries = ['store "Song" only ch/1..8', 'store "Second" only ch/1..8', 'set-cue 1 name Anna', 'set-cue 2 do mute ch/3'];
  const refused: Said[] = [];
  const tookMs: number[] = [];
  for (const line of tries) {
    const startMs = performance.now();
    const answer = await ask(daemon, line);
    tookMs.push(performance.now() - startMs);
    refused.push(answer);
    must(!answer.ok && answer.status >= 500 && SAYS.test(answer.says), `${line} was answered ${said(answer)}`);
  }
  // The safe counts at once, like a mute; that a restart would not know it has to be said, in its answer or in the log.
  const startMs = performance.now();
  const safe = await ask(daemon, 'safe ch/25');
  const isTold = (): boolean =>
    (!safe.ok && SAYS.test(safe.says)) || daemon.lines.slice(logged).some((line) => /safes/.test(line) && SAYS.test(line));
  const safeMs = await until(isTold, 3000);
  must(!Number.isNaN(safeMs), `safe ch/25 was answered ${said(safe)}, and nothing was said`);
  tookMs.push(Number.isNaN(safeMs) ? safeMs : performance.now() - startMs);
  const now = files(show);
  for (const [path, text] of before) must(now.get(path) === text, `${path} is another file`);
  must(now.size === before.size, `${now.size} files instead of ${before.size}`);
  const recalled = await ask(daemon, 'recall "Song"');
  must(recalled.ok, `recall: ${said(recalled)}`);
  must((await ask(daemon, 'go')).ok, 'go was refused');
  await sleep(1500);
  const felt = await probe.felt();

  end(folder);
  const endMs = performance.now();
  await ask(daemon, 'set ch/1/fader -33');
  for (const line of tries) {
    const answer = await ask(daemon, line);
    must(answer.ok, `afterwards ${line}: ${said(answer)}`);
  }
  const safes = (): boolean => files(show).get(join('scenes', 'safes.yaml'))?.includes('ch/25') === true;
  const recoverMs = Number.isNaN(await until(safes, 10_000)) ? Number.NaN : performance.now() - endMs;
  const after = files(show);
  must(
    [...after.entries()].some(([path, text]) => path.endsWith('Song.yaml') && text.includes('-33')),
    'the scene was not stored afterwards',
  );
  must(after.get('cues.yaml')?.includes('Anna') === true, 'the cue was not stored afterwards');
  probe.stop();
  await daemon.stop();
  const [store] = refused;
  return {
    fault,
    detectMs: highest(tookMs),
    recoverMs,
    lost: wrong.length + felt.lost,
    goal,
    ok: all(wrong.length === 0, felt.lost === 0, highest(tookMs) <= 1000, recoverMs <= 5000, felt.p99Ms < 30),
    seen: `store: ${store ? said(store) : ''}; safe: ${said(safe)}; control p99 ${ms(felt.p99Ms)} meanwhile${wrong[0] === undefined ? '' : `; ${wrong.join('; ')}`}`,
  };
}

const troubled =
  (trouble: Trouble): Fault =>
  async () => {
    const goal =
      'each refused with its reason <= 1 s, all files as they were, recalls and Go go on; with space again stored without a restart';
    const folder = scratch();
    if (!run('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder)) {
      const seen = 'not done: no right to mount a tmpfs';
      return [{ fault: trouble.fault, detectMs: null, recoverMs: null, lost: 0, goal, ok: false, seen }];
    }
    try {
      return [await onDisk(folder, trouble, goal)];
    } finally {
      run('umount', '-l', folder);
    }
  };

export const showDiskFaults: Readonly<Record<string, Fault>> = {
  '26 disk full, scenes and cues': troubled(full),
  '27 read-only, scenes and cues': troubled(readOnly),
};
