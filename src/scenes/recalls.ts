import type { Actor } from '../desk/actor.ts';
import type { DeskClock } from '../desk/clock.ts';
import type { Desk } from '../desk/desk.ts';
import { withLinked } from '../desk/links.ts';
import { isRefusal, type Refusal } from '../desk/refusal.ts';
import { takeBack, type Undone } from '../desk/undo.ts';
import { formatValue, readValue } from '../desk/value.ts';
import type { OnRelease } from './fades.ts';
import type { SceneLibrary } from './library.ts';
import type { Plan } from './plan.ts';
import { type PlanOptions, planRecall } from './planning.ts';
import { Run } from './run.ts';
import type { Lost, Row, RunHost, RunState } from './run-rows.ts';
import type { FadeTime } from './scene.ts';

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

/** Live state that is not what the preview saw. */
export interface Moved {
  readonly path: string;
  readonly was: string;
  readonly now: string;
}

export interface Recalled {
  /** Of the run, for pause, cut and the like. */
  readonly id: number;
  readonly plan: Plan;
  readonly moved: readonly Moved[];
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
  plan(name: string, options: RecallOptions = {}): Plan | Refusal {
    const scene = this.#library.find(name);
    return isRefusal(scene) ? scene : planRecall(this.#desk, scene, { ...options, safes: this.#library.safes, ...this.#moving() });
  }

  /** Does what the plan says, exactly; where live state is no longer as the plan saw it, the answer says so. */
  recall(actor: Actor, what: string | Plan, options: RecallOptions = {}): Recalled | Refusal {
    const plan = typeof what === 'string' ? this.plan(what, options) : what;
    if (isRefusal(plan)) return plan;
    const rows = typeof what === 'string' ? plan.rows : this.#current(plan.rows);
    const moved = typeof what === 'string' ? [] : this.#movedSince(plan);
    this.active = { scene: plan.scene, atMs: this.#clock.wallMs(), plan };
    const run = this.#start(actor, `recall "${plan.scene}"`, rows, options.release ?? 'hold');
    const gone = plan.rows.length - rows.length;
    if (gone > 0) this.#host.say(`${run.cause}: ${gone} of ${plan.rows.length} are not on this desk any more`);
    return { id: run.id, plan, moved };
  }

  /** Moves parameters to a value in time, the other strips of linked pairs along. */
  fade(actor: Actor, ids: readonly number[], to: unknown, time: FadeTime, release: OnRelease = 'hold'): Faded | Refusal {
    const rows = new Map<number, Row>();
    const refusals: Refusal[] = [];
    for (const id of ids) {
      const row = this.#fadeRow(actor, id, to, time);
      if (isRefusal(row)) refusals.push(row);
      else {
        rows.set(id, row);
        for (const linked of this.#linkedRows(actor, row)) if (!ids.includes(linked.id)) rows.set(linked.id, linked);
      }
    }
    const [first] = rows.values();
    if (!first) return refusals[0] ?? { code: 'malformed', got: 'fade', want: 'a fade of at least one parameter' };
    const cause = rows.size > 1 ? `fade of ${rows.size}` : `fade ${first.path}`;
    const run = this.#start(actor, cause, [...rows.values()], release);
    return { id: run.id, paths: [...rows.values()].map(({ path }) => path), refusals };
  }

  /** What is on its way, and what was interrupted; newest last. */
  list(): Running[] {
    return this.#runs.map(tell);
  }

  /** Fades stand still. */
  pause(id?: number): Refusal | undefined {
    return this.#each(id, (run) => run.ride.pause(this.#clock.nowMs()));
  }
  /** Paused fades move on; what an interruption left out is done. */
  resume(id?: number): Refusal | undefined {
    return this.#each(id, (run) => {
      run.ride.resume(this.#clock.nowMs());
      if (run.state === 'partial') run.goOn(this.#claimed(run, this.#current([...run.missing.values()])));
    });
  }
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
    const run = id === undefined ? this.#runs.at(-1) : this.#runs.find((one) => one.id === id);
    if (!run) return nothingRuns(id);
    const gesture = this.#desk.hands.long(run.gesture);
    const undone = gesture ? takeBack(this.#desk, actor, gesture) : { cause: run.cause, who: run.actor.name, restored: [], skipped: [] };
    if (!isRefusal(undone)) run.stop('undone');
    return undone;
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

  /** Rows with the ids their paths have now. */
  #current<R extends Row>(rows: readonly R[]): R[] {
    return rows.flatMap((row) => {
      const entry = this.#desk.model.byPath.get(row.path);
      return entry ? [entry.id === row.id ? row : { ...row, id: entry.id }] : [];
    });
  }

  /** What stands otherwise than the plan saw it: its own rows, and what was right then. */
  #movedSince(plan: Plan): Moved[] {
    const desk = this.#desk;
    const scene = this.#library.find(plan.scene);
    const moved: Moved[] = [];
    const planned = new Set(plan.left.map(({ path }) => path));
    for (const row of plan.rows) {
      planned.add(row.path);
      const entry = desk.model.byPath.get(row.path);
      const now = entry && desk.wanted(entry.id);
      if (!entry || now === row.from) continue;
      moved.push({ path: row.path, was: row.fromText, now: now === undefined ? '' : formatValue(entry.parameter, now) });
    }
    if (isRefusal(scene)) return moved;
    for (const id of desk.values.since(plan.revision)) {
      const entry = desk.model.entries[id];
      const said = entry && scene.values.get(entry.path);
      if (!entry || !said || planned.has(entry.path)) continue;
      const target = readValue(entry.parameter, said.value);
      const now = desk.wanted(id);
      if (isRefusal(target) || target === now) continue;
      moved.push({ path: entry.path, was: formatValue(entry.parameter, target), now: formatValue(entry.parameter, now) });
    }
    return moved;
  }

  #fadeRow(actor: Actor, id: number, to: unknown, time: FadeTime): Row | Refusal {
    const entry = this.#desk.model.entries[id];
    if (!entry) return { code: 'unknown-path', got: `parameter ${id}` };
    const { path, parameter } = entry;
    if (parameter.readOnly) return { code: 'read-only', path, got: 'fade' };
    if (parameter.type !== 'number') return { code: 'malformed', path, got: 'fade', want: 'a level or another number' };
    const away = this.#desk.reachable(actor, id);
    if (away) return away;
    const hold = this.#desk.holder(id);
    if (hold) return { code: 'held', path, got: 'fade', by: hold.actor.name };
    const value = readValue(parameter, to);
    if (isRefusal(value)) return { ...value, path };
    return { id, path, to: value, phase: 'values', ...(time.ms > 0 ? { fade: time } : {}) };
  }

  #linkedRows(actor: Actor, row: Row): Row[] {
    const { model, values } = this.#desk;
    return withLinked(model, values, row.id, row.to).flatMap(([id, to]) => {
      const entry = model.entries[id];
      const free = id !== row.id && !this.#desk.holder(id) && !this.#desk.reachable(actor, id);
      return entry && free ? [{ ...row, id, path: entry.path, to }] : [];
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
