import type { DeskClock } from '../../desk/clock.ts';
import type { ClockTrigger } from './trigger.ts';
import { type Instants, instantsOf, localTime } from './zones.ts';

export interface WallClockOptions<Cue> {
  readonly clock: DeskClock;
  /** Of triggers that name none. */
  readonly zone: string;
  readonly fire: (cue: Cue) => void;
  readonly tell: (text: string) => void;
  /** Occurrences that have fired, before this start: never twice, whatever the clock does. */
  readonly fired?: readonly string[];
  /** One has fired now: to be kept over a restart. The list of the last days, oldest first. */
  readonly onFired?: (fired: readonly string[]) => void;
  /** A clock before this cannot be right; nothing fires until it is. UTC, ms. */
  readonly earliestMs?: number;
}

export interface ClockCue<Cue> {
  /** Names it in what is remembered: the number of the cue and its trigger. */
  readonly id: string;
  readonly says: string;
  readonly at: ClockTrigger;
  readonly cue: Cue;
}

/** This was written then; a clock before it has lost its battery. */
const WRITTEN_MS = Date.UTC(2026, 10, 1);
const TICK_MS = 1000;
/** Later than this is too late to fire. */
const GRACE_MS = 2000;
/** Smaller differences are a clock being pulled gently. */
const STEP_MS = 500;
const DAY_MS = 86_400_000;
/** Days looked ahead: the next of any weekday. */
const DAYS_AHEAD = 9;
const REMEMBERED = 1000;

interface Waiting<Cue> extends ClockCue<Cue> {
  nextMs: number | undefined;
}

/**
 * Fires cues by the clock on the wall, once an occurrence: also in nights when the clock changes, when it is set, and after a restart.
 * What was passed while it was set forward, or while the machine slept, is told as missed.
 */
export class WallClock<Cue> {
  readonly #options: WallClockOptions<Cue>;
  #zone: string;
  readonly #fired: Set<string>;
  #waiting: Waiting<Cue>[] = [];
  #timer: { cancel(): void } | undefined;
  #wallMs: number;
  #monoMs: number;
  #isHeld = false;

  constructor(options: WallClockOptions<Cue>) {
    this.#options = options;
    this.#zone = options.zone;
    this.#fired = new Set(options.fired);
    this.#wallMs = options.clock.wallMs();
    this.#monoMs = options.clock.nowMs();
  }

  /** Another zone, for what is set from now on. */
  adjust(zone: string): void {
    this.#zone = zone;
  }

  /** What is to be fired; what was due before now is not made up for, except what is due this very moment. */
  set(cues: readonly ClockCue<Cue>[]): void {
    const before = new Map(this.#waiting.map(({ id, nextMs }) => [id, nextMs]));
    // With cues that wait, the next tick looks whether the clock was set meanwhile.
    if (this.#waiting.length === 0) {
      this.#wallMs = this.#options.clock.wallMs();
      this.#monoMs = this.#options.clock.nowMs();
    }
    const wallMs = this.#options.clock.wallMs();
    this.#waiting = cues.map((cue) => {
      const dueMs = before.get(cue.id);
      // The next tick fires it, or tells that it was missed.
      const isDue = dueMs !== undefined && dueMs <= wallMs;
      return { ...cue, nextMs: isDue ? dueMs : this.#nextOf(cue.at, wallMs) };
    });
    this.#schedule();
  }

