// Gate and compressor. The control signal is worked out every four samples on their peak and interpolated between: the
// logarithm per sample would cost half of the whole strip.
//   gate        envelope over threshold opens; a lower threshold and the hold time keep it open; one pole to 1 or to the range
//   compressor  level in dB, soft knee, smooth decoupled detector (release pole, then attack pole), hold before the release
import { DYN_ATTACK, DYN_HOLD, DYN_KEY, DYN_KNEE, DYN_MAKEUP, DYN_MIX, DYN_RELEASE, DYN_RMS, DYN_ROWS, DYN_SLOPE, DYN_STATE, DYN_THRESHOLD, DYNAMICS, GATE_ATTACK, GATE_CLOSE, GATE_DECAY, GATE_DUCK, GATE_HOLD, GATE_KEY, GATE_OPEN, GATE_RANGE, GATE_RELEASE, GATE_SLOPE, GATE_WET, IN, KEYS, LINKED, METER_ROWS, METERS, Pace, PLANE, ROW, S_DYN_HOLD, S_ENVELOPE, S_GAIN, S_GATE, S_GATE_HOLD, S_GATE_WET, S_GR, S_MAKEUP, S_MIX, S_PEAK_GR, S_SQUARE, SIGNAL, STATE_ROWS, TRIM } from './layout';
import { abs, add, choose, exp2, flush, Lanes, least, log2, most, mul, partner, splat, sub } from './vector';

/** log2(10) / 20: dB to powers of two. */
const OCTAVES_A_DB: f32 = 0.1660964;
/** 10 log10(2): a power's log2 to dB. */
const DB_AN_OCTAVE: f32 = 3.0102999;

@inline
function row(g: i32, k: i32): Lanes {
  return v128.load(DYNAMICS + <usize>((g * DYN_ROWS + k) * ROW));
}

@inline
function stateAt(g: i32): usize {
  return DYN_STATE + <usize>(g * STATE_ROWS * ROW);
}

@inline
function any(v: Lanes): bool {
  return v128.any_true(f32x4.ne(v, splat(0)));
}

/** Next block's value of a glide: a step of the one-pole, or the target when the rest is too small to hear. */
@inline
export function glide(target: Lanes, now: Lanes): Lanes {
  const next = add(now, mul(sub(target, now), splat(Pace.gain)));
  return choose(f32x4.lt(abs(sub(target, next)), splat(1e-6)), target, next);
}

/**
 * Peaks of the key lanes a control step, from their inputs after trim and delay. Channels and later strips hear a channel of
 * the same block; a channel that listens to a bus hears it a block late.
 */
function readKeys(g: i32, keys: usize, out: usize, n: i32): Lanes {
  let mask = i32x4.splat(0);
  for (let l = 0; l < 4; l++) {
    const source = load<i32>(keys + <usize>(((g << 2) + l) << 2));
    if (source < 0) continue;
    const x = IN + <usize>source * PLANE, gain: f32 = load<f32>(TRIM + (<usize>source << 2));
    for (let i = 0; i < n; i += 4) {
      const v = mul(abs(v128.load(x + (<usize>i << 2))), splat(Mathf.abs(gain)));
      let peak: f32 = 0;
      peak = max(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1));
      peak = max(peak, max(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)));
      store<f32>(out + (<usize>i << 3) + (<usize>l << 2), isFinite(peak) ? peak : 0);
    }
    if (l == 0) mask = i32x4.replace_lane(mask, 0, -1);
    else if (l == 1) mask = i32x4.replace_lane(mask, 1, -1);
    else if (l == 2) mask = i32x4.replace_lane(mask, 2, -1);
    else mask = i32x4.replace_lane(mask, 3, -1);
  }
  return mask;
}

