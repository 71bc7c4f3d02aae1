import { Grip } from './grip.ts';
import { HandSteps } from './hand-steps.ts';
import { OwnMoves } from './own-moves.ts';

/** Between two writes to one motor: fifty a second are more than it can follow. */
const GAP_MS = 20;
/** How long a release waits for the desk's word on the hand's last move before the fader goes where the desk says it is. */
const CONFIRM_MS = 100;
/** A touch of a fader on its way: for so long its reports may still be those of the way. */
const GRACE_MS = 40;
/** Steps by which a motor shoots past its place. */
const OVERSHOOT = 8;
/** Steps without a sensed finger that are a hand all the same (a glove, a nail) on a unit that feels fingers. */
const UNSENSED = 8;
/** A motor sent to the top that rests above this part of the travel has reached the end of its slot. */
const SHORT_TOP = 0.98;

export interface MotorRules {
  readonly touch: boolean;
  readonly motor: boolean;
  /** What the motor does comes back. */
  readonly reports: boolean;
  /** A release is confirmed even where the fader stands right: the unit's servo goes back otherwise. */
  readonly echo: boolean;
  readonly deadband: number;
  readonly settle: number;
}

/**
 * One fader: the hand, its motor, and which of the two made a move. Times are arguments; `dueMs` says when it wants to be asked again.
 *
 * Nothing is written under a hand; the newest target is kept. After a release the confirmed place is written once, and what the fader
 * still says is its own until it has settled. Everything else compares in steps of the unit.
 */
export class Motor {
  readonly #rules: MotorRules;
  readonly #stepOf: (position: number) => number;
  readonly #lastStep: number;
  /** Lowest step at which this fader is at its top; learnt when it cannot reach the last. */
  #topStep: number;
  readonly #grip = new Grip();
  readonly #own = new OwnMoves();
  readonly #hand: HandSteps;
  #target: number | undefined;
  #targetStep = -1;
  /** Step last written; undefined: the unit stands elsewhere, or nobody knows where. */
  #commanded: number | undefined;
  #wroteMs = Number.NEGATIVE_INFINITY;
  /** The next write is due whatever was written last. */
  #confirm = false;
  /** The desk has spoken since the hand's last move. */
  #answered = true;
  #releasedMs = Number.NEGATIVE_INFINITY;
  #settlesMs = Number.NEGATIVE_INFINITY;
  #graceMs = Number.NEGATIVE_INFINITY;
  /** Touched on its way: where it stands is not known until it says so. */
  #caught = false;
  /** A move heard in that grace: it counts when it was the last. */
  #withheld: number | undefined;
  /** Last place heard since the last write that is not the hand's. */
  #stray: number | undefined;
  #corrected = false;

  constructor(rules: MotorRules, stepOf: (position: number) => number) {
    this.#rules = rules;
    this.#stepOf = stepOf;
    this.#lastStep = stepOf(1);
    this.#topStep = this.#lastStep;
    this.#hand = new HandSteps(rules.deadband, this.#lastStep);
  }

  get held(): boolean {
    return this.#grip.held;
  }

  /** Newest position stated, 0..1. */
  get target(): number | undefined {
    return this.#target;
  }

