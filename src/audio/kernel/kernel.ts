// The strips of the mixer: trim, delay, filters, gate, EQ, compressor, fader and sends of four lanes at a time.
import * as at from './layout';
import { delayLane, openRings } from './delay';
import { compress, compresses, idleCompressor, restCompressor } from './compressor';
import { glide, stateAt } from './control';
import { filter, filterEnergy, resetFilters, settleFilters } from './filters';
import { gate, gates, idleGate, restGate } from './gate';
import { collect, glideSilently, measure, mixDown } from './mix';
import { add, choose, flush, Lanes, mul, splat, sub } from './vector';

export { collect };

/** Once, before anything else: rings for `lanes` delays of up to `frames`, glides for this sample rate and block. */
export function open(lanes: i32, frames: i32, gain: f32, coef: f32, meter: f32, square: f32, delayFade: i32): void {
  openRings(lanes, frames + 256);
  at.Pace.gain = gain;
  at.Pace.coef = coef;
  at.Pace.meter = meter;
  at.Pace.square = square;
  at.Pace.delayFade = delayFade;
  for (let i = 0; i < at.MAX_GROUPS * at.SECTIONS; i++) {
    v128.store(at.COEF_TARGET + <usize>(i * 96), splat(1), 48);
    v128.store(at.COEF + <usize>(i * 96), splat(1), 48);
  }
  for (let g = 0; g < at.MAX_GROUPS; g++) v128.store(at.METERS + <usize>(g * at.METER_ROWS * 16), splat(1), 32);
  memory.fill(at.GATE_KEY, 0xff, 400);
  memory.fill(at.DYN_KEY, 0xff, 400);
  for (let g = 0; g < at.MAX_GROUPS; g++) {
    restGate(g);
    restCompressor(g);
  }
}

/** Address of a table, by its number in kernel.ts. */
export function table(k: i32): usize {
  switch (k) {
    case 0: return at.IN;
    case 1: return at.OUT;
    case 2: return at.MIX;
    case 3: return at.COEF_TARGET;
    case 4: return at.DYNAMICS;
    case 5: return at.GATE_KEY;
    case 6: return at.DYN_KEY;
    case 7: return at.TRIM_TARGET;
    case 8: return at.FADER_TARGET;
    case 9: return at.GAIN_TARGET;
    case 10: return at.METERS;
    case 11: return at.FAULTS;
    case 12: return at.DELAY_TARGET;
    case 13: return at.FILTER_STATE;
    case 14: return at.DYN_STATE;
    case 15: return at.COEF;
    case 16: return at.GAIN;
    default: return 0;
  }
}

/** Delays of lanes `from`..`to` (exclusive), in place, before any group of them is processed: keys listen after the delay. */
export function delay(from: i32, to: i32, n: i32): void {
  for (let lane = from; lane < to; lane++) delayLane(lane, n);
}

/**
 * One block of groups `from`..`to` (exclusive); `n` samples, a multiple of 4.
 * @param keep 1 keeps each lane's output after its fader in OUT
 */
export function process(from: i32, to: i32, n: i32, keep: i32): void {
  for (let g = from; g < to; g++) processGroup(g, n, keep != 0);
}

function processGroup(g: i32, n: i32, keep: bool): void {
  const gated = gates(g), compressed = compresses(g);
  if (!gated) restGate(g);
  if (!compressed) restCompressor(g);
  if (!load4(g, n) && !v128.any_true(energy(g))) {
    silent(g, n, keep);
    return;
  }
  if (gated) {
    filter(g, 0, at.EQ, n);
    gate(g, n);
    filter(g, at.EQ, at.SECTIONS, n);
  } else filter(g, 0, at.SECTIONS, n);
  if (compressed) compress(g, n);
  let squares = measure(g, n, keep);
  const sum = add(squares, energy(g)), broken = f32x4.ne(sub(sum, sum), splat(0));
  if (v128.any_true(broken)) squares = heal(g, broken, squares, n, keep);
  square(g, squares, n);
  mixDown(g, n);
}

/** Nothing comes in and nothing rings: only targets and gates move on. */
function silent(g: i32, n: i32, keep: bool): void {
  settleFilters(g);
  idleGate(g, n);
  idleCompressor(g);
  glideSilently(g);
  if (keep) memory.fill(at.OUT + <usize>(g << 2) * at.PLANE, 0, 4 * at.PLANE);
  square(g, splat(0), n);
}