/** The group's signal through gate and compressor. Nothing is done while both are off in all four lanes. */
export function dynamics(g: i32, n: i32): void {
  const s = stateAt(g), zero = splat(0), one = splat(1);
  let wet = v128.load(s, S_GATE_WET * ROW), makeup = v128.load(s, S_MAKEUP * ROW), mix = v128.load(s, S_MIX * ROW);
  const nextWet = glide(row(g, GATE_WET), wet), nextMakeup = glide(row(g, DYN_MAKEUP), makeup), nextMix = glide(row(g, DYN_MIX), mix);
  const gated = any(v128.or(wet, nextWet)), compressed = any(v128.or(mix, nextMix));
  if (!gated && !compressed) {
    rest(s, nextMakeup);
    return;
  }
  const share = splat(<f32>4 / <f32>n);
  const dWet = mul(sub(nextWet, wet), share), dMakeup = mul(sub(nextMakeup, makeup), share), dMix = mul(sub(nextMix, mix), share);

  const open = row(g, GATE_OPEN), close = row(g, GATE_CLOSE), range = row(g, GATE_RANGE), gateAttack = row(g, GATE_ATTACK), gateRelease = row(g, GATE_RELEASE);
  const decay = row(g, GATE_DECAY), gateHold = row(g, GATE_HOLD), slope = row(g, GATE_SLOPE), duck = f32x4.gt(row(g, GATE_DUCK), zero);
  const expanding = f32x4.gt(slope, zero), expands = any(slope);
  const threshold = row(g, DYN_THRESHOLD), knee = row(g, DYN_KNEE), ratio = row(g, DYN_SLOPE), attack = row(g, DYN_ATTACK), release = row(g, DYN_RELEASE), dynHold = row(g, DYN_HOLD);
  const rms = f32x4.gt(row(g, DYN_RMS), zero), squares = v128.any_true(rms), linked = f32x4.gt(row(g, LINKED), zero);
  const halfKnee = mul(knee, splat(0.5)), bend = f32x4.div(one, mul(knee, splat(2))), attackRest = sub(one, attack), releaseRest = sub(one, release);
  const gateKeyed = gated ? readKeys(g, GATE_KEY, KEYS, n) : zero, dynKeyed = compressed ? readKeys(g, DYN_KEY, KEYS + 16, n) : zero;
  const keyed = v128.any_true(v128.or(gateKeyed, dynKeyed));

  let envelope = v128.load(s, S_ENVELOPE * ROW), gate = v128.load(s, S_GATE * ROW), gateLeft = v128.load(s, S_GATE_HOLD * ROW);
  let peakGr = v128.load(s, S_PEAK_GR * ROW), gr = v128.load(s, S_GR * ROW), dynLeft = v128.load(s, S_DYN_HOLD * ROW);
  let square = v128.load(s, S_SQUARE * ROW), gain = v128.load(s, S_GAIN * ROW);
  let leastGate = one, mostGr = zero, gateGain = one, dynGain = one;

  for (let i = 0; i < n; i += 4) {
    const q = SIGNAL + (<usize>i << 4), x0 = v128.load(q), x1 = v128.load(q, 16), x2 = v128.load(q, 32), x3 = v128.load(q, 48);
    const peak = most(most(abs(x0), abs(x1)), most(abs(x2), abs(x3)));
    if (gated) {
      let m = peak;
      if (keyed) m = choose(gateKeyed, v128.load(KEYS + (<usize>i << 3)), m);
      m = choose(linked, most(m, partner(m)), m);
      envelope = most(m, mul(envelope, decay));
      const opened = f32x4.gt(envelope, choose(f32x4.gt(gateLeft, zero), close, open));
      gateLeft = choose(opened, gateHold, most(sub(gateLeft, splat(4)), splat(-4)));
      const isOpen = v128.or(opened, f32x4.gt(gateLeft, zero));
      let target = choose(v128.xor(isOpen, duck), one, range);
      if (expands) {
        const under = least(mul(sub(log2(add(envelope, splat(1e-10))), log2(open)), slope), zero);
        target = choose(expanding, most(exp2(under), range), target);
      }
      const pole = choose(v128.xor(f32x4.gt(target, gate), duck), gateAttack, gateRelease);
      gate = add(target, mul(sub(gate, target), pole));
      wet = add(wet, dWet);
      gateGain = add(one, mul(wet, sub(gate, one)));
      leastGate = least(leastGate, gateGain);
    }
    if (compressed) {
      const own = mul(peak, gateGain);
      let power = mul(own, own);
      if (squares) {
        const sum = add(add(mul(x0, x0), mul(x1, x1)), add(mul(x2, x2), mul(x3, x3)));
        square = add(square, mul(sub(mul(mul(sum, splat(0.25)), mul(gateGain, gateGain)), square), splat(Pace.square)));
        power = choose(rms, square, power);
      }
      if (keyed) {
        const key = v128.load(KEYS + (<usize>i << 3), 16);
        power = choose(dynKeyed, mul(key, key), power);
      }
      power = choose(linked, most(power, partner(power)), power);
      const over = sub(mul(splat(DB_AN_OCTAVE), log2(add(power, splat(1e-20)))), threshold);
      const bent = least(most(add(over, halfKnee), zero), knee), straight = most(sub(over, halfKnee), zero);
      const wanted = mul(add(mul(mul(bent, bent), bend), straight), ratio);
      const risen = f32x4.ge(wanted, peakGr);
      dynLeft = choose(risen, dynHold, most(sub(dynLeft, splat(4)), splat(-4)));
      const fallen = choose(f32x4.gt(dynLeft, zero), peakGr, add(mul(release, peakGr), mul(releaseRest, wanted)));
      peakGr = choose(risen, wanted, fallen);
      gr = add(mul(attack, gr), mul(attackRest, peakGr));
      makeup = add(makeup, dMakeup);
      mix = add(mix, dMix);
      dynGain = add(sub(one, mix), mul(mix, exp2(mul(sub(makeup, gr), splat(OCTAVES_A_DB)))));
      mostGr = most(mostGr, gr);
    }
    const next = mul(gateGain, dynGain), step = mul(sub(next, gain), splat(0.25));
    const g0 = add(gain, step), g1 = add(g0, step), g2 = add(g1, step);
    v128.store(q, mul(x0, g0));
    v128.store(q, mul(x1, g1), 16);
    v128.store(q, mul(x2, g2), 32);
    v128.store(q, mul(x3, next), 48);
    gain = next;
  }
  v128.store(s, flush(envelope), S_ENVELOPE * ROW);
  v128.store(s, flush(gate), S_GATE * ROW);
  v128.store(s, gateLeft, S_GATE_HOLD * ROW);
  v128.store(s, flush(peakGr), S_PEAK_GR * ROW);
  v128.store(s, flush(gr), S_GR * ROW);
  v128.store(s, dynLeft, S_DYN_HOLD * ROW);
  v128.store(s, flush(square), S_SQUARE * ROW);
  v128.store(s, gain, S_GAIN * ROW);
  v128.store(s, nextWet, S_GATE_WET * ROW);
  v128.store(s, nextMakeup, S_MAKEUP * ROW);
  v128.store(s, nextMix, S_MIX * ROW);
  const meters = METERS + <usize>(g * METER_ROWS * ROW);
  v128.store(meters, least(v128.load(meters, 32), leastGate), 32);
  // A lane whose compressor is off shows no reduction, whatever its detector would say.
  mostGr = v128.and(mostGr, f32x4.gt(most(mix, nextMix), zero));
  v128.store(meters, most(v128.load(meters, 48), mostGr), 48);
}

