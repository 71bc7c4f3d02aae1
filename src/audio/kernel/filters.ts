// State-variable filters (trapezoidal), eight sections a lane. In f32 a direct form loses 40 to 60 dB of signal to noise at low
// corners; this does not. With s1, s2 the integrators, h = x - s2:
//   s1' = b1 s1 + b2 h        b1 = 2 a1 - 1, b2 = 2 a2, b3 = 2 a3 of the usual form
//   s2' = s2 + b2 s1 + b3 h
//   y   = m0 x + m1 (s1 + s1') + m2 (s2 + s2')      m1, m2 halved
// which has the shortest chain from one sample to the next. A section that is off is m = 1 0 0, so switching is a glide of m;
// and as every A matrix of this form shrinks the same norm, any mixture of two of them is stable: coefficients glide freely.
import { COEF, COEF_TARGET, COEFS, FILTER_STATE, Pace, ROW, SECTIONS, SIGNAL } from './layout';
import { abs, add, choose, flush, Lanes, mul, splat, sub } from './vector';

const BYTES: i32 = COEFS * ROW;
const M0: usize = 48;
const M1: usize = 64;
const M2: usize = 80;
const REST: usize = 16;

/** Sections waiting for one pass: addresses of their coefficients and states. */
const waiting = memory.data(4 * 8, 16);
let count: i32 = 0;

@inline
function coefOf(k: i32): usize {
  return load<u32>(waiting + (<usize>k << 3));
}

@inline
function stateOf(k: i32): usize {
  return load<u32>(waiting + (<usize>k << 3), 4);
}

/** Lanes that let everything through: m0 = 1, m1 = m2 = 0. */
@inline
function through(c: usize): Lanes {
  return v128.and(f32x4.eq(v128.load(c, M0), splat(1)), f32x4.eq(v128.or(v128.load(c, M1), v128.load(c, M2)), splat(0)));
}

/** Lanes that let everything through take their corner at once: nobody hears it, and no sweep follows when they are switched on. */
@inline
function placeCorner(target: usize, c: usize): void {
  const free = through(c);
  v128.store(c, choose(free, v128.load(target), v128.load(c)));
  v128.store(c, choose(free, v128.load(target, 16), v128.load(c, 16)), 16);
  v128.store(c, choose(free, v128.load(target, 32), v128.load(c, 32)), 32);
}

@inline
function moves(target: usize, c: usize): bool {
  let same = f32x4.eq(v128.load(target), v128.load(c));
  same = v128.and(same, f32x4.eq(v128.load(target, 16), v128.load(c, 16)));
  same = v128.and(same, f32x4.eq(v128.load(target, 32), v128.load(c, 32)));
  same = v128.and(same, f32x4.eq(v128.load(target, M0), v128.load(c, M0)));
  same = v128.and(same, f32x4.eq(v128.load(target, M1), v128.load(c, M1)));
  same = v128.and(same, f32x4.eq(v128.load(target, M2), v128.load(c, M2)));
  return !v128.all_true<i32>(same);
}

/** One block nearer to the target; there when the rest is too small to hear. */
@inline
function glided(target: usize, c: usize): Lanes {
  const t = v128.load(target), now = v128.load(c), next = add(now, mul(sub(t, now), splat(Pace.coef)));
  const near = f32x4.le(abs(sub(t, next)), add(mul(abs(t), splat(1e-5)), splat(1e-9)));
  return v128.bitselect(t, next, near);
}

/** Takes every coefficient of a silent group to its target at once: there is nothing to hear. */
export function settleFilters(g: i32): void {
  memory.copy(COEF + <usize>(g * SECTIONS * BYTES), COEF_TARGET + <usize>(g * SECTIONS * BYTES), SECTIONS * BYTES);
}

/**
 * The group's signal through its sections `first`..`end` (exclusive) in order; those at rest up to four to a pass, one that moves
 * alone.
 */
export function filter(g: i32, first: i32, end: i32, n: i32): void {
  count = 0;
  for (let k = first; k < end; k++) {
    const c = COEF + <usize>((g * SECTIONS + k) * BYTES), target = COEF_TARGET + <usize>((g * SECTIONS + k) * BYTES);
    const s = FILTER_STATE + <usize>((g * SECTIONS + k) * 2 * ROW);
    let moving = moves(target, c);
    if (moving) {
      placeCorner(target, c);
      moving = moves(target, c);
    }
    if (!moving && v128.all_true<i32>(through(c))) {
      v128.store(s, splat(0));
      v128.store(s, splat(0), REST);
      continue;
    }
    if (moving) {
      passWaiting(n);
      passMoving(target, c, s, n);
      continue;
    }
    store<u32>(waiting + (<usize>count << 3), <u32>c);
    store<u32>(waiting + (<usize>count << 3), <u32>s, 4);
    if (++count == 4) passWaiting(n);
  }
  passWaiting(n);
}

