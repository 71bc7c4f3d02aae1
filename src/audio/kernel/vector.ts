// Four lanes of f32 at a time. AssemblyScript has no operators on v128, so these stand for them.

export type Lanes = v128;

@inline
export function splat(x: f32): Lanes {
  return f32x4.splat(x);
}

@inline
export function mul(a: Lanes, b: Lanes): Lanes {
  return f32x4.mul(a, b);
}

@inline
export function add(a: Lanes, b: Lanes): Lanes {
  return f32x4.add(a, b);
}

@inline
export function sub(a: Lanes, b: Lanes): Lanes {
  return f32x4.sub(a, b);
}

/** The larger of each lane; pmin/pmax are one instruction, min/max are several. A NaN in `b` leaves `a`. */
@inline
export function most(a: Lanes, b: Lanes): Lanes {
  return f32x4.pmax(a, b);
}

@inline
export function least(a: Lanes, b: Lanes): Lanes {
  return f32x4.pmin(a, b);
}

@inline
export function abs(a: Lanes): Lanes {
  return f32x4.abs(a);
}

/** `yes` where the mask is set, else `no`. */
@inline
export function choose(mask: Lanes, yes: Lanes, no: Lanes): Lanes {
  return v128.bitselect(yes, no, mask);
}

/** Exchanges the lanes of each pair: the other side of a stereo strip. */
@inline
export function partner(a: Lanes): Lanes {
  return v128.shuffle<f32>(a, a, 1, 0, 3, 2);
}

/** Below 1e-15 is nothing: neither wasm nor JavaScript can flush denormals, and they cost a block 70 % more. A NaN stays, to be seen. */
@inline
export function flush(a: Lanes): Lanes {
  return v128.andnot(a, f32x4.le(abs(a), splat(1e-15)));
}

/** log2 by exponent and a polynomial of degree 5 on [1, 2): within 1.7e-5 octaves (1e-4 dB). For x > 0. */
@inline
export function log2(x: Lanes): Lanes {
  const e = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_s(x, 23), i32x4.splat(127)));
  const m = v128.or(v128.and(x, i32x4.splat(0x7fffff)), i32x4.splat(0x3f800000));
  let p = sub(mul(splat(0.043004958), m), splat(0.40251339));
  p = add(mul(p, m), splat(1.5894743));
  p = sub(mul(p, m), splat(3.4898785));
  p = add(mul(p, m), splat(5.0478554));
  p = sub(mul(p, m), splat(2.7879262));
  return add(e, p);
}

/** 2 ** x, polynomial of degree 5: within 1.1e-7. Below -126 it stays at 2 ** -126. */
@inline
export function exp2(x: Lanes): Lanes {
  const v = most(x, splat(-126));
  const i = i32x4.trunc_sat_f32x4_s(f32x4.floor(v));
  const f = sub(v, f32x4.convert_i32x4_s(i));
  let p = add(mul(splat(0.0018937541), f), splat(0.0089495904));
  p = add(mul(p, f), splat(0.055860337));
  p = add(mul(p, f), splat(0.24014182));
  p = add(mul(p, f), splat(0.69315449));
  p = add(mul(p, f), splat(0.9999999));
  return mul(p, i32x4.shl(i32x4.add(i, i32x4.splat(127)), 23));
}
