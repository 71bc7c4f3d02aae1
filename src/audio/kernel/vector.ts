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

/**
 * Constants of inner loops, four times each, by address: V8 builds a v128 constant anew at each use, with four instructions; a load is
 * one of them.
 */
const CONSTANTS = memory.data<f32>([
  0.043004958, 0.043004958, 0.043004958, 0.043004958,
  0.40251339, 0.40251339, 0.40251339, 0.40251339,
  1.5894743, 1.5894743, 1.5894743, 1.5894743,
  3.4898785, 3.4898785, 3.4898785, 3.4898785,
  5.0478554, 5.0478554, 5.0478554, 5.0478554,
  2.7879262, 2.7879262, 2.7879262, 2.7879262,
  0.00133909, 0.00133909, 0.00133909, 0.00133909,
  0.00967603, 0.00967603, 0.00967603, 0.00967603,
  0.05550357, 0.05550357, 0.05550357, 0.05550357,
  0.24022107, 0.24022107, 0.24022107, 0.24022107,
  0.69314719, 0.69314719, 0.69314719, 0.69314719,
  1.0, 1.0, 1.0, 1.0,
  -125, -125, -125, -125,
  12582912, 12582912, 12582912, 12582912,
  1, 1, 1, 1,
  0.25, 0.25, 0.25, 0.25,
  4, 4, 4, 4,
  -4, -4, -4, -4,
  3.0102999, 3.0102999, 3.0102999, 3.0102999,
  0.1660964, 0.1660964, 0.1660964, 0.1660964,
  1e-20, 1e-20, 1e-20, 1e-20,
  1e-10, 1e-10, 1e-10, 1e-10,
], 16);
export const LOG_5: usize = CONSTANTS + 0;
export const LOG_4: usize = CONSTANTS + 16;
export const LOG_3: usize = CONSTANTS + 32;
export const LOG_2: usize = CONSTANTS + 48;
export const LOG_1: usize = CONSTANTS + 64;
export const LOG_0: usize = CONSTANTS + 80;
export const EXP_5: usize = CONSTANTS + 96;
export const EXP_4: usize = CONSTANTS + 112;
export const EXP_3: usize = CONSTANTS + 128;
export const EXP_2: usize = CONSTANTS + 144;
export const EXP_1: usize = CONSTANTS + 160;
export const EXP_0: usize = CONSTANTS + 176;
export const EXP_LEAST: usize = CONSTANTS + 192;
export const EXP_ROUND: usize = CONSTANTS + 208;
export const ONE: usize = CONSTANTS + 224;
export const QUARTER: usize = CONSTANTS + 240;
export const STEP: usize = CONSTANTS + 256;
export const STEP_BACK: usize = CONSTANTS + 272;
export const DB_AN_OCTAVE: usize = CONSTANTS + 288;
export const OCTAVES_A_DB: usize = CONSTANTS + 304;
export const NO_POWER: usize = CONSTANTS + 320;
export const NO_LEVEL: usize = CONSTANTS + 336;

@inline
export function constant(address: usize): Lanes {
  return v128.load(address);
}

/** log2 by exponent and a polynomial of degree 5 on [1, 2): within 1.7e-5 octaves (1e-4 dB). For x > 0. */
@inline
export function log2(x: Lanes): Lanes {
  const e = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_s(x, 23), i32x4.splat(127)));
  const m = v128.or(v128.and(x, i32x4.splat(0x7fffff)), constant(ONE));
  let p = sub(mul(constant(LOG_5), m), constant(LOG_4));
  p = add(mul(p, m), constant(LOG_3));
  p = sub(mul(p, m), constant(LOG_2));
  p = add(mul(p, m), constant(LOG_1));
  p = sub(mul(p, m), constant(LOG_0));
  return add(e, p);
}

/**
 * 2 ** x by rounding to the nearest integer and a polynomial of degree 5 on the rest: within 1.1e-7. Below -125 it stays at 2 ** -125.
 * Adding 1.5 * 2 ** 23 leaves that integer in the low bits of the sum, from where it goes to the exponent.
 */
@inline
export function exp2(x: Lanes): Lanes {
  const v = most(x, constant(EXP_LEAST)), shifted = add(v, constant(EXP_ROUND)), f = sub(v, sub(shifted, constant(EXP_ROUND)));
  let p = add(mul(constant(EXP_5), f), constant(EXP_4));
  p = add(mul(p, f), constant(EXP_3));
  p = add(mul(p, f), constant(EXP_2));
  p = add(mul(p, f), constant(EXP_1));
  p = add(mul(p, f), constant(EXP_0));
  return i32x4.add(p, i32x4.shl(shifted, 23));
}
