import type { Role } from '../desk/actor.ts';
import type { Turn } from '../desk/turn.ts';
import type { Timer } from '../wire/pace/clock.ts';
import type { RemoteActor } from './actors.ts';
import { type Waiting, waitingFrame } from './change-frames.ts';
import type { Watcher } from './feeds.ts';
import type { Member, Wish } from './interest.ts';
import type { Ear } from './listening.ts';
import type { MeterWish } from './meter-feeds.ts';
import type { Outlet } from './outlet.ts';
import type { ErrorBody } from './protocol/common.ts';
import type { Told } from './protocol/server.ts';
import { LateSets, Rate } from './rate.ts';
import type { Shared } from './shared.ts';
import { SurfaceLink } from './surface-link.ts';
import { textFrame } from './ws-frame.ts';

const STREAM_PROBE_MS = 200;

/** One WebSocket client: what it wants to be told, what it was not told yet, and what it may say. */
export class Session implements Member, Watcher, Ear {
  readonly actor: RemoteActor;
  readonly address: string;
  readonly outlet: Outlet;
  readonly shared: Shared;
  readonly wishes = new Map<string, Wish>();
  readonly rate: Rate;
  /** Undefined until a credential is shown. */
  role: Role | undefined;
  /** Id of the paired device it is. */
  device: string | undefined;
  /** Changes carry paths: the client has no ids of this layout. */
  isNamed = true;
  meters: MeterWish | undefined;
  points: readonly string[] = [];
  sinceMs: number;
  heardMs: number;
  /** Messages its role did not allow. */
  overstepped = 0;
  /** Sets of the piece that is being read, and those over the rate. */
  readonly fresh = new LateSets();
  isReading = false;
  readonly late = new LateSets();
  /** The control surface it is, if it is one. */
  readonly surface: SurfaceLink;
  lateTimer: Timer | undefined;
  readonly #missed: Waiting = new Map();
  readonly #missedHeard = new Set<number>();
  #isEnded = false;

  constructor(shared: Shared, actor: RemoteActor, address: string, role: Role | undefined, outlet: Outlet) {
    this.shared = shared;
    this.actor = actor;
    this.address = address;
    this.role = role;
    this.outlet = outlet;
    this.surface = new SurfaceLink(shared.house, actor, outlet);
    const nowMs = shared.house.clock.nowMs();
    this.rate = new Rate(shared.limits.messagesPerS, nowMs);
    this.sinceMs = nowMs;
    this.heardMs = nowMs;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  // ---- what it is told ----

  tell(message: Told<'ok' | 'refused' | 'view' | 'listen' | 'link' | 'relayout' | 'hello'>): void {
    this.outlet.answer(JSON.stringify(message));
  }

  refuse(error: ErrorBody, ref: number | undefined): void {
    this.tell({ t: 'refused', ...(ref === undefined ? {} : { ref }), error });
  }

  sendChanges(frame: Buffer): boolean {
    const { clock } = this.shared.house;
    // What it missed goes first, so that nothing older follows something newer.
    return this.#missed.size + this.#missedHeard.size === 0 && this.outlet.changes(frame, clock.nowMs());
  }

  keep(missed: Iterable<readonly [number, Turn]>, heard: Iterable<number>): void {
    for (const [id, turn] of missed) this.#missed.set(id, turn);
    for (const id of heard) this.#missedHeard.add(id);
    if (this.outlet.bufferedBytes > 0) this.shared.counts.heldBack += 1;
  }

  /** Tells what was missed, with the values of now, if the client takes it. */
  catchUp(): void {
    if (this.#missed.size + this.#missedHeard.size === 0 || this.#isEnded) return;
    const { house, interests } = this.shared;
    const frame = waitingFrame(house.desk, this.#missed, this.#missedHeard, this.isNamed, interests.safe(this));
    if (this.outlet.changes(textFrame(frame), house.clock.nowMs())) this.forgetMissed();
  }

  /** Large answers to many clients take turns with hands; what this one says meanwhile waits behind. */
  inTurn(work: () => void): void {
    const { slices, counts, house } = this.shared;
    if (!slices.isFull) {
      slices.do(work);
      return;
    }
    this.outlet.hold();
    slices.do(() => {
      try {
        if (!this.#isEnded) work();
      } catch (error) {
        counts.faults += 1;
        house.say(`fault while answering ${this.actor.name}: ${error instanceof Error ? error.message : String(error)}`);
        this.outlet.close({ code: 1011, reason: 'a fault of the daemon' });
      } finally {
        this.outlet.release();
      }
    });
  }

  /** How often it is asked for a sign of life (ms): often while it shows meters, listens or is a surface, since these fill a slow link. */
  get probeMs(): number {
    const { listening, limits } = this.shared;
    const isFed = this.meters !== undefined || this.surface.name !== undefined || listening.sourceOf(this) !== undefined;
    return isFed ? Math.min(limits.pingMs, STREAM_PROBE_MS) : limits.pingMs;
  }

  /** Time in which nobody listened does not count against it. */
  excuse(nowMs: number): void {
    this.heardMs = nowMs;
    this.sinceMs = nowMs;
    this.outlet.excuse(nowMs);
  }

  /** It is about to be told everything anyway. */
  forgetMissed(): void {
    this.#missed.clear();
    this.#missedHeard.clear();
  }

  sendMeters(frame: Buffer): void {
    this.outlet.stream('meters', frame, this.shared.house.clock.nowMs());
  }
  sendSound(frame: Buffer): void {
    this.outlet.stream('sound', frame, this.shared.house.clock.nowMs());
  }

  /** What it wants has changed, or how it is to be named. What waited for it by its old rates is told now. */
  rewish(): void {
    this.shared.interests.set(this, [...this.wishes.values()], this.isNamed);
    this.catchUp();
  }

  /** All ids are new. */
  relayout(): void {
    this.isNamed = true;
    this.forgetMissed();
    this.fresh.take();
    this.late.take();
    const { house, interests, feeds } = this.shared;
    const { desk } = house;
    this.tell({ t: 'relayout', layout: desk.model.number, rev: desk.revision });
    interests.set(this, [...this.wishes.values()], true);
    if (!this.meters) return;
    const points = feeds.set(this, this.meters);
    this.points = 'code' in points ? [] : points;
    this.tell({ t: 'view', layout: desk.model.number, points: [...this.points], rate: this.meters.rateHz });
  }

  // ---- its end ----

  /** The link is gone: holds are free at once. */
  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.lateTimer?.cancel();
    this.surface.end();
    this.fresh.take();
    this.late.take();
    const { interests, feeds, listening, house } = this.shared;
    interests.remove(this);
    feeds.remove(this);
    listening.stop(this);
    this.forgetMissed();
    house.desk.actorLost(this.actor);
    this.shared.lookAtHolds();
  }
}
