import type { Actor } from './actor.ts';
import { Derived } from './derived.ts';
import { evaluate } from './evaluate.ts';
import { type Gesture, Gestures } from './gestures.ts';
import { type Hold, Holds } from './holds.ts';
import type { Layout } from './layout.ts';
import { withLinked } from './links.ts';
import { Log } from './log.ts';
import { buildModel, type Entry, type Model } from './model.ts';
import { find } from './path.ts';
import { isRefusal, type Refusal } from './refusal.ts';
import type { Change, How, Intent, Turn } from './turn.ts';
import { formatValue, type Stored } from './value.ts';
import { Values } from './values.ts';

/** Time as the desk is given it: monotonic for what lasts, wall clock for what is written down. */
export interface DeskClock {
  nowMs(): number;
  wallMs(): number;
  setTimer(delayMs: number, run: () => void): { cancel(): void };
}

/** `down` no answer · `calling` asked · `reading` full read · `live` · `stale` silent for too long */
export type LinkState = 'down' | 'calling' | 'reading' | 'live' | 'stale';
export interface Link {
  readonly role: string;
  readonly state: LinkState;
  /** In plain words, empty when live. */
  readonly reason: string;
}

export interface DeskOptions {
  /** Who keeps a parameter that two hands want. */
  readonly holdRule?: 'first-owns' | 'newest-wins';
  readonly logLimit?: number;
  /** A watcher threw: its own fault, the others still see the turn. */
  readonly onFault?: (error: unknown) => void;
}

export interface Applied {
  readonly id: number;
  readonly value: Stored;
}
export interface Outcome {
  /** Revision of the turn, or the current one if nothing changed. */
  readonly revision: number;
  /** One for each intent, in their order. */
  readonly results: readonly (Applied | Refusal)[];
}

/** The state of the mix: wanted and heard values of every parameter of every engine. The only place where intents become changes. */
export class Desk {
  readonly log: Log;
  readonly holds = new Holds();
  readonly gestures = new Gestures();
  model: Model = buildModel(0, new Map());
  values: Values = new Values(this.model);
  revision = 0;

  readonly #clock: DeskClock;
  readonly #rule: 'first-owns' | 'newest-wins';
  readonly #onFault: (error: unknown) => void;
  readonly #links = new Map<string, Link>();
  readonly #watchers = new Set<(turn: Turn) => void>();
  readonly #layoutWatchers = new Set<(model: Model) => void>();
  readonly #linkWatchers = new Set<(link: Link) => void>();
  readonly #queue: Turn[] = [];
  #emitting = false;
  #derived = new Derived(this.model);
  /** Held parameters that the console moved meanwhile: the hand's value is sent again when the hold ends. */
  readonly #contested = new Set<number>();
  #timer: { dueMs: number; cancel(): void } | undefined;

  constructor(clock: DeskClock, options: DeskOptions = {}) {
    this.#clock = clock;
    this.#rule = options.holdRule ?? 'first-owns';
    this.#onFault = options.onFault ?? (() => {});
    this.log = new Log(options.logLimit);
  }

  // ---- what stands ----

