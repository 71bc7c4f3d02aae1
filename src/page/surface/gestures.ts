/** Fingers tremble: so many pixels are swallowed before a touched fader moves. */
const CLAIM_PX = 3;
const PX_PER_TICK = 6;
/** One notch of a mouse wheel is about 100 px. */
const WHEEL_PX_PER_TICK = 33;
const DEGREES_PER_TICK = 9;
/** The most one message of a knob can say. */
const MOST_TICKS = 63;

/** A finger on a fader: relative, so that nothing jumps where it lands. Up is up, one pixel of finger is one pixel of cap. */
export class FaderDrag {
  readonly #from: number;
  readonly #travelPx: number;
  readonly #startPx: number;
  #claimedPx: number | undefined;

  /** @param from place of the cap when touched, 0..1 @param startPx height of the finger, growing downwards */
  constructor(from: number, travelPx: number, startPx: number) {
    this.#from = from;
    this.#travelPx = Math.max(1, travelPx);
    this.#startPx = startPx;
  }

  /** @returns the place of the cap, or undefined while the finger only rests */
  move(px: number): number | undefined {
    if (this.#claimedPx === undefined) {
      const way = px - this.#startPx;
      if (Math.abs(way) < CLAIM_PX) return undefined;
      this.#claimedPx = this.#startPx + Math.sign(way) * CLAIM_PX;
    }
    return Math.min(1, Math.max(0, this.#from + (this.#claimedPx - px) / this.#travelPx));
  }
}

/** Counts whole ticks out of a running length; what is left over counts for the next. */
class TickCounter {
  readonly #perTick: number;
  #rest = 0;

  constructor(perTick: number) {
    this.#perTick = perTick;
  }

  add(length: number): number {
    // A turn the other way starts anew: half a tick of the first way must not be undone first.
    if (length * this.#rest < 0) this.#rest = 0;
    this.#rest += length;
    const ticks = Math.trunc(this.#rest / this.#perTick);
    this.#rest -= ticks * this.#perTick;
    return Math.max(-MOST_TICKS, Math.min(MOST_TICKS, ticks));
  }
}

/** A finger on a knob: up and to the right is clockwise. Without way it was a tap. */
export class KnobDrag {
  readonly #ticks = new TickCounter(PX_PER_TICK);
  #x: number;
  #y: number;
  #turned = false;

  constructor(x: number, y: number) {
    this.#x = x;
    this.#y = y;
  }

  get isTap(): boolean {
    return !this.#turned;
  }

  move(x: number, y: number): number {
    const ticks = this.#ticks.add(x - this.#x + this.#y - y);
    this.#x = x;
    this.#y = y;
    if (ticks !== 0) this.#turned = true;
    return ticks;
  }
}

/** The wheel of a mouse over a knob or the jog wheel: away from you is clockwise. */
export class Wheel {
  readonly #ticks = new TickCounter(WHEEL_PX_PER_TICK);

  /** @param deltaY px, or lines as some browsers count (mode 1) */
  turn(deltaY: number, deltaMode = 0): number {
    return this.#ticks.add(-deltaY * (deltaMode === 1 ? WHEEL_PX_PER_TICK : 1));
  }
}

/** A finger that goes round the middle of the jog wheel. */
export class JogDrag {
  readonly #ticks = new TickCounter(DEGREES_PER_TICK);
  #degrees: number;

  /** @param x, y from the middle, px */
  constructor(x: number, y: number) {
    this.#degrees = angle(x, y);
  }

  move(x: number, y: number): { readonly ticks: number; readonly degrees: number } {
    const now = angle(x, y);
    // The short way round: from 179 to -179 are two degrees.
    const turned = ((now - this.#degrees + 540) % 360) - 180;
    this.#degrees = now;
    return { ticks: this.#ticks.add(turned), degrees: turned };
  }
}

const angle = (x: number, y: number): number => (Math.atan2(y, x) * 180) / Math.PI;

/** Places a key moves a fader by: 1 step is one of the 1024 the sensor tells apart. */
const STEP = 1 / 1023;
const FADER_KEYS: Readonly<Record<string, number>> = {
  ArrowUp: 4,
  ArrowRight: 4,
  ArrowDown: -4,
  ArrowLeft: -4,
  PageUp: 50,
  PageDown: -50,
};

/** @returns where a key of the keyboard puts a fader, or undefined for one that means nothing to it */
export function faderKey(key: string, fine: boolean, place: number): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return 1;
  const steps = FADER_KEYS[key];
  if (steps === undefined) return undefined;
  const way = (fine ? Math.sign(steps) : steps) * STEP;
  return Math.min(1, Math.max(0, place + way));
}

const TURN_KEYS: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 5, PageDown: -5 };

/** @returns ticks of a knob or the jog wheel, 0 for a key that means nothing to it */
export const turnKey = (key: string): number => TURN_KEYS[key] ?? 0;
