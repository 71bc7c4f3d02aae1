import type { Actor } from '../../desk/actor.ts';
import { nearest } from '../../desk/nearest.ts';
import { explain, isRefusal, type Refusal } from '../../desk/refusal.ts';
import { Agenda } from './agenda.ts';
import type { Cue, CueLine } from './cue.ts';
import type { CuePlace, CueState, RunningCue } from './cue-state.ts';
import { leaving } from './hand-mutes.ts';
import { byNumber, renumbered } from './numbers.ts';
import { CueOrder } from './order.ts';
import type { CueRunnerOptions } from './runner-options.ts';
import { type Start, Starts, stormText } from './starts.ts';

/** Two hands, or one key that bounces: a Go so soon after an accepted one is refused. */
export const GO_DEBOUNCE_MS = 300;

interface Run {
  readonly cue: Cue;
  readonly from: Start;
  readonly startMs: number;
  phase: RunningCue['phase'];
  shiftMs: number;
}

/** Plays the cue list: one standby, any number of cues running. Times are those of show control, section "cue times" of the manual. */
export class CueRunner {
  readonly #options: CueRunnerOptions;
  readonly #agenda: Agenda;
  readonly #watchers = new Set<() => void>();
  readonly #runs = new Set<Run>();
  #all: readonly Cue[];
  #order: CueOrder;
  #standby: Cue | undefined;
  #active: Cue | undefined;
  /** The last that Go, back or jump started: what back counts from. */
  #current: Cue | undefined;
  #goMs = Number.NEGATIVE_INFINITY;
  readonly #direct = new Map<string, number>();
  readonly #starts: Starts;
  /** A cue of it is being said: what that starts belongs to it. */
  #acting: Start | undefined;

  constructor(options: CueRunnerOptions) {
    this.#options = options;
    this.#starts = new Starts(options.clock);
    this.#agenda = new Agenda(options.clock);
    this.#all = options.cues;
    this.#order = new CueOrder(options.cues);
    this.#standby = this.#order.first;
  }

  get cues(): readonly Cue[] {
    return this.#all;
  }

