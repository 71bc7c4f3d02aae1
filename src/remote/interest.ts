import type { Desk } from '../desk/desk.ts';
import type { Change, Turn } from '../desk/turn.ts';
import type { Clock, Timer } from '../wire/pace/clock.ts';
import { turnFrame, type Waiting, waitingFrame } from './change-frames.ts';
import { textFrame } from './ws-frame.ts';

/** One subscription of a client. */
export interface Wish {
  readonly pattern: string;
  /** Frames per second at most; 0 = each change in its own turn. */
  readonly rateHz: number;
  readonly heard: boolean;
}

/** A client that is told changes. */
export interface Member {
  /** True when it takes the frame now. */
  sendChanges(frame: Buffer): boolean;
  /** It reads slowly: what it missed is told later, with the values of then. */
  keep(missed: Iterable<readonly [number, Turn]>, heard: Iterable<number>): void;
}

interface Group {
  readonly rateHz: number;
  readonly waiting: Waiting;
  readonly heard: Set<number>;
  sentMs: number;
  timer: Timer | undefined;
}

/** A frame of the turn being told that holds all its changes: the same bytes for every interest that wants them all. */
export interface TurnCache {
  readonly turn: Turn;
  ids: Buffer | undefined;
  names: Buffer | undefined;
}

const NONE = 255;

/** What one or many clients want to be told, in the same way: worked out, paced and encoded once for all of them. */
export class Interest {
  readonly members = new Set<Member>();
  readonly #desk: Desk;
  readonly #clock: Clock;
  readonly #named: boolean;
  /** For each id its place in the groups, or NONE. A parameter that is wanted twice goes at the quicker rate. */
  readonly #groupOf: Uint8Array;
  readonly #heard: Uint8Array;
  readonly #groups: readonly Group[];

  /** @param select parameters a pattern names */
  constructor(desk: Desk, clock: Clock, wishes: readonly Wish[], named: boolean, select: (pattern: string) => readonly { id: number }[]) {
    this.#desk = desk;
    this.#clock = clock;
    this.#named = named;
    const size = desk.model.entries.length;
    this.#groupOf = new Uint8Array(size).fill(NONE);
    this.#heard = new Uint8Array(size);
    const rates = [...new Set(wishes.map((wish) => wish.rateHz))].sort((a, b) => (a === 0 ? 1 : b === 0 ? -1 : a - b));
    this.#groups = rates.map((rateHz) => ({
      rateHz,
      waiting: new Map(),
      heard: new Set(),
      sentMs: Number.NEGATIVE_INFINITY,
      timer: undefined,
    }));
    // From the slowest to the quickest, so that the quickest stands last.
    for (const [place, rateHz] of rates.entries()) {
      for (const wish of wishes) {
        if (wish.rateHz !== rateHz) continue;
        for (const { id } of select(wish.pattern)) {
          this.#groupOf[id] = place;
          if (wish.heard) this.#heard[id] = 1;
        }
      }
    }
  }

  /** A turn of the desk. What goes at once is sent inside this call. */
  turn(turn: Turn, cache: TurnCache): void {
    let now: Change[] | undefined;
    for (const change of turn.changes) {
      const group = this.#groups[this.#groupOf[change.id] ?? NONE];
      if (!group) continue;
      if (group.rateHz > 0) group.waiting.set(change.id, turn);
      else if (now) now.push(change);
      else now = [change];
    }
    const heard = this.#heardNow(turn.confirmed);
    if (now || heard.length > 0) this.#sendTurn(turn, now ?? [], heard, cache);
    for (const group of this.#groups) if (group.waiting.size > 0 || group.heard.size > 0) this.#pace(group, turn.revision);
  }

  /** A client that leaves takes along what waits at present. */
  leave(member: Member): void {
    this.members.delete(member);
    for (const { waiting, heard } of this.#groups) member.keep(waiting, heard);
  }

  /** Nothing more is sent. */
  end(): void {
    for (const group of this.#groups) group.timer?.cancel();
    this.members.clear();
  }

  /** Confirmations that go at once; the others wait in their groups. */
  #heardNow(confirmed: readonly number[]): number[] {
    const now: number[] = [];
    for (const id of confirmed) {
      const group = this.#heard[id] === 1 ? this.#groups[this.#groupOf[id] ?? NONE] : undefined;
      if (group?.rateHz === 0) now.push(id);
      else group?.heard.add(id);
    }
    return now;
  }

  #sendTurn(turn: Turn, changes: readonly Change[], heard: readonly number[], cache: TurnCache): void {
    const revision = this.safe(turn.revision);
    const isWhole = heard.length === 0 && changes.length === turn.changes.length && revision === turn.revision;
    const kept = this.#named ? cache.names : cache.ids;
    const frame = isWhole && kept ? kept : textFrame(turnFrame(this.#desk, turn, changes, heard, this.#named, revision));
    if (isWhole && this.#named) cache.names = frame;
    else if (isWhole) cache.ids = frame;
    for (const member of this.members) {
      if (!member.sendChanges(frame))
        member.keep(
          changes.map((change) => [change.id, turn] as const),
          heard,
        );
    }
  }

  /** Sends at once after a rest, else when the period is over. */
  #pace(group: Group, revision: number): void {
    if (group.timer) return;
    const waitMs = group.sentMs + 1000 / group.rateHz - this.#clock.nowMs();
    if (waitMs <= 0) this.#flush(group, revision);
    else group.timer = this.#clock.setTimer(waitMs, () => this.#flush(group, this.#desk.revision));
  }

  #flush(group: Group, revision: number): void {
    group.timer = undefined;
    group.sentMs = this.#clock.nowMs();
    const { waiting, heard } = group;
    const told = new Map(waiting);
    const confirmed = [...heard];
    waiting.clear();
    heard.clear();
    const frame = textFrame(waitingFrame(this.#desk, told, confirmed, this.#named, this.safe(revision)));
    for (const member of this.members) {
      if (!member.sendChanges(frame)) member.keep(told, confirmed);
    }
  }

  /** The revision up to which nothing waits any more: a client that comes back may resume from it. */
  safe(revision: number): number {
    let safe = revision;
    for (const { waiting } of this.#groups) for (const turn of waiting.values()) if (turn.revision <= safe) safe = turn.revision - 1;
    return safe;
  }
}