/** A silent group whose detectors are at rest: its gate goes on closing, and what glides is there at once. */
export function idleDynamics(g: i32, n: i32): void {
  const s = stateAt(g), zero = splat(0), one = splat(1), wet = row(g, GATE_WET), mix = row(g, DYN_MIX), makeup = row(g, DYN_MAKEUP);
  if (!any(v128.or(wet, mix))) {
    rest(s, makeup);
    return;
  }
  const duck = f32x4.gt(row(g, GATE_DUCK), zero), closed = choose(duck, one, row(g, GATE_RANGE)), release = row(g, GATE_RELEASE);
  let gate = v128.load(s, S_GATE * ROW), left = v128.load(s, S_GATE_HOLD * ROW);
  for (let i = 0; i < n; i += 4) {
    left = most(sub(left, splat(4)), splat(-4));
    gate = choose(f32x4.gt(left, zero), gate, add(closed, mul(sub(gate, closed), release)));
  }
  const gateGain = add(one, mul(wet, sub(gate, one))), dynGain = add(sub(one, mix), mul(mix, exp2(mul(makeup, splat(OCTAVES_A_DB)))));
  v128.store(s, gate, S_GATE * ROW);
  v128.store(s, left, S_GATE_HOLD * ROW);
  v128.store(s, mul(gateGain, dynGain), S_GAIN * ROW);
  v128.store(s, wet, S_GATE_WET * ROW);
  v128.store(s, makeup, S_MAKEUP * ROW);
  v128.store(s, mix, S_MIX * ROW);
  const meters = METERS + <usize>(g * METER_ROWS * ROW);
  v128.store(meters, least(v128.load(meters, 32), gateGain), 32);
}

/** Off: forgets, so that switching on starts from an open gate and no reduction. */
function rest(s: usize, makeup: Lanes): void {
  for (let k = 0; k < STATE_ROWS; k++) v128.store(s + <usize>(k * ROW), splat(0));
  v128.store(s, splat(1), S_GATE * ROW);
  v128.store(s, splat(1), S_GAIN * ROW);
  v128.store(s, makeup, S_MAKEUP * ROW);
}

/** All gates open, no reduction, in every group. */
export function openDynamics(groups: i32): void {
  for (let g = 0; g < groups; g++) rest(stateAt(g), splat(0));
}

/** Sum of what the group remembers: 0 when it is at rest, not finite when something broke. */
export function dynamicsEnergy(g: i32): Lanes {
  const s = stateAt(g);
  const detectors = add(add(v128.load(s, S_ENVELOPE * ROW), v128.load(s, S_SQUARE * ROW)), add(v128.load(s, S_PEAK_GR * ROW), v128.load(s, S_GR * ROW)));
  return add(detectors, sub(v128.load(s, S_GAIN * ROW), v128.load(s, S_GAIN * ROW)));
}

/** Clears the memory of the lanes in the mask; glides go on. */
export function resetDynamics(g: i32, mask: Lanes): void {
  const s = stateAt(g), one = splat(1);
  for (let k = 0; k <= S_SQUARE; k++) v128.store(s + <usize>(k * ROW), v128.andnot(v128.load(s + <usize>(k * ROW)), mask));
  v128.store(s, choose(mask, one, v128.load(s, S_GATE * ROW)), S_GATE * ROW);
  v128.store(s, choose(mask, one, v128.load(s, S_GAIN * ROW)), S_GAIN * ROW);
}
