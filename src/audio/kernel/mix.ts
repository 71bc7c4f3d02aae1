// What leaves a lane: its meters, its own output after the fader, and its share in every destination, all gains ramped sample
// by sample (one pole over blocks, straight inside: -69 dBFS of click above 4 kHz where a jump leaves -15).
import { DESTS, FADER, FADER_TARGET, GAIN, GAIN_TARGET, METER_ROWS, METERS, MIX, MAX_BLOCK, OUT, Pace, PLANE, ROW, SIGNAL, SUMS } from './layout';
import { glide } from './control';
import { abs, add, Lanes, most, mul, splat, sub } from './vector';

const SUM_BYTES: usize = MAX_BLOCK * ROW;

/** Destinations of the group that are on: offset of their sums, their gain and step, 16-byte rows. */
const active = memory.data(20 * 48, 16);

/**
 * Meters of the group before and after the fader, and with `keep` the output of each lane.
 * @returns sum of squares of each lane after its fader; not finite when the signal is not (0 times NaN is NaN)
 */
export function measure(g: i32, n: i32, keep: bool): Lanes {
  const at = <usize>(g * ROW), meters = METERS + <usize>(g * METER_ROWS * ROW);
  let fader = v128.load(FADER + at);
  const next = glide(v128.load(FADER_TARGET + at), fader), step = mul(sub(next, fader), splat(<f32>1 / <f32>n));
  let before = v128.load(meters), after = v128.load(meters, 16), squares = splat(0);
  const out = OUT + <usize>(g << 2) * PLANE;
  for (let i = 0; i < n; i++) {
    const x = v128.load(SIGNAL + (<usize>i << 4)), y = mul(x, fader);
    fader = add(fader, step);
    before = most(before, abs(x));
    after = most(after, abs(y));
    squares = add(squares, mul(y, y));
    if (keep) {
      const o = out + (<usize>i << 2);
      store<f32>(o, f32x4.extract_lane(y, 0));
      store<f32>(o, f32x4.extract_lane(y, 1), PLANE);
      store<f32>(o, f32x4.extract_lane(y, 2), 2 * PLANE);
      store<f32>(o, f32x4.extract_lane(y, 3), 3 * PLANE);
    }
  }
  v128.store(FADER + at, next);
  v128.store(meters, before);
  v128.store(meters, after, 16);
  return squares;
}

/** Adds the group's signal to the destinations that are on, four to a pass. */
export function mixDown(g: i32, n: i32): void {
  const gains = GAIN + <usize>(g * DESTS * ROW), targets = GAIN_TARGET + <usize>(g * DESTS * ROW), share = splat(<f32>1 / <f32>n);
  let count = 0;
  for (let d = 0; d < DESTS; d++) {
    const at = <usize>(d * ROW), now = v128.load(gains + at), target = v128.load(targets + at);
    if (!v128.any_true(v128.or(now, target))) continue;
    const next = glide(target, now), a = active + <usize>(count * 48);
    store<u32>(a, <u32>(SUMS + <usize>d * SUM_BYTES));
    v128.store(a, now, 16);
    v128.store(a, mul(sub(next, now), share), 32);
    v128.store(gains + at, next);
    count++;
  }
  let k = 0;
  for (; k + 4 <= count; k += 4) add4(active + <usize>(k * 48), n);
  for (; k < count; k++) add1(active + <usize>(k * 48), n);
}

function add4(a: usize, n: i32): void {
  const o0: usize = load<u32>(a), o1: usize = load<u32>(a, 48), o2: usize = load<u32>(a, 96), o3: usize = load<u32>(a, 144);
  let g0 = v128.load(a, 16), g1 = v128.load(a, 64), g2 = v128.load(a, 112), g3 = v128.load(a, 160);
  const d0 = v128.load(a, 32), d1 = v128.load(a, 80), d2 = v128.load(a, 128), d3 = v128.load(a, 176);
  const bytes = <usize>n << 4;
  for (let i: usize = 0; i < bytes; i += 16) {
    const x = v128.load(SIGNAL + i);
    v128.store(o0 + i, add(v128.load(o0 + i), mul(x, g0)));
    v128.store(o1 + i, add(v128.load(o1 + i), mul(x, g1)));
    v128.store(o2 + i, add(v128.load(o2 + i), mul(x, g2)));
    v128.store(o3 + i, add(v128.load(o3 + i), mul(x, g3)));
    g0 = add(g0, d0);
    g1 = add(g1, d1);
    g2 = add(g2, d2);
    g3 = add(g3, d3);
  }
}

function add1(a: usize, n: i32): void {
  const o: usize = load<u32>(a), step = v128.load(a, 32), bytes = <usize>n << 4;
  let gain = v128.load(a, 16);
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(o + i, add(v128.load(o + i), mul(v128.load(SIGNAL + i), gain)));
    gain = add(gain, step);
  }
}

/** A silent group still follows its targets. */
export function glideSilently(g: i32): void {
  v128.store(FADER + <usize>(g * ROW), v128.load(FADER_TARGET + <usize>(g * ROW)));
  memory.copy(GAIN + <usize>(g * DESTS * ROW), GAIN_TARGET + <usize>(g * DESTS * ROW), DESTS * ROW);
}

/** Sums of destinations `from`..`to` (exclusive) over the lanes into MIX, and empties them for the next block. */
export function collect(from: i32, to: i32, n: i32): void {
  for (let d = from; d < to; d++) {
    const sums = SUMS + <usize>d * SUM_BYTES, out = MIX + <usize>d * PLANE;
    for (let i = 0; i < n; i += 4) {
      const p = sums + (<usize>i << 4), a = v128.load(p), b = v128.load(p, 16), c = v128.load(p, 32), e = v128.load(p, 48);
      const ab = add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
      const ce = add(v128.shuffle<f32>(c, e, 0, 4, 1, 5), v128.shuffle<f32>(c, e, 2, 6, 3, 7));
      v128.store(out + (<usize>i << 2), add(v128.shuffle<f32>(ab, ce, 0, 1, 4, 5), v128.shuffle<f32>(ab, ce, 2, 3, 6, 7)));
    }
    memory.fill(sums, 0, <usize>n << 4);
  }
}
