import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Daemon } from '../bench/kit/daemon.ts';
import { residentMib } from '../bench/kit/process.ts';
import { highest } from '../bench/kit/stats.ts';
import { sleep, until } from '../bench/kit/wait.ts';
import { ask } from './ask.ts';
import { all, type Fault, ms, type Outcome } from './fault.ts';
import { HOSTILE, mutated, PLACELESS, putText } from './hostile-files.ts';
import { Probe } from './probe.ts';

const SEED = 280;
const BATCHES = 3;
const BATCH = 60;
const CUE_MUTATIONS = 40;
const SAID_MS = 4000;
/** A watch waits 200 ms for editors that write in several steps. */
const SETTLED_MS = 280;
const GROWTH_MIB = 200;
/** The longest text that the parser is given keeps the loop for some tenths of a second; ordinary mistakes do not. */
const STALL_MS = 1000;
const ORDINARY_MS = 100;
const CUES =
  '- cue: 1\n  name: Song\n  do: recall "Song"\n- cue: 2\n  do:\n    - mute ch/3\n    - fade ch/1/fader -20 over 2s\n  wait: 0.5 s\n  when: midi program 14\n';

/** What stood there at last is what counts: the scene is recalled, the list is whole. @returns a sentence if not */
async function goodStays(daemon: Daemon): Promise<string | undefined> {
  const recalled = await ask(daemon, 'recall "Song"');
  if (!recalled.ok) return `recall: ${recalled.status} ${recalled.says}`;
  const { cues = [] } = ((await ask(daemon, 'cues')).found ?? {}) as { cues?: readonly unknown[] }; // as the verb has it
  return cues.length === 2 ? undefined : `${cues.length} cues`;
}

interface Show {
  readonly daemon: Daemon;
  readonly probe: Probe;
  readonly scene: string;
  readonly cues: string;
  readonly goodScene: string;
}

async function openShow(): Promise<Show> {
  const daemon = await Daemon.start({ audio: 'off' });
  await ask(daemon, 'set ch/1/fader -10');
  await ask(daemon, 'store "Song" only ch/1..8');
  const [file = ''] = readdirSync(join(daemon.show, 'scenes')).filter((name) => name.endsWith('Song.yaml'));
  const scene = join(daemon.show, 'scenes', file);
  const cues = join(daemon.show, 'cues.yaml');
  putText(cues, CUES);
  await until(async () => (await goodStays(daemon)) === undefined, 5000, 50);
  return { daemon, probe: await Probe.start(daemon), scene, cues, goodScene: readFileSync(scene, 'utf8') };
}

/** The whole corpus in the place of one file, one after another. */
async function corpus(show: Show, path: string, good: string): Promise<{ tookMs: number[]; wrong: string[] }> {
  const { daemon } = show;
  const tookMs: number[] = [];
  const wrong: string[] = [];
  const name = path.split('/').at(-1) ?? '';
  for (const [kind, put] of Object.entries(HOSTILE)) {
    const seen = daemon.lines.length;
    put(path, good);
    const isTold = (): boolean =>
      daemon.lines
        .slice(seen)
        .some((line) => (PLACELESS.has(kind) ? line.includes(name) : /:\d+:\d+: /.test(line) && line.includes(`${name}:`)));
    const saidMs = await until(isTold, SAID_MS, 10);
    if (Number.isNaN(saidMs)) wrong.push(`${kind}: nothing was said`);
    else tookMs.push(saidMs);
    const bad = await goodStays(daemon);
    if (bad !== undefined) wrong.push(`${kind}: ${bad}`);
    rmSync(path, { force: true, recursive: true });
    putText(path, good);
    await sleep(SETTLED_MS);
  }
  return { tookMs, wrong };
}

