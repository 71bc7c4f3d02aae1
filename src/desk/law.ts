/**
 * Laws: how a position (0..1 along a fader or knob) and a value (dB, Hz, ms ...) go into each other, and the grid of
 * values an engine can hold. A law is data plus arithmetic; the page uses the same code.
 */
export type Unit = 'dB' | 'Hz' | 'ms' | 's' | ':1' | '%' | 'pan' | 'Q' | 'dB/oct' | 'x' | '';

export interface Law {
  readonly unit: Unit;
  /** Lowest value; -Infinity where the law reaches silence. */
  readonly min: number;
  readonly max: number;
  /** What it is, as data: enough to rebuild the law on the other side of a wire with {@link lawFrom}. */
  readonly shape: LawShape;
  toPosition(value: number): number;
  /** Not snapped: see {@link snap}. */
  toValue(position: number): number;
  /** The nearest value on the grid, inside the range. @throws never; NaN gives min */
  snap(value: number): number;
  /** The next value of the grid above (1) or below (-1); the end stays the end. */
  step(value: number, direction: 1 | -1): number;
}

export type LawShape =
  | { readonly kind: 'linear'; readonly unit: Unit; readonly min: number; readonly max: number; readonly step: number }
  | { readonly kind: 'log'; readonly unit: Unit; readonly min: number; readonly max: number; readonly digits: number }
  | { readonly kind: 'log-steps'; readonly unit: Unit; readonly min: number; readonly max: number; readonly steps: number }
  | {
      readonly kind: 'lines';
      readonly unit: Unit;
      /** Corners [position, value], rising; below the first corner the value is -Infinity (position 0). */
      readonly corners: readonly (readonly [number, number])[];
      /** Decimal grid of this size, or a grid of equal positions (`steps`). */
      readonly step?: number;
      readonly steps?: number;
    };

/** Rounds away what binary fractions add (0.30000000000000004 -> 0.3). */
const tidy = (value: number): number => Number(value.toPrecision(12));
const clamp = (value: number, min: number, max: number): number => (value > min ? Math.min(value, max) : min);

/** Places of a decimal grid from `min` on. Where the step divides one, a division gives the nearest number there is, without a text. */
function placesFrom(min: number, step: number): (index: number) => number {
  const parts = Math.round(1 / step);
  const first = Math.round(min * parts);
  const isExact = Math.abs(parts * step - 1) < 1e-12 && first / parts === min;
  // Adding 0 keeps -0 away.
  return isExact ? (index) => (first + index) / parts + 0 : (index) => tidy(min + index * step);
}

/** Equal steps from min to max. @param step size of the grid in the unit */
export function linear(unit: Unit, min: number, max: number, step: number): Law {
  const last = Math.round((max - min) / step);
  const place = placesFrom(min, step);
  const at = (index: number): number => (index >= last ? max : place(index));
  const indexOf = (value: number): number => Math.round((clamp(value, min, max) - min) / step);
  return {
    unit,
    min,
    max,
    shape: { kind: 'linear', unit, min, max, step },
    toPosition: (value) => (clamp(value, min, max) - min) / (max - min),
    toValue: (position) => min + clamp(position, 0, 1) * (max - min),
    snap: (value) => at(indexOf(value)),
    step: (value, direction) => at(clamp(indexOf(value) + direction, 0, last)),
  };
}

/** Equal ratios from min to max (> 0) on a grid of significant digits: 3 digits hold 1.23, 12.3, 123, 1230. */
export function logarithmic(unit: Unit, min: number, max: number, digits = 3): Law {
  const span = Math.log(max / min);
  const snap = (value: number): number => clamp(Number(clamp(value, min, max).toPrecision(digits)), min, max);
  return {
    unit,
    min,
    max,
    shape: { kind: 'log', unit, min, max, digits },
    toPosition: (value) => Math.log(clamp(value, min, max) / min) / span,
    toValue: (position) => min * Math.exp(clamp(position, 0, 1) * span),
    snap,
    step(value, direction) {
      const from = snap(value);
      // One unit of the last digit; just below a power of ten the digit is ten times finer.
      const size = 10 ** (Math.floor(Math.log10(direction > 0 ? from : from * (1 - 1e-9))) - digits + 1);
      return snap(tidy(from + direction * size));
    },
  };
}

