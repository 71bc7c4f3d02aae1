import { effect } from '@preact/signals';
import type { Meters } from '../link/meters.ts';
import { drawLevel, drawReduction, type Kind, makeSprite, type Palette, type Slot, type Sprite, settle } from './meter-face.ts';
import { everyFrame } from './ticker.ts';

/** A sample at or above this is a clip (dBFS). */
const CLIP_DB = -0.5;
/** Size of a segment with its gap (px); in the overview it is smaller. */
const PITCH = 5;

/** What is written where the loudness stands. */
interface Reading {
  readonly point: string;
  place: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly font: string;
  text: string;
}

const style = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const pitchOf = (mark: HTMLElement): number => Number(mark.dataset.pitch ?? PITCH);

/**
 * All meters of one part of the page on one canvas. Places are measured when the page is laid out; a frame reads no layout and
 * writes no DOM. Marks in the host: `data-meter="ch/7/meter/pre"`, `data-kind="gate|dyn"`, `data-reading="main/meter/shortterm"`.
 */
export class MeterCanvas {
  readonly #host: HTMLElement;
  readonly #meters: Meters;
  readonly #clipped: ((point: string) => void) | undefined;
  readonly #canvas = document.createElement('canvas');
  readonly #context = this.#canvas.getContext('2d');
  readonly #sprites = new Map<string, Sprite>();
  readonly #ends: (() => void)[] = [];
  #slots: Slot[] = [];
  #readings: Reading[] = [];
  #palette: Palette = { zones: ['', '', '', ''], off: '', hold: '', dyn: '', gate: '' };
  #text = '';
  #isDue = false;
  #seen = -1;

