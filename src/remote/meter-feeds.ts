import type { Desk } from '../desk/desk.ts';
import type { MeterPoint } from '../desk/layout.ts';
import { matches, parseAddress } from '../desk/path.ts';
import { isRefusal, type Refusal } from '../desk/refusal.ts';
import type { Meters } from '../meters/meters.ts';
import type { Clock } from '../wire/pace/clock.ts';
import { Feed, type Watcher } from './feeds.ts';
import { MAX_POINTS } from './protocol/client.ts';

export interface MeterWish {
  readonly points: readonly string[];
  readonly rateHz: number;
}

interface Named {
  readonly role: string;
  readonly path: string;
  readonly segments: readonly string[];
  readonly point: MeterPoint;
}

/** All feeds of all clients; clients that show the same share one. */
export class MeterFeeds {
  readonly #desk: Desk;
  readonly #meters: Meters;
  readonly #clock: Clock;
  readonly #byKey = new Map<string, Feed>();
  readonly #keyOf = new Map<Watcher, string>();
  readonly #selections = new Map<string, readonly Named[]>();
  #points: { readonly model: Desk['model']; readonly list: readonly Named[]; readonly byPath: ReadonlyMap<string, Named> } | undefined;

  constructor(desk: Desk, meters: Meters, clock: Clock) {
    this.#desk = desk;
    this.#meters = meters;
    this.#clock = clock;
  }

  get size(): number {
    return this.#byKey.size;
  }

  /** What a client shows from now on. @returns the points in the order of its frames */
  set(watcher: Watcher, wish: MeterWish): readonly string[] | Refusal {
    const points: Named[] = [];
    for (const pattern of wish.points) {
      const found = this.#find(pattern);
      if (isRefusal(found)) return found;
      points.push(...found);
    }
    if (points.length > MAX_POINTS) return { code: 'out-of-range', got: `${points.length} meter points`, want: `at most ${MAX_POINTS}` };
    this.remove(watcher);
    if (points.length === 0) return [];
    const paths = points.map(({ path }) => path);
    const key = `${wish.rateHz} ${paths.join(' ')}`;
    const feed = this.#byKey.get(key) ?? this.#open(points, wish.rateHz);
    this.#byKey.set(key, feed);
    this.#keyOf.set(watcher, key);
    feed.watchers.add(watcher);
    return paths;
  }

  remove(watcher: Watcher): void {
    const key = this.#keyOf.get(watcher);
    const feed = key === undefined ? undefined : this.#byKey.get(key);
    this.#keyOf.delete(watcher);
    feed?.watchers.delete(watcher);
    if (key === undefined || !feed || feed.watchers.size > 0) return;
    feed.end();
    this.#byKey.delete(key);
  }

  published(role: string): void {
    for (const feed of this.#byKey.values()) feed.published(role);
  }
  /** Looks for sources that have fallen silent. */
  check(): void {
    for (const feed of this.#byKey.values()) feed.check();
  }

  /** Another layout: every client has to say again what it shows. */
  clear(): void {
    for (const feed of this.#byKey.values()) feed.end();
    this.#byKey.clear();
    this.#keyOf.clear();
  }

  #open(points: readonly Named[], rateHz: number): Feed {
    return new Feed(
      this.#meters,
      this.#clock,
      this.#desk.model.number,
      points.map(({ role, point }) => [role, point] as const),
      rateHz,
    );
  }

  #find(pattern: string): readonly Named[] | Refusal {
    const { list, byPath } = this.#all();
    const single = byPath.get(pattern);
    if (single) return [single];
    const kept = this.#selections.get(pattern);
    if (kept) return kept;
    const address = parseAddress(pattern);
    if (isRefusal(address)) return address;
    const role = address.role ?? this.#desk.model.roles[0];
    const found = list.filter((one) => one.role === role && matches(address.segments, one.segments));
    if (found.length === 0) return { code: 'unknown-path', got: pattern.slice(0, 80), want: 'a meter point such as ch/1/meter/post' };
    if (this.#selections.size >= 256) this.#selections.clear();
    this.#selections.set(pattern, found);
    return found;
  }

  #all() {
    const { model } = this.#desk;
    if (this.#points?.model === model) return this.#points;
    this.#selections.clear();
    const list = [...model.layouts].flatMap(([role, layout]) =>
      layout.meters.map((point) => ({
        role,
        path: role === model.roles[0] ? point.path : `${role}:${point.path}`,
        segments: point.path.split('/'),
        point,
      })),
    );
    this.#points = { model, list, byPath: new Map(list.map((one) => [one.path, one])) };
    return this.#points;
  }
}
