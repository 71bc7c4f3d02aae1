import type { Actor } from '../desk/actor.ts';
import { isRefusal } from '../desk/refusal.ts';
import type { Intent, Turn } from '../desk/turn.ts';
import type { Stored } from '../desk/value.ts';
import { type OnRelease, Ride, type Step } from './fades.ts';
import { intentOf, type Lost, PHASES, type Row, type RunHost, type RunState, tellLost } from './run-rows.ts';

/** Levels need a moment to arrive before anything opens. */
export const OPEN_AFTER_MS = 20;
/** An engine that neither confirms nor gives up: what it was asked for counts as failed. */
const CONFIRM_MS = 2000;
/** Rows of one turn: the loop is never kept longer than a few ms. */
const ROWS_A_TURN = 250;

/** One recall or fade on its way: its rows in three phases, each after the confirmation of the one before, all in one gesture. */
export class Run {
  state: RunState = 'mutes';
  readonly id: number;
  readonly actor: Actor;
  /** `recall "Verse 2"`: cause in the log, and its name for people. */
  readonly cause: string;
  readonly of: number;
  readonly ride: Ride;
  readonly lost: Lost[] = [];
  /** Missing where it was interrupted, by path: ids may be others when it goes on. */
  readonly missing = new Map<string, Row>();
  gesture: number;

  readonly #host: RunHost;
  /** Rows that are not finished: the parameters this run owns. */
  readonly #mine = new Map<number, Row>();
  readonly #toWrite: Record<(typeof PHASES)[number], Row[]> = { mutes: [], values: [], unmutes: [] };
  readonly #unconfirmed = new Set<number>();
  #timer: { cancel(): void } | undefined;
  /** Rows of this phase wait for their turn, or unmutes for their moment: nothing goes on before. */
  #waitsForMore = false;
  /** Inside of a turn of its own: what watchers answer to it goes on afterwards. */
  #busy = false;
  #valuesAtMs = Number.NEGATIVE_INFINITY;

  constructor(host: RunHost, id: number, actor: Actor, cause: string, rows: readonly Row[], release: OnRelease) {
    this.#host = host;
    this.id = id;
    this.actor = actor;
    this.cause = cause;
    this.of = rows.length;
    this.ride = new Ride(host.clock.nowMs(), release);
    this.gesture = this.#begin();
    this.#take(rows);
  }

  get over(): boolean {
    return this.state === 'done' || this.state === 'undone';
  }
  get finished(): number {
    return this.of - this.#mine.size - this.missing.size;
  }
  owns(id: number): boolean {
    return this.#mine.has(id);
  }

