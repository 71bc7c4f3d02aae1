/** Rules of a finger that changes a value relative to where it landed: nothing moves on touch. px and ms */
export interface Manner {
  /** Ways the finger may claim: `x` and `y` leave the other to scrolling. */
  readonly axis: 'x' | 'y' | 'both';
  /** Travel before the claim; it is swallowed. */
  readonly claimPx: number;
  /** Value per finger: 1, or less. */
  readonly scale: number;
  /** A finger this far off its axis works fine; 0: never. */
  readonly fineAwayPx: number;
}

/** Handles in a graph: both ways count, so only the FINE key or Shift makes them fine. */
export const HANDLE: Manner = { axis: 'both', claimPx: 6, scale: 1, fineAwayPx: 0 };
/** Horizontal faders and numbers: slower, since the page scrolls under the other way. */
export const ROW: Manner = { axis: 'x', claimPx: 10, scale: 0.5, fineAwayPx: 64 };

const FINE = 0.2;
const RATIO = 1.2;
/** A touch shorter than this is a brush: it has sent nothing. */
const BRUSH_MS = 50;
const TAP_MS = 180;
const TAP_PX = 8;
/** Two taps within this are one double tap. */
export const DOUBLE_MS = 300;
/** Contacts wider are a palm. */
export const PALM_PX = 60;
/** The system's swipes begin here. */
export const EDGE_PX = 16;

export interface Step {
  /** Sideways and upwards, in px of value travel. */
  readonly dx: number;
  readonly up: number;
  readonly fine: boolean;
  /** Since the claim. */
  readonly ms: number;
}

/** One finger from its landing to its leaving. Knows no element and no clock but the stamps it is given. */
export class Drag {
  readonly #manner: Manner;
  readonly #startX: number;
  readonly #startY: number;
  readonly #startMs: number;
  #x: number;
  #y: number;
  #claimedMs: number | undefined;
  #owedX = 0;
  #owedUp = 0;

  constructor(manner: Manner, x: number, y: number, ms: number) {
    this.#manner = manner;
    this.#startX = x;
    this.#startY = y;
    this.#startMs = ms;
    this.#x = x;
    this.#y = y;
  }

  get claimed(): boolean {
    return this.#claimedMs !== undefined;
  }

  /** @returns how far the value goes, or undefined while it stays */
  move(x: number, y: number, ms: number, fineKey: boolean): Step | undefined {
    if (this.#claimedMs === undefined) {
      if (!this.#claims(x - this.#startX, y - this.#startY)) return undefined;
      this.#claimedMs = ms;
      this.#swallow(x - this.#startX, y - this.#startY);
    }
    const fine = fineKey || this.#isAway(x, y);
    const factor = this.#manner.scale * (fine ? FINE : 1);
    this.#owedX += (x - this.#x) * factor;
    this.#owedUp += (this.#y - y) * factor;
    this.#x = x;
    this.#y = y;
    if (ms - this.#startMs < BRUSH_MS) return undefined;
    if (this.#owedX === 0 && this.#owedUp === 0) return undefined;
    const step = { dx: this.#owedX, up: this.#owedUp, fine, ms: ms - this.#claimedMs };
    this.#owedX = 0;
    this.#owedUp = 0;
    return step;
  }

  /** What the touch was, now that the finger has left; a `press` is a tap that took its time. */
  end(x: number, y: number, ms: number): 'tap' | 'press' | 'drag' | 'nothing' {
    if (this.claimed) return 'drag';
    if (Math.hypot(x - this.#startX, y - this.#startY) >= TAP_PX) return 'nothing';
    return ms - this.#startMs < TAP_MS ? 'tap' : 'press';
  }

  /** The way of the claim counts for nothing, whatever else came in the same message: a slow page must not eat more of it. */
  #swallow(dx: number, dy: number): void {
    const { axis, claimPx } = this.#manner;
    const way = axis === 'x' ? Math.abs(dx) : axis === 'y' ? Math.abs(dy) : Math.hypot(dx, dy);
    const share = claimPx / way;
    this.#x = this.#startX + dx * share;
    this.#y = this.#startY + dy * share;
  }

  #claims(dx: number, dy: number): boolean {
    const { axis, claimPx } = this.#manner;
    const [ax, ay] = [Math.abs(dx), Math.abs(dy)];
    if (axis === 'x') return ax >= claimPx && ax >= RATIO * ay;
    if (axis === 'y') return ay >= claimPx && ay >= RATIO * ax;
    return Math.hypot(dx, dy) >= claimPx;
  }

  #isAway(x: number, y: number): boolean {
    const { axis, fineAwayPx } = this.#manner;
    if (fineAwayPx === 0) return false;
    return Math.abs(axis === 'x' ? y - this.#startY : x - this.#startX) > fineAwayPx;
  }
}

/** In the first moments of a drag a level rises at most so far: a slip must not hurt ears. Cuts are never held back. */
export interface Guard {
  readonly ms: number;
  readonly riseDb: number;
}
export const ROW_GUARD: Guard = { ms: 300, riseDb: 3 };

export const guarded = (valueDb: number, fromDb: number, sinceMs: number, { ms, riseDb }: Guard): number =>
  sinceMs < ms && fromDb > Number.NEGATIVE_INFINITY ? Math.min(valueDb, fromDb + riseDb) : valueDb;
