import type { Layout, MeterPoint } from '../desk/layout.ts';

/** Older frames are stale: shown unlit, never frozen (ms). */
export const STALE_MS = 500;

/** Taps where the extreme is the lowest value: gain changes. */
const FALLS: ReadonlySet<string> = new Set(['gate', 'dyn', 'limiter']);

interface Point {
  readonly slot: number;
  readonly falls: boolean;
}

/**
 * What one consumer shows: some meter points, with their peaks kept since it last looked.
 * A reader takes at its own rate; nobody waits for it.
 */
export class MeterView {
  readonly points: readonly MeterPoint[];
  /** dB per point since the last {@link read}. */
  readonly #peaks: Float32Array;
  readonly #slots: readonly Point[];
  #fresh = false;

  constructor(points: readonly MeterPoint[]) {
    this.points = points;
    this.#slots = points.map(({ slot, tap }) => ({ slot, falls: FALLS.has(tap) }));
    this.#peaks = new Float32Array(points.length);
  }

  take(frame: Float32Array): void {
    const peaks = this.#peaks;
    for (let i = 0; i < peaks.length; i++) {
      const point = this.#slots[i];
      const value = point === undefined ? Number.NaN : (frame[point.slot] ?? Number.NaN);
      const last = peaks[i] ?? value;
      const further = point?.falls ? value < last : value > last;
      // A broken frame (NaN) must not look like signal.
      if (!this.#fresh || further) peaks[i] = Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
    }
    this.#fresh = true;
  }

  /**
   * Peaks since the last read, into `into` (as long as {@link points}).
   * @returns false when no frame came since; `into` is then left as it is
   */
  read(into: Float32Array): boolean {
    if (!this.#fresh) return false;
    into.set(this.#peaks);
    this.#fresh = false;
    return true;
  }
}

interface Source {
  layout: Layout;
  frame: Float32Array;
  atMs: number;
  readonly views: Set<MeterView>;
}

/** The newest meter frame of each engine, and the views that watch it. Nothing is allocated for a frame. */
export class Meters {
  readonly #sources = new Map<string, Source>();
  readonly #watchers = new Set<(role: string) => void>();

  /** An engine described its meter points. Views of an older layout get nothing more. */
  attach(role: string, layout: Layout): void {
    if (this.#sources.get(role)?.layout === layout) return;
    const frame = new Float32Array(layout.meters.length).fill(Number.NEGATIVE_INFINITY);
    this.#sources.set(role, { layout, frame, atMs: Number.NEGATIVE_INFINITY, views: new Set() });
  }

  publish(role: string, frame: Float32Array, nowMs: number): void {
    const source = this.#sources.get(role);
    if (!source) return;
    source.frame.set(frame.length > source.frame.length ? frame.subarray(0, source.frame.length) : frame);
    source.atMs = nowMs;
    for (const view of source.views) view.take(source.frame);
    for (const watcher of this.#watchers) watcher(role);
  }

  points(role: string): readonly MeterPoint[] {
    return this.#sources.get(role)?.layout.meters ?? [];
  }

  /** @returns the view, and how to give it back */
  open(role: string, points: readonly MeterPoint[]): { view: MeterView; close: () => void } {
    const view = new MeterView(points);
    const views = this.#sources.get(role)?.views;
    views?.add(view);
    return { view, close: () => views?.delete(view) };
  }

  /** The newest value of a point in dB, or undefined when there is none or it is stale. */
  newest(role: string, slot: number, nowMs: number): number | undefined {
    const source = this.#sources.get(role);
    if (!source || nowMs - source.atMs > STALE_MS) return undefined;
    return source.frame[slot];
  }

  isStale(role: string, nowMs: number): boolean {
    return nowMs - (this.#sources.get(role)?.atMs ?? Number.NEGATIVE_INFINITY) > STALE_MS;
  }

  /** Called after each frame; must be quick. @returns ends the watching */
  watch(watcher: (role: string) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }
}