  /** What fades, or where it was interrupted what is missing. */
  goals(): Row[] {
    return this.state === 'partial' ? [...this.missing.values()] : [...this.#mine.values()].filter(({ id }) => this.ride.has(id));
  }

  start(): void {
    this.state = 'mutes';
    // A large plan has taken its own time: the loop comes round before its first values.
    if (this.#mine.size > ROWS_A_TURN) this.#later(0, true);
    else this.#go();
  }

  /** Does what an interruption left out. Rows are given with the ids they have now. */
  goOn(rows: readonly Row[]): void {
    if (!this.#host.desk.goesOn(this.gesture)) this.gesture = this.#begin();
    for (const row of rows) this.missing.delete(row.path);
    this.ride.anew();
    this.#take(rows);
    this.start();
  }

  /** A turn was made by somebody: what it says of this run's parameters. */
  hear(turn: Turn): void {
    if (this.over) return;
    const told = this.lost.length;
    const confirmed = this.#unconfirmed.size === 0 ? [] : turn.confirmed.filter((id) => this.#confirmed(id));
    if (confirmed.length > 0) this.#host.desk.settled(this.gesture, confirmed);
    if (turn.gesture !== this.gesture) for (const { id, to } of turn.changes) if (this.#mine.has(id)) this.#foreign(id, to, turn);
    this.#sayLost(told);
    this.#goIfConfirmed();
  }

  /** An engine is away, or all of them where the layout is another: what was to come there is missing. */
  interrupt(role?: string): void {
    const { desk } = this.#host;
    for (const [id, row] of [...this.#mine]) {
      if (role !== undefined && desk.model.entries[id]?.role !== role) continue;
      this.#forget(id);
      this.missing.set(row.path, row);
    }
    if (!this.over && this.state !== 'partial') this.#go();
  }

  /** Leaves parameters to somebody else, those missing since an interruption too. */
  yieldTo(rows: readonly Row[], why: string): void {
    const told = this.lost.length;
    for (const { id, path } of rows) {
      this.#lose(id, why);
      if (this.missing.delete(path)) this.lost.push({ path, why });
    }
    this.#sayLost(told);
    this.#goIfConfirmed();
    if (this.state === 'partial' && this.missing.size === 0) this.#end('done');
  }

  /** Leaves what it has of one engine, which has been given other values there. */
  yieldRole(role: string, why: string): void {
    this.yieldTo(
      [...this.#mine.values()].filter(({ id }) => this.#host.desk.model.entries[id]?.role === role),
      why,
    );
  }

  /** One step of every fade. */
  tick(): void {
    const { desk, clock } = this.#host;
    if (this.ride.size === 0 || !desk.goesOn(this.gesture)) return;
    const lookout = { now: (id: number) => desk.values.number(id), held: (id: number) => desk.holder(id) !== undefined };
    const told = this.lost.length;
    this.#busy = true;
    const { steps, arrived, taken } = this.ride.tick(clock.nowMs(), lookout);
    for (const id of taken) this.#lose(id, `held by ${desk.holder(id)?.actor.name ?? 'a hand'}`);
    this.#step(steps);
    for (const id of arrived) if (this.#mine.has(id)) this.#await(id);
    this.#busy = false;
    this.#sayLost(told);
    this.#goIfConfirmed();
  }

  /** Ends it where it stands; what it has not done stays undone. */
  stop(state: 'done' | 'undone' = 'done'): void {
    if (!this.over) this.#end(state);
  }

  // ---- inside ----

  #take(rows: readonly Row[]): void {
    for (const row of rows) {
      this.#mine.set(row.id, row);
      this.#toWrite[row.phase].push(row);
    }
  }

  #forget(id: number): void {
    this.#mine.delete(id);
    this.#unconfirmed.delete(id);
    this.ride.drop(id);
  }

  #begin(): number {
    return this.#host.desk.begin(this.actor, this.cause, () => this.stop('undone'));
  }

  #lose(id: number, why: string): void {
    const row = this.#mine.get(id);
    if (!row) return;
    this.#forget(id);
    this.lost.push({ path: row.path, why });
  }

  #sayLost(from: number): void {
    tellLost(this.#host, this, this.lost.slice(from));
  }

  #goIfConfirmed(): void {
    if (this.#unconfirmed.size === 0 && !this.over && this.state !== 'partial' && !this.#waitsForMore) this.#go();
  }

  #later(delayMs: number, more: boolean): void {
    this.#timer?.cancel();
    this.#waitsForMore = more;
    this.#timer = this.#host.clock.setTimer(delayMs, () => {
      this.#timer = undefined;
      this.#waitsForMore = false;
      if (!more) this.#giveUp();
      this.#go();
    });
  }

