import type { DeskClock } from '../desk/clock.ts';
import type { Desk } from '../desk/desk.ts';
import type { Entry } from '../desk/model.ts';
import { isRefusal } from '../desk/refusal.ts';
import type { Value } from '../desk/value.ts';
import { planData, tellPlan } from './plan-text.ts';
import { planRecall } from './planning.ts';
import { markOf } from './previews.ts';
import { Rehearsal } from './rehearsal.ts';
import type { Scene } from './scene.ts';

/** The start of the daemon is over by then, and the doors are open. */
const FIRST_MS = 2000;
const EACH_MS = 40;
/** Of one round: a fraction of a ms, even the first time. */
const ROWS = 120;
/** So many rows make the planner about as fast as it gets: five plans of a whole desk, the sixth takes a fifth of the time of the first. */
const ENOUGH = 15_000;
/** Cues rehearsed in a round, and in all: so often makes them as fast as they get. */
const CUES = 8;
const CUES_ENOUGH = 2400;

/**
 * Plans parts of a scene that is nobody's, at quiet moments after the start, so that the first plan of a whole desk is not the one that
 * the code has to be compiled for, which keeps the loop for more than 5 ms; then plays cues on a desk that is nobody's, for the same reason.
 * Planning only reads: nothing is changed by it.
 * @param turned told the number of rows, and of cues, after each round
 * @returns ends it
 */
export function warmPlanner(desk: Desk, clock: DeskClock, turned: (rows: number, cues: number) => void = () => {}): () => void {
  let at = 0;
  let rows = 0;
  let cues = 0;
  let rehearsal: Rehearsal | undefined;
  let { revision } = desk;
  const round = (): void => {
    const isQuiet = desk.revision === revision && desk.links().some(({ state }) => state === 'live');
    ({ revision } = desk);
    if (isQuiet) {
      if (rows < ENOUGH) {
        const entries = desk.model.entries.slice(at, at + ROWS);
        at = at + ROWS < desk.model.entries.length ? at + ROWS : 0;
        planOf(desk, entries);
        rows += entries.length;
      } else {
        rehearsal ??= new Rehearsal();
        for (let cue = 0; cue < CUES; cue++) rehearsal.play();
        cues += CUES;
      }
      turned(rows, cues);
    }
    if (rows < ENOUGH || cues < CUES_ENOUGH) timer = clock.setTimer(isQuiet ? EACH_MS : FIRST_MS, round);
  };
  let timer = clock.setTimer(FIRST_MS, round);
  return () => timer.cancel();
}

function planOf(desk: Desk, entries: readonly Entry[]): void {
  const values = new Map(
    entries.filter(({ parameter }) => !parameter.readOnly).map((entry) => [entry.path, { value: another(desk, entry) }]),
  );
  const scene: Scene = { name: '', number: '', fade: undefined, safe: ['ch/*/name'], only: [], preamps: false, note: '', values };
  const plan = planRecall(desk, scene, { safes: ['bus/*/mute'] });
  if (isRefusal(plan)) return;
  markOf(plan);
  tellPlan(plan);
  planData(plan);
}

/** A value that the parameter does not have now. */
function another(desk: Desk, { id, parameter }: Entry): Value {
  const { type, law, choices } = parameter;
  const now = desk.wanted(id);
  if (type === 'switch') return now !== 1;
  if (type === 'text') return `${now}.`;
  if (type !== 'number') return choices[now === 0 ? 1 : 0] ?? '';
  const [low, high] = [law.snap(law.toValue(0.4)), law.snap(law.toValue(0.6))];
  return now === low ? high : low;
}
