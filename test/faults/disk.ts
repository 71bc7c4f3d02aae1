import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Daemon } from '../bench/kit/daemon.ts';
import { DeskClient } from '../bench/kit/desk-client.ts';
import { scratch } from '../bench/kit/folder.ts';
import { highest, seeded } from '../bench/kit/stats.ts';
import { sleep, until } from '../bench/kit/wait.ts';
import { all, type Fault, ms, type Outcome } from './fault.ts';
import { Probe } from './probe.ts';

const memoryOf = (show: string): string => join(show, 'state', 'foh.json');

/** What a state file says two faders have that are always moved in one turn; undefined for a file that is not whole. */
function pairIn(text: string): readonly [unknown, unknown] | undefined {
  try {
    const { values } = JSON.parse(text) as { values: Record<string, unknown> };
    return [values['ch/1/fader'], values['ch/2/fader']];
  } catch {
    return undefined;
  }
}

const DAEMON_KILLS = 60;

/** Kills the daemon while it saves; the next start must find the old or the new pair. */
const killedDaemon: Fault = async () => {
  const random = seeded(4);
  const show = join(scratch(), 'show');
  let broken = 0;
  let saved = 0;
  let told = -90;
  const startsMs: number[] = [];
  for (let kill = 0; kill < DAEMON_KILLS; kill++) {
    const startMs = performance.now();
    const daemon = await Daemon.start({ show, audio: 'off' });
    startsMs.push(performance.now() - startMs);
    const client = await DeskClient.open(daemon.ws);
    const first = told;
    const endMs = performance.now() + random() * 500;
    while (performance.now() < endMs) {
      told += 0.1;
      if (told > 9) told = -90;
      const value = Math.round(told * 10) / 10;
      client.say({ t: 'set', sets: ['ch/1/fader', 'ch/2/fader'].map((path) => ({ path, value })) });
      await sleep(3);
    }
    await daemon.kill();
    const text = await readText(memoryOf(show));
    const pair = text === undefined ? [undefined, undefined] : pairIn(text);
    if (!pair || pair[0] !== pair[1]) broken += 1;
    else if (typeof pair[0] === 'number' && pair[0] >= first) saved += 1;
  }
  return [
    {
      fault: `25 SIGKILL of the daemon while it saves, ${DAEMON_KILLS} times`,
      detectMs: null,
      recoverMs: highest(startsMs),
      lost: broken,
      goal: '0 unreadable files, always the old or the new mix',
      ok: all(broken === 0, saved > 0),
      seen: `${saved} times a mix of the killed run stood in the file; slowest start ${ms(highest(startsMs))}`,
    },
  ];
};