  /** The next thing that can be done now. */
  #go(): void {
    if (this.#busy) return;
    this.#busy = true;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#waitsForMore = false;
    const waits = PHASES.some((phase) => this.#make(phase));
    this.#busy = false;
    if (waits || this.over) return;
    if (this.ride.size > 0) this.#tell('fading');
    else this.#finish();
  }

  /** @returns whether there is something to wait for before the next phase */
  #make(phase: (typeof PHASES)[number]): boolean {
    const rows = this.#toWrite[phase];
    if (rows.length > 0) {
      const nowMs = this.#host.clock.nowMs();
      const openAtMs = this.#valuesAtMs + OPEN_AFTER_MS;
      if (phase === 'unmutes' && nowMs < openAtMs) {
        this.#later(openAtMs - nowMs, true);
        return true;
      }
      const isNews = this.state !== phase || phase === 'mutes';
      this.state = phase;
      this.#write(rows.splice(0, ROWS_A_TURN));
      if (phase === 'values') this.#valuesAtMs = nowMs;
      // Taken back by a watcher of that very turn.
      if (this.over) return true;
      // Told behind the write, so that nobody's news stands before the first byte.
      if (isNews) this.#host.changed();
      if (rows.length > 0) {
        this.#later(0, true);
        return true;
      }
    }
    if (this.#unconfirmed.size === 0) return false;
    this.#later(CONFIRM_MS, false);
    return true;
  }

  #write(rows: readonly Row[]): void {
    const { desk, clock } = this.#host;
    const intents: Intent[] = [];
    const written: Row[] = [];
    const told = this.lost.length;
    for (const row of rows) {
      const entry = desk.model.entries[row.id];
      if (!entry || !this.#mine.has(row.id)) continue;
      const hold = desk.holder(row.id);
      if (hold) this.#lose(row.id, `held by ${hold.actor.name}`);
      else if (row.fade && typeof row.to === 'number') {
        this.ride.add(row.id, entry.parameter.law, desk.values.number(row.id), row.to, row.fade, clock.nowMs());
        this.#host.fading();
      } else {
        intents.push(intentOf(entry.parameter.type, row, entry.parameter));
        written.push(row);
      }
    }
    this.#intend(intents, written);
    this.#sayLost(told);
  }

  #step(steps: readonly Step[]): void {
    if (steps.length === 0) return;
    const { desk } = this.#host;
    const { results } = desk.intend(this.actor, steps, { cause: this.cause, gesture: this.gesture, exact: true });
    for (let index = 0; index < results.length; index++) {
      const result = results[index];
      if (!isRefusal(result)) continue;
      const id = steps[index]?.id;
      if (id === undefined) continue;
      if (result.code === 'offline') this.#miss(id);
      else this.#lose(id, result.by ?? result.code);
    }
  }

  #intend(intents: readonly Intent[], rows: readonly Row[]): void {
    const { desk } = this.#host;
    if (intents.length === 0) return;
    const { results } = desk.intend(this.actor, intents, { cause: this.cause, gesture: this.gesture, exact: true });
    for (const [index, result] of results.entries()) {
      const row = rows[index];
      if (!row || !this.#mine.has(row.id)) continue;
      if (!isRefusal(result)) this.#await(row.id);
      else if (result.code === 'offline') this.#miss(row.id);
      else this.#lose(row.id, result.by === undefined ? `refused: ${result.want ?? result.got}` : `held by ${result.by}`);
    }
  }

  #await(id: number): void {
    if (this.#host.desk.values.pending(id)) this.#unconfirmed.add(id);
    else this.#mine.delete(id);
  }

  #confirmed(id: number): boolean {
    return this.#unconfirmed.delete(id) && this.#mine.delete(id);
  }

  #miss(id: number): void {
    const row = this.#mine.get(id);
    if (!row) return;
    this.#forget(id);
    this.missing.set(row.path, row);
  }

  #giveUp(): void {
    for (const id of [...this.#unconfirmed]) this.#miss(id);
  }

  #foreign(id: number, to: Stored, { actor, cause }: Turn): void {
    const { desk } = this.#host;
    if (actor.kind === 'engine' && cause === 'not confirmed') {
      this.#miss(id);
      return;
    }
    // Somebody set what this run wanted anyway, and it is made already: nothing to leave.
    if (this.#unconfirmed.has(id) && this.#mine.get(id)?.to === to) return;
    if (desk.holder(id) && this.ride.has(id) && this.ride.take(id)) return;
    const where = cause === 'console' ? 'moved at the console' : cause;
    this.#lose(id, actor.kind === 'engine' ? `${where} (${actor.name})` : `${cause} by ${actor.name}`);
  }

  #finish(): void {
    if (this.missing.size === 0) {
      this.#end('done');
      return;
    }
    this.#host.say(`${this.cause}: partial, ${this.missing.size} of ${this.of} not done; finish it or roll it back`);
    this.#tell('partial');
  }

  #end(state: 'done' | 'undone'): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#waitsForMore = false;
    for (const phase of PHASES) this.#toWrite[phase].length = 0;
    this.#mine.clear();
    this.#unconfirmed.clear();
    for (const id of this.ride.ids()) this.ride.drop(id);
    this.#host.desk.end(this.gesture);
    this.#tell(state);
  }

  #tell(state: RunState): void {
    if (this.state === state && state !== 'mutes') return;
    this.state = state;
    this.#host.changed();
  }
}
