import type { Actor } from './desk/actor.ts';
import { isRefusal } from './desk/refusal.ts';
import { outcomeIn } from './mapping/look.ts';
import type { CueLabel, Motion, Outcome, Playback, PlaybackState, Step } from './mapping/playback.ts';
import type { Cue } from './scenes/cues/cue.ts';
import { CueOrder } from './scenes/cues/order.ts';
import type { CueHost } from './scenes/cues/verbs.ts';
import type { Plan } from './scenes/plan.ts';
import type { SceneHost } from './scenes/scene-host.ts';
import type { Clock } from './wire/pace/clock.ts';

/** Gos that a surface shows ahead, the one on standby among them. */
const AHEAD = 8;
/** Cues of a chain that a look goes through. */
const CHAIN = 20;

export interface SurfaceCuesOptions {
  readonly cues: Pick<CueHost, 'runner' | 'plan'>;
  readonly scenes: Pick<SceneHost, 'recalls' | 'library'>;
  readonly clock: Pick<Clock, 'nowMs'>;
}

/** The cue list, scenes and recalls as surfaces show them. */
export function surfaceCues({ cues: { runner, plan }, scenes: { recalls, library }, clock }: SurfaceCuesOptions): Playback {
  const outcomes = new WeakMap<Plan, Outcome>();
  return {
    state(): PlaybackState {
      const { standby, active, running, paused } = runner.state();
      const { active: recalled } = recalls;
      return {
        on: active && label(active),
        next: nextOf(runner.cues, standby).map(label),
        isEmpty: runner.cues.length === 0,
        motion: paused ? 'held' : motionOf(running.some(({ phase }) => phase === 'waiting')),
        running: running.map(({ number }) => number),
        missing: recalls.list().reduce((sum, { missing }) => sum + missing.length, 0),
        last: recalled && outcomeOf(recalled.plan),
      };
    },
    leftMs() {
      const nowMs = clock.nowMs();
      const { running } = runner.state();
      const waits = running.map(({ phase, actionMs }) => (phase === 'waiting' ? actionMs - nowMs : 0));
      return Math.round(Math.max(0, ...waits, ...recalls.list().map(({ leftMs }) => leftMs)));
    },
    can(step: Step) {
      return !isRefusal(step === 'back' ? runner.planBack() : runner.planStep(step === 'up' ? -1 : 1));
    },
    sceneNamed(nameOrNumber) {
      const scene = library.find(nameOrNumber);
      return isRefusal(scene) ? undefined : scene.name;
    },
    cueNamed(number) {
      const cue = runner.find(number);
      return isRefusal(cue) ? undefined : label(cue);
    },
    planned(number, actor) {
      const cue = runner.find(number);
      return isRefusal(cue) ? [] : chainOf(cue).flatMap((one) => plannedOf(one, actor));
    },
    watch(changed) {
      const leave = [runner.watch(changed), recalls.watch(changed), library.watch(changed)];
      return () => {
        for (const end of leave) end();
      };
    },
  };

  function motionOf(waits: boolean): Motion {
    const runs = recalls.list();
    if (runs.some(({ state, leftMs }) => state !== 'partial' && leftMs > 0)) return 'fade';
    if (waits) return 'wait';
    return runs.some(({ state }) => state === 'partial') ? 'partial' : '';
  }

  /** One for each recall: what is shown of it is compared by itself. */
  function outcomeOf(done: Plan): Outcome {
    const { scene, rows, opens, left, loudest } = done;
    const known = outcomes.get(done) ?? { scene, changes: rows.length, opens, left, ...(loudest ? { loudest } : {}) };
    outcomes.set(done, known);
    return known;
  }

  function chainOf(first: Cue): Cue[] {
    const order = new CueOrder(runner.cues);
    const chain: Cue[] = [];
    for (let cue: Cue | undefined = first; cue && chain.length < CHAIN; cue = cue.next && order.after(cue)) chain.push(cue);
    return chain;
  }

  function plannedOf(cue: Cue, actor: Actor): Outcome[] {
    return runner.linesOf(cue).flatMap(({ line }) => {
      const answer = line.verb.name === 'recall' ? plan(line, actor) : undefined;
      const outcome = answer && !isRefusal(answer) ? outcomeIn(answer) : undefined;
      return outcome ? [outcome] : [];
    });
  }
}

const label = ({ number, name }: Cue): CueLabel => ({ number, name });

/** What Go starts, and the Gos behind it: cues that others lead to are left out. */
function nextOf(cues: readonly Cue[], standby: Cue | undefined): Cue[] {
  const order = new CueOrder(cues);
  const next: Cue[] = [];
  for (let cue = standby; cue && next.length < AHEAD; cue = order.nextGo(cue)) next.push(cue);
  return next;
}