  state(): CueState {
    const running = [...this.#runs].map((run) => this.#told(run));
    return { standby: this.#standby, active: this.#active, running, paused: this.#agenda.isPaused, started: this.#starts.times };
  }

  watch(changed: () => void): () => void {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }

  /** The list was edited: what runs goes on as it was begun; standby stays on its number, or goes to the next that is still there. */
  setCues(cues: readonly Cue[]): void {
    const before = this.#order;
    const now = renumbered(this.#all, cues);
    this.#all = cues;
    this.#order = new CueOrder(cues);
    let wanted = now(this.#standby);
    this.#active = now(this.#active);
    this.#current = now(this.#current);
    while (wanted && !this.#same(wanted)) wanted = before.after(wanted);
    if (wanted) this.#standby = this.#same(wanted);
    else this.#standby = this.#current ? this.#nextOf(this.#current) : this.#order.first;
    this.#current = this.#current && (this.#same(this.#current) ?? this.#current);
    this.#changed();
  }

  /** The cue of a number; skipped ones are not found. @param fixed see `byNumber` */
  find(number: string, fixed = false): Cue | Refusal {
    const found = byNumber(this.#order.cues, number, fixed);
    if (found) return found;
    const near = nearest(
      number,
      this.#order.cues.map((cue) => cue.number),
    );
    return {
      code: 'malformed',
      got: number.slice(0, 40),
      want: near === undefined ? 'a cue of this list' : `a cue; did you mean ${near}?`,
    };
  }

  /** What Go would start now. @param by a cue that says `go` is not a finger that bounces */
  planGo(by?: Actor): Cue | Refusal {
    const end = this.#all.length === 0 ? 'possible: there is no cue' : 'possible: this is the end of the list';
    return this.#bounced(by) ?? this.#standby ?? { code: 'malformed', got: 'go', want: end };
  }

  /** @param number that cue instead of the one on standby. @param as how it is played this once */
  go(by?: Actor, number?: string, as?: (cue: Cue) => Cue): Cue | Refusal {
    const named = number === undefined ? undefined : this.find(number);
    if (named && isRefusal(named)) return named;
    const bounced = this.#bounced(by);
    if (bounced) return bounced;
    const cue = named ?? this.planGo(by);
    if (isRefusal(cue)) return cue;
    this.#goMs = this.#options.clock.nowMs();
    return this.#reach(cue, as?.(cue));
  }

  planBack(): Cue | Refusal {
    const cue = this.#current && this.#same(this.#current) ? this.#order.previousGo(this.#current) : undefined;
    return cue ?? { code: 'malformed', got: 'back', want: 'possible: no cue before this one' };
  }

  /** Starts the cue before the one that is on, in full; Go comes to this one again. */
  back(): Cue | Refusal {
    const cue = this.planBack();
    return isRefusal(cue) ? cue : this.#reach(cue);
  }

  /** Starts a cue and goes on from there. */
  jump(number: string): Cue | Refusal {
    const cue = this.find(number);
    return isRefusal(cue) ? cue : this.#reach(cue);
  }

  /** The cue one up or down from standby. */
  planStep(by: 1 | -1): Cue | Refusal {
    const { cues } = this.#order;
    const at = this.#standby ? cues.findIndex((cue) => cue.number === this.#standby?.number) : cues.length;
    return cues[at + by] ?? { code: 'malformed', got: by > 0 ? 'down' : 'up', want: 'possible: the list ends here' };
  }

  /** Numbers that stay true when the process ends. */
  get place(): CuePlace {
    return { standby: this.#standby?.number, current: this.#current?.number };
  }

  /** Goes on where the list stood before a restart, as far as it still has those cues. Nothing is started. */
  pickUp({ standby, current }: CuePlace): void {
    const of = (number: string | undefined): Cue | undefined => this.#order.cues.find((cue) => cue.number === number);
    this.#current = of(current);
    this.#standby = of(standby) ?? (this.#current ? this.#nextOf(this.#current) : this.#order.first);
    this.#changed();
  }

  standBy(cue: Cue): Cue {
    this.#standby = cue;
    this.#changed();
    return cue;
  }

  /** To the top of the list; nothing is said to the desk. */
  reset(): void {
    this.stop();
    this.#standby = this.#order.first;
    this.#current = undefined;
    this.#active = undefined;
    this.#changed();
  }

  /** Starts a cue and leaves standby where it is: what a trigger does. The same cue again within 0.3 s does not count. */
  fire(cue: Cue): Cue | Refusal {
    const nowMs = this.#options.clock.nowMs();
    const lastMs = this.#direct.get(cue.number) ?? Number.NEGATIVE_INFINITY;
    if (nowMs - lastMs < GO_DEBOUNCE_MS)
      return { code: 'busy', got: `cue ${cue.number} again`, want: 'the second within 0.3 s does not count' };
    // An interval goes on for as long as cues are held: all of it would happen at once afterwards.
    if (this.#agenda.isPaused && [...this.#runs].some((run) => run.cue.number === cue.number))
      return { code: 'busy', got: `cue ${cue.number} again`, want: 'it waits already until cues go on' };
    this.#direct.set(cue.number, nowMs);
    this.#start(cue, this.#agenda.nowMs, this.#begin(cue));
    return cue;
  }

  /** What was started, newest first, as far as it can be taken back. */
  get starts(): readonly Start[] {
    return this.#starts.list;
  }
  /** Whether something of a start waits or goes on. */
  goesOn(start: Start): boolean {
    return this.#agenda.has(start);
  }

  /** What a start moved was taken back: nothing more of it comes, and if it was the last one and nobody chose otherwise, Go starts it again. */
  takenBack(start: Start): void {
    const isLast = this.#starts.list[0] === start;
    this.#starts.drop(start);
    this.#agenda.drop(start);
    for (const run of [...this.#runs]) if (run.from === start) this.#runs.delete(run);
    if (isLast && this.#standby?.number === start.standby?.number) {
      const { standby, active, current } = start.before;
      this.#standby = standby && this.#same(standby);
      this.#active = active;
      this.#current = current;
    }
    this.#changed();
  }

  /** Ends all waits; fades stay where they are. */
  stop(): void {
    this.#agenda.drop();
    this.#runs.clear();
    this.#options.motions?.stop();
    if (this.#agenda.isPaused) this.#agenda.resume();
    this.#changed();
  }

  pause(): void {
    if (this.#agenda.isPaused) return;
    this.#agenda.pause();
    this.#options.motions?.pause();
    this.#changed();
  }

  resume(): void {
    if (!this.#agenda.isPaused) return;
    this.#options.motions?.resume();
    this.#agenda.resume((stoodMs) => {
      for (const run of this.#runs) run.shiftMs += stoodMs;
    });
    this.#changed();
  }

  /** What a cue says now: unless it opens them, mutes that a hand has put on are left out of its recalls. */
  linesOf({ lines, opens, armed }: Cue): readonly CueLine[] {
    if (!armed) return [];
    const mutes = opens ? [] : (this.#options.handMutes?.() ?? []);
    return lines.map(({ text, line }) => ({ text, line: leaving(line, mutes) }));
  }

  // ---- inside ----

  #bounced(by?: Actor): Refusal | undefined {
    const sinceMs = this.#options.clock.nowMs() - this.#goMs;
    if (by?.kind === 'cue' || sinceMs >= GO_DEBOUNCE_MS) return undefined;
    return { code: 'busy', got: `Go ${Math.round(sinceMs)} ms after Go`, want: 'the second within 0.3 s does not count' };
  }

  /** Starts a cue as Go does: standby moves behind its chain. */
  #reach(cue: Cue, played: Cue = cue): Cue {
    const start = this.#begin(cue);
    this.#current = cue;
    this.#standby = this.#nextOf(cue);
    start.standby = this.#standby;
    this.#start(played, this.#agenda.nowMs, start);
    return cue;
  }

  #begin(cue: Cue): Start {
    return this.#acting ?? this.#starts.begin(cue, { standby: this.#standby, active: this.#active, current: this.#current });
  }

  #nextOf(cue: Cue): Cue | undefined {
    const now = this.#same(cue);
    return now && this.#order.nextGo(now);
  }
  /** The cue of that number in the list as it is now. */
  #same(cue: Cue): Cue | undefined {
    return this.#order.cues.find((one) => one.number === cue.number);
  }

  /** @param t0Ms when it was to start: planned, so that chains do not drift */
  #start(cue: Cue, t0Ms: number, from: Start): void {
    const storm = this.#starts.storm();
    if (storm === 'first') this.#tell(stormText(cue));
    if (storm) return;
    this.#starts.note(cue);
    const run: Run = { cue, from, startMs: t0Ms, phase: cue.waitMs > 0 ? 'waiting' : 'running', shiftMs: 0 };
    this.#runs.add(run);
    this.#active = cue;
    // All of it is planned before any of it happens, and told once it has begun: the first byte comes first.
    this.#agenda.at(t0Ms, from, () => this.#plan(run));
    this.#changed();
  }

  #plan(run: Run): void {
    const { cue, from, startMs, shiftMs } = run;
    const { next } = cue;
    const actionMs = startMs + shiftMs + cue.waitMs;
    const endMs = actionMs + this.#lengthMs(cue);
    this.#agenda.at(actionMs, from, () => {
      run.phase = 'running';
      this.#act(cue, from);
    });
    if (next?.kind === 'go') this.#agenda.at(actionMs + cue.postMs, from, (plannedMs) => this.#next(cue, plannedMs, from));
    this.#agenda.at(endMs, from, () => {
      this.#runs.delete(run);
      this.#changed();
    });
    if (next?.kind === 'follow') this.#agenda.at(endMs + next.afterMs, from, (plannedMs) => this.#next(cue, plannedMs, from));
  }

  #next(cue: Cue, plannedMs: number, from: Start): void {
    const now = this.#same(cue);
    const next = now && this.#order.after(now);
    if (next) this.#start(next, plannedMs, from);
  }

  #act(cue: Cue, from: Start): void {
    const { oneStep = (_actor, _cause, deed) => deed() } = this.#options;
    const actor = from.actorOf(cue);
    this.#acting = from;
    try {
      oneStep(actor, actor.name, () => {
        for (const line of this.linesOf(cue)) this.#say(cue, line, actor, from);
      });
    } finally {
      this.#acting = undefined;
      this.#changed();
    }
  }

  #say({ number }: Cue, { line, text }: CueLine, actor: Actor, from: Start): void {
    const answer = this.#options.say(line, actor);
    const refusals = isRefusal(answer) ? [answer] : answer.refusals;
    from.refusals.push(...refusals);
    for (const refusal of refusals) this.#tell(`cue ${number}: ${text}: ${explain(refusal)}`);
    if (!isRefusal(answer)) void answer.later?.then((refusal) => refusal && this.#tell(`cue ${number}: ${text}: ${explain(refusal)}`));
  }

  #lengthMs({ lines, armed }: Cue): number {
    if (!armed) return 0;
    return lines.reduce((longestMs, { line }) => Math.max(longestMs, line.overMs ?? this.#options.lengthMs?.(line) ?? 0), 0);
  }

  #told({ cue, startMs, phase, shiftMs }: Run): RunningCue {
    const actionMs = startMs + shiftMs + cue.waitMs;
    return { number: cue.number, name: cue.name, phase, startMs: startMs + shiftMs, actionMs, endMs: actionMs + this.#lengthMs(cue) };
  }

  #tell(text: string): void {
    this.#options.tell?.(text);
  }
  #changed(): void {
    for (const watcher of this.#watchers) watcher();
  }
}