function passWaiting(n: i32): void {
  if (count == 4) pass4(n);
  else {
    if (count >= 2) pass2(0, n);
    if (count == 1 || count == 3) pass1(count - 1, n);
  }
  count = 0;
}

function pass1(k: i32, n: i32): void {
  const c = coefOf(k), s = stateOf(k);
  const b1 = v128.load(c), b2 = v128.load(c, 16), b3 = v128.load(c, 32), m0 = v128.load(c, M0), m1 = v128.load(c, M1), m2 = v128.load(c, M2);
  let s1 = v128.load(s), s2 = v128.load(s, REST);
  const end = SIGNAL + (<usize>n << 4);
  for (let p = SIGNAL; p < end; p += 16) {
    const x = v128.load(p), h = sub(x, s2);
    const t1 = add(mul(b1, s1), mul(b2, h)), t2 = add(add(s2, mul(b2, s1)), mul(b3, h));
    v128.store(p, add(mul(m0, x), add(mul(m1, add(s1, t1)), mul(m2, add(s2, t2)))));
    s1 = t1;
    s2 = t2;
  }
  v128.store(s, flush(s1));
  v128.store(s, flush(s2), REST);
}

function pass2(k: i32, n: i32): void {
  const c = coefOf(k), s = stateOf(k), d = coefOf(k + 1), r = stateOf(k + 1);
  const b1 = v128.load(c), b2 = v128.load(c, 16), b3 = v128.load(c, 32), m0 = v128.load(c, M0), m1 = v128.load(c, M1), m2 = v128.load(c, M2);
  const d1 = v128.load(d), d2 = v128.load(d, 16), d3 = v128.load(d, 32), q0 = v128.load(d, M0), q1 = v128.load(d, M1), q2 = v128.load(d, M2);
  let s1 = v128.load(s), s2 = v128.load(s, REST), r1 = v128.load(r), r2 = v128.load(r, REST);
  const end = SIGNAL + (<usize>n << 4);
  for (let p = SIGNAL; p < end; p += 16) {
    let x = v128.load(p), h = sub(x, s2);
    let t1 = add(mul(b1, s1), mul(b2, h)), t2 = add(add(s2, mul(b2, s1)), mul(b3, h));
    x = add(mul(m0, x), add(mul(m1, add(s1, t1)), mul(m2, add(s2, t2))));
    s1 = t1;
    s2 = t2;
    h = sub(x, r2);
    t1 = add(mul(d1, r1), mul(d2, h));
    t2 = add(add(r2, mul(d2, r1)), mul(d3, h));
    v128.store(p, add(mul(q0, x), add(mul(q1, add(r1, t1)), mul(q2, add(r2, t2)))));
    r1 = t1;
    r2 = t2;
  }
  v128.store(s, flush(s1));
  v128.store(s, flush(s2), REST);
  v128.store(r, flush(r1));
  v128.store(r, flush(r2), REST);
}