  /** When each will fire, for the page: UTC, ms. */
  upcoming(): readonly { readonly id: string; readonly atMs: number; readonly warning?: string }[] {
    return this.#waiting.flatMap(({ id, nextMs, at }) => {
      if (nextMs === undefined) return [];
      const warning = this.#warning(at, nextMs);
      return [{ id, atMs: nextMs, ...(warning === undefined ? {} : { warning }) }];
    });
  }

  stop(): void {
    this.#timer?.cancel();
    this.#waiting = [];
  }

  // ---- inside ----

  #schedule(): void {
    this.#timer?.cancel();
    if (this.#waiting.length === 0) return;
    const wallMs = this.#options.clock.wallMs();
    const untilNext = Math.min(...this.#waiting.map(({ nextMs }) => (nextMs ?? Number.POSITIVE_INFINITY) - wallMs));
    this.#timer = this.#options.clock.setTimer(Math.max(1, Math.min(TICK_MS, untilNext)), () => this.#tick());
  }

  #tick(): void {
    const { clock, tell, earliestMs = WRITTEN_MS } = this.#options;
    const [wallMs, monoMs] = [clock.wallMs(), clock.nowMs()];
    const stepMs = wallMs - this.#wallMs - (monoMs - this.#monoMs);
    const beforeMs = this.#wallMs;
    [this.#wallMs, this.#monoMs] = [wallMs, monoMs];
    const isWrong = wallMs < earliestMs;
    if (isWrong && !this.#isHeld && this.#waiting.length > 0)
      tell('the clock of this machine is wrong; cues by the clock wait until it is set');
    this.#isHeld = isWrong;
    if (Math.abs(stepMs) >= STEP_MS)
      tell(`the clock was set ${stepMs > 0 ? 'forward' : 'back'} by ${Math.round(Math.abs(stepMs) / 1000)} s`);
    // What comes once more after a step back is looked at again; what has fired is remembered.
    if (wallMs < beforeMs) for (const one of this.#waiting) one.nextMs = this.#nextOf(one.at, wallMs);
    if (!isWrong) this.#due(wallMs);
    this.#schedule();
  }

  #due(wallMs: number): void {
    const due = this.#waiting.filter(({ nextMs }) => nextMs !== undefined && nextMs <= wallMs);
    due.sort((one, two) => (one.nextMs ?? 0) - (two.nextMs ?? 0));
    for (const one of due) {
      const atMs = one.nextMs ?? wallMs;
      this.#reach(one, atMs, wallMs);
      // Of many that were passed at once only the first is told; the next is one to come.
      one.nextMs = this.#nextOf(one.at, Math.max(atMs, wallMs - GRACE_MS));
      if (one.nextMs !== undefined && one.nextMs <= wallMs) this.#reach(one, one.nextMs, wallMs);
      if (one.nextMs !== undefined && one.nextMs <= wallMs) one.nextMs = this.#nextOf(one.at, wallMs);
    }
  }

  #reach({ id, says, at, cue }: Waiting<Cue>, atMs: number, wallMs: number): void {
    const { fire, tell, onFired } = this.#options;
    const key = `${id}@${new Date(atMs).toISOString()}`;
    if (this.#fired.has(key)) return;
    if (wallMs - atMs > GRACE_MS) {
      tell(`${says} was missed: the clock went over it`);
      return;
    }
    this.#fired.add(key);
    for (const old of this.#fired) {
      if (this.#fired.size <= REMEMBERED) break;
      this.#fired.delete(old);
    }
    onFired?.([...this.#fired]);
    const warning = this.#warning(at, atMs);
    if (warning !== undefined) tell(`${says}: ${warning}`);
    fire(cue);
  }

  /** The first occurrence after an instant. */
  #nextOf(at: ClockTrigger, afterMs: number): number | undefined {
    const zone = at.zone ?? this.#zone;
    if (at.date !== undefined) {
      const [year = 0, month = 0, day = 0] = at.date.split('-').map(Number);
      const [utcMs = 0] = instantsOf({ ...at, year, month, day }, zone).utcMs;
      return utcMs > afterMs ? utcMs : undefined;
    }
    const { year, month, day } = localTime(afterMs, zone);
    for (let ahead = -1; ahead <= DAYS_AHEAD; ahead++) {
      const date = new Date(Date.UTC(year, month - 1, day) + ahead * DAY_MS);
      if (at.days && !at.days.includes(date.getUTCDay())) continue;
      const [utcMs = 0] = occurrence(at, date, zone).utcMs;
      if (utcMs > afterMs) return utcMs;
    }
    return undefined;
  }

  /** What is odd about a night. */
  #warning(at: ClockTrigger, utcMs: number): string | undefined {
    const zone = at.zone ?? this.#zone;
    // In a gap the clock shows a later time at that instant, on the same date.
    const { year, month, day } = localTime(utcMs, zone);
    const { how } = occurrence(at, new Date(Date.UTC(year, month - 1, day)), zone);
    if (how === 'gap') return 'this time was skipped by the clock change; it is done at the moment it would have been';
    return how === 'repeat' ? 'this time comes twice by the clock change; it is done the first time' : undefined;
  }
}

const occurrence = ({ hour, minute, second }: ClockTrigger, date: Date, zone: string): Instants =>
  instantsOf({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), hour, minute, second }, zone);
