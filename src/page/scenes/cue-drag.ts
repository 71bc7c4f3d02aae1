import { batch, signal } from '@preact/signals';
import { tell } from '../frame/notice.tsx';
import { everyFrame } from '../mixer/ticker.ts';
import { closed } from './actions.ts';
import { moveCue, orderOf } from './cue-order.ts';
import { type Drag, placeAt } from './cue-places.ts';
import { cues } from './show.ts';

/** The row in a hand, or let go and not yet where the desk has it. */
export const drag = signal<Drag | undefined>(undefined);

/** Before a touch on the handle is a drag (px). */
const CLAIM_PX = 6;
/** So near to an edge the list scrolls, up to so fast (px a frame). */
const EDGE_PX = 56;
const SCROLL_PX = 14;

/** What scrolls around an element. */
function scrollerOf(inside: Element): Element {
  for (let one: Element | null = inside; one; one = one.parentElement)
    if (one.scrollHeight > one.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(one).overflowY)) return one;
  return inside;
}

/** A finger, pen or mouse on the handle of a row. */
export function grab(event: PointerEvent, number: string): void {
  const handle = event.currentTarget;
  if (!(handle instanceof HTMLElement) || event.button !== 0 || drag.peek()) return;
  const why = closed();
  if (why !== undefined) {
    tell(why);
    return;
  }
  const list = handle.closest('.list');
  if (list) new Hold(handle, list, event, number);
}

/** One hand on one row, from touch to release. */
class Hold {
  readonly #handle: HTMLElement;
  readonly #scroller: Element;
  readonly #number: string;
  readonly #pointer: number;
  readonly #startY: number;
  readonly #startScroll: number;
  readonly #middles: readonly number[];
  readonly #from: number;
  readonly #height: number;
  readonly #list = cues.peek();
  readonly #ends: (() => void)[] = [];
  #y: number;

  constructor(handle: HTMLElement, list: Element, event: PointerEvent, number: string) {
    this.#handle = handle;
    this.#scroller = scrollerOf(list);
    this.#number = number;
    this.#pointer = event.pointerId;
    this.#startY = this.#y = event.clientY;
    this.#startScroll = this.#scroller.scrollTop;
    const rows = [...list.querySelectorAll('[data-cue]')];
    // Measured once: while a finger is on it nothing of the list is laid out anew.
    const boxes = rows.map((row) => row.getBoundingClientRect());
    this.#middles = boxes.map(({ top, height }) => top + height / 2 + this.#startScroll);
    this.#from = rows.findIndex((row) => row.getAttribute('data-cue') === number);
    const [own, next] = [boxes[this.#from], boxes[this.#from + 1] ?? boxes[this.#from - 1]];
    this.#height = own && next ? Math.abs(next.top - own.top) : (own?.height ?? 0);
    // A pointer that was let go already cannot be captured; its release comes all the same.
    if (handle.isConnected && event.isTrusted) handle.setPointerCapture(event.pointerId);
    this.#listen();
  }

  #listen(): void {
    const on = (target: EventTarget, type: string, hear: (event: Event) => void): void => {
      target.addEventListener(type, hear);
      this.#ends.push(() => target.removeEventListener(type, hear));
    };
    const mine = (hear: (event: PointerEvent) => void) => (event: Event) => {
      if (event instanceof PointerEvent && event.pointerId === this.#pointer) hear(event);
    };
    on(
      this.#handle,
      'pointermove',
      mine(({ clientY }) => this.#move(clientY)),
    );
    on(
      this.#handle,
      'pointerup',
      mine(() => this.#drop()),
    );
    on(
      this.#handle,
      'pointercancel',
      mine(() => this.#cancel()),
    );
    on(window, 'keydown', (event) => {
      if (event instanceof KeyboardEvent && event.key === 'Escape' && drag.peek()) this.#cancel();
    });
    this.#ends.push(
      cues.subscribe((list) => {
        // Under a finger it would be another row that is dropped.
        if (orderOf(list) === orderOf(this.#list)) return;
        if (drag.peek()) tell('The list was changed elsewhere: nothing was moved');
        this.#cancel();
      }),
      everyFrame(() => this.#scroll()),
    );
  }

  #move(y: number): void {
    this.#y = y;
    if (drag.peek() || Math.abs(y - this.#startY) >= CLAIM_PX) this.#draw();
  }

  #draw(): void {
    const own = this.#middles[this.#from] ?? 0;
    const wanted = own + this.#y - this.#startY + this.#scroller.scrollTop - this.#startScroll;
    // It does not leave the list, wherever the finger goes.
    const middle = Math.max(this.#middles[0] ?? own, Math.min(this.#middles.at(-1) ?? own, wanted));
    const dy = middle - own;
    const to = placeAt(this.#middles, this.#from, middle);
    drag.value = { number: this.#number, from: this.#from, to, dy, height: this.#height };
  }

  #scroll(): void {
    if (!drag.peek()) return;
    const { top, bottom } = this.#seen();
    const over = Math.min(0, this.#y - top - EDGE_PX) + Math.max(0, this.#y - bottom + EDGE_PX);
    if (over === 0) return;
    const before = this.#scroller.scrollTop;
    this.#scroller.scrollTop += Math.max(-SCROLL_PX, Math.min(SCROLL_PX, over / 3));
    if (this.#scroller.scrollTop !== before) this.#draw();
  }

  /** The part of the list that can be seen: on a phone GO stands over its end. */
  #seen(): { top: number; bottom: number } {
    const { top, bottom } = this.#scroller.getBoundingClientRect();
    const { left } = this.#handle.getBoundingClientRect();
    const go = document.querySelector('.gocol')?.getBoundingClientRect();
    const isCovered = go !== undefined && left >= go.left && left <= go.right;
    return { top, bottom: isCovered ? Math.min(bottom, go.top) : bottom };
  }

  #drop(): void {
    const held = drag.peek();
    this.#end();
    const other = held && this.#list[held.to]?.number;
    if (!held || other === undefined || held.to === held.from) {
      drag.value = undefined;
      return;
    }
    // It lies where it was let go until the desk has it there, or has refused.
    const sign = Math.sign(held.to - held.from);
    drag.value = { ...held, dy: sign * held.height * Math.abs(held.to - held.from) };
    void moveCue(held.number, sign > 0 ? 'after' : 'before', other).then(() => batch(() => (drag.value = undefined)));
  }

  #cancel(): void {
    this.#end();
    drag.value = undefined;
  }

  #end(): void {
    for (const end of this.#ends.splice(0)) end();
  }
}