/** Four sections fused: their chains overlap, and the signal is loaded and stored once. */
function pass4(n: i32): void {
  const a = coefOf(0), b = coefOf(1), c = coefOf(2), d = coefOf(3);
  const sa = stateOf(0), sb = stateOf(1), sc = stateOf(2), sd = stateOf(3);
  const a1 = v128.load(a), a2 = v128.load(a, 16), a3 = v128.load(a, 32), am0 = v128.load(a, M0), am1 = v128.load(a, M1), am2 = v128.load(a, M2);
  const b1 = v128.load(b), b2 = v128.load(b, 16), b3 = v128.load(b, 32), bm0 = v128.load(b, M0), bm1 = v128.load(b, M1), bm2 = v128.load(b, M2);
  const c1 = v128.load(c), c2 = v128.load(c, 16), c3 = v128.load(c, 32), cm0 = v128.load(c, M0), cm1 = v128.load(c, M1), cm2 = v128.load(c, M2);
  const d1 = v128.load(d), d2 = v128.load(d, 16), d3 = v128.load(d, 32), dm0 = v128.load(d, M0), dm1 = v128.load(d, M1), dm2 = v128.load(d, M2);
  let p1 = v128.load(sa), p2 = v128.load(sa, REST), q1 = v128.load(sb), q2 = v128.load(sb, REST);
  let r1 = v128.load(sc), r2 = v128.load(sc, REST), s1 = v128.load(sd), s2 = v128.load(sd, REST);
  const end = SIGNAL + (<usize>n << 4);
  for (let p = SIGNAL; p < end; p += 16) {
    let x = v128.load(p), h = sub(x, p2);
    let t1 = add(mul(a1, p1), mul(a2, h)), t2 = add(add(p2, mul(a2, p1)), mul(a3, h));
    x = add(mul(am0, x), add(mul(am1, add(p1, t1)), mul(am2, add(p2, t2))));
    p1 = t1;
    p2 = t2;
    h = sub(x, q2);
    t1 = add(mul(b1, q1), mul(b2, h));
    t2 = add(add(q2, mul(b2, q1)), mul(b3, h));
    x = add(mul(bm0, x), add(mul(bm1, add(q1, t1)), mul(bm2, add(q2, t2))));
    q1 = t1;
    q2 = t2;
    h = sub(x, r2);
    t1 = add(mul(c1, r1), mul(c2, h));
    t2 = add(add(r2, mul(c2, r1)), mul(c3, h));
    x = add(mul(cm0, x), add(mul(cm1, add(r1, t1)), mul(cm2, add(r2, t2))));
    r1 = t1;
    r2 = t2;
    h = sub(x, s2);
    t1 = add(mul(d1, s1), mul(d2, h));
    t2 = add(add(s2, mul(d2, s1)), mul(d3, h));
    v128.store(p, add(mul(dm0, x), add(mul(dm1, add(s1, t1)), mul(dm2, add(s2, t2)))));
    s1 = t1;
    s2 = t2;
  }
  v128.store(sa, flush(p1));
  v128.store(sa, flush(p2), REST);
  v128.store(sb, flush(q1));
  v128.store(sb, flush(q2), REST);
  v128.store(sc, flush(r1));
  v128.store(sc, flush(r2), REST);
  v128.store(sd, flush(s1));
  v128.store(sd, flush(s2), REST);
}

/** A section whose coefficients glide: interpolated sample by sample, or the step at each block is heard (-44 against -91 dBFS). */
function passMoving(target: usize, c: usize, s: usize, n: i32): void {
  const share = splat(<f32>1 / <f32>n);
  const e1 = glided(target, c), e2 = glided(target + 16, c + 16), e3 = glided(target + 32, c + 32);
  const k0 = glided(target + M0, c + M0), k1 = glided(target + M1, c + M1), k2 = glided(target + M2, c + M2);
  let b1 = v128.load(c), b2 = v128.load(c, 16), b3 = v128.load(c, 32), m0 = v128.load(c, M0), m1 = v128.load(c, M1), m2 = v128.load(c, M2);
  const db1 = mul(sub(e1, b1), share), db2 = mul(sub(e2, b2), share), db3 = mul(sub(e3, b3), share);
  const dm0 = mul(sub(k0, m0), share), dm1 = mul(sub(k1, m1), share), dm2 = mul(sub(k2, m2), share);
  let s1 = v128.load(s), s2 = v128.load(s, REST);
  const end = SIGNAL + (<usize>n << 4);
  for (let p = SIGNAL; p < end; p += 16) {
    const x = v128.load(p), h = sub(x, s2);
    const t1 = add(mul(b1, s1), mul(b2, h)), t2 = add(add(s2, mul(b2, s1)), mul(b3, h));
    v128.store(p, add(mul(m0, x), add(mul(m1, add(s1, t1)), mul(m2, add(s2, t2)))));
    s1 = t1;
    s2 = t2;
    b1 = add(b1, db1);
    b2 = add(b2, db2);
    b3 = add(b3, db3);
    m0 = add(m0, dm0);
    m1 = add(m1, dm1);
    m2 = add(m2, dm2);
  }
  v128.store(s, flush(s1));
  v128.store(s, flush(s2), REST);
  v128.store(c, e1);
  v128.store(c, e2, 16);
  v128.store(c, e3, 32);
  v128.store(c, k0, M0);
  v128.store(c, k1, M1);
  v128.store(c, k2, M2);
}

/** Sum of all states of the group, absolute: 0 when it is at rest, not finite when something broke. */
export function filterEnergy(g: i32): Lanes {
  const s = FILTER_STATE + <usize>(g * SECTIONS * 2 * ROW);
  let sum = splat(0);
  for (let k = 0; k < SECTIONS * 2; k++) sum = add(sum, abs(v128.load(s + (<usize>k << 4))));
  return sum;
}

/** Clears the states of the lanes in the mask. */
export function resetFilters(g: i32, mask: Lanes): void {
  const s = FILTER_STATE + <usize>(g * SECTIONS * 2 * ROW);
  for (let k = 0; k < SECTIONS * 2; k++) v128.store(s + (<usize>k << 4), v128.andnot(v128.load(s + (<usize>k << 4)), mask));
}