/** Sum of what the group remembers: 0 when it is at rest, not finite when something broke. */
function energy(g: i32): Lanes {
  const s = stateAt(g);
  const detectors = add(add(v128.load(s, at.S_ENVELOPE * at.ROW), v128.load(s, at.S_SQUARE * at.ROW)), add(v128.load(s, at.S_PEAK_GR * at.ROW), v128.load(s, at.S_GR * at.ROW)));
  const gains = add(v128.load(s, at.S_GATE_GAIN * at.ROW), v128.load(s, at.S_DYN_GAIN * at.ROW));
  return add(add(filterEnergy(g), detectors), sub(gains, gains));
}

/** Four inputs through their trims into the signal; false when there is nothing in them. */
function load4(g: i32, n: i32): bool {
  const trims = <usize>(g << 4), x = at.IN + <usize>(g << 2) * at.PLANE;
  let gain = v128.load(at.TRIM + trims), loudest = splat(0);
  const next = glide(v128.load(at.TRIM_TARGET + trims), gain), step = mul(sub(next, gain), splat(<f32>1 / <f32>n));
  v128.store(at.TRIM + trims, next);
  for (let i = 0; i < n; i += 4) {
    const p = x + (<usize>i << 2), q = at.SIGNAL + (<usize>i << 4);
    const a = flush(v128.load(p)), b = flush(v128.load(p, at.PLANE)), c = flush(v128.load(p, 2 * at.PLANE)), d = flush(v128.load(p, 3 * at.PLANE));
    const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5), ab1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5), cd1 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    loudest = v128.or(loudest, v128.or(v128.or(a, b), v128.or(c, d)));
    v128.store(q, mul(v128.shuffle<f32>(ab0, cd0, 0, 1, 4, 5), gain));
    gain = add(gain, step);
    v128.store(q, mul(v128.shuffle<f32>(ab0, cd0, 2, 3, 6, 7), gain), 16);
    gain = add(gain, step);
    v128.store(q, mul(v128.shuffle<f32>(ab1, cd1, 0, 1, 4, 5), gain), 32);
    gain = add(gain, step);
    v128.store(q, mul(v128.shuffle<f32>(ab1, cd1, 2, 3, 6, 7), gain), 48);
    gain = add(gain, step);
  }
  return v128.any_true(f32x4.ne(loudest, splat(0)));
}

/** Running mean square of 300 ms, for the RMS meter. */
function square(g: i32, squares: Lanes, n: i32): void {
  const p = at.METERS + <usize>(g * at.METER_ROWS * 16), now = v128.load(p, 64);
  v128.store(p, flush(add(now, mul(sub(mul(squares, splat(<f32>1 / <f32>n)), now), splat(at.Pace.meter)))), 64);
}

/** A lane that is not finite starts anew in silence, and is counted: a recursive filter never forgets a NaN by itself. */
function heal(g: i32, broken: Lanes, squares: Lanes, n: i32, keep: bool): Lanes {
  resetFilters(g, broken);
  resetDynamics(g, broken);
  for (let i = 0; i < n; i++) {
    const p = at.SIGNAL + (<usize>i << 4);
    v128.store(p, v128.andnot(v128.load(p), broken));
  }
  const meters = at.METERS + <usize>(g * at.METER_ROWS * 16);
  v128.store(meters, v128.andnot(v128.load(meters), broken));
  v128.store(meters, v128.andnot(v128.load(meters, 16), broken), 16);
  const faults = at.FAULTS + <usize>(g << 4);
  v128.store(faults, i32x4.sub(v128.load(faults), broken));
  if (keep) measure(g, n, true);
  return v128.andnot(squares, broken);
}

/** Clears what gate and compressor remember in the lanes of the mask; glides go on. */
function resetDynamics(g: i32, mask: Lanes): void {
  const s = stateAt(g);
  for (let k = 0; k < at.S_GATE_GAIN; k++) v128.store(s + <usize>(k * at.ROW), v128.andnot(v128.load(s + <usize>(k * at.ROW)), mask));
  v128.store(s, choose(mask, splat(1), v128.load(s, at.S_GATE * at.ROW)), at.S_GATE * at.ROW);
  v128.store(s, choose(mask, splat(1), v128.load(s, at.S_GATE_GAIN * at.ROW)), at.S_GATE_GAIN * at.ROW);
  v128.store(s, choose(mask, splat(1), v128.load(s, at.S_DYN_GAIN * at.ROW)), at.S_DYN_GAIN * at.ROW);
}
