// Compressor, after the EQ: level in dB, soft knee, smooth decoupled detector (a hold and the release pole, then the attack pole),
// make-up, and a share of the signal as it came.
import { any, amplify, glide, keyAt, metersAt, peakOf, readKeys, row, stateAt, together } from './control';
import { DYN_ATTACK, DYN_HOLD, DYN_KEY, DYN_KNEE, DYN_MAKEUP, DYN_MIX, DYN_RELEASE, DYN_RMS, DYN_SLOPE, DYN_THRESHOLD, LINKED, Pace, ROW, S_DYN_GAIN, S_DYN_HOLD, S_GR, S_MAKEUP, S_MIX, S_PEAK_GR, S_SQUARE, SIGNAL, STEPS } from './layout';
import { add, choose, constant, DB_AN_OCTAVE, exp2, flush, Lanes, least, log2, most, mul, NO_POWER, OCTAVES_A_DB, ONE, QUARTER, splat, STEP, STEP_BACK, sub } from './vector';

/** The compressor is on, or fading out, in one of the lanes. */
export function compresses(g: i32): bool {
  return any(v128.or(v128.load(stateAt(g), S_MIX * ROW), row(g, DYN_MIX)));
}

@inline
function gainOf(makeup: Lanes, gr: Lanes, mix: Lanes): Lanes {
  return add(sub(constant(ONE), mix), mul(mix, exp2(mul(sub(makeup, gr), constant(OCTAVES_A_DB)))));
}

/** In three loops, not one: each is short enough for the processor to work on several steps at once (a third faster). */
export function compress(g: i32, n: i32): void {
  readPowers(g, n);
  wantReduction(g, n);
  reduce(g, n);
}

/** What the detector hears, as a power a control step, into STEPS. */
function readPowers(g: i32, n: i32): void {
  const s = stateAt(g), rms = f32x4.gt(row(g, DYN_RMS), splat(0)), squares = v128.any_true(rms), linked = f32x4.gt(row(g, LINKED), splat(0));
  const keys = readKeys(g, DYN_KEY, n), keyed = v128.any_true(keys);
  let square = v128.load(s, S_SQUARE * ROW);
  for (let i = 0; i < n; i += 4) {
    const q = SIGNAL + (<usize>i << 4), x0 = v128.load(q), x1 = v128.load(q, 16), x2 = v128.load(q, 32), x3 = v128.load(q, 48);
    let peak = peakOf(x0, x1, x2, x3);
    if (keyed) peak = choose(keys, keyAt(i), peak);
    let power = mul(peak, peak);
    if (squares) {
      const mean = mul(add(add(mul(x0, x0), mul(x1, x1)), add(mul(x2, x2), mul(x3, x3))), constant(QUARTER));
      square = add(square, mul(sub(choose(keys, power, mean), square), splat(Pace.square)));
      power = choose(rms, square, power);
    }
    v128.store(STEPS + (<usize>i << 2), together(power, linked));
  }
  v128.store(s, flush(square), S_SQUARE * ROW);
}

/** The gain computer: powers in STEPS become the reduction they ask for, dB. */
function wantReduction(g: i32, n: i32): void {
  const threshold = row(g, DYN_THRESHOLD), knee = row(g, DYN_KNEE), slope = row(g, DYN_SLOPE), zero = splat(0);
  const halfKnee = mul(knee, splat(0.5)), bend = f32x4.div(splat(0.5), knee), end = STEPS + (<usize>n << 2);
  for (let p = STEPS; p < end; p += 16) {
    const over = sub(mul(constant(DB_AN_OCTAVE), log2(add(v128.load(p), constant(NO_POWER)))), threshold);
    const bent = least(most(add(over, halfKnee), zero), knee), straight = most(sub(over, halfKnee), zero);
    v128.store(p, mul(add(mul(mul(bent, bent), bend), straight), slope));
  }
}

/** The detector follows what is asked for, and the signal gets the gain. */
function reduce(g: i32, n: i32): void {
  const s = stateAt(g), one = splat(1), share = splat(<f32>4 / <f32>n);
  let makeup = v128.load(s, S_MAKEUP * ROW), mix = v128.load(s, S_MIX * ROW);
  const nextMakeup = glide(row(g, DYN_MAKEUP), makeup), nextMix = glide(row(g, DYN_MIX), mix);
  const dMakeup = mul(sub(nextMakeup, makeup), share), dMix = mul(sub(nextMix, mix), share), audible = f32x4.gt(most(mix, nextMix), splat(0));
  const hold = row(g, DYN_HOLD), attack = row(g, DYN_ATTACK), release = row(g, DYN_RELEASE), attackRest = sub(one, attack), releaseRest = sub(one, release);
  let peakGr = v128.load(s, S_PEAK_GR * ROW), gr = v128.load(s, S_GR * ROW), left = v128.load(s, S_DYN_HOLD * ROW);
  let gain = v128.load(s, S_DYN_GAIN * ROW), deepest = splat(0);
  for (let i = 0; i < n; i += 4) {
    const wanted = v128.load(STEPS + (<usize>i << 2)), risen = f32x4.ge(wanted, peakGr);
    left = choose(risen, hold, most(sub(left, constant(STEP)), constant(STEP_BACK)));
    const fallen = choose(f32x4.gt(left, splat(0)), peakGr, add(mul(release, peakGr), mul(releaseRest, wanted)));
    peakGr = choose(risen, wanted, fallen);
    gr = add(mul(attack, gr), mul(attackRest, peakGr));
    makeup = add(makeup, dMakeup);
    mix = add(mix, dMix);
    const next = gainOf(makeup, gr, mix);
    amplify(SIGNAL + (<usize>i << 4), gain, next);
    gain = next;
    deepest = most(deepest, gr);
  }
  v128.store(s, flush(peakGr), S_PEAK_GR * ROW);
  v128.store(s, flush(gr), S_GR * ROW);
  v128.store(s, left, S_DYN_HOLD * ROW);
  v128.store(s, gain, S_DYN_GAIN * ROW);
  v128.store(s, nextMakeup, S_MAKEUP * ROW);
  v128.store(s, nextMix, S_MIX * ROW);
  // A lane whose compressor is off shows no reduction, whatever its detector would say.
  const meters = metersAt(g);
  v128.store(meters, most(v128.load(meters, 48), v128.and(deepest, audible)), 48);
}

/** The compressor of a silent group with its detector at rest: what glides is there at once. */
export function idleCompressor(g: i32): void {
  const s = stateAt(g), makeup = row(g, DYN_MAKEUP), mix = row(g, DYN_MIX);
  v128.store(s, gainOf(makeup, splat(0), mix), S_DYN_GAIN * ROW);
  v128.store(s, makeup, S_MAKEUP * ROW);
  v128.store(s, mix, S_MIX * ROW);
}

/** Off: forgets, so that switching on starts from no reduction. */
export function restCompressor(g: i32): void {
  const s = stateAt(g);
  v128.store(s, splat(0), S_PEAK_GR * ROW);
  v128.store(s, splat(0), S_GR * ROW);
  v128.store(s, splat(0), S_DYN_HOLD * ROW);
  v128.store(s, splat(0), S_SQUARE * ROW);
  v128.store(s, splat(1), S_DYN_GAIN * ROW);
  v128.store(s, row(g, DYN_MAKEUP), S_MAKEUP * ROW);
}