/** Damaged copies beside the good scene, and in the place of the list. */
async function fuzz({ daemon, scene, cues, goodScene }: Show): Promise<string[]> {
  const wrong: string[] = [];
  const folder = join(daemon.show, 'scenes');
  for (let batch = 0; batch < BATCHES; batch++) {
    const names = mutated(goodScene, BATCH, SEED + batch).map((text, at) => {
      const path = join(folder, `${900 - batch * BATCH - at} Damaged ${at}.yaml`);
      putText(path, text.replace(/Song/g, `Damaged ${at}`));
      return path;
    });
    await sleep(SETTLED_MS + 700);
    const bad = await goodStays(daemon);
    if (bad !== undefined) wrong.push(`scenes of seed ${SEED + batch}: ${bad}`);
    for (const path of names) rmSync(path, { force: true });
  }
  for (const [at, text] of mutated(CUES, CUE_MUTATIONS, SEED).entries()) {
    putText(cues, text);
    await sleep(SETTLED_MS);
    const { status } = await ask(daemon, 'cues');
    if (status !== 200) wrong.push(`cues ${at} of seed ${SEED}: ${status}`);
  }
  putText(cues, CUES);
  await sleep(2 * SETTLED_MS);
  const bad = await goodStays(daemon);
  if (bad !== undefined || readFileSync(scene, 'utf8') !== goodScene) wrong.push(`at the end: ${bad ?? 'the scene is another file'}`);
  return wrong;
}

const hostileFiles: Fault = async () => {
  const show = await openShow();
  const { daemon, probe } = show;
  await sleep(500);
  const beforeMib = residentMib(daemon.pid);
  let mostMib = beforeMib;
  const looking = setInterval(() => {
    mostMib = Math.max(mostMib, residentMib(daemon.pid));
  }, 50);
  const outcomes: Outcome[] = [];
  const outcome = async (
    fault: string,
    goal: string,
    mostMs: number,
    tookMs: readonly number[],
    wrong: readonly string[],
    seen: string,
  ): Promise<void> => {
    const felt = await probe.felt();
    const grownMib = mostMib - beforeMib;
    mostMib = residentMib(daemon.pid);
    outcomes.push({
      fault,
      detectMs: tookMs.length > 0 ? highest(tookMs) : null,
      recoverMs: null,
      lost: wrong.length + felt.lost,
      goal: `${goal}; no move later than ${mostMs} ms, RSS + <= ${GROWTH_MIB} MiB`,
      ok: all(wrong.length === 0, felt.lost === 0, felt.worstMs <= mostMs, grownMib <= GROWTH_MIB, probe.isConnected),
      seen: `${seen}; control p99 ${ms(felt.p99Ms)}, slowest ${ms(felt.worstMs)}; RSS at most + ${grownMib.toFixed(0)} MiB${wrong[0] === undefined ? '' : `; ${wrong.join('; ')}`}`,
    });
  };
  const kinds = Object.keys(HOSTILE).length;
  for (const [what, path, good] of [
    ['scene', show.scene, show.goodScene],
    ['cues.yaml', show.cues, CUES],
  ] as const) {
    probe.fresh();
    const { tookMs, wrong } = await corpus(show, path, good);
    await outcome(
      `28 hostile ${what} in the running show, ${kinds} kinds`,
      'told with file:line:column <= 4 s, the last good one goes on',
      STALL_MS,
      tookMs,
      wrong,
      `${tookMs.length} told`,
    );
  }
  probe.fresh();
  const wrong = await fuzz(show);
  const count = BATCHES * BATCH + CUE_MUTATIONS;
  await outcome(
    `28 damaged scenes and cues, ${count} of seed ${SEED}`,
    'it lives, the good ones go on',
    ORDINARY_MS,
    [],
    wrong,
    'edits by fast-check',
  );
  clearInterval(looking);
  probe.stop();
  await daemon.stop();
  return outcomes;
};

export const showFileFaults: Readonly<Record<string, Fault>> = { '28 hostile scenes and cues': hostileFiles };
