// Compressor, after the EQ: level in dB, soft knee, smooth decoupled detector (a hold and the release pole, then the attack pole),
// make-up, and a share of the signal as it came.
import { any, amplify, glide, keyAt, metersAt, peakOf, readKeys, row, stateAt, together } from './control';
import { DYN_ATTACK, DYN_HOLD, DYN_KEY, DYN_KNEE, DYN_MAKEUP, DYN_MIX, DYN_RELEASE, DYN_RMS, DYN_SLOPE, DYN_THRESHOLD, LINKED, Pace, ROW, S_DYN_GAIN, S_DYN_HOLD, S_GR, S_MAKEUP, S_MIX, S_PEAK_GR, S_SQUARE, SIGNAL } from './layout';
import { add, choose, exp2, flush, Lanes, least, log2, most, mul, splat, sub } from './vector';

/** log2(10) / 20: dB to powers of two. */
const OCTAVES_A_DB: f32 = 0.1660964;
/** 10 log10(2): a power's log2 to dB. */
const DB_AN_OCTAVE: f32 = 3.0102999;

/** The compressor is on, or fading out, in one of the lanes. */
export function compresses(g: i32): bool {
  return any(v128.or(v128.load(stateAt(g), S_MIX * ROW), row(g, DYN_MIX)));
}

@inline
function gainOf(makeup: Lanes, gr: Lanes, mix: Lanes): Lanes {
  return add(sub(splat(1), mix), mul(mix, exp2(mul(sub(makeup, gr), splat(OCTAVES_A_DB)))));
}

export function compress(g: i32, n: i32): void {
  const s = stateAt(g), zero = splat(0), one = splat(1), share = splat(<f32>4 / <f32>n);
  let makeup = v128.load(s, S_MAKEUP * ROW), mix = v128.load(s, S_MIX * ROW);
  const nextMakeup = glide(row(g, DYN_MAKEUP), makeup), nextMix = glide(row(g, DYN_MIX), mix);
  const dMakeup = mul(sub(nextMakeup, makeup), share), dMix = mul(sub(nextMix, mix), share), audible = f32x4.gt(most(mix, nextMix), zero);
  const threshold = row(g, DYN_THRESHOLD), knee = row(g, DYN_KNEE), slope = row(g, DYN_SLOPE), hold = row(g, DYN_HOLD);
  const attack = row(g, DYN_ATTACK), release = row(g, DYN_RELEASE), attackRest = sub(one, attack), releaseRest = sub(one, release);
  const halfKnee = mul(knee, splat(0.5)), bend = f32x4.div(one, mul(knee, splat(2))), linked = f32x4.gt(row(g, LINKED), zero);
  const rms = f32x4.gt(row(g, DYN_RMS), zero), squares = v128.any_true(rms), keys = readKeys(g, DYN_KEY, n), keyed = v128.any_true(keys);

  let peakGr = v128.load(s, S_PEAK_GR * ROW), gr = v128.load(s, S_GR * ROW), left = v128.load(s, S_DYN_HOLD * ROW);
  let square = v128.load(s, S_SQUARE * ROW), gain = v128.load(s, S_DYN_GAIN * ROW), deepest = zero;
  for (let i = 0; i < n; i += 4) {
    const q = SIGNAL + (<usize>i << 4), x0 = v128.load(q), x1 = v128.load(q, 16), x2 = v128.load(q, 32), x3 = v128.load(q, 48);
    let peak = peakOf(x0, x1, x2, x3);
    if (keyed) peak = choose(keys, keyAt(i), peak);
    let power = mul(peak, peak);
    if (squares) {
      const sum = add(add(mul(x0, x0), mul(x1, x1)), add(mul(x2, x2), mul(x3, x3)));
      const mean = keyed ? choose(keys, power, mul(sum, splat(0.25))) : mul(sum, splat(0.25));
      square = add(square, mul(sub(mean, square), splat(Pace.square)));
      power = choose(rms, square, power);
    }
    power = together(power, linked);
    const over = sub(mul(splat(DB_AN_OCTAVE), log2(add(power, splat(1e-20)))), threshold);
    const bent = least(most(add(over, halfKnee), zero), knee), straight = most(sub(over, halfKnee), zero);
    const wanted = mul(add(mul(mul(bent, bent), bend), straight), slope);
    const risen = f32x4.ge(wanted, peakGr);
    left = choose(risen, hold, most(sub(left, splat(4)), splat(-4)));
    const fallen = choose(f32x4.gt(left, zero), peakGr, add(mul(release, peakGr), mul(releaseRest, wanted)));
    peakGr = choose(risen, wanted, fallen);
    gr = add(mul(attack, gr), mul(attackRest, peakGr));
    makeup = add(makeup, dMakeup);
    mix = add(mix, dMix);
    const next = gainOf(makeup, gr, mix);
    amplify(q, x0, x1, x2, x3, gain, next);
    gain = next;
    deepest = most(deepest, gr);
  }
  v128.store(s, flush(peakGr), S_PEAK_GR * ROW);
  v128.store(s, flush(gr), S_GR * ROW);
  v128.store(s, left, S_DYN_HOLD * ROW);
  v128.store(s, flush(square), S_SQUARE * ROW);
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
