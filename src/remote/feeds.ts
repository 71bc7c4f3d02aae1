import type { MeterPoint } from '../desk/layout.ts';
import type { Meters, MeterView } from '../meters/meters.ts';
import type { Clock } from '../wire/pace/clock.ts';
import { centibels, HEADER_BYTES, UNLIT, writeHeader } from './protocol/frames.ts';
import { binaryFrame } from './ws-frame.ts';

/** A client that shows meters. */
export interface Watcher {
  /** Never waits: a frame it does not take is gone. */
  sendMeters(frame: Buffer): void;
}

/** Points of one engine inside a feed. */
interface Part {
  readonly role: string;
  readonly points: readonly MeterPoint[];
  readonly at: number;
  readonly view: MeterView;
  readonly close: () => void;
  readonly levels: Float32Array;
}

/** A frame may go this much before its time, so that a source at nearly the same rate is not halved (ms). */
const EARLY_MS = 3;

/** The meters one or many clients show, at one rate: read, packed once, the same bytes for all. */
export class Feed {
  readonly watchers = new Set<Watcher>();
  readonly #clock: Clock;
  readonly #meters: Meters;
  readonly #layout: number;
  readonly #periodMs: number;
  readonly #parts: readonly Part[];
  /** As they were sent last: a source without a new frame keeps its levels until it is stale. */
  readonly #levels: Int16Array;
  #sequence = 0;
  #dueMs = Number.NEGATIVE_INFINITY;
  #isLit = false;

  constructor(meters: Meters, clock: Clock, layout: number, points: readonly (readonly [string, MeterPoint])[], rateHz: number) {
    this.#meters = meters;
    this.#clock = clock;
    this.#layout = layout;
    this.#periodMs = 1000 / rateHz;
    this.#levels = new Int16Array(points.length).fill(UNLIT);
    this.#parts = runs(points).map(({ role, at, points: own }) => ({
      role,
      at,
      points: own,
      ...meters.open(role, own),
      levels: new Float32Array(own.length),
    }));
  }

  /** An engine has published: the frame goes on in the same turn, unless the rate says it is too early. */
  published(role: string): void {
    const nowMs = this.#clock.nowMs();
    if (nowMs < this.#dueMs - EARLY_MS || !this.#parts.some((part) => part.role === role)) return;
    this.#dueMs = Math.max(this.#dueMs + this.#periodMs, nowMs + this.#periodMs / 2);
    this.#isLit = true;
    for (const part of this.#parts) if (part.view.read(part.levels)) this.#pack(part);
    this.#send();
  }

  /** Sources that have fallen silent go dark; told once. */
  check(): void {
    if (!this.#isLit) return;
    const nowMs = this.#clock.nowMs();
    const stale = this.#parts.filter((part) => this.#meters.isStale(part.role, nowMs));
    if (stale.length === 0) return;
    this.#isLit = stale.length < this.#parts.length;
    for (const part of stale) this.#levels.fill(UNLIT, part.at, part.at + part.points.length);
    this.#send();
  }

  end(): void {
    for (const part of this.#parts) part.close();
    this.watchers.clear();
  }

  #pack({ at, levels }: Part): void {
    for (let i = 0; i < levels.length; i++) this.#levels[at + i] = centibels(levels[i] ?? Number.NEGATIVE_INFINITY);
  }

  /** A buffer a frame: one that waits in a slow socket must not change. */
  #send(): void {
    const levels = this.#levels;
    const { frame, body } = binaryFrame(HEADER_BYTES + levels.length * 2);
    writeHeader(body, 'meters', this.#layout, this.#sequence++);
    for (let i = 0, at = HEADER_BYTES; i < levels.length; i++, at += 2) body.setInt16(at, levels[i] ?? UNLIT, true);
    for (const watcher of this.watchers) watcher.sendMeters(frame);
  }
}

/** Neighbours of one engine together; the order of the client stays. */
function runs(points: readonly (readonly [string, MeterPoint])[]): { role: string; at: number; points: MeterPoint[] }[] {
  const found: { role: string; at: number; points: MeterPoint[] }[] = [];
  for (const [at, [role, point]] of points.entries()) {
    const last = found.at(-1);
    if (last?.role === role) last.points.push(point);
    else found.push({ role, at, points: [point] });
  }
  return found;
}
