// Gate, expander and ducker, before the EQ. The envelope over the threshold opens; a lower threshold and the hold keep it open; one
// pole goes to 1 or to the range, as fast as attack or release say.
import { any, amplify, glide, keyAt, metersAt, peakOf, readKeys, row, stateAt, together } from './control';
import { GATE_ATTACK, GATE_CLOSE, GATE_DECAY, GATE_DUCK, GATE_HOLD, GATE_KEY, GATE_OPEN, GATE_RANGE, GATE_RELEASE, GATE_SLOPE, GATE_WET, LINKED, ROW, S_ENVELOPE, S_GATE, S_GATE_GAIN, S_GATE_HOLD, S_GATE_WET, SIGNAL } from './layout';
import { add, choose, constant, exp2, flush, Lanes, least, log2, most, mul, NO_LEVEL, ONE, splat, STEP, STEP_BACK, sub } from './vector';

/** The gate is on, or fading out, in one of the lanes. */
export function gates(g: i32): bool {
  return any(v128.or(v128.load(stateAt(g), S_GATE_WET * ROW), row(g, GATE_WET)));
}

export function gate(g: i32, n: i32): void {
  const s = stateAt(g), zero = splat(0), one = constant(ONE);
  let wet = v128.load(s, S_GATE_WET * ROW);
  const nextWet = glide(row(g, GATE_WET), wet), dWet = mul(sub(nextWet, wet), splat(<f32>4 / <f32>n));
  const open = row(g, GATE_OPEN), close = row(g, GATE_CLOSE), range = row(g, GATE_RANGE), attack = row(g, GATE_ATTACK), release = row(g, GATE_RELEASE);
  const decay = row(g, GATE_DECAY), hold = row(g, GATE_HOLD), slope = row(g, GATE_SLOPE), duck = f32x4.gt(row(g, GATE_DUCK), zero);
  const expanding = f32x4.gt(slope, zero), expands = any(slope), openOctaves = log2(open), linked = f32x4.gt(row(g, LINKED), zero);
  const keys = readKeys(g, GATE_KEY, n), keyed = v128.any_true(keys);

  let envelope = v128.load(s, S_ENVELOPE * ROW), level = v128.load(s, S_GATE * ROW), left = v128.load(s, S_GATE_HOLD * ROW);
  let gain = v128.load(s, S_GATE_GAIN * ROW), lowest = one;
  for (let i = 0; i < n; i += 4) {
    const q = SIGNAL + (<usize>i << 4);
    let peak = peakOf(v128.load(q), v128.load(q, 16), v128.load(q, 32), v128.load(q, 48));
    if (keyed) peak = choose(keys, keyAt(i), peak);
    envelope = most(together(peak, linked), mul(envelope, decay));
    const opened = f32x4.gt(envelope, choose(f32x4.gt(left, zero), close, open));
    left = choose(opened, hold, most(sub(left, constant(STEP)), constant(STEP_BACK)));
    const isOpen = v128.or(opened, f32x4.gt(left, zero));
    let target = choose(v128.xor(isOpen, duck), one, range);
    if (expands) {
      const under = least(mul(sub(log2(add(envelope, constant(NO_LEVEL))), openOctaves), slope), zero);
      target = choose(expanding, most(exp2(under), range), target);
    }
    // The attack opens a gate and closes a ducker.
    const pole = choose(v128.xor(f32x4.gt(target, level), duck), attack, release);
    level = add(target, mul(sub(level, target), pole));
    wet = add(wet, dWet);
    const next = add(one, mul(wet, sub(level, one)));
    amplify(q, gain, next);
    gain = next;
    lowest = least(lowest, gain);
  }
  v128.store(s, flush(envelope), S_ENVELOPE * ROW);
  v128.store(s, flush(level), S_GATE * ROW);
  v128.store(s, left, S_GATE_HOLD * ROW);
  finishGate(g, gain, lowest, nextWet);
}

function finishGate(g: i32, gain: Lanes, lowest: Lanes, wet: Lanes): void {
  const s = stateAt(g), meters = metersAt(g);
  v128.store(s, gain, S_GATE_GAIN * ROW);
  v128.store(s, wet, S_GATE_WET * ROW);
  v128.store(meters, least(v128.load(meters, 32), lowest), 32);
}

/** The gate of a silent group: it goes on closing, and what glides is there at once. */
export function idleGate(g: i32, n: i32): void {
  const s = stateAt(g), zero = splat(0), one = constant(ONE), wet = row(g, GATE_WET), release = row(g, GATE_RELEASE);
  const closed = choose(f32x4.gt(row(g, GATE_DUCK), zero), one, row(g, GATE_RANGE));
  let level = v128.load(s, S_GATE * ROW), left = v128.load(s, S_GATE_HOLD * ROW);
  for (let i = 0; i < n; i += 4) {
    left = most(sub(left, constant(STEP)), constant(STEP_BACK));
    level = choose(f32x4.gt(left, zero), level, add(closed, mul(sub(level, closed), release)));
  }
  v128.store(s, flush(level), S_GATE * ROW);
  v128.store(s, left, S_GATE_HOLD * ROW);
  const gain = add(one, mul(wet, sub(level, one)));
  finishGate(g, gain, gain, wet);
}

/** Off: forgets, so that switching on starts from an open gate. */
export function restGate(g: i32): void {
  const s = stateAt(g);
  v128.store(s, splat(0), S_ENVELOPE * ROW);
  v128.store(s, splat(1), S_GATE * ROW);
  v128.store(s, splat(0), S_GATE_HOLD * ROW);
  v128.store(s, splat(1), S_GATE_GAIN * ROW);
}
