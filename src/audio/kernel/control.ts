// What gate and compressor share. Their control signal is worked out every four samples on the peak of those and interpolated
// between: the logarithm per sample would cost half of the whole strip.
import { DYN_ROWS, DYN_STATE, DYNAMICS, IN, KEYS, METER_ROWS, METERS, Pace, PLANE, ROW, STATE_ROWS, TRIM } from './layout';
import { abs, add, choose, constant, Lanes, most, mul, partner, QUARTER, splat, sub } from './vector';

/** A row of the group's settings. */
@inline
export function row(g: i32, k: i32): Lanes {
  return v128.load(DYNAMICS + <usize>((g * DYN_ROWS + k) * ROW));
}

@inline
export function stateAt(g: i32): usize {
  return DYN_STATE + <usize>(g * STATE_ROWS * ROW);
}

@inline
export function metersAt(g: i32): usize {
  return METERS + <usize>(g * METER_ROWS * ROW);
}

@inline
export function any(v: Lanes): bool {
  return v128.any_true(f32x4.ne(v, splat(0)));
}

/** Largest magnitude of four samples. */
@inline
export function peakOf(a: Lanes, b: Lanes, c: Lanes, d: Lanes): Lanes {
  return most(most(abs(a), abs(b)), most(abs(c), abs(d)));
}

/** Both sides of a linked pair hear the louder one. */
@inline
export function together(v: Lanes, linked: Lanes): Lanes {
  return choose(linked, most(v, partner(v)), v);
}

/** Next block's value of a glide: a step of the one-pole, or the target when the rest is too small to hear. */
@inline
export function glide(target: Lanes, now: Lanes): Lanes {
  const next = add(now, mul(sub(target, now), splat(Pace.gain)));
  return choose(f32x4.lt(abs(sub(target, next)), splat(1e-6)), target, next);
}

/** Four samples at `q` times a gain that goes straight from `from` to `to`. */
@inline
export function amplify(q: usize, from: Lanes, to: Lanes): void {
  const step = mul(sub(to, from), constant(QUARTER)), g0 = add(from, step), g1 = add(g0, step), g2 = add(g1, step);
  v128.store(q, mul(v128.load(q), g0));
  v128.store(q, mul(v128.load(q, 16), g1), 16);
  v128.store(q, mul(v128.load(q, 32), g2), 32);
  v128.store(q, mul(v128.load(q, 48), to), 48);
}

/**
 * Peaks of the key lanes a control step into KEYS, from their inputs after trim and delay. Channels and later strips hear a channel
 * of the same block; a channel that listens to a bus hears it a block late.
 * @param keys GATE_KEY or DYN_KEY
 * @returns mask of the lanes that have a key
 */
export function readKeys(g: i32, keys: usize, n: i32): Lanes {
  const sources = v128.load(keys + <usize>(g << 4)), mask = i32x4.ge_s(sources, i32x4.splat(0));
  if (!v128.any_true(mask)) return mask;
  for (let l = 0; l < 4; l++) {
    const source = load<i32>(keys + <usize>(((g << 2) + l) << 2));
    if (source < 0) continue;
    const x = IN + <usize>source * PLANE, gain: f32 = load<f32>(TRIM + (<usize>source << 2)), out = KEYS + (<usize>l << 2);
    for (let i = 0; i < n; i += 4) {
      const v = mul(abs(v128.load(x + (<usize>i << 2))), splat(Mathf.abs(gain)));
      const pair = most(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1)), peak = f32x4.extract_lane(most(pair, partner(pair)), 0);
      store<f32>(out + (<usize>i << 2), isFinite(peak) ? peak : 0);
    }
  }
  return mask;
}

/** The peaks of the step at sample `i` that {@link readKeys} left. */
@inline
export function keyAt(i: i32): Lanes {
  return v128.load(KEYS + (<usize>i << 2));
}
