import type { Desk } from '../desk/desk.ts';
import { isRefusal } from '../desk/refusal.ts';
import type { Turn } from '../desk/turn.ts';
import type { Clock } from '../wire/pace/clock.ts';
import { Interest, type Member, type TurnCache, type Wish } from './interest.ts';
import type { Snapshots } from './snapshots.ts';

/** All interests of all clients; clients that want the same share one. */
export class Interests {
  readonly #desk: Desk;
  readonly #clock: Clock;
  readonly #snapshots: Snapshots;
  readonly #byKey = new Map<string, Interest>();
  readonly #keyOf = new Map<Member, string>();

  constructor(desk: Desk, clock: Clock, snapshots: Snapshots) {
    this.#desk = desk;
    this.#clock = clock;
    this.#snapshots = snapshots;
  }

  /** Interests that are worked out at present. */
  get size(): number {
    return this.#byKey.size;
  }

  /** What a client wants from now on, instead of what it wanted. @param named by paths, not ids */
  set(member: Member, wishes: readonly Wish[], named: boolean): void {
    this.remove(member);
    if (wishes.length === 0) return;
    const key = `${named ? 'paths' : 'ids'} ${wishes
      .map((wish) => `${wish.pattern} ${wish.rateHz} ${wish.heard}`)
      .sort()
      .join(', ')}`;
    const interest = this.#byKey.get(key) ?? this.#build(wishes, named);
    this.#byKey.set(key, interest);
    interest.members.add(member);
    this.#keyOf.set(member, key);
  }

  remove(member: Member): void {
    const key = this.#keyOf.get(member);
    const interest = key === undefined ? undefined : this.#byKey.get(key);
    this.#keyOf.delete(member);
    interest?.leave(member);
    if (key === undefined || !interest || interest.members.size > 0) return;
    interest.end();
    this.#byKey.delete(key);
  }

  /** The revision from which a client may resume, if it was told everything that does not wait by its rate. */
  safe(member: Member): number {
    const { revision } = this.#desk;
    return this.#byKey.get(this.#keyOf.get(member) ?? '')?.safe(revision) ?? revision;
  }

  turn(turn: Turn): void {
    const cache: TurnCache = { turn, ids: undefined, names: undefined };
    for (const interest of this.#byKey.values()) interest.turn(turn, cache);
  }

  /** All ids are new: every client has to say again what it wants. */
  clear(): void {
    for (const interest of this.#byKey.values()) interest.end();
    this.#byKey.clear();
    this.#keyOf.clear();
  }

  #build(wishes: readonly Wish[], named: boolean): Interest {
    return new Interest(this.#desk, this.#clock, wishes, named, (pattern) => {
      const entries = this.#snapshots.select(pattern);
      return isRefusal(entries) ? [] : entries;
    });
  }
}
