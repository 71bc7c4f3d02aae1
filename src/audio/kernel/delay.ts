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
  ringLength = frames;
  rings = (__heap_base + 15) & ~15;
  const end = rings + <usize>lanes * <usize>frames * 4;
  const have = <usize>memory.size() << 16;
  if (end > have) memory.grow(<i32>((end - have + 0xffff) >> 16));
}

/** Nothing happens, and nothing is remembered, while the delay is 0. */
export function delayLane(lane: i32, n: i32): void {
  const s = DELAY_STATE + (<usize>lane << 5);
  let wanted = load<i32>(DELAY_TARGET + (<usize>lane << 2));
  if (wanted > ringLength - 256) wanted = ringLength - 256;
  let to = load<i32>(s, TO);
  if (to == 0 && wanted == 0 && load<i32>(s, FROM) == 0) return;
  const ring = rings + <usize>lane * <usize>ringLength * 4;
  const x = IN + <usize>lane * PLANE;
  let from = load<i32>(s, FROM), fade = load<i32>(s, FADE), w = load<i32>(s, WRITE), age = load<i32>(s, AGE);
  if (from == to && wanted != to) {
    to = wanted;
    fade = 0;
  }
  const step: f32 = <f32>1 / <f32>Pace.delayFade;
  for (let i = 0; i < n; i++) {
    const now = load<f32>(x + (<usize>i << 2));
    // A ring would keep what is not a number for half a second; and a new ring begins softly, or its first sample would click.
    let kept: f32 = isFinite(now) ? now : 0;
    if (age < Pace.delayFade) {
      kept *= <f32>age * step;
      age++;
    }
    store<f32>(ring + (<usize>w << 2), kept);
    let a = w - from;
    if (a < 0) a += ringLength;
    let y = from == 0 ? now : load<f32>(ring + (<usize>a << 2));
    if (from != to) {
      let b = w - to;
      if (b < 0) b += ringLength;
      const mix = <f32>fade * step;
      y += ((to == 0 ? now : load<f32>(ring + (<usize>b << 2))) - y) * mix;
      if (++fade >= Pace.delayFade) from = to;
    }
    store<f32>(x + (<usize>i << 2), y);
    if (++w >= ringLength) w = 0;
  }
  if (from == 0 && to == 0) {
    memory.fill(ring, 0, <usize>ringLength << 2);
    age = 0;
  }
  store<i32>(s, w, WRITE);
  store<i32>(s, from, FROM);
  store<i32>(s, to, TO);
  store<i32>(s, fade, FADE);
  store<i32>(s, age, AGE);
}
