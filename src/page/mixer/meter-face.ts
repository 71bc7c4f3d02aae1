/** Falls 20 dB in 1.7 s; the highest segment stays for 1 s, then falls 20 dB a second. */
const FALL_DB_PER_MS = 20 / 1700;
const HOLD_MS = 1000;
const HOLD_FALL_DB_PER_MS = 0.02;
/** Segments change colour above these (dBFS). */
const ZONES = [-18, -6, -1] as const;
/** A reduction meter shows so much over its whole length (dB). */
const REDUCTION_DB = 20;

export type Kind = 'level' | 'gate' | 'dyn';

/** Colours of the theme, read when the page is laid out. */
export interface Palette {
  readonly zones: readonly [string, string, string, string];
  readonly off: string;
  readonly hold: string;
  readonly dyn: string;
  readonly gate: string;
}

/** Deflection of a level along the scale of IEC 60268-18: -60 dB at 2.5 %, -20 at 50 %, 0 at 100 %. */
export function deflection(levelDb: number): number {
  if (!(levelDb >= -70)) return 0;
  if (levelDb < -60) return (levelDb + 70) * 0.0025;
  if (levelDb < -50) return (levelDb + 60) * 0.005 + 0.025;
  if (levelDb < -40) return (levelDb + 50) * 0.0075 + 0.075;
  if (levelDb < -30) return (levelDb + 40) * 0.015 + 0.15;
  if (levelDb < -20) return (levelDb + 30) * 0.02 + 0.3;
  return Math.min(1, (levelDb + 20) * 0.025 + 0.5);
}

/** What is drawn of a bar of one size: all segments lit, and all dark. */
export interface Sprite {
  readonly count: number;
  readonly pitch: number;
  readonly on: HTMLCanvasElement;
  readonly off: HTMLCanvasElement;
}

/** One meter's place on the canvas, with its ballistics. */
export interface Slot {
  readonly kind: Kind;
  /** Place in the meter frame, -1 while nobody tells it. */
  place: number;
  readonly point: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly sprite: Sprite | undefined;
  levelDb: number;
  holdDb: number;
  heldMs: number;
  /** Look that is on the canvas; -1 for none. */
  look: number;
}

export function makeSprite(width: number, height: number, pitch: number, palette: Palette): Sprite {
  const count = Math.max(1, Math.floor(height / pitch));
  const step = height / count;
  const draw = (isLit: boolean): HTMLCanvasElement => {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d');
    for (let i = 0; context && i < count; i++) {
      const share = (i + 0.5) / count;
      const zone = ZONES.filter((above) => share > deflection(above)).length;
      context.fillStyle = isLit ? (palette.zones[zone] ?? palette.off) : palette.off;
      context.fillRect(0, Math.round(height - (i + 1) * step), width, Math.max(1, Math.round(step) - 1));
    }
    return canvas;
  };
  return { count, pitch: step, on: draw(true), off: draw(false) };
}

/** Rises at once, falls by its own time. Unknown is unlit: a frozen meter would lie. */
export function settle(slot: Slot, readDb: number, isFresh: boolean, nowMs: number, passedMs: number, withHold: boolean): void {
  if (!isFresh) {
    slot.levelDb = Number.NEGATIVE_INFINITY;
    slot.holdDb = Number.NEGATIVE_INFINITY;
    return;
  }
  slot.levelDb = Math.max(readDb, slot.levelDb - passedMs * FALL_DB_PER_MS);
  if (slot.levelDb >= slot.holdDb || !withHold) {
    slot.holdDb = slot.levelDb;
    slot.heldMs = nowMs;
  } else if (nowMs - slot.heldMs > HOLD_MS) slot.holdDb -= passedMs * HOLD_FALL_DB_PER_MS;
}

/** Draws a level bar if another segment is lit than before. */
export function drawLevel(context: CanvasRenderingContext2D, slot: Slot, palette: Palette): void {
  const { sprite, x, y, width, height } = slot;
  if (!sprite) return;
  const lit = Math.round(deflection(slot.levelDb) * sprite.count);
  const hold = Math.round(deflection(slot.holdDb) * sprite.count);
  const look = lit * 1000 + hold;
  if (look === slot.look) return;
  slot.look = look;
  const cut = Math.round(height - lit * sprite.pitch);
  context.clearRect(x, y, width, height);
  if (cut > 0) context.drawImage(sprite.off, 0, 0, width, cut, x, y, width, cut);
  if (lit > 0) context.drawImage(sprite.on, 0, cut, width, height - cut, x, y + cut, width, height - cut);
  if (hold <= lit || hold < 2) return;
  context.fillStyle = palette.hold;
  context.fillRect(x, Math.round(y + height - hold * sprite.pitch), width, 2);
}

/** Draws a reduction from the top down. @param changeDb 0 or below */
export function drawReduction(context: CanvasRenderingContext2D, slot: Slot, changeDb: number, palette: Palette): void {
  const { x, y, width, height } = slot;
  const share = Number.isFinite(changeDb) ? Math.min(1, Math.max(0, -changeDb / REDUCTION_DB)) : 0;
  const look = Math.round(share * height);
  if (look === slot.look) return;
  slot.look = look;
  context.fillStyle = palette.off;
  context.fillRect(x, y, width, height);
  context.fillStyle = slot.kind === 'gate' ? palette.gate : palette.dyn;
  context.fillRect(x, y, width, look);
}
