import type { Actor } from '../../../src/desk/actor.ts';
import type { Desk } from '../../../src/desk/desk.ts';
import type { Intent } from '../../../src/desk/turn.ts';
import { valueAt } from '../../../src/scenes/curves.ts';
import type { Recalls } from '../../../src/scenes/recalls.ts';
import { highest, median } from '../kit/stats.ts';
import { sleep, until } from '../kit/wait.ts';
import { goalRow, infoRow, type Row, ratioRow } from '../row.ts';

const STRIPS = 32;
const FADES = 100;
const FADE_MS = 2000;
const STEP_MS = 20;
const GOAL_DB = -40;
const START_DB = -6;
const ROUNDS = 3;

/** The faders of 32 channels and levels of their first sends. */
function levelsOf(desk: Desk): number[] {
  const paths = Array.from({ length: STRIPS }, (_, at) => `ch/${at + 1}`);
  const all = [
    ...paths.map((strip) => `${strip}/fader`),
    ...[1, 2, 3].flatMap((send) => paths.map((strip) => `${strip}/send/${send}/level`)),
  ];
  const ids = all.slice(0, FADES).flatMap((path) => desk.model.byPath.get(path)?.id ?? []);
  if (ids.length !== FADES) throw new Error(`only ${ids.length} levels`);
  return ids;
}

/** Where each level is after a share of the time, on the grid of the desk. */
function levelAt(desk: Desk, id: number, share: number): number {
  const law = desk.model.entries[id]?.parameter.law;
  return law ? law.snap(valueAt(law, 's', START_DB, GOAL_DB, share)) : Number.NaN;
}

const setAll = (ids: readonly number[], level: (id: number) => number): Intent[] =>
  ids.map((id) => ({ kind: 'set', id, value: level(id) }));

/** Processor time of this process over some work, as % of a core. */
async function cpuPercent(work: () => Promise<void>): Promise<number> {
  const startMs = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) / 1000 / (performance.now() - startMs)) * 100;
}

/** The least that moves as much: a timer that says 100 values, known beforehand, 50 times a second in one turn of one gesture. */
async function bareLoop(desk: Desk, turns: readonly Intent[][], hand: Actor): Promise<void> {
  const steps = turns.length;
  const gesture = desk.begin(hand, 'bench');
  const startMs = performance.now();
  await new Promise<void>((resolve) => {
    let done = 0;
    const step = (): void => {
      desk.intend(hand, turns[done++] ?? [], { cause: 'bench', gesture, exact: true });
      if (done === steps) resolve();
      else setTimeout(step, startMs + (done + 1) * STEP_MS - performance.now());
    };
    setTimeout(step, STEP_MS);
  });
  desk.end(gesture);
}

/** 100 fades at once: each step against where its curve is at that very moment, and what they cost beside a bare loop. */
export async function fadeRows(desk: Desk, recalls: Recalls, hand: Actor): Promise<readonly Row[]> {
  const ids = levelsOf(desk);
  const known = new Set(ids);
  const stepCount = FADE_MS / STEP_MS;
  const turns = Array.from({ length: stepCount }, (_, step) => setAll(ids, (id) => levelAt(desk, id, (step + 1) / stepCount)));
  const errorsDb: number[] = [];
  const stepsOf: number[] = [];
  const cpu = { fades: [] as number[], floor: [] as number[], floor2: [] as number[] };
  let off = 0;
  const reset = async (): Promise<void> => {
    desk.intend(
      hand,
      setAll(ids, () => START_DB),
      { cause: 'bench', exact: true },
    );
    await sleep(300);
  };
  const fade = async (): Promise<void> => {
    recalls.fade(hand, ids, GOAL_DB, { ms: FADE_MS, curve: 's' });
    await until(() => recalls.list().length === 0, FADE_MS + 2000, STEP_MS);
    off += ids.filter((id) => desk.wanted(id) !== GOAL_DB).length;
  };
  // Apart from the rounds: to look at each step costs more than to make it.
  const watched = async (): Promise<void> => {
    const startMs = performance.now();
    const steps = new Map<number, number>();
    const leave = desk.watch(({ actor, changes }) => {
      if (actor !== hand) return;
      const share = Math.min(1, (performance.now() - startMs) / FADE_MS);
      for (const { id, to } of changes) {
        const law = desk.model.entries[id]?.parameter.law;
        if (!law || typeof to !== 'number' || !known.has(id)) continue;
        steps.set(id, (steps.get(id) ?? 0) + 1);
        errorsDb.push(Math.abs(to - valueAt(law, 's', START_DB, GOAL_DB, share)));
      }
    });
    await fade();
    leave();
    stepsOf.push(...steps.values());
  };
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, work] of [
      ['fades', fade],
      ['floor', () => bareLoop(desk, turns, hand)],
      ['floor2', () => bareLoop(desk, turns, hand)],
    ] as const) {
      await reset();
      cpu[name].push(await cpuPercent(work));
    }
  }
  for (let round = 0; round < ROUNDS; round++) {
    await reset();
    await watched();
  }
  return [
    goalRow(`${FADES} fades at once on ${STRIPS} strips: ends that are not exact`, off, { most: 0 }),
    goalRow(`${FADES} fades at once: worst error of a step from its curve, dB`, highest(errorsDb), { most: 0.5 }),
    infoRow(`${FADES} fades at once: median error of a step, dB`, median(errorsDb)),
    infoRow(`${FADES} fades at once: steps each, of ${FADE_MS / STEP_MS}`, median(stepsOf)),
    ratioRow(`${FADES} fades at once: CPU beside a bare loop of the same values, % of a core`, median(cpu.fades), median(cpu.floor), 1.2),
    infoRow(`${FADES} fades at once, noise: second floor, % of a core`, median(cpu.floor2), median(cpu.floor)),
  ];
}
