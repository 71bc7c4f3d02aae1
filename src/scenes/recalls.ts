import type { Actor } from '../desk/actor.ts';
import type { DeskClock } from '../desk/clock.ts';
import type { Desk } from '../desk/desk.ts';
import type { Gesture } from '../desk/gestures.ts';
import { isRefusal, type Refusal } from '../desk/refusal.ts';
import { planMove, takeBack, type Undone } from '../desk/undo.ts';
import { fadeRows } from './fade-rows.ts';
import type { OnRelease } from './fades.ts';
import type { SceneLibrary } from './library.ts';
import { type Moved, movedSince } from './moved.ts';
import type { LeftRow, Plan } from './plan.ts';
import { type PlanOptions, planRecall } from './planning.ts';
import { Previews } from './previews.ts';
import { Run } from './run.ts';
import { allAway, type Lost, type Row, type RunHost, type RunState } from './run-rows.ts';
import type { FadeTime, Scene } from './scene.ts';
import { readScope } from './scope.ts';

/** Steps of a fade: 50 a second; a wire that carries less keeps the newest of them. */
export const STEP_MS = 20;

export interface RecallsOptions {
  readonly desk: Desk;
  readonly clock: DeskClock;
  readonly library: SceneLibrary;
  /** A plain line for the log of the house. */
  readonly say: (line: string) => void;
}

export type RecallOptions = Omit<PlanOptions, 'safes' | 'moving'> & { readonly release?: OnRelease };

/** A plan as it is to be done, and live state beside it. */
export interface Seen {
  readonly plan: Plan;
  readonly rows: readonly Row[];
  /** Live state that is not what the plan saw. */
  readonly moved: readonly Moved[];
  /** Not to be done any more: this desk does not have it now, or it was made safe. */
  readonly dropped: readonly LeftRow[];
}

export interface Recalled extends Omit<Seen, 'rows'> {
  /** Of the run, for pause, cut and the like. */
  readonly id: number;
}

export interface Faded {
  readonly id: number;
  readonly paths: readonly string[];
  readonly refusals: readonly Refusal[];
}

/** A recall or fade as the house shows it. */
export interface Running {
  readonly id: number;
  readonly cause: string;
  readonly who: string;
  readonly state: RunState;
  readonly paused: boolean;
  readonly done: number;
  readonly of: number;
  /** Of the slowest fade, ms. */
  readonly leftMs: number;
  readonly lost: readonly Lost[];
  readonly missing: readonly string[];
}

/**
 * Recalls and fades on their way, on all engines. A parameter belongs to one of them: the newest; a hand, the console and a newer recall
 * take it out of an older one, which says so.
 */
export class Recalls {
  /** The scene that was recalled last, when (wall clock, ms), and what that was to do. */
  active: { readonly scene: string; readonly atMs: number; readonly plan: Plan } | undefined;

  readonly #desk: Desk;
  readonly #clock: DeskClock;
  readonly #library: SceneLibrary;
  readonly #host: Omit<RunHost, 'changed'>;
  readonly #previews = new Previews();
  readonly #watchers = new Set<(running: Running) => void>();
  readonly #leave: readonly (() => void)[];
  /** Newest last. */
  #runs: Run[] = [];
  #nextId = 1;
  #ticker: { cancel(): void } | undefined;
  #dueMs = 0;