  /** @param clipped told once for every frame in which a point clips */
  constructor(host: HTMLElement, meters: Meters, clipped?: (point: string) => void) {
    this.#host = host;
    this.#meters = meters;
    this.#clipped = clipped;
    this.#canvas.className = 'meters';
    this.#canvas.setAttribute('aria-hidden', 'true');
    host.append(this.#canvas);
    const resized = new ResizeObserver(() => this.arm());
    resized.observe(host);
    this.#ends.push(
      () => resized.disconnect(),
      effect(() => {
        meters.places.value;
        this.#place();
      }),
      everyFrame((nowMs, passedMs) => this.#frame(nowMs, passedMs)),
    );
  }

  /** The page was laid out anew: measures before the next drawing, once. */
  arm(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      this.#measure();
    });
  }

  stop(): void {
    for (const end of this.#ends) end();
    this.#canvas.remove();
  }

  #measure(): void {
    const marks = [...this.#host.querySelectorAll<HTMLElement>('[data-meter], [data-reading]')];
    const box = around(marks.map((mark) => mark.getBoundingClientRect()).filter(({ width, height }) => width >= 1 && height >= 1));
    const host = this.#host.getBoundingClientRect();
    this.#canvas.width = box.width;
    this.#canvas.height = box.height;
    this.#canvas.style.left = `${box.left - host.left}px`;
    this.#canvas.style.top = `${box.top - host.top}px`;
    this.#palette = {
      zones: [style('--m0'), style('--m1'), style('--m2'), style('--m3')],
      off: style('--moff'),
      hold: style('--hold'),
      dyn: style('--gr'),
      gate: style('--gate'),
    };
    this.#text = style('--txt');
    this.#sprites.clear();
    const before = new Map(this.#slots.map((slot) => [slot.point, slot]));
    this.#slots = marks.filter(({ dataset }) => dataset.meter).flatMap((mark) => this.#slot(mark, box, before));
    this.#readings = marks.filter(({ dataset }) => dataset.reading).map((mark) => reading(mark, box));
    this.#place();
  }

  /** A bar that is shown already goes on where it was. */
  #slot(mark: HTMLElement, box: Box, before: ReadonlyMap<string, Slot>): Slot[] {
    const { left, top, width, height } = mark.getBoundingClientRect();
    const point = mark.dataset.meter ?? '';
    if (width < 1 || height < 1 || point === '') return [];
    // Cast: the attribute is written by our own components.
    const kind = (mark.dataset.kind ?? 'level') as Kind;
    const size = { x: Math.round(left - box.left), y: Math.round(top - box.top), width: Math.round(width), height: Math.round(height) };
    const known = before.get(point);
    const ballistics = { levelDb: known?.levelDb ?? -Infinity, holdDb: known?.holdDb ?? -Infinity, heldMs: known?.heldMs ?? 0 };
    return [
      {
        kind,
        point,
        place: -1,
        ...size,
        ...ballistics,
        look: -1,
        sprite: kind === 'level' ? this.#sprite(size, pitchOf(mark)) : undefined,
      },
    ];
  }

  #sprite({ width, height }: { width: number; height: number }, pitch: number): Sprite {
    const key = `${width} ${height} ${pitch}`;
    const known = this.#sprites.get(key) ?? makeSprite(width, height, pitch, this.#palette);
    this.#sprites.set(key, known);
    return known;
  }

  #place(): void {
    for (const one of [...this.#slots, ...this.#readings]) one.place = this.#meters.at(one.point);
  }

  #frame(nowMs: number, passedMs: number): void {
    const context = this.#context;
    if (!context) return;
    const { levels } = this.#meters;
    const isFresh = this.#meters.isFresh(nowMs);
    const withHold = !still.matches;
    // A frame that is drawn twice has clipped once.
    const isNew = this.#seen !== this.#meters.sequence;
    this.#seen = this.#meters.sequence;
    for (const slot of this.#slots) {
      const readDb = levels[slot.place] ?? Number.NEGATIVE_INFINITY;
      if (slot.kind !== 'level') {
        drawReduction(context, slot, isFresh ? readDb : 0, this.#palette);
        continue;
      }
      settle(slot, readDb, isFresh && slot.place >= 0, nowMs, passedMs, withHold);
      if (isNew && isFresh && readDb >= CLIP_DB) this.#clipped?.(slot.point);
      drawLevel(context, slot, this.#palette);
    }
    for (const one of this.#readings) this.#read(context, one, isFresh ? (levels[one.place] ?? Number.NEGATIVE_INFINITY) : Number.NaN);
  }

  #read(context: CanvasRenderingContext2D, one: Reading, level: number): void {
    const text = `${Number.isFinite(level) ? level.toFixed(1).replace('-', '−') : '–'} LUFS`;
    if (text === one.text) return;
    one.text = text;
    context.clearRect(one.x, one.y, one.width, one.height);
    context.font = one.font;
    context.fillStyle = this.#text;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(text, one.x + one.width / 2, one.y + one.height / 2);
  }
}

const still = matchMedia('(prefers-reduced-motion: reduce)');

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What holds all of them, in whole pixels: a canvas is copied whole each time it is drawn on, so it is no larger than its meters. */
function around(rects: readonly DOMRect[]): Box {
  if (rects.length === 0) return { left: 0, top: 0, width: 0, height: 0 };
  const left = Math.floor(Math.min(...rects.map((rect) => rect.left)));
  const top = Math.floor(Math.min(...rects.map((rect) => rect.top)));
  const right = Math.ceil(Math.max(...rects.map((rect) => rect.right)));
  const bottom = Math.ceil(Math.max(...rects.map((rect) => rect.bottom)));
  return { left, top, width: right - left, height: bottom - top };
}

function reading(mark: HTMLElement, box: Box): Reading {
  const { left, top, width, height } = mark.getBoundingClientRect();
  const { fontWeight, fontSize, fontFamily } = getComputedStyle(mark);
  const place = { x: Math.round(left - box.left), y: Math.round(top - box.top), width: Math.round(width), height: Math.round(height) };
  return { point: mark.dataset.reading ?? '', place: -1, ...place, font: `${fontWeight} ${fontSize} ${fontFamily}`, text: '' };
}