  /** The newest target: where the desk says the value is. */
  aim(position: number): void {
    const step = this.#stepOf(position);
    if (step !== this.#targetStep) this.#corrected = false;
    this.#target = position;
    this.#targetStep = step;
    this.#answered = true;
  }

  /** The sensor's word. @returns whether a hand came or went by it */
  touch(down: boolean, nowMs: number): boolean {
    const was = this.#grip.held;
    if (down) this.#grip.touch(true);
    else if (was) this.#letGo(nowMs);
    if (this.#grip.held === was) return false;
    if (down) {
      this.#begin();
      this.#caught = this.#own.isTravelling(nowMs);
      if (this.#caught) this.#graceMs = nowMs + GRACE_MS;
    }
    return true;
  }

  /** A place the unit reports. @returns the hand's position, or undefined when it is not a hand's move */
  hear(position: number, nowMs: number): number | undefined {
    const step = this.#placeOf(position);
    if (!this.#grip.held) {
      if (this.#isOwn(step, nowMs)) {
        this.#stray = step;
        return undefined;
      }
      this.#grip.moved(nowMs);
      this.#begin();
      return this.#passes(step, position);
    }
    this.#grip.moved(nowMs);
    // A hand that stops within 100 ms at the very step the motor was sent to is taken for its echo: the value then rests a report away.
    if (this.#rules.reports && this.#own.echoes(step, nowMs)) return undefined;
    if (nowMs < this.#graceMs && this.#own.strayBy(step, nowMs) <= this.#rules.deadband) {
      this.#withheld = position;
      return undefined;
    }
    this.#withheld = undefined;
    return this.#passes(step, position);
  }

  /** Time has passed. @returns a move that counts now after all */
  lapse(nowMs: number): { readonly released: boolean; readonly position?: number } {
    if (this.#withheld !== undefined && nowMs >= this.#graceMs) {
      const position = this.#withheld;
      this.#withheld = undefined;
      const step = this.#placeOf(position);
      const passed = Math.abs(step - this.#targetStep) > this.#rules.deadband ? this.#passes(step, position) : undefined;
      if (passed !== undefined) return { released: false, position: passed };
    }
    const endsMs = this.#grip.endsMs;
    if (endsMs !== undefined && nowMs >= endsMs) {
      this.#letGo(nowMs);
      return { released: true };
    }
    if (!this.#grip.held && this.#stray !== undefined && nowMs >= this.#restsMs) this.#cameToRest(this.#stray);
    return { released: false };
  }

  /** The position to be written now, if one is. */
  wants(nowMs: number): number | undefined {
    return this.#writeMs() <= nowMs ? this.#target : undefined;
  }

  /** What `wants` said has been written. */
  wrote(nowMs: number): void {
    this.#commanded = this.#targetStep;
    this.#wroteMs = nowMs;
    this.#confirm = false;
    this.#stray = undefined;
    this.#own.wrote(this.#targetStep, nowMs);
  }

  /** When something is to be asked again: `lapse`, then `wants`; Infinity when nothing is. */
  get dueMs(): number {
    const restMs = this.#stray !== undefined && !this.#grip.held ? this.#restsMs : Number.POSITIVE_INFINITY;
    const graceMs = this.#withheld !== undefined ? this.#graceMs : Number.POSITIVE_INFINITY;
    return Math.min(this.#writeMs(), this.#grip.endsMs ?? Number.POSITIVE_INFINITY, restMs, graceMs);
  }

  /** The unit is new: where its motor stands is not known. A hand that was felt stays. */
  forget(): void {
    this.#own.forget();
    this.#commanded = undefined;
    this.#stray = undefined;
    this.#corrected = false;
  }

  /** The link is lost: so is whatever held the fader. @returns whether something did */
  free(): boolean {
    const was = this.#grip.held;
    this.#grip.letGo();
    this.#withheld = undefined;
    this.#confirm = false;
    this.#answered = true;
    this.#hand.begin(undefined);
    return was;
  }

  /** When it may be written; Infinity: not before something happens. */
  #writeMs(): number {
    if (!this.#rules.motor || this.#grip.held || this.#target === undefined) return Number.POSITIVE_INFINITY;
    if (!this.#confirm && this.#targetStep === this.#commanded) return Number.POSITIVE_INFINITY;
    const confirmMs = this.#answered ? Number.NEGATIVE_INFINITY : this.#releasedMs + CONFIRM_MS;
    return Math.max(confirmMs, this.#wroteMs + GAP_MS);
  }

  get #restsMs(): number {
    return Math.max(this.#settlesMs, this.#own.overMs ?? Number.NEGATIVE_INFINITY);
  }

  #placeOf(position: number): number {
    const step = this.#stepOf(position);
    return step >= this.#topStep ? this.#lastStep : step;
  }

  #isOwn(step: number, nowMs: number): boolean {
    if (!this.#rules.motor) return false;
    if (nowMs < this.#settlesMs) {
      if (Math.abs(step - this.#targetStep) <= 1) this.#settlesMs = nowMs;
      return true;
    }
    return this.#own.strayBy(step, nowMs) <= this.#mostAstray(nowMs);
  }

  /** A unit that feels fingers would have said so while its motor ran; one that does not is believed beyond what a motor shoots over. */
  #mostAstray(nowMs: number): number {
    const { touch, deadband } = this.#rules;
    if (!this.#own.isTravelling(nowMs)) return touch ? UNSENSED : deadband;
    return touch ? Number.POSITIVE_INFINITY : deadband + Math.min(OVERSHOOT, this.#own.span);
  }

  #begin(): void {
    this.#caught = false;
    this.#hand.begin(this.#stray ?? this.#commanded);
    this.#stray = undefined;
    this.#corrected = false;
    this.#graceMs = Number.NEGATIVE_INFINITY;
  }

  #passes(step: number, position: number): number | undefined {
    const place = this.#hand.moved(step);
    if (place === undefined) return undefined;
    this.#answered = false;
    this.#caught = false;
    return place === 0 ? 0 : place === this.#lastStep ? 1 : position;
  }

  #letGo(nowMs: number): void {
    const sensed = this.#grip.sensed;
    this.#grip.letGo();
    this.#withheld = undefined;
    this.#releasedMs = nowMs;
    const left = this.#caught ? undefined : this.#hand.at;
    if (left !== undefined) this.#own.standsAt(left);
    this.#confirm = this.#rules.echo || this.#caught;
    this.#commanded = this.#confirm ? undefined : left;
    // Without a sensor there is no finger that leaves: a fader that stands right has settled.
    const stands = !sensed && left !== undefined && Math.abs(left - this.#targetStep) <= 1;
    this.#settlesMs = stands ? nowMs : nowMs + this.#rules.settle;
  }

  /** It stands off its place though nobody holds it: it is told once more, and then left in peace. */
  #cameToRest(step: number): void {
    this.#stray = undefined;
    if (Math.abs(step - this.#targetStep) <= this.#rules.deadband) return;
    if (this.#targetStep === this.#lastStep && step >= SHORT_TOP * this.#lastStep) this.#topStep = step;
    else if (this.#corrected) this.#own.standsAt(step);
    else this.#confirm = true;
    this.#corrected = true;
  }
}
