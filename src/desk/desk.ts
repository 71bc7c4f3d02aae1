import type { Actor } from './actor.ts';
import type { DeskClock } from './clock.ts';
import { Derived } from './derived.ts';
import { evaluate } from './evaluate.ts';
import { type Gesture, Gestures } from './gestures.ts';
import { Hands } from './hands.ts';
import type { Hold } from './holds.ts';
import { Journal } from './journal.ts';
import type { Layout } from './layout.ts';
import { withLinked } from './links.ts';
import { Log } from './log.ts';
import { buildModel, type Entry, type Model } from './model.ts';
import { find } from './path.ts';
import { isRefusal, type Refusal } from './refusal.ts';
import type { Change, How, Intent, Turn } from './turn.ts';
import type { Stored } from './value.ts';
import { Values } from './values.ts';
import { Watchers } from './watchers.ts';

/** `down` no answer · `calling` asked · `reading` full read · `live` · `stale` silent for too long */
export type LinkState = 'down' | 'calling' | 'reading' | 'live' | 'stale';
export interface Link {
  readonly role: string;
  readonly state: LinkState;
  /** In plain words, empty when live. */
  readonly reason: string;
}

/** Who keeps a parameter that two hands want. */
export type HoldRule = 'first-owns' | 'newest-wins';

export interface DeskOptions {
  readonly holdRule?: HoldRule;
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

interface Worked {
  readonly results: (Applied | Refusal)[];
  readonly wanted: Map<number, Stored>;
}

const GESTURE_OVER: Refusal = { code: 'malformed', got: 'a value for a gesture that is over' };

/** The state of the mix: wanted and heard values of every parameter of every engine. The only place where intents become changes. */
export class Desk {
  readonly log: Log;
  readonly hands: Hands;
  readonly gestures = new Gestures();
  /** May change at any time. */
  holdRule: HoldRule;
  model: Model = buildModel(0, new Map());
  values: Values = new Values(this.model);
  revision = 0;

  readonly #clock: DeskClock;
  readonly #links = new Map<string, Link>();
  readonly #turns: Watchers<Turn>;
  readonly #layouts: Watchers<Model>;
  readonly #linkNews: Watchers<Link>;
  #derived = new Derived(this.model);
  #journal: Journal;
  /** Held parameters that the console moved meanwhile, with whose hand it is: its value is sent again when the hold ends. */
  readonly #contested = new Map<number, Actor>();

