/** Falls 20 dB in 1.7 s, then holds the highest segment for 1 s. */
const FALL_DB_PER_MS = 20 / 1700;
const HOLD_MS = 1000;
const HOLD_FALL_DB_PER_MS = 0.02;
const FLOOR_DB = -60;
const PITCH = 5;
const COLORS = [
  [-18, '#1c9c80'],
  [-6, '#35d0a6'],
  [-1, '#ffb02e'],
  [Number.POSITIVE_INFINITY, '#ff5247'],
];
const UNLIT = '#1b1f24';
const HOLD = '#f2f0eb';
const TEXT = '#b9bdc4';

/** Deflection of a level along the scale of IEC 60268-18: -60 dB at 2.5 %, -20 at 50 %, 0 at 100 %. */
export function deflection(levelDb) {
  if (!(levelDb >= -70)) return 0;
  if (levelDb < -60) return (levelDb + 70) * 0.0025;
  if (levelDb < -50) return (levelDb + 60) * 0.005 + 0.025;
  if (levelDb < -40) return (levelDb + 50) * 0.0075 + 0.075;
  if (levelDb < -30) return (levelDb + 40) * 0.015 + 0.15;
  if (levelDb < -20) return (levelDb + 30) * 0.02 + 0.3;
  return Math.min(1, (levelDb + 20) * 0.025 + 0.5);
}

/** A bar a strip on one canvas. A bar is drawn again only when another segment is lit. */
export class Meters {
  #canvas;
  #bars = [];
  #isFresh = false;
  #lastMs = 0;

  constructor(canvas) {
    this.#canvas = canvas;
    addEventListener('resize', () => this.#measure());
  }

  /** @param points paths in the order of the frames; those of strips get a bar */
  show(points) {
    this.#bars = points.flatMap((path, at) => {
      const strip = /^(.+)\/meter\/post$/.exec(path)?.[1];
      return strip === undefined ? [] : [{ at, strip, target: -Infinity, level: -Infinity, hold: -Infinity, heldMs: 0, drawn: '' }];
    });
    this.#measure();
  }

  take(levels) {
    for (const bar of this.#bars) bar.target = Math.max(bar.target, levels[bar.at] ?? Number.NEGATIVE_INFINITY);
  }

  /** Rises at once, falls by its own time. Without fresh frames everything is unlit: a frozen meter would lie. */
  draw(nowMs, isFresh) {
    const passedMs = Math.min(100, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    this.#isFresh = isFresh;
    for (const bar of this.#bars) {
      bar.level = isFresh ? Math.max(bar.target, bar.level - passedMs * FALL_DB_PER_MS) : Number.NEGATIVE_INFINITY;
      if (bar.level >= bar.hold) {
        bar.hold = bar.level;
        bar.heldMs = nowMs;
      } else if (nowMs - bar.heldMs > HOLD_MS) bar.hold = Math.max(bar.level, bar.hold - passedMs * HOLD_FALL_DB_PER_MS);
      if (!isFresh || bar.hold < FLOOR_DB) bar.hold = Number.NEGATIVE_INFINITY;
      bar.target = Number.NEGATIVE_INFINITY;
      this.#bar(bar);
    }
  }

  #measure() {
    const { clientWidth, clientHeight } = this.#canvas;
    this.#canvas.width = clientWidth;
    this.#canvas.height = clientHeight;
    const pitch = Math.max(6, clientWidth / Math.max(1, this.#bars.length));
    const context = this.#canvas.getContext('2d');
    context.clearRect(0, 0, clientWidth, clientHeight);
    context.font = '12px system-ui, sans-serif';
    context.textAlign = 'center';
    context.fillStyle = TEXT;
    for (const [index, bar] of this.#bars.entries()) {
      // Whole pixels: a bar between two would leave a shadow behind.
      bar.x = Math.round(index * pitch);
      bar.width = Math.max(2, Math.min(14, Math.floor(pitch) - 3));
      bar.drawn = '';
    }
    this.#label(context, clientWidth, clientHeight);
  }

  /** As many names as fit; the last one, main, always. */
  #label(context, width, height) {
    const labels = this.#bars.map(({ strip, x, width: bar }) => {
      const text = strip.replace('ch/', '').replace('/', ' ');
      const half = context.measureText(text).width / 2;
      return { text, half, middle: Math.min(width - half, Math.max(half, x + bar / 2)) };
    });
    const last = labels.at(-1);
    let freeFrom = 0;
    for (const label of labels) {
      const { text, half, middle } = label;
      if (middle - half < freeFrom || (label !== last && middle + half + 6 > last.middle - last.half)) continue;
      context.fillText(text, middle, height - 3);
      freeFrom = middle + half + 6;
    }
  }

  #bar(bar) {
    const height = this.#canvas.height - 20;
    const count = Math.floor(height / PITCH);
    const lit = Math.round(deflection(bar.level) * count);
    const hold = Math.round(deflection(bar.hold) * count);
    const look = `${lit} ${hold} ${this.#isFresh}`;
    if (bar.drawn === look) return;
    bar.drawn = look;
    const context = this.#canvas.getContext('2d');
    for (let segment = 0; segment < count; segment++) {
      const isHold = hold > 0 && segment === hold - 1;
      context.fillStyle = isHold ? HOLD : segment < lit ? colorAt((segment + 1) / count) : UNLIT;
      context.fillRect(bar.x, height - (segment + 1) * PITCH, bar.width, PITCH - 1);
    }
  }
}

const colorAt = (share) =>
  COLORS.find(([below]) => share <= deflection(below === Number.POSITIVE_INFINITY ? 20 : below))?.[1] ?? COLORS[3][1];
