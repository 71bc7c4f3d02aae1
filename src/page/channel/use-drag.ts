import { useEffect, useRef } from 'preact/hooks';
import { isFine as fineKey } from '../frame/view.ts';
import { link } from '../link/link.ts';
import { DOUBLE_MS, Drag, EDGE_PX, type Manner, PALM_PX, type Step } from './drag.ts';

/** What a finger on an element does. All but `step` may be left out. */
export interface Fingers {
  readonly manner: Manner;
  /** The claim: true if the value may be moved. */
  take(): boolean;
  step(step: Step): void;
  /** The finger is gone, or was taken away. */
  release(): void;
  tap?(): void;
  doubleTap?(): void;
  /** A second finger: the ratio of the distance to that of before, of both fingers. */
  pinch?(ratio: number): void;
}

interface Pressed {
  readonly id: number;
  readonly drag: Drag;
  isTaken: boolean;
  x: number;
  y: number;
}

/** FINE may be held on the rail by the other thumb; with a keyboard it is Shift. */
const isFine = (event: PointerEvent): boolean => event.shiftKey || fineKey.peek();

const isStray = (event: PointerEvent): boolean =>
  event.width > PALM_PX ||
  event.height > PALM_PX ||
  (event.pointerType === 'touch' &&
    (event.clientX < EDGE_PX || event.clientY < EDGE_PX || event.clientX > innerWidth - EDGE_PX || event.clientY > innerHeight - EDGE_PX));

/** Fingers on one element; keeps its listeners for as long as the element stands. */
class Touches {
  readonly #element: Element;
  readonly #fingers: () => Fingers;
  #pressed: Pressed | undefined;
  #second: { readonly id: number; apart: number } | undefined;
  #tappedMs = Number.NEGATIVE_INFINITY;
  readonly #off: () => void;

  constructor(element: Element, fingers: () => Fingers) {
    this.#element = element;
    this.#fingers = fingers;
    const heard = new AbortController();
    const on = (name: string, hear: (event: PointerEvent) => void): void =>
      // Cast: these names carry pointer events.
      element.addEventListener(name, hear as EventListener, { signal: heard.signal });
    on('pointerdown', (event) => this.#down(event));
    on('pointermove', (event) => this.#move(event));
    on('pointerup', (event) => this.#up(event, true));
    on('pointercancel', (event) => this.#up(event, false));
    on('lostpointercapture', (event) => this.#up(event, false));
    const lost = link.state.subscribe((state) => state !== 'live' && this.#drop());
    this.#off = () => {
      heard.abort();
      lost();
      this.#drop();
    };
  }

  end(): void {
    this.#off();
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0 || isStray(event)) return;
    const first = this.#pressed;
    if (first) {
      if (this.#second || !this.#fingers().pinch) return;
      this.#second = { id: event.pointerId, apart: Math.hypot(event.clientX - first.x, event.clientY - first.y) };
    } else {
      const drag = new Drag(this.#fingers().manner, event.clientX, event.clientY, event.timeStamp);
      this.#pressed = { id: event.pointerId, drag, isTaken: false, x: event.clientX, y: event.clientY };
    }
    this.#element.setPointerCapture(event.pointerId);
  }

  #move(event: PointerEvent): void {
    const first = this.#pressed;
    if (!first) return;
    if (event.pointerId === this.#second?.id) {
      this.#pinch(first, event);
      return;
    }
    if (event.pointerId !== first.id) return;
    first.x = event.clientX;
    first.y = event.clientY;
    // While two fingers set the width, neither moves the place.
    if (this.#second) return;
    const was = first.drag.claimed;
    const step = first.drag.move(event.clientX, event.clientY, event.timeStamp, isFine(event));
    if (!was && first.drag.claimed) first.isTaken = this.#fingers().take();
    if (step && first.isTaken) this.#fingers().step(step);
  }

  #pinch(first: Pressed, event: PointerEvent): void {
    const second = this.#second;
    if (!second) return;
    const apart = Math.hypot(event.clientX - first.x, event.clientY - first.y);
    if (!first.isTaken) first.isTaken = this.#fingers().take();
    if (first.isTaken && second.apart > 0 && apart > 0) this.#fingers().pinch?.(apart / second.apart);
    second.apart = apart;
  }

  #up(event: PointerEvent, isOwn: boolean): void {
    if (event.pointerId === this.#second?.id) this.#second = undefined;
    const first = this.#pressed;
    if (!first || event.pointerId !== first.id) return;
    // A busy page may learn of the last way only here.
    if (isOwn) this.#move(event);
    this.#pressed = undefined;
    this.#second = undefined;
    const was = isOwn ? first.drag.end(event.clientX, event.clientY, event.timeStamp) : 'nothing';
    if (first.isTaken) this.#fingers().release();
    if (was === 'tap') this.#tap(event.timeStamp);
    else if (was === 'press') this.#fingers().tap?.();
  }

  #tap(ms: number): void {
    const { tap, doubleTap } = this.#fingers();
    if (doubleTap && ms - this.#tappedMs < DOUBLE_MS) {
      this.#tappedMs = Number.NEGATIVE_INFINITY;
      doubleTap();
    } else {
      this.#tappedMs = ms;
      tap?.();
    }
  }

  #drop(): void {
    const first = this.#pressed;
    this.#pressed = undefined;
    this.#second = undefined;
    if (first?.isTaken) this.#fingers().release();
  }
}

/** Binds fingers to the element that takes the ref. The newest `fingers` count, so closures may be fresh in each drawing. */
export function useDrag<T extends Element>(fingers: Fingers) {
  const element = useRef<T>(null);
  const newest = useRef(fingers);
  newest.current = fingers;
  useEffect(() => {
    if (!element.current) return undefined;
    const touches = new Touches(element.current, () => newest.current);
    return () => touches.end();
  }, []);
  return element;
}