async function readText(path: string): Promise<string | undefined> {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

const SAVER_KILLS = 440;
const SAVER = new URL('./saver.mjs', import.meta.url).pathname;

/** The show room's own writer, killed at random times while it does nothing but save. */
const killedSaver: Fault = async () => {
  const random = seeded(5);
  const folder = scratch();
  const path = join(folder, 'foh.json');
  let broken = 0;
  let newer = 0;
  let last = 0;
  for (let kill = 0; kill < SAVER_KILLS; kill++) {
    const child = spawn(process.execPath, [SAVER, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    await sleep(random() * 15);
    child.kill('SIGKILL');
    if (child.exitCode !== null) throw new Error(`the saver has ended by itself, with ${child.exitCode}`);
    await new Promise((resolve) => child.once('exit', resolve));
    const text = await readText(path);
    const whole = text === undefined ? { first: 0, last: 0 } : saved(text);
    if (!whole || whole.first !== whole.last || whole.first < last) broken += 1;
    else if (whole.first > last) newer += 1;
    last = whole?.first ?? last;
  }
  rmSync(folder, { recursive: true, force: true });
  return [
    {
      fault: `25 SIGKILL of the writer while it does nothing else, ${SAVER_KILLS} times`,
      detectMs: null,
      recoverMs: null,
      lost: broken,
      goal: '0 unreadable files, always the old or the new content',
      ok: all(broken === 0, newer > 0),
      seen: `${newer} times a newer content stood in the file`,
    },
  ];
};

function saved(text: string): { first: number; last: number } | undefined {
  try {
    return JSON.parse(text) as { first: number; last: number }; // as saver.mjs writes it
  } catch {
    return undefined;
  }
}

const run = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;

/** A show on a disk of 1 MiB that belongs to the test. */
function smallDisk(): { folder: string; end: () => void } | undefined {
  const folder = scratch();
  if (!run('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder)) return undefined;
  return { folder, end: () => void run('umount', '-l', folder) };
}

/** What happens to the disk, and how it is undone. */
interface DiskTrouble {
  readonly fault: string;
  readonly begin: (folder: string) => void;
  readonly end: (folder: string) => void;
}

const full: DiskTrouble = {
  fault: '26 disk full (tmpfs of 1 MiB)',
  begin: (folder) => {
    try {
      writeFileSync(join(folder, 'junk'), Buffer.alloc(2 * 1024 * 1024));
    } catch {
      // That it does not fit is what is wanted.
    }
  },
  end: (folder) => rmSync(join(folder, 'junk'), { force: true }),
};

const readOnly: DiskTrouble = {
  fault: '27 show folder turns read-only (remount)',
  begin: (folder) => void run('mount', '-o', 'remount,ro', folder),
  end: (folder) => void run('mount', '-o', 'remount,rw', folder),
};

const troubled =
  ({ fault, begin, end }: DiskTrouble): Fault =>
  async () => {
    const disk = smallDisk();
    const goal = 'said <= 1 s, old file whole, control goes on, saved again <= 5 s';
    if (!disk) return [{ fault, detectMs: null, recoverMs: null, lost: 0, goal, ok: false, seen: 'not done: no right to mount a tmpfs' }];
    try {
      return [await onDisk(disk.folder, fault, goal, begin, end)];
    } finally {
      disk.end();
    }
  };

async function onDisk(
  folder: string,
  fault: string,
  goal: string,
  begin: (folder: string) => void,
  end: (folder: string) => void,
): Promise<Outcome> {
  const show = join(folder, 'show');
  mkdirSync(show);
  const daemon = await Daemon.start({ show, audio: 'off' });
  const client = await DeskClient.open(daemon.ws);
  const file = memoryOf(show);
  const holds = (value: number): boolean => pairIn(readFileSync(file, 'utf8'))?.[0] === value;
  await client.ask({ t: 'set', path: 'ch/1/fader', value: -11 });
  await until(() => readText(file).then((text) => text !== undefined && holds(-11)));
  begin(folder);
  const lines = daemon.lines.length;
  await client.ask({ t: 'set', path: 'ch/1/fader', value: -22 });
  const said = (word: RegExp) => (): boolean => daemon.lines.slice(lines).some((line) => word.test(line));
  const detectMs = await until(said(/would not remember/), 5000);
  const probe = await Probe.start(daemon);
  await sleep(2000);
  const felt = await probe.felt();
  probe.stop();
  const whole = holds(-11);
  end(folder);
  const recoverMs = await until(() => holds(-22), 10_000);
  const text = daemon.lines.slice(lines).find((line) => /would not remember/.test(line)) ?? '';
  client.close();
  await daemon.stop();
  return {
    fault,
    detectMs,
    recoverMs,
    lost: felt.lost + (whole ? 0 : 1),
    goal,
    ok: all(detectMs <= 1000, recoverMs <= 5000, whole, felt.lost === 0),
    seen: `said: ${/"msg":"([^"]*)/.exec(text)?.[1]?.replaceAll(folder, '') ?? 'nothing'}`,
  };
}

export const diskFaults: Readonly<Record<string, Fault>> = {
  '25 killed daemon': killedDaemon,
  '25 killed writer': killedSaver,
  '26 disk full': troubled(full),
  '27 read-only': troubled(readOnly),
};
