import { effect } from '@preact/signals';
import type { Law } from '../../desk/law.ts';
import { tell } from '../frame/notice.tsx';
import { isFine } from '../frame/view.ts';
import { link } from '../link/link.ts';
import type { Param } from '../link/param.ts';
import { Drag, GESTURE, levelText, type Point, spokenLevel } from './drag.ts';
import { paced } from './pace.ts';

/** Height of a cap (px): the travel is the lane without it. */
const CAP_PX = 34;
/** How long the chip "hold for 0 dB" stays (ms). */
const CHIP_MS = 1500;
const KEYS: Readonly<Record<string, number>> = {
  ArrowUp: 0.5,
  ArrowRight: 0.5,
  ArrowDown: -0.5,
  ArrowLeft: -0.5,
  PageUp: 3,
  PageDown: -3,
};
const SHIFTED = 0.2;
/** A key moves a silent fader up from here (dB). */
const KEY_FLOOR_DB = -60;

/** The parts of a lane that move. */
export interface LaneParts {
  readonly lane: HTMLElement;
  /** Carries cap and bubble; as high as the travel. */
  readonly rider: HTMLElement;
  readonly fill: HTMLElement;
  readonly bubble: HTMLElement;
  readonly ghost: HTMLElement;
  readonly strip: HTMLElement;
  /** Where the level stands as a figure. */
  readonly figure: HTMLElement;
}

/** A finger on a lane, and the cap under it. All of the gesture's rules meet here; none of the arithmetic. */
export class Fader {
  readonly #param: Param;
  readonly #name: () => string;
  readonly #parts: LaneParts;
  readonly #ends: (() => void)[] = [];
  #drag: Drag | undefined;
  #pointer = -1;
  /** Level under the finger; undefined while nobody drags here. */
  #handDb: number | undefined;
  #isSending = false;
  #tapMs = Number.NEGATIVE_INFINITY;
  #timer = 0;
  #holdTimer = 0;
  #chipTimer = 0;