  find(path: string): Entry | Refusal {
    return find(this.model, path);
  }
  wanted(id: number): Stored {
    return this.values.wanted(id);
  }
  link(role: string): Link {
    return this.#links.get(role) ?? { role, state: 'down', reason: 'not connected yet' };
  }
  links(): Link[] {
    return this.model.roles.map((role) => this.link(role));
  }
  holder(id: number): Hold | undefined {
    return this.holds.on(id, this.#clock.nowMs());
  }
  nowMs(): number {
    return this.#clock.nowMs();
  }

  // ---- watching ----

  /** @returns a function that ends the watching */
  watch(watcher: (turn: Turn) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }
  /** Called after an engine described another layout: all ids are new. */
  watchLayout(watcher: (model: Model) => void): () => void {
    this.#layoutWatchers.add(watcher);
    return () => this.#layoutWatchers.delete(watcher);
  }
  watchLinks(watcher: (link: Link) => void): () => void {
    this.#linkWatchers.add(watcher);
    return () => this.#linkWatchers.delete(watcher);
  }

  // ---- engines ----

  /** An engine described itself. Values are carried over by path; the same layout again changes nothing. */
  attach(role: string, layout: Layout): void {
    if (this.model.layouts.get(role) === layout) return;
    const before = { model: this.model, values: this.values };
    this.#closeAll();
    const layouts = new Map(this.model.layouts).set(role, layout);
    this.model = buildModel(this.model.number + 1, layouts);
    this.values = new Values(this.model, before);
    this.#derived = new Derived(this.model);
    for (const [id, value] of this.#derived.all(this.values)) this.values.setWanted(id, value);
    for (const watcher of this.#layoutWatchers) this.#guard(() => watcher(this.model));
  }

  setLink(role: string, state: LinkState, reason = ''): void {
    const last = this.link(role);
    if (last.state === state && last.reason === reason && this.#links.has(role)) return;
    const link = { role, state, reason };
    this.#links.set(role, link);
    for (const watcher of this.#linkWatchers) this.#guard(() => watcher(link));
  }

  /**
   * The engine's word: values it has now, in one turn. Confirms what was pending; anything else is a change made there.
   * A parameter under a hand keeps the hand's value, which is sent again when the hand lets go.
   * @param reports local ids of that engine's layout
   */
  report(actor: Actor, role: string, reports: Iterable<readonly [number, Stored]>, cause = 'console'): void {
    const base = this.model.base.get(role) ?? 0;
    const now = this.#clock.nowMs();
    const changes = new Map<number, Stored>();
    const confirmed: number[] = [];
    for (const [local, value] of reports) {
      const id = base + local;
      this.values.setHeard(id, value);
      if (this.values.wanted(id) === value) {
        if (this.values.pending(id)) confirmed.push(id);
        this.values.setPending(id, false);
        this.#contested.delete(id);
      } else if (this.holds.on(id, now)) {
        this.#contested.add(id);
      } else {
        this.values.setPending(id, false);
        changes.set(id, value);
      }
    }
    this.#commit(actor, cause, undefined, changes, confirmed);
  }

  /** The engine never confirmed these, resends included: back to its last word, and the log says so. */
  unconfirmed(actor: Actor, role: string, locals: Iterable<number>): void {
    const base = this.model.base.get(role) ?? 0;
    const changes = new Map<number, Stored>();
    for (const local of locals) {
      const id = base + local;
      if (!this.values.pending(id)) continue;
      this.values.setPending(id, false);
      changes.set(id, this.values.heard(id));
    }
    this.#commit(actor, 'not confirmed', undefined, changes, []);
  }

  // ---- hands ----

  /** States intents, as one gesture and one turn. Each is applied or refused by itself. */
  intend(actor: Actor, intents: readonly Intent[], how: How = {}): Outcome {
    const now = this.#clock.nowMs();
    const hand = how.hand === true;
    const results: (Applied | Refusal)[] = [];
    const changes = new Map<number, Stored>();
    let gesture: Gesture | undefined;
    for (const intent of intents) {
      const value = this.#accept(actor, intent, hand, now, changes);
      if (isRefusal(value)) {
        results.push(value);
        continue;
      }
      results.push({ id: intent.id, value });
      const held = this.holds.on(intent.id, now);
      const open = held?.actor === actor ? this.gestures.byId(held.gesture) : undefined;
      gesture ??= open ?? this.gestures.begin(actor, how.cause ?? 'set', this.#clock.wallMs());
      if (hand) this.#hold(intent.id, actor, gesture, now, false);
      for (const [id, linked] of withLinked(this.model, this.values, intent.id, value)) changes.set(id, linked);
    }
    if (gesture) this.#commit(actor, how.cause ?? 'set', gesture, changes, []);
    if (gesture && !hand && ![...this.holds.entries()].some(([, hold]) => hold.gesture === gesture.id)) this.#close(gesture);
    this.#arm();
    return { revision: this.revision, results };
  }

  /** What intents would do, without doing it: the same values and the same refusals. */
  plan(actor: Actor, intents: readonly Intent[], how: How = {}): readonly (Applied | Refusal)[] {
    const changes = new Map<number, Stored>();
    return intents.map((intent) => {
      const value = this.#accept(actor, intent, how.hand === true, this.#clock.nowMs(), changes);
      if (isRefusal(value)) return value;
      changes.set(intent.id, value);
      return { id: intent.id, value };
    });
  }

  /** A finger or pointer is down on a parameter, or up again. Down holds until up plus the settle time. */
  touch(actor: Actor, id: number, down: boolean): Refusal | undefined {
    const now = this.#clock.nowMs();
    const refusal = this.#reachable(actor, id, now);
    if (!down) this.holds.release(id, actor, now);
    else if (refusal) return refusal;
    else {
      const held = this.holds.on(id, now);
      const gesture = held?.actor === actor ? this.gestures.byId(held.gesture) : undefined;
      this.#hold(id, actor, gesture ?? this.gestures.begin(actor, 'set', this.#clock.wallMs()), now, true);
    }
    this.#arm();
    return undefined;
  }

  /** The link to an actor is lost: what it held is free at once. */
  actorLost(actor: Actor): void {
    for (const id of this.holds.drop(actor)) this.#settle(id);
    this.#closeEnded();
    this.#arm();
  }

  /** Ends the actor's open gestures now, so that they count as done: before an undo. */
  closeGestures(actor?: Actor): void {
    for (const gesture of this.#open.values()) if (actor === undefined || gesture.actor === actor) this.#close(gesture);
  }

  /** Applies values that were worked out elsewhere in this room (undo, redo): already on the grid, holds already looked at. */
  apply(actor: Actor, cause: string, changes: ReadonlyMap<number, Stored>): void {
    const gesture = this.gestures.begin(actor, cause, this.#clock.wallMs());
    this.#commit(actor, cause, gesture, new Map(changes), [], false);
    this.#logGesture(gesture);
  }

  /** Why an actor cannot move a parameter now: read-only is the intent's matter, this is about holds and the link. */
  reachable(actor: Actor, id: number): Refusal | undefined {
    return this.#reachable(actor, id, this.#clock.nowMs());
  }

  // ---- inside ----

  readonly #open = new Map<number, Gesture>();

  #accept(actor: Actor, intent: Intent, hand: boolean, now: number, soFar: ReadonlyMap<number, Stored>): Stored | Refusal {
    const entry = this.model.entries[intent.id];
    if (!entry) return { code: 'unknown-path', got: `parameter ${intent.id}` };
    const refusal = this.#reachable(actor, intent.id, now);
    if (refusal) return refusal;
    return evaluate(entry, intent, soFar.get(intent.id) ?? this.values.wanted(intent.id), hand);
  }

  #reachable(actor: Actor, id: number, now: number): Refusal | undefined {
    const entry = this.model.entries[id];
    if (!entry) return { code: 'unknown-path', got: `parameter ${id}` };
    const link = this.link(entry.role);
    if (link.state !== 'live') return { code: 'offline', path: entry.path, got: `engine "${entry.role}"`, want: link.reason || link.state };
    const hold = this.holds.on(id, now);
    if (!hold || hold.actor === actor || this.#rule === 'newest-wins') return undefined;
    const seconds = Math.floor((now - hold.sinceMs) / 1000);
    return { code: 'held', path: entry.path, got: 'set', by: seconds > 0 ? `${hold.actor.name} since ${seconds} s` : hold.actor.name };
  }

  #hold(id: number, actor: Actor, gesture: Gesture, now: number, touched: boolean): void {
    const other = this.holds.on(id, now);
    if (other && other.actor !== actor) this.holds.drop(other.actor);
    this.holds.take(id, actor, gesture.id, now, touched);
    this.#open.set(gesture.id, gesture);
  }

  /** Writes values, works out what follows from them, and shows the turn to everybody. */
  #commit(
    actor: Actor,
    cause: string,
    gesture: Gesture | undefined,
    wanted: Map<number, Stored>,
    confirmed: readonly number[],
    keep = true,
  ): void {
    const changes: Change[] = [];
    const byEngine = actor.kind === 'engine';
    for (const [id, to] of wanted) {
      const from = this.values.wanted(id);
      if (from === to) continue;
      changes.push({ id, from, to });
      this.values.setWanted(id, to);
      if (!byEngine) this.values.setPending(id, true);
    }
    for (const [id, to] of this.#derived.follow(
      this.values,
      changes.map((change) => change.id),
    )) {
      const from = this.values.wanted(id);
      if (from === to) continue;
      changes.push({ id, from, to });
      this.values.setWanted(id, to);
    }
    if (changes.length === 0 && confirmed.length === 0) return;
    if (changes.length > 0) this.revision++;
    const atMs = this.#clock.wallMs();
    for (const { id } of changes) this.values.stamp(id, this.revision, actor, atMs);
    const turn: Turn = { revision: this.revision, atMs, actor, cause, gesture: gesture?.id ?? 0, changes, confirmed };
    if (gesture) this.#record(gesture, turn, keep);
    else this.#logTurn(turn);
    this.#emit(turn);
  }

  #record(gesture: Gesture, turn: Turn, keep: boolean): void {
    for (const { id, from, to } of turn.changes) {
      if (!this.#remembered(id)) continue;
      const known = gesture.changes.get(id);
      gesture.changes.set(id, { before: known ? known.before : from, after: to, revision: turn.revision });
    }
    if (keep && gesture.changes.size > 0 && [...gesture.changes.keys()].some((id) => this.#undoable(id))) this.gestures.keep(gesture);
  }

  #emit(turn: Turn): void {
    this.#queue.push(turn);
    if (this.#emitting) return;
    // A watcher may state intents: their turns wait here, so that every watcher sees the same order.
    this.#emitting = true;
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      for (const watcher of this.#watchers) {
        const seen = next;
        this.#guard(() => watcher(seen));
      }
    }
    this.#emitting = false;
  }

  #guard(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#onFault(error);
    }
  }

  /** A hold has ended: if the console moved the parameter meanwhile, the hand's last value is sent again. */
  #settle(id: number): void {
    if (!this.#contested.delete(id)) return;
    const to = this.values.wanted(id);
    const from = this.values.heard(id);
    const by = this.values.by(id);
    if (!by || from === to) return;
    this.values.setPending(id, true);
    this.#emit({
      revision: this.revision,
      atMs: this.#clock.wallMs(),
      actor: by,
      cause: 'hand kept',
      gesture: 0,
      changes: [{ id, from, to }],
      confirmed: [],
    });
  }

  #expire(): void {
    for (const { id } of this.holds.expire(this.#clock.nowMs())) this.#settle(id);
    this.#closeEnded();
    this.#arm();
  }

  #closeEnded(): void {
    const live = new Set([...this.holds.entries()].map(([, hold]) => hold.gesture));
    for (const gesture of this.#open.values()) if (!live.has(gesture.id)) this.#close(gesture);
  }

  #close(gesture: Gesture): void {
    this.#open.delete(gesture.id);
    if (!gesture.open) return;
    gesture.open = false;
    this.#logGesture(gesture);
  }

  #closeAll(): void {
    for (const gesture of this.#open.values()) this.#close(gesture);
    this.holds.clear();
    this.gestures.clear();
    this.#contested.clear();
  }

  #arm(): void {
    const dueMs = this.holds.nextDueMs();
    if (this.#timer?.dueMs === dueMs) return;
    // A timer that rings too early looks again; only an earlier end needs a new one.
    if (this.#timer && this.#timer.dueMs < dueMs && dueMs !== Number.POSITIVE_INFINITY) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    if (dueMs === Number.POSITIVE_INFINITY) return;
    const timer = this.#clock.setTimer(Math.max(0, dueMs - this.#clock.nowMs()), () => {
      this.#timer = undefined;
      this.#expire();
    });
    this.#timer = { dueMs, cancel: () => timer.cancel() };
  }

