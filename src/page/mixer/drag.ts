import type { Law } from '../../desk/law.ts';

/** The numbers of the fader gesture. Distances in CSS pixels, times in ms. */
export const GESTURE = {
  /** A finger that goes this far up or down, and this much more than sideways, has the fader; the way so far is swallowed. */
  claimPx: 6,
  claimRatio: 1.2,
  fine: 0.2,
  /** Sideways from where it landed: fine. */
  fineAsidePx: 64,
  tapMs: 180,
  tapPx: 8,
  doubleMs: 300,
  /** Shorter than this is a brush, not a hand: nothing is sent. */
  brushMs: 50,
  /** At the start of a drag a level rises no further; cuts are never limited. */
  guardMs: 200,
  guardDb: 6,
  detentPx: 8,
  /** A larger contact is a palm; one that begins nearer to the edge of the screen is the system's swipe. */
  palmPx: 60,
  edgePx: 16,
  /** A double tap jumps to 0 dB from here up; from below it has to be held for so long. */
  jumpFromDb: -20,
  holdMs: 500,
} as const;

/** For the rise guard silence counts as this (dB): a fader pulled up out of it must not be at full level at once either. */
const SILENT_DB = -60;

export interface Point {
  readonly x: number;
  readonly y: number;
  readonly timeMs: number;
}

/** One finger on one fader: relative, so that touching it never moves it. Knows neither DOM nor desk. */
export class Drag {
  readonly startDb: number;
  readonly #law: Law;
  readonly #travelPx: number;
  readonly #start: Point;
  readonly #zero: number;
  #position: number;
  #lastY: number;
  #claimedMs = 0;
  #stickPx = 0;
  isClaimed = false;
  isFine = false;

  /** @param travelPx way of the cap from silence to the top */
  constructor(law: Law, travelPx: number, start: Point, levelDb: number) {
    this.#law = law;
    this.#travelPx = Math.max(1, travelPx);
    this.#start = start;
    this.#lastY = start.y;
    this.#position = law.toPosition(levelDb);
    this.#zero = law.min <= 0 && law.max >= 0 ? law.toPosition(0) : Number.NaN;
    this.startDb = levelDb;
  }

  /** @param fineHeld the other thumb holds FINE @returns the level now, on the law's grid; undefined while it is only a touch */
  move(to: Point, fineHeld: boolean): number | undefined {
    const asidePx = Math.abs(to.x - this.#start.x);
    if (!this.isClaimed && !this.#claim(to, asidePx)) return undefined;
    this.isFine = fineHeld || asidePx > GESTURE.fineAsidePx;
    const upPx = (this.#lastY - to.y) * (this.isFine ? GESTURE.fine : 1);
    this.#lastY = to.y;
    this.#go(this.isFine ? upPx : this.#past(upPx));
    return this.#law.snap(this.#guarded(to.timeMs));
  }

  /** A touch so short and still that it is a tap. */
  isTap(end: Point): boolean {
    const wayPx = Math.hypot(end.x - this.#start.x, end.y - this.#start.y);
    return !this.isClaimed && end.timeMs - this.#start.timeMs < GESTURE.tapMs && wayPx < GESTURE.tapPx;
  }

  /** Too short for a hand. */
  isBrush(timeMs: number): boolean {
    return timeMs - this.#start.timeMs < GESTURE.brushMs;
  }

  #claim(to: Point, asidePx: number): boolean {
    const wayPx = Math.abs(to.y - this.#start.y);
    if (wayPx < GESTURE.claimPx || wayPx < GESTURE.claimRatio * asidePx) return false;
    this.isClaimed = true;
    this.#lastY = to.y;
    this.#claimedMs = to.timeMs;
    return true;
  }

  /** What is left of a way after resting at 0 dB. */
  #past(upPx: number): number {
    if (this.#stickPx <= 0) return upPx;
    this.#stickPx -= Math.abs(upPx);
    return this.#stickPx > 0 ? 0 : upPx;
  }

  #go(upPx: number): void {
    const from = this.#position;
    this.#position = Math.min(1, Math.max(0, from + upPx / this.#travelPx));
    if (this.isFine || (from - this.#zero) * (this.#position - this.#zero) >= 0) return;
    this.#position = this.#zero;
    this.#stickPx = GESTURE.detentPx;
  }

  #guarded(timeMs: number): number {
    const levelDb = this.#law.toValue(this.#position);
    const mostDb = Math.max(this.startDb, SILENT_DB) + GESTURE.guardDb;
    if (timeMs - this.#claimedMs >= GESTURE.guardMs || levelDb <= mostDb) return levelDb;
    this.#position = this.#law.toPosition(mostDb);
    return mostDb;
  }
}

/** `+1.4`, `−10.0`, `−∞`: dB as a strip shows it. */
export function levelText(levelDb: number): string {
  if (levelDb === Number.NEGATIVE_INFINITY) return '−∞';
  const text = Math.abs(levelDb).toFixed(1);
  return text === '0.0' ? text : `${levelDb > 0 ? '+' : '−'}${text}`;
}

/** The same for a voice. */
export function spokenLevel(levelDb: number): string {
  if (levelDb === Number.NEGATIVE_INFINITY) return 'minus infinity';
  return `${levelText(levelDb).replace('−', 'minus ').replace('+', 'plus ')} dB`;
}