  constructor(param: Param, name: () => string, parts: LaneParts) {
    this.#param = param;
    this.#name = name;
    this.#parts = parts;
    const { lane } = parts;
    const on = <K extends keyof HTMLElementEventMap>(type: K, hear: (event: HTMLElementEventMap[K]) => void): void => {
      lane.addEventListener(type, hear);
      this.#ends.push(() => lane.removeEventListener(type, hear));
    };
    on('pointerdown', (event) => this.#down(event));
    on('pointermove', (event) => this.#move(event));
    on('pointerup', (event) => this.#up(event));
    on('pointercancel', (event) => event.pointerId === this.#pointer && this.#stop());
    on('lostpointercapture', (event) => event.pointerId === this.#pointer && this.#stop());
    on('keydown', (event) => this.#key(event));
    this.#ends.push(
      effect(() => {
        const { value: level } = param.level;
        const { value: desk } = param.value;
        if (this.#handDb === undefined) this.#show(level);
        this.#place(this.#parts.ghost, typeof desk === 'number' ? desk : level);
      }),
      // Lost, locked, or in another's hand: stops where it is, and sends nothing after.
      effect(() => {
        if (link.isStale.value || link.isLocked.value || param.heldBy.value) this.#stop();
      }),
    );
  }

  stop(): void {
    this.#stop();
    for (const end of this.#ends) end();
  }

  get #law(): Law | undefined {
    return this.#param.info.peek()?.law;
  }

  // ---- the finger ----

  #down(event: PointerEvent): void {
    if (this.#drag || event.button !== 0 || !isFinger(event)) return;
    const { lane } = this.#parts;
    const law = this.#law;
    if (!law || !link.may(this.#param.path)) {
      tell(this.#whyNot());
      return;
    }
    lane.setPointerCapture(event.pointerId);
    this.#pointer = event.pointerId;
    this.#drag = new Drag(law, lane.clientHeight - CAP_PX, pointOf(event), this.#param.level.peek());
    this.#isSending = false;
    const isSecond = event.timeStamp - this.#tapMs < GESTURE.doubleMs || 'zero' in this.#parts.strip.dataset;
    if (isSecond && this.#param.level.peek() < GESTURE.jumpFromDb) this.#offerZero();
  }

  #move(event: PointerEvent): void {
    const drag = this.#drag;
    if (!drag || event.pointerId !== this.#pointer) return;
    const wasClaimed = drag.isClaimed;
    const level = drag.move(pointOf(event), isFine.peek());
    if (level === undefined) return;
    if (!wasClaimed) this.#begin(event.timeStamp);
    this.#handDb = level;
    this.#show(level);
    this.#bubbleText(level, drag);
    if (this.#isSending) link.set(this.#param.path, level, true);
  }

  #up(event: PointerEvent): void {
    const drag = this.#drag;
    if (!drag || event.pointerId !== this.#pointer) return;
    const point = pointOf(event);
    if (drag.isClaimed && drag.isBrush(point.timeMs)) this.#isSending = false;
    else if (drag.isClaimed) this.#send();
    if (drag.isTap(point)) this.#tap(point.timeMs);
    this.#stop();
  }

  /** The finger has claimed the fader. What it does in its first moments waits until it is no brush. */
  #begin(nowMs: number): void {
    const { strip, bubble, lane } = this.#parts;
    clearTimeout(this.#holdTimer);
    this.#chip(false);
    strip.dataset.touch = '';
    bubble.hidden = false;
    const box = lane.getBoundingClientRect();
    const middle = box.left + box.width / 2;
    const half = bubble.offsetWidth / 2 + 4;
    // Inside the screen, also over its outermost strips.
    bubble.style.transform = `translateX(${Math.min(innerWidth - half, Math.max(half, middle)) - middle}px)`;
    const leftMs = Math.max(0, GESTURE.brushMs - (performance.now() - nowMs));
    this.#timer = setTimeout(() => this.#send(), leftMs);
  }

  #send(): void {
    clearTimeout(this.#timer);
    if (this.#handDb === undefined) return;
    if (!this.#isSending) link.touch(this.#param.path, true);
    this.#isSending = true;
    link.set(this.#param.path, this.#handDb, true);
  }

  #stop(): void {
    if (!this.#drag) return;
    const { lane, strip, bubble } = this.#parts;
    clearTimeout(this.#timer);
    clearTimeout(this.#holdTimer);
    if (this.#isSending) link.touch(this.#param.path, false);
    this.#isSending = false;
    if (lane.hasPointerCapture(this.#pointer)) lane.releasePointerCapture(this.#pointer);
    this.#drag = undefined;
    this.#pointer = -1;
    this.#handDb = undefined;
    delete strip.dataset.touch;
    bubble.hidden = true;
    this.#show(this.#param.level.peek());
  }

  // ---- to 0 dB ----

  #tap(nowMs: number): void {
    const isDouble = nowMs - this.#tapMs < GESTURE.doubleMs;
    this.#tapMs = isDouble ? Number.NEGATIVE_INFINITY : nowMs;
    if (!isDouble) return;
    if (this.#param.level.peek() >= GESTURE.jumpFromDb) link.set(this.#param.path, 0);
    else this.#chip(true);
  }

  /** From far below, 0 dB is a large step: it has to be meant. */
  #offerZero(): void {
    this.#chip(true);
    this.#holdTimer = setTimeout(() => {
      if (!this.#drag || this.#drag.isClaimed) return;
      link.set(this.#param.path, 0);
      this.#chip(false);
      this.#stop();
    }, GESTURE.holdMs);
  }

  #chip(isOn: boolean): void {
    clearTimeout(this.#chipTimer);
    const { dataset } = this.#parts.strip;
    if (isOn) dataset.zero = '';
    else delete dataset.zero;
    if (isOn) this.#chipTimer = setTimeout(() => delete dataset.zero, CHIP_MS);
  }

  // ---- keys ----

  #key(event: KeyboardEvent): void {
    const law = this.#law;
    const to = law && this.#keyed(law, event);
    if (to === undefined) return;
    event.preventDefault();
    if (!link.set(this.#param.path, to, true)) tell(this.#whyNot());
  }

  #keyed(law: Law, { key, shiftKey }: KeyboardEvent): number | undefined {
    if (key === '0') return 0;
    if (key === 'Home') return law.min;
    const step = KEYS[key];
    if (step === undefined) return undefined;
    const from = this.#param.level.peek();
    if (from === Number.NEGATIVE_INFINITY) return step > 0 ? KEY_FLOOR_DB : from;
    return law.snap(Math.min(law.max, from + step * (shiftKey ? SHIFTED : 1)));
  }

  // ---- what is seen ----

  #show(level: number): void {
    this.#place(this.#parts.rider, level);
    this.#parts.fill.style.transform = `scaleY(${this.#position(level).toFixed(4)})`;
    paced(this.#write);
  }

  readonly #write = (): void => {
    const { lane, figure } = this.#parts;
    const level = this.#handDb ?? this.#param.level.peek();
    const isKnown = this.#param.shown.peek() !== undefined;
    const figures = isKnown ? levelText(level) : '–';
    if (figure.textContent === figures) return;
    figure.textContent = figures;
    lane.setAttribute('aria-valuenow', String(Math.max(-90, level)));
    lane.setAttribute('aria-valuetext', isKnown ? spokenLevel(level) : 'not known');
  };

  #position(level: number): number {
    return this.#law?.toPosition(level) ?? 0;
  }

  #place(element: HTMLElement, level: number): void {
    element.style.transform = `translateY(${(-100 * this.#position(level)).toFixed(3)}%)`;
  }

  #bubbleText(level: number, drag: Drag): void {
    const [figure, words, fine] = this.#parts.bubble.children;
    const from = drag.startDb;
    const isSilent = level === Number.NEGATIVE_INFINITY || from === Number.NEGATIVE_INFINITY;
    const delta = level - from;
    if (figure) figure.textContent = levelText(level);
    if (words) words.textContent = `${isSilent ? '' : `${delta < 0 ? '−' : '+'}${Math.abs(delta).toFixed(1)} `}from ${levelText(from)}`;
    if (fine instanceof HTMLElement) fine.hidden = !drag.isFine;
  }

  #whyNot(): string {
    const holder = this.#param.heldBy.peek();
    if (holder) return `${this.#name()}: ${holder.who} has it in hand`;
    if (link.isStale.peek()) return 'No link: nothing is sent';
    if (link.isLocked.peek()) return 'Locked: hold "unlock" to touch';
    if (link.isViewer.peek()) return 'View only';
    return 'The engine does not answer: faders are off until it has been read again';
  }
}

const pointOf = ({ clientX, clientY, timeStamp }: PointerEvent): Point => ({ x: clientX, y: clientY, timeMs: timeStamp });

/** Neither a palm nor the beginning of a swipe of the system. */
function isFinger({ pointerType, width, height, clientX, clientY }: PointerEvent): boolean {
  if (pointerType !== 'touch') return true;
  if (width > GESTURE.palmPx || height > GESTURE.palmPx) return false;
  const inset = Math.min(clientX, clientY, innerWidth - clientX, innerHeight - clientY);
  return inset >= GESTURE.edgePx;
}