/** Equal ratios on a grid of `steps` values, as consoles store them (min may be above max). */
export function logSteps(unit: Unit, min: number, max: number, steps: number): Law {
  const span = Math.log(max / min);
  const at = (index: number): number => (index === 0 ? min : index === steps - 1 ? max : min * Math.exp((index / (steps - 1)) * span));
  const toPosition = (value: number): number => clamp(Math.log(value / min) / span, 0, 1) || 0;
  const indexOf = (value: number): number => Math.round(toPosition(value) * (steps - 1));
  const up = max > min ? 1 : -1;
  return {
    unit,
    min: Math.min(min, max),
    max: Math.max(min, max),
    shape: { kind: 'log-steps', unit, min, max, steps },
    toPosition,
    toValue: (position) => min * Math.exp(clamp(position, 0, 1) * span),
    snap: (value) => at(indexOf(value)),
    step: (value, direction) => at(clamp(indexOf(value) + direction * up, 0, steps - 1)),
  };
}

/** Where a level falls to silence between the first corner and -Infinity: at position 0 only. */
type Grid = { readonly step: number } | { readonly steps: number };

/** Straight lines between corners [position, dB]; position 0 is -Infinity. The grid is decimal (`step` dB) or of equal positions (`steps`). */
export function lines(unit: Unit, corners: readonly (readonly [number, number])[], grid: Grid): Law {
  const first = corners[0] ?? [0, 0];
  const floor = first[1];
  const max = (corners[corners.length - 1] ?? first)[1];
  const positions = corners.map(([position]) => position);
  const values = corners.map(([, value]) => value);
  const toPosition = (value: number): number => (value >= floor ? between(values, positions, value, 1) : 0);
  const toValue = (position: number): number => (position > 0 ? between(positions, values, position, max) : Number.NEGATIVE_INFINITY);
  return 'step' in grid
    ? decimalLines(unit, corners, toPosition, toValue, floor, max, grid.step)
    : steppedLines(unit, corners, toPosition, toValue, max, grid.steps);
}

/** Follows the line through corners from one axis to the other. */
function between(from: readonly number[], to: readonly number[], at: number, beyond: number): number {
  for (let i = 1; i < from.length; i++) {
    const right = from[i] ?? 0;
    if (at > right) continue;
    const left = from[i - 1] ?? 0;
    const low = to[i - 1] ?? 0;
    return low + ((at - left) / (right - left)) * ((to[i] ?? 0) - low);
  }
  return beyond;
}

type Curve = (at: number) => number;
type Corners = readonly (readonly [number, number])[];

function decimalLines(unit: Unit, corners: Corners, toPosition: Curve, toValue: Curve, floor: number, max: number, step: number): Law {
  const place = placesFrom(0, step);
  const snap = (value: number): number => {
    // Half a step below the lowest finite value the nearest one is still that; below, silence.
    if (!(value >= floor - step / 2)) return Number.NEGATIVE_INFINITY;
    return clamp(place(Math.round(value / step)), floor, max);
  };
  // A fader that is just off its stop shows the lowest value, not silence.
  const near = (value: number): number => (value === Number.NEGATIVE_INFINITY ? value : Math.max(floor, value));
  return {
    unit,
    min: Number.NEGATIVE_INFINITY,
    max,
    shape: { kind: 'lines', unit, corners, step },
    toPosition,
    toValue: (position) => near(toValue(position)),
    snap,
    step(value, direction) {
      const from = snap(value);
      if (from === Number.NEGATIVE_INFINITY) return direction > 0 ? floor : from;
      return direction < 0 && from <= floor ? Number.NEGATIVE_INFINITY : snap(tidy(from + direction * step));
    },
  };
}

function steppedLines(unit: Unit, corners: Corners, toPosition: Curve, toValue: Curve, max: number, steps: number): Law {
  const at = (index: number): number => toValue(index / (steps - 1));
  const indexOf = (value: number): number => {
    if (value === Number.NEGATIVE_INFINITY) return 0;
    return Math.round(toPosition(value) * (steps - 1));
  };
  return {
    unit,
    min: Number.NEGATIVE_INFINITY,
    max,
    shape: { kind: 'lines', unit, corners, steps },
    toPosition,
    toValue,
    snap: (value) => at(indexOf(value)),
    step: (value, direction) => at(clamp(indexOf(value) + direction, 0, steps - 1)),
  };
}

/** Rebuilds a law from its data, for a page or a file. */
export function lawFrom(shape: LawShape): Law {
  switch (shape.kind) {
    case 'linear':
      return linear(shape.unit, shape.min, shape.max, shape.step);
    case 'log':
      return logarithmic(shape.unit, shape.min, shape.max, shape.digits);
    case 'log-steps':
      return logSteps(shape.unit, shape.min, shape.max, shape.steps);
    case 'lines':
      return lines(shape.unit, shape.corners, shape.steps === undefined ? { step: shape.step ?? 0.1 } : { steps: shape.steps });
  }
}
