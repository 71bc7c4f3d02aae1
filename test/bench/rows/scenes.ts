import { isRefusal } from '../../../src/desk/refusal.ts';
import { planRecall } from '../../../src/scenes/planning.ts';
import { Recalls } from '../../../src/scenes/recalls.ts';
import { systemClock } from '../../../src/wire/ports/clock.ts';
import { Helper } from '../kit/helper.ts';
import { benchDesk, HAND, libraryOf, longestStall, twoScenes } from '../kit/scene-desk.ts';
import { median } from '../kit/stats.ts';
import { until } from '../kit/wait.ts';
import { goalRow, infoRow, type Row } from '../row.ts';
import { fadeRows } from './scene-fades.ts';

const ROUNDS = 25;
const FIRST = new URL('../first-recall-process.ts', import.meta.url);
const FIRSTS = 5;

/** The first recall of a process: at once, and after what a daemon does for it in the half minute after its start. */
async function firstStalls(how: 'cold' | 'warmed'): Promise<number> {
  const stallMs: number[] = [];
  for (let run = 0; run < FIRSTS; run++) {
    const { helper, ready } = await Helper.start<object, { readonly stallMs: number }>(FIRST, [how]);
    stallMs.push(ready.stallMs);
    helper.end();
  }
  return median(stallMs);
}

export async function sceneRows(): Promise<readonly Row[]> {
  const [coldMs, warmedMs] = [await firstStalls('cold'), await firstStalls('warmed')];
  const desk = benchDesk();
  const scenes = twoScenes(desk);
  const library = libraryOf(scenes);
  const recalls = new Recalls({ desk, clock: systemClock, library, say: () => {} });
  const planMs: number[] = [];
  const stallMs: number[] = [];
  const wholeMs: number[] = [];
  let changes = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const scene = scenes[round % 2] ?? scenes[0];
    const before = performance.now();
    const plan = planRecall(desk, scene, { safes: library.safes });
    planMs.push(performance.now() - before);
    if (isRefusal(plan)) throw new Error('no plan');
    changes = plan.rows.length;
    const startMs = performance.now();
    stallMs.push(
      await longestStall(async () => {
        recalls.recall(HAND, scene.name);
        await until(() => recalls.list().length === 0, 5000);
      }),
    );
    wholeMs.push(performance.now() - startMs);
  }
  const fades = await fadeRows(desk, recalls, HAND);
  recalls.close();
  return [
    goalRow(`recall of ${changes} changes: plan, median of ${ROUNDS}, ms`, median(planMs), { most: 5 }),
    goalRow(`recall of ${changes} changes: longest stall of the loop, median of ${ROUNDS}, ms`, median(stallMs), { most: 5 }),
    goalRow(`recall of ${changes} changes: longest stall of the first of a process, warmed as a daemon is, ms`, warmedMs, { most: 5 }),
    infoRow(`recall of ${changes} changes: longest stall of the first of a process, nothing warmed, ms`, coldMs),
    infoRow(`recall of ${changes} changes: until all is confirmed, ms`, median(wholeMs)),
    ...fades,
  ];
}