  #remembered(id: number): boolean {
    const is = this.model.entries[id]?.parameter.leaf.is;
    return is !== 'derived' && is !== 'transient';
  }
  #undoable(id: number): boolean {
    return this.#remembered(id) && this.model.entries[id]?.parameter.leaf.is === undefined;
  }

  #logGesture(gesture: Gesture): void {
    for (const [id, { before, after, revision }] of gesture.changes) {
      if (before !== after) this.#line(id, before, after, gesture.actor, gesture.cause, gesture.id, revision, this.values.at(id));
    }
  }

  /** Changes made at the console have no gesture here: a line each. A full read is no change anybody made. */
  #logTurn(turn: Turn): void {
    if (turn.cause === 'read') return;
    for (const { id, from, to } of turn.changes) {
      if (this.#remembered(id) && this.model.entries[id]?.parameter.leaf.is !== 'trigger')
        this.#line(id, from, to, turn.actor, turn.cause, turn.gesture, turn.revision, turn.atMs);
    }
  }

  #line(id: number, from: Stored, to: Stored, by: Actor, cause: string, gesture: number, revision: number, atMs: number): void {
    const entry = this.model.entries[id];
    if (!entry) return;
    const say = (value: Stored): string => formatValue(entry.parameter, value);
    this.log.add({
      atMs,
      path: entry.path,
      from: say(from),
      to: say(to),
      who: by.name,
      origin: by.origin,
      kind: by.kind,
      cause,
      gesture,
      revision,
    });
  }
}
