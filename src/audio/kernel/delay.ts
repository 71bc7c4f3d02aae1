// Delay of a lane before everything else, in place on its input. A change is a crossfade between two taps, never a sweep.
import { DELAY_STATE, DELAY_TARGET, IN, Pace, PLANE } from './layout';

let rings: usize = 0;
let ringLength: i32 = 0;

// Fields of a lane's state, i32.
const WRITE: usize = 0;
const FROM: usize = 4;
const TO: usize = 8;
const FADE: usize = 12;
const AGE: usize = 16;

/** Room for a ring of `frames` in each of `lanes`. Memory grows, so views on it are made afterwards. */
export function openRings(lanes: i32, frames: i32): void {
  ringLength = (frames + 3) & ~3;
  rings = (__heap_base + 15) & ~15;
  const end = rings + <usize>lanes * <usize>ringLength * 4;
  const have = <usize>memory.size() << 16;
  if (end > have) memory.grow(<i32>((end - have + 0xffff) >> 16));
}

/** Nothing happens, and nothing is remembered, while the delay is 0. */
export function delayLane(lane: i32, n: i32): void {
  const s = DELAY_STATE + (<usize>lane << 5);
  const wanted = min(load<i32>(DELAY_TARGET + (<usize>lane << 2)), ringLength - 256);
  const from = load<i32>(s, FROM), to = load<i32>(s, TO);
  if (to == 0 && from == 0 && wanted == 0) return;
  const ring = rings + <usize>lane * <usize>ringLength * 4, x = IN + <usize>lane * PLANE;
  const w = load<i32>(s, WRITE);
  if (from == to && wanted != to) {
    store<i32>(s, wanted, TO);
    store<i32>(s, 0, FADE);
    fadeTaps(s, ring, x, n);
  } else if (from != to || load<i32>(s, AGE) < Pace.delayFade) fadeTaps(s, ring, x, n);
  else {
    keep(ring, w, x, n);
    let read = w - to;
    if (read < 0) read += ringLength;
    copyRing(x, ring, read, n);
  }
  store<i32>(s, w + n < ringLength ? w + n : w + n - ringLength, WRITE);
}

/** Writes a block into the ring. A ring would keep what is not a number for half a second, so that is 0. */
function keep(ring: usize, w: i32, x: usize, n: i32): void {
  let at = w;
  for (let i = 0; i < n; i += 4) {
    const v = v128.load(x + (<usize>i << 2));
    v128.store(ring + (<usize>at << 2), v128.and(v, f32x4.eq(f32x4.sub(v, v), f32x4.splat(0))));
    at += 4;
    if (at >= ringLength) at = 0;
  }
}

function copyRing(x: usize, ring: usize, read: i32, n: i32): void {
  const first = min(n, ringLength - read);
  memory.copy(x, ring + (<usize>read << 2), <usize>first << 2);
  if (first < n) memory.copy(x + (<usize>first << 2), ring, <usize>(n - first) << 2);
}

/** Crossfade from one tap to the next; a new ring begins softly, or its first sample would click. */
function fadeTaps(s: usize, ring: usize, x: usize, n: i32): void {
  const to = load<i32>(s, TO);
  let from = load<i32>(s, FROM), fade = load<i32>(s, FADE), w = load<i32>(s, WRITE), age = load<i32>(s, AGE);
  const step: f32 = <f32>1 / <f32>Pace.delayFade;
  for (let i = 0; i < n; i++) {
    const now = load<f32>(x + (<usize>i << 2));
    let kept: f32 = isFinite(now) ? now : 0;
    if (age < Pace.delayFade) {
      kept *= <f32>age * step;
      age++;
    }
    store<f32>(ring + (<usize>w << 2), kept);
    let y = tap(ring, w, from, now);
    if (from != to) {
      y += (tap(ring, w, to, now) - y) * (<f32>fade * step);
      if (++fade >= Pace.delayFade) from = to;
    }
    store<f32>(x + (<usize>i << 2), y);
    if (++w >= ringLength) w = 0;
  }
  if (from == 0 && to == 0) {
    memory.fill(ring, 0, <usize>ringLength << 2);
    age = 0;
  }
  store<i32>(s, from, FROM);
  store<i32>(s, fade, FADE);
  store<i32>(s, age, AGE);
}

@inline
function tap(ring: usize, w: i32, delay: i32, now: f32): f32 {
  if (delay == 0) return now;
  const at = w - delay;
  return load<f32>(ring + (<usize>(at < 0 ? at + ringLength : at) << 2));
}
