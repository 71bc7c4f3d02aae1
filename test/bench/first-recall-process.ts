/**
 * The first recall of a process: told is how long the loop did not come round. Argument: `cold`, or `warmed` after the planner and the cue list
 * have been run and the scenes laid out as a daemon does after its start, without the pauses.
 */
import { keepLaidOut } from '../../src/scenes/laid-out.ts';
import { Recalls } from '../../src/scenes/recalls.ts';
import { warmPlanner } from '../../src/scenes/warm.ts';
import { systemClock } from '../../src/wire/ports/clock.ts';
import { benchDesk, HAND, libraryOf, longestStall, twoScenes } from './kit/scene-desk.ts';
import { sleep, until } from './kit/wait.ts';

const SETTLE_MS = 300;
/** The rounds of the warm-up, one after another. */
const QUICK = { ...systemClock, setTimer: (_delayMs: number, run: () => void) => systemClock.setTimer(1, run) };

const desk = benchDesk();
const scenes = twoScenes(desk);
const library = libraryOf(scenes);
if (process.argv[2] === 'warmed') {
  let roundMs = performance.now();
  keepLaidOut(desk, QUICK, library);
  warmPlanner(desk, QUICK, () => {
    roundMs = performance.now();
  });
  await until(() => performance.now() - roundMs > SETTLE_MS, 60_000);
}
const recalls = new Recalls({ desk, clock: systemClock, library, say: () => {} });
await sleep(SETTLE_MS);
const stallMs = await longestStall(async () => {
  recalls.recall(HAND, scenes[0].name);
  await until(() => recalls.list().length === 0, 5000);
});
process.send?.({ stallMs });
