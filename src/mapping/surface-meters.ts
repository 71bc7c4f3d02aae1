import type { Desk } from '../desk/desk.ts';
import type { MeterPoint } from '../desk/layout.ts';
import { type Meters, type MeterView, STALE_MS } from '../meters/meters.ts';
import type { Face } from '../surfaces/surface.ts';
import type { Clock, Timer } from '../wire/pace/clock.ts';

/** A surface looks at its meters so often (ms): 40 times a second at most, and peaks in between are kept. */
const METER_MS = 25;
/** From here on a sample is at the end of the scale, dB full scale. */
const CLIP_DB = 0;

/** Points of one engine, and what was last read of them. */
interface Source {
  readonly role: string;
  readonly view: MeterView;
  readonly close: () => void;
  readonly levelsDb: Float32Array;
  /** 1 where the point has clipped; stays until it is cleared. */
  readonly clipped: Uint8Array;
  readMs: number;
}

interface Place {
  readonly source: Source;
  readonly index: number;
}

export interface MetersOptions {
  readonly desk: Desk;
  readonly meters: Meters;
  readonly clock: Clock;
  /** Strips of the unit, and one more for the main fader. */
  readonly width: number;
  /** The last part of the meter paths a mapping shows: `post`. */
  readonly taps: ReadonlySet<string>;
  readonly face: () => Face | undefined;
}

/**
 * LED bars and clip marks. All points a bank may come to are read all the time, so that a channel that clips while nobody looks has its
 * mark when it comes under the hand: the clip belongs to the channel, the lamp to the surface. Nothing is allocated for a frame.
 */
export class SurfaceMeters {
  readonly #options: MetersOptions;
  readonly #shown: Float32Array;
  readonly #unwatch: () => void;
  #sources: Source[] = [];
  #byPath = new Map<string, Place>();
  #places: (Place | undefined)[] = [];
  #marks: boolean[] = [];
  #clippedPaths = new Set<string>();
  #timer: Timer | undefined;

  constructor(options: MetersOptions) {
    this.#options = options;
    this.#shown = new Float32Array(options.width).fill(Number.NEGATIVE_INFINITY);
    this.#unwatch = options.meters.watch((role) => this.#frame(role));
    this.layout();
  }

  /** Engines have other points. What has clipped is known by its path. */
  layout(): void {
    this.#close();
    const { desk, meters, taps } = this.#options;
    const clipped = this.#clippedPaths;
    for (const [role, layout] of desk.model.layouts) {
      // The meters may not know this layout yet: they are told after the desk.
      meters.attach(role, layout);
      const prefix = role === desk.model.roles[0] ? '' : `${role}:`;
      const points = layout.meters.filter(({ tap }: MeterPoint) => taps.has(tap));
      const opened = meters.open(role, points);
      const levelsDb = new Float32Array(points.length).fill(Number.NEGATIVE_INFINITY);
      const source: Source = { role, ...opened, levelsDb, clipped: new Uint8Array(points.length), readMs: Number.NEGATIVE_INFINITY };
      this.#sources.push(source);
      points.forEach(({ path }, index) => {
        this.#byPath.set(prefix + path, { source, index });
        if (clipped.has(prefix + path)) source.clipped[index] = 1;
      });
    }
  }

  /** Other strips are under the hand. @param paths a meter point of each, in order */
  look(paths: readonly (string | undefined)[]): void {
    this.#places = paths.map((path) => (path === undefined ? undefined : this.#byPath.get(path)));
    this.#fill();
    this.#options.face()?.meters(this.#shown);
    this.#marks = [];
    this.#showClips();
  }

  clear(): void {
    for (const { clipped } of this.#sources) clipped.fill(0);
    this.#clippedPaths.clear();
    this.#showClips();
  }

  stop(): void {
    this.#unwatch();
    this.#close();
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #close(): void {
    this.#clippedPaths = new Set([...this.#byPath].flatMap(([path, { source, index }]) => (source.clipped[index] === 1 ? [path] : [])));
    for (const { close } of this.#sources) close();
    this.#sources = [];
    this.#byPath = new Map();
    this.#places = [];
  }

  #frame(role: string): void {
    const face = this.#options.face();
    const nowMs = this.#options.clock.nowMs();
    for (const source of this.#sources) {
      if (source.role !== role || nowMs - source.readMs < METER_MS || !source.view.read(source.levelsDb)) continue;
      source.readMs = nowMs;
      if (!face) continue;
      const isClip = this.#latch(source);
      this.#fill();
      face.meters(this.#shown);
      if (isClip) this.#showClips();
      face.flush();
      this.#timer ??= this.#options.clock.setTimer(STALE_MS, () => this.#age());
    }
  }

  /** @returns whether a point has clipped that had not */
  #latch({ levelsDb, clipped }: Source): boolean {
    let isNew = false;
    for (let index = 0; index < levelsDb.length; index++) {
      if ((levelsDb[index] ?? 0) < CLIP_DB || clipped[index] === 1) continue;
      clipped[index] = 1;
      isNew = true;
    }
    return isNew;
  }

  /** Levels of the strips under the hand; a stale one is dark, never frozen. */
  #fill(): void {
    const { clock } = this.#options;
    const nowMs = clock.nowMs();
    for (let strip = 0; strip < this.#shown.length; strip++) {
      const place = this.#places[strip];
      const isFresh = place !== undefined && nowMs - place.source.readMs < STALE_MS;
      this.#shown[strip] = isFresh ? (place.source.levelsDb[place.index] ?? Number.NEGATIVE_INFINITY) : Number.NEGATIVE_INFINITY;
    }
  }

  /** No frame has come for a while: the bars go dark. */
  #age(): void {
    this.#timer = undefined;
    const nowMs = this.#options.clock.nowMs();
    const lastMs = Math.max(...this.#sources.map(({ readMs }) => readMs));
    const face = this.#options.face();
    if (nowMs - lastMs < STALE_MS) {
      this.#timer = this.#options.clock.setTimer(lastMs + STALE_MS - nowMs, () => this.#age());
    }
    this.#fill();
    face?.meters(this.#shown);
    face?.flush();
  }

  #showClips(): void {
    const face = this.#options.face();
    for (let strip = 0; strip < this.#shown.length; strip++) {
      const place = this.#places[strip];
      const on = place !== undefined && place.source.clipped[place.index] === 1;
      if (this.#marks[strip] === on) continue;
      this.#marks[strip] = on;
      face?.clip(strip, on);
    }
  }
}