  constructor({ desk, clock, library, say }: RecallsOptions) {
    this.#desk = desk;
    this.#clock = clock;
    this.#library = library;
    this.#host = { desk, clock, say, fading: () => this.#arm() };
    this.#leave = [
      desk.watch((turn) => {
        for (const run of [...this.#runs]) run.hear(turn);
      }),
      desk.watchLinks(({ role, state }) => {
        if (state !== 'live') for (const run of [...this.#runs]) run.interrupt(role);
      }),
      desk.watchLayout(() => {
        for (const run of [...this.#runs]) run.interrupt();
      }),
    ];
  }

  /** @returns what a recall would do now; it does nothing */
  plan(what: string | Scene, options: RecallOptions = {}): Plan | Refusal {
    const scene = typeof what === 'string' ? this.#library.find(what) : what;
    return isRefusal(scene) ? scene : planRecall(this.#desk, scene, { ...options, safes: this.#library.safes, ...this.#moving() });
  }

  /** The same plan, kept for a while under a mark that a recall can hand in. */
  preview(name: string, options: RecallOptions = {}): { readonly plan: Plan; readonly seen: string } | Refusal {
    const plan = this.plan(name, options);
    return isRefusal(plan) ? plan : { plan, seen: this.#previews.show(plan, options) };
  }

  /** The plan that was shown, and how live state is no longer as that saw it; nothing is done. @param seen the mark of the preview */
  planSeen(name: string, seen: string, options: RecallOptions = {}): Seen | Refusal {
    const scene = this.#library.find(name);
    if (isRefusal(scene)) return scene;
    const plan = this.#previews.shown(seen);
    if (!plan || plan.scene !== scene.name)
      return { code: 'malformed', got: seen, want: `a preview of "${scene.name}" that is still known; look at it again, with --dry-run` };
    if (!this.#previews.askedSo(seen, options))
      return { code: 'malformed', got: 'this scope or time', want: 'that of the preview; look at it again with these words' };
    const meant = this.#stillMeant(plan.rows);
    return isRefusal(meant) ? meant : { plan, moved: movedSince(this.#desk, plan, scene), ...meant };
  }

  /** Does exactly what the plan says: that of now, or with a mark the very one that was shown. */
  recall(actor: Actor, name: string, options: RecallOptions = {}, seen?: string): Recalled | Refusal {
    const plan = seen === undefined ? this.plan(name, options) : this.planSeen(name, seen, options);
    if (isRefusal(plan)) return plan;
    return this.#recall(actor, 'plan' in plan ? plan : { plan, rows: plan.rows, moved: [], dropped: [] }, options);
  }

  /** Does a plan that was made before, as one that was shown. */
  recallPlan(actor: Actor, plan: Plan, options: RecallOptions = {}): Recalled | Refusal {
    const scene = this.#library.find(plan.scene);
    const meant = this.#stillMeant(plan.rows);
    if (isRefusal(meant)) return meant;
    return this.#recall(actor, { plan, moved: movedSince(this.#desk, plan, isRefusal(scene) ? undefined : scene), ...meant }, options);
  }

  /** Moves parameters to a value in time, the other strips of linked pairs along. */
  fade(actor: Actor, ids: readonly number[], to: unknown, time: FadeTime, release: OnRelease = 'hold'): Faded | Refusal {
    const { rows, refusals } = fadeRows(this.#desk, actor, ids, to, time);
    const [first] = rows;
    if (!first) return refusals[0] ?? { code: 'malformed', got: 'fade', want: 'a fade of at least one parameter' };
    const run = this.#start(actor, rows.length > 1 ? `fade of ${rows.length}` : `fade ${first.path}`, rows, release);
    return { id: run.id, paths: rows.map(({ path }) => path), refusals };
  }

  /** What is on its way, and what was interrupted; newest last. */
  list(): Running[] {
    return this.#runs.map(tell);
  }

  /** Where fades go, and what an interruption left out. */
  goals(id?: number): Row[] {
    return this.#runs.filter((run) => id === undefined || run.id === id).flatMap((run) => run.goals());
  }

  /** Fades stand still. */
  pause(id?: number): Refusal | undefined {
    return this.#each(id, (run) => run.ride.pause(this.#clock.nowMs()));
  }
  /** Paused fades move on. */
  resume(id?: number): Refusal | undefined {
    return this.#each(id, (run) => run.ride.resume(this.#clock.nowMs()));
  }
  /** What an interruption left out is done. */
  finish(id?: number): Refusal | undefined {
    const waiting = this.#runs.filter((run) => run.state === 'partial' && (id === undefined || run.id === id));
    const [first] = waiting;
    if (!first && this.#runs.length > 0) return { code: 'malformed', got: 'nothing was interrupted' };
    const rows = waiting.flatMap((run) => [...run.missing.values()]);
    const away = first && allAway(this.#desk, first.actor, rows);
    if (away) return away;
    return this.#each(id, (run) => {
      if (run.state === 'partial') run.goOn(this.#claimed(run, this.#current([...run.missing.values()])));
    });
  }
  /** @param times 2: twice as fast as now; 0.5: half as fast */
  faster(times: number, id?: number): Refusal | undefined {
    if (!(times > 0 && times <= 1000)) return { code: 'malformed', got: String(times), want: 'how many times as fast: 2' };
    return this.#each(id, (run) => run.ride.faster(times, this.#clock.nowMs()));
  }
  /** Fades are at their end at once. */
  cut(id?: number): Refusal | undefined {
    return this.#each(id, (run) => {
      run.ride.cut();
      run.tick();
    });
  }
  /** Fades end where they stand; what is not made yet stays undone. */
  stop(id?: number): Refusal | undefined {
    return this.#each(id, (run) => run.stop());
  }

  /** Takes back all that a recall has done so far and ends it: one that goes on or was interrupted, the newest if no id is given. */
  rollBack(actor: Actor, id?: number): Undone | Refusal {
    return this.#takeBack(id, (gesture) => takeBack(this.#desk, actor, gesture), true);
  }
  /** What that would do now. */
  planRollBack(actor: Actor, id?: number): Undone | Refusal {
    return this.#takeBack(id, (gesture) => planMove(this.#desk, actor, gesture, 'undo'), false);
  }

  /** A console recalled a scene of its own: nothing of ours goes on there. */
  consoleRecalled(role: string, what = 'recalled on the desk'): void {
    for (const run of [...this.#runs]) run.yieldRole(role, what);
  }

  /** How many recalls and fades move a parameter: 0 or 1. */
  ownersOf(id: number): number {
    return this.#runs.filter((run) => run.owns(id)).length;
  }

  /** Told when a run begins a phase, fades, is interrupted, or is over. @returns ends the watching */
  watch(watcher: (running: Running) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Everything ends where it stands; nothing is written. */
  close(): void {
    for (const run of [...this.#runs]) run.stop();
    for (const leave of this.#leave) leave();
    this.#ticker?.cancel();
  }

  // ---- inside ----

  #moving(): Pick<PlanOptions, 'moving'> {
    return this.#runs.length === 0 ? {} : { moving: (id) => this.#runs.some((run) => run.owns(id)) };
  }

  #start(actor: Actor, cause: string, rows: readonly Row[], release: OnRelease): Run {
    const host: RunHost = { ...this.#host, changed: () => this.#changed(run) };
    const run: Run = new Run(host, this.#nextId++, actor, cause, rows, release);
    this.#claimed(run, rows);
    this.#runs.push(run);
    run.start();
    return run;
  }

  /** The newest recall owns: older ones leave what it wants. */
  #claimed(by: Run, rows: readonly Row[]): readonly Row[] {
    for (const run of [...this.#runs]) if (run !== by) run.yieldTo(rows, `taken by ${by.cause} of ${by.actor.name}`);
    return rows;
  }

  #recall(actor: Actor, { plan, rows, moved, dropped }: Seen, { release = 'hold' }: RecallOptions): Recalled {
    this.active = { scene: plan.scene, atMs: this.#clock.wallMs(), plan };
    const run = this.#start(actor, `recall "${plan.scene}"`, rows, release);
    if (dropped.length > 0) this.#host.say(`${run.cause}: ${dropped.length} of ${plan.rows.length} are not here any more, or safe now`);
    return { id: run.id, plan, moved, dropped };
  }

  #takeBack(id: number | undefined, deed: (gesture: Gesture) => Undone | Refusal, ends: boolean): Undone | Refusal {
    const run = id === undefined ? this.#runs.at(-1) : this.#runs.find((one) => one.id === id);
    if (!run) return nothingRuns(id);
    const gesture = this.#desk.hands.long(run.gesture);
    // With another layout there is nothing left to take back.
    const undone = gesture ? deed(gesture) : { cause: run.cause, who: run.actor.name, restored: [], skipped: [] };
    if (ends && !isRefusal(undone)) run.stop('undone');
    return undone;
  }

  /** Of a plan that was shown: what is on this desk, and not safe by now. */
  #stillMeant(rows: Plan['rows']): { rows: readonly Row[]; dropped: readonly LeftRow[] } | Refusal {
    const safe = readScope(this.#desk, this.#library.safes);
    if (isRefusal(safe)) return safe;
    const here = this.#current(rows);
    const paths = new Set(here.map(({ path }) => path));
    const dropped: LeftRow[] = rows.filter(({ path }) => !paths.has(path)).map(({ path }) => ({ path, why: 'missing' }));
    const meant = here.filter(({ id, path }) => {
      const entry = this.#desk.model.entries[id];
      const by = entry && safe.patternOf(entry.role, entry.segments);
      if (by !== undefined) dropped.push({ path, why: 'safe', by });
      return by === undefined;
    });
    return { rows: meant, dropped };
  }

  /** Rows with the ids their paths have now. */
  #current<R extends Row>(rows: readonly R[]): R[] {
    return rows.flatMap((row) => {
      const entry = this.#desk.model.byPath.get(row.path);
      return entry ? [entry.id === row.id ? row : { ...row, id: entry.id }] : [];
    });
  }

  #each(id: number | undefined, deed: (run: Run) => void): Refusal | undefined {
    const runs = this.#runs.filter((run) => id === undefined || run.id === id);
    if (runs.length === 0) return nothingRuns(id);
    for (const run of runs) {
      deed(run);
      if (!run.over) this.#tell(run);
    }
    return undefined;
  }

  #changed(run: Run): void {
    if (run.over) this.#runs = this.#runs.filter((other) => other !== run);
    this.#tell(run);
  }

  #tell(run: Run): void {
    const running = tell(run);
    for (const watcher of this.#watchers) watcher(running);
  }

  /** One clock for all fades; a late step does not make the next ones late. */
  #arm(): void {
    if (this.#ticker) return;
    this.#dueMs = Math.max(this.#clock.nowMs(), this.#dueMs + STEP_MS);
    if (this.#dueMs - this.#clock.nowMs() < 1) this.#dueMs = this.#clock.nowMs() + STEP_MS;
    this.#ticker = this.#clock.setTimer(this.#dueMs - this.#clock.nowMs(), () => {
      this.#ticker = undefined;
      for (const run of [...this.#runs]) run.tick();
      if (this.#runs.some((run) => run.ride.size > 0)) this.#arm();
    });
  }
}

const nothingRuns = (id: number | undefined): Refusal => ({
  code: 'malformed',
  got: id === undefined ? 'nothing is on its way' : `run ${id}`,
  ...(id === undefined ? {} : { want: 'the number of a recall or fade that is on its way' }),
});

const tell = (run: Run): Running => ({
  id: run.id,
  cause: run.cause,
  who: run.actor.name,
  state: run.state,
  paused: run.ride.paused,
  done: run.finished,
  of: run.of,
  leftMs: run.ride.leftMs(),
  lost: [...run.lost],
  missing: [...run.missing.keys()],
});
