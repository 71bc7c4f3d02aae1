import type { Law } from '../desk/law.ts';
import { wayOf } from './curves.ts';
import type { FadeTime } from './scene.ts';

/** A fade that goes on after a hand let go takes at least so long: it never jumps. */
const RESUME_MS = 500;

/** What becomes of a fade when the hand that took its fader lets go: the hand's value stays, or the fade goes on from there. */
export type OnRelease = 'hold' | 'resume';

/** One parameter on its way. */
interface Lane {
  readonly id: number;
  readonly law: Law;
  readonly to: number;
  readonly time: FadeTime;
  /** Where it stands after a share of its time; another one from where a hand let go. */
  way: (share: number) => number;
  /** Its next value, always the same object: thousands are made in a second. */
  readonly step: { readonly kind: 'set'; readonly id: number; value: number };
  /** By the time of the ride, which stands still in a pause. */
  startMs: number;
  endMs: number;
  /** A hand has it; what is left of its time. */
  heldLeftMs: number | undefined;
}

/** An intent that holds until the next tick. */
export interface Step {
  readonly kind: 'set';
  readonly id: number;
  readonly value: number;
}

export interface Tick {
  /** Values on the grid that differ from what stands. */
  readonly steps: readonly Step[];
  /** They are where they were to go, as soon as the steps are made. */
  readonly arrived: readonly number[];
  /** A hand has them and keeps its value. */
  readonly taken: readonly number[];
}

/** What a ride asks about the desk. */
export interface Lookout {
  now(id: number): number;
  held(id: number): boolean;
}

/**
 * Fades of one recall, on one time that can pause and run faster. Where each stands follows from the time that has gone, so a late step is
 * as right as one in time, and the last is always the very end.
 */
export class Ride {
  readonly #lanes = new Map<number, Lane>();
  readonly #release: OnRelease;
  #rideMs = 0;
  #lastMs: number;
  #speed = 1;
  #paused = false;
  /** What joins later has no time either. */
  #cut = false;

  constructor(nowMs: number, release: OnRelease) {
    this.#lastMs = nowMs;
    this.#release = release;
  }

  get size(): number {
    return this.#lanes.size;
  }
  get paused(): boolean {
    return this.#paused;
  }
  has(id: number): boolean {
    return this.#lanes.has(id);
  }
  ids(): number[] {
    return [...this.#lanes.keys()];
  }
  /** How long the slowest still takes, at the speed it has, ms. */
  leftMs(): number {
    let leftMs = 0;
    for (const { endMs, heldLeftMs } of this.#lanes.values()) leftMs = Math.max(leftMs, heldLeftMs ?? endMs - this.#rideMs);
    return leftMs / this.#speed;
  }

  add(id: number, law: Law, from: number, to: number, time: FadeTime, nowMs: number): void {
    this.#pass(nowMs);
    const endMs = this.#rideMs + (this.#cut ? 0 : time.ms);
    const way = wayOf(law, time.curve, from, to);
    const step = { kind: 'set', id, value: from } as const;
    this.#lanes.set(id, { id, law, to, time, way, step, startMs: this.#rideMs, endMs, heldLeftMs: undefined });
  }

  /** What joins from now on takes its time, whatever was cut before. */
  anew(): void {
    this.#cut = false;
  }

  drop(id: number): boolean {
    return this.#lanes.delete(id);
  }

  /** A hand moves it. @returns whether the fade waits for the hand to let go; else it is over */
  take(id: number): boolean {
    const lane = this.#lanes.get(id);
    if (!lane) return false;
    if (this.#release === 'hold') return !this.#lanes.delete(id);
    lane.heldLeftMs ??= Math.max(0, lane.endMs - this.#rideMs);
    return true;
  }

  pause(nowMs: number): void {
    this.#pass(nowMs);
    this.#paused = true;
  }
  resume(nowMs: number): void {
    this.#pass(nowMs);
    this.#paused = false;
  }
  /** @param times 2: twice as fast as now */
  faster(times: number, nowMs: number): void {
    this.#pass(nowMs);
    this.#speed *= times;
  }
  /** Everything that no hand has is at its end with the next tick, and what joins later at once. */
  cut(): void {
    this.#paused = false;
    this.#cut = true;
    for (const lane of this.#lanes.values()) if (lane.heldLeftMs === undefined) lane.endMs = this.#rideMs;
  }

  tick(nowMs: number, desk: Lookout): Tick {
    this.#pass(nowMs);
    const steps: Step[] = [];
    const arrived: number[] = [];
    const taken: number[] = [];
    for (const lane of this.#lanes.values()) {
      const { id, law, to } = lane;
      if (desk.held(id)) {
        if (!this.take(id)) taken.push(id);
        continue;
      }
      // It may be at its end by now: the last step is made when it goes on.
      if (this.#paused) continue;
      if (lane.heldLeftMs !== undefined) this.#goOn(lane, desk.now(id));
      const lastMs = lane.endMs - lane.startMs;
      const share = this.#rideMs >= lane.endMs ? 1 : (this.#rideMs - lane.startMs) / lastMs;
      const value = share >= 1 ? to : law.snap(lane.way(share));
      if (value !== desk.now(id)) {
        lane.step.value = value;
        steps.push(lane.step);
      }
      if (share < 1) continue;
      arrived.push(id);
      this.#lanes.delete(id);
    }
    return { steps, arrived, taken };
  }

  #goOn(lane: Lane, from: number): void {
    const leftMs = Math.max(RESUME_MS, lane.heldLeftMs ?? 0);
    lane.heldLeftMs = undefined;
    lane.way = wayOf(lane.law, lane.time.curve, from, lane.to);
    lane.startMs = this.#rideMs;
    lane.endMs = this.#rideMs + leftMs;
  }

  #pass(nowMs: number): void {
    if (!this.#paused) this.#rideMs += Math.max(0, nowMs - this.#lastMs) * this.#speed;
    this.#lastMs = nowMs;
  }
}