  constructor(clock: DeskClock, options: DeskOptions = {}) {
    this.#clock = clock;
    this.holdRule = options.holdRule ?? 'first-owns';
    const onFault = options.onFault ?? (() => {});
    this.#turns = new Watchers(onFault);
    this.#layouts = new Watchers(onFault);
    this.#linkNews = new Watchers(onFault);
    this.log = new Log(options.logLimit);
    this.#journal = new Journal(this.log, this.model, this.values);
    this.hands = new Hands(clock, this.gestures, { settled: (id) => this.#settle(id), closed: (gesture) => this.#journal.close(gesture) });
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
    return this.hands.on(id);
  }
  nowMs(): number {
    return this.#clock.nowMs();
  }

  // ---- watching ----

  /** @returns a function that ends the watching */
  watch(watcher: (turn: Turn) => void): () => void {
    return this.#turns.add(watcher);
  }
  /** Called after an engine described another layout: all ids are new. */
  watchLayout(watcher: (model: Model) => void): () => void {
    return this.#layouts.add(watcher);
  }
  watchLinks(watcher: (link: Link) => void): () => void {
    return this.#linkNews.add(watcher);
  }

  // ---- engines ----

  /** An engine described itself. Values are carried over by path; the same layout again changes nothing. */
  attach(role: string, layout: Layout): void {
    if (this.model.layouts.get(role) === layout) return;
    const before = { model: this.model, values: this.values };
    this.hands.clear();
    this.gestures.clear();
    this.#contested.clear();
    const layouts = new Map(this.model.layouts).set(role, layout);
    this.model = buildModel(this.model.number + 1, layouts);
    this.values = new Values(this.model, before);
    this.#derived = new Derived(this.model);
    this.#journal = new Journal(this.log, this.model, this.values);
    for (const [id, value] of this.#derived.all(this.values)) this.values.setWanted(id, value);
    this.#layouts.tell(this.model);
  }

  setLink(role: string, state: LinkState, reason = ''): void {
    const last = this.link(role);
    if (last.state === state && last.reason === reason && this.#links.has(role)) return;
    const link = { role, state, reason };
    this.#links.set(role, link);
    this.#linkNews.tell(link);
  }

  /**
   * The engine's word: values it has now, in one turn. Confirms what was pending; anything else is a change made there.
   * A parameter under a hand keeps the hand's value, which is sent again when the hand lets go.
   * @param reports local ids of that engine's layout
   */
  report(actor: Actor, role: string, reports: Iterable<readonly [number, Stored]>, cause = 'console'): void {
    const base = this.model.base.get(role) ?? 0;
    const changes = new Map<number, Stored>();
    const confirmed: number[] = [];
    for (const [local, value] of reports) {
      const id = base + local;
      this.values.setHeard(id, value);
      const isWanted = this.values.wanted(id) === value;
      const hold = isWanted ? undefined : this.hands.on(id);
      if (hold) {
        this.#contested.set(id, hold.actor);
        continue;
      }
      if (!isWanted) changes.set(id, value);
      else if (this.values.pending(id)) confirmed.push(id);
      this.values.setPending(id, false);
      this.#contested.delete(id);
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
    const hand = how.hand === true;
    const cause = how.cause ?? 'set';
    const long = how.gesture === undefined ? undefined : this.hands.long(how.gesture);
    if (how.gesture !== undefined && !long) return { revision: this.revision, results: intents.map(() => GESTURE_OVER) };
    const { results, wanted } = this.#work(actor, intents, hand, how.exact === true);
    if (wanted.size > 0) {
      const gesture = long ?? this.hands.gestureFor([...wanted.keys()], actor, cause);
      if (hand) for (const result of results) if (!isRefusal(result)) this.hands.take(result.id, actor, gesture, false);
      this.#commit(actor, cause, gesture, wanted, []);
      this.hands.closeUnheld(gesture);
    }
    return { revision: this.revision, results };
  }

  /** What intents would do, without doing it: the same values and the same refusals. */
  plan(actor: Actor, intents: readonly Intent[], how: How = {}): readonly (Applied | Refusal)[] {
    return this.#work(actor, intents, how.hand === true, how.exact === true).results;
  }

  /**
   * Begins a gesture over several turns: values that name it in `How.gesture` are one undo step and a line a parameter in the log, however
   * long it takes. It ends with {@link end}, when it is taken back (`takenBack` is told), or with another layout; then it takes no more values.
   */
  begin(actor: Actor, cause: string, takenBack?: () => void): number {
    return this.hands.beginLong(actor, cause, takenBack).id;
  }
  goesOn(gesture: number): boolean {
    return this.hands.long(gesture) !== undefined;
  }
  end(gesture: number): void {
    this.hands.endLong(gesture);
  }
  /** These are where a long gesture wanted them: their lines come into the log now, not thousands at its end. */
  settled(gesture: number, ids: readonly number[]): void {
    const long = this.hands.long(gesture);
    if (long) this.#journal.settle(long, ids);
  }

  /** A finger or pointer is down on a parameter, or up again. Down holds until up plus the settle time. */
  touch(actor: Actor, id: number, down: boolean): Refusal | undefined {
    if (!down) {
      this.hands.release(id, actor);
      return undefined;
    }
    const refusal = this.reachable(actor, id);
    if (!refusal) this.hands.take(id, actor, this.hands.gestureFor([id], actor, 'set'), true);
    return refusal;
  }

  /** The link to an actor is lost: what it held is free at once. */
  actorLost(actor: Actor): void {
    this.hands.drop(actor);
  }

  /** Applies values that were worked out elsewhere in this room (undo, redo): already on the grid, holds already looked at. */
  apply(actor: Actor, cause: string, changes: ReadonlyMap<number, Stored>): void {
    const gesture = this.hands.begin(actor, cause);
    this.#commit(actor, cause, gesture, new Map(changes), [], false);
    this.#journal.close(gesture);
  }

  /** Why an actor cannot move a parameter now; what the parameter itself allows is the intent's matter. */
  reachable(actor: Actor, id: number): Refusal | undefined {
    const entry = this.model.entries[id];
    if (!entry) return { code: 'unknown-path', got: `parameter ${id}` };
    const link = this.link(entry.role);
    if (link.state !== 'live') return { code: 'offline', path: entry.path, got: `engine "${entry.role}"`, want: link.reason || link.state };
    const hold = this.hands.on(id);
    if (!hold || hold.actor === actor || this.holdRule === 'newest-wins') return undefined;
    const seconds = Math.floor((this.#clock.nowMs() - hold.sinceMs) / 1000);
    return { code: 'held', path: entry.path, got: 'set', by: seconds > 0 ? `${hold.actor.name} since ${seconds} s` : hold.actor.name };
  }

  // ---- inside ----

  /** Works intents out into values, each on top of those before it. Nothing is changed yet. */
  #work(actor: Actor, intents: readonly Intent[], hand: boolean, exact: boolean): Worked {
    const wanted = new Map<number, Stored>();
    const results = intents.map((intent): Applied | Refusal => {
      const value = this.#accept(actor, intent, hand, wanted);
      if (isRefusal(value)) return value;
      if (exact) wanted.set(intent.id, value);
      else
        for (const [id, linked] of withLinked(this.model, this.values, intent.id, value)) {
          // The other half of a linked pair may be in another hand: that hand keeps it.
          if (id === intent.id || !this.reachable(actor, id)) wanted.set(id, linked);
        }
      return { id: intent.id, value };
    });
    return { results, wanted };
  }

  #accept(actor: Actor, intent: Intent, hand: boolean, soFar: ReadonlyMap<number, Stored>): Stored | Refusal {
    const entry = this.model.entries[intent.id];
    const refusal = this.reachable(actor, intent.id);
    if (!entry || refusal) return refusal ?? { code: 'unknown-path', got: `parameter ${intent.id}` };
    return evaluate(entry, intent, soFar.get(intent.id) ?? this.values.wanted(intent.id), hand);
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
    // The word of an engine is most often nothing but a confirmation, and comes while a hand's turn is being told.
    const changes = wanted.size > 0 ? this.#write(wanted, actor.kind !== 'engine') : [];
    if (changes.length === 0 && confirmed.length === 0) return;
    if (changes.length > 0) this.revision++;
    const atMs = this.#clock.wallMs();
    for (const { id } of changes) this.values.stamp(id, this.revision, actor, atMs);
    const turn: Turn = { revision: this.revision, atMs, actor, cause, gesture: gesture?.id ?? 0, changes, confirmed };
    if (changes.length > 0) {
      this.#journal.interrupt(this.hands.open(), gesture, turn);
      if (!gesture) this.#journal.note(turn);
      else if (this.#journal.record(gesture, turn) && keep) this.gestures.keep(gesture);
    }
    this.#turns.tell(turn);
  }

  #write(wanted: Map<number, Stored>, pending: boolean): Change[] {
    const changes: Change[] = [];
    const set = (id: number, to: Stored): boolean => {
      const from = this.values.wanted(id);
      if (from === to) return false;
      changes.push({ id, from, to });
      this.values.setWanted(id, to);
      return true;
    };
    for (const [id, to] of wanted) if (set(id, to) && pending) this.values.setPending(id, true);
    const stated = changes.map((change) => change.id);
    for (const [id, to] of this.#derived.follow(this.values, stated)) set(id, to);
    return changes;
  }

  /** A hold has ended: if the console moved the parameter meanwhile, the hand's last value is sent again. */
  #settle(id: number): void {
    const by = this.#contested.get(id);
    this.#contested.delete(id);
    const to = this.values.wanted(id);
    const from = this.values.heard(id);
    if (!by || from === to) return;
    this.values.setPending(id, true);
    this.#turns.tell({
      revision: this.revision,
      atMs: this.#clock.wallMs(),
      actor: by,
      cause: 'hand kept',
      gesture: 0,
      changes: [{ id, from, to }],
      confirmed: [],
    });
  }
}
