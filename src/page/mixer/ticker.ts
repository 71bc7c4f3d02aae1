import { link } from '../link/link.ts';

type Draw = (nowMs: number, passedMs: number) => void;

/** Frames of meters a second: all there are, half of them on a page that does not keep up, few where motion is not wanted. */
const FULL_HZ = 30;
const HALF_HZ = 15;
const STILL_HZ = 10;
/** Below this many drawings a second for so long the page does not keep up. */
const SLOW_FPS = 45;
const FINE_FPS = 55;
const SLOW_MS = 2000;
/** The page was in the background, or the machine slept: not its own slowness (ms). */
const AWAY_MS = 400;

const draws = new Set<Draw>();
const still = matchMedia('(prefers-reduced-motion: reduce)');
let lastMs = 0;
let windowMs = 0;
let frames = 0;
let drawnMs = 0;
let isRunning = false;

/** Calls at every animation frame. One loop for all meters of the page. @returns ends it */
export function everyFrame(draw: Draw): () => void {
  draws.add(draw);
  if (!isRunning) {
    isRunning = true;
    requestAnimationFrame(tick);
  }
  return () => draws.delete(draw);
}

function tick(nowMs: number): void {
  if (draws.size === 0) {
    isRunning = false;
    return;
  }
  requestAnimationFrame(tick);
  watchPace(nowMs);
  if (still.matches && nowMs - drawnMs < 1000 / STILL_HZ) return;
  const passedMs = Math.min(100, nowMs - drawnMs);
  drawnMs = nowMs;
  for (const draw of draws) draw(nowMs, passedMs);
  link.meters.drawn();
}

/** Meters give way first; a hand never waits for them. */
function watchPace(nowMs: number): void {
  if (nowMs - lastMs > AWAY_MS) {
    windowMs = nowMs;
    frames = 0;
  }
  lastMs = nowMs;
  frames++;
  if (nowMs - windowMs < SLOW_MS) return;
  const fps = (frames * 1000) / (nowMs - windowMs);
  if (still.matches) link.meters.rateHz = STILL_HZ;
  else if (fps < SLOW_FPS) link.meters.rateHz = HALF_HZ;
  else if (fps > FINE_FPS) link.meters.rateHz = FULL_HZ;
  windowMs = nowMs;
  frames = 0;
}
