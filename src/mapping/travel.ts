import { type Law, lines } from '../desk/law.ts';
import type { Entry } from '../desk/model.ts';
import type { Intent } from '../desk/turn.ts';
import { readNumber, type Stored } from '../desk/value.ts';
import type { Profile } from '../surfaces/profile.ts';
import type { Ring } from '../surfaces/surface.ts';

/** How places of a fader and ticks of a knob become values, and values places. */

/** Levels in dB down to silence: these are what the marks beside a fader mean. */
const isLevel = ({ parameter: { law } }: Entry): boolean => law.unit === 'dB' && law.min === Number.NEGATIVE_INFINITY;

/** The marks printed beside a fader, as a law. */
export class PrintedScale {
  readonly #law: Law;

  constructor({ fader }: Pick<Profile, 'fader'>) {
    this.#law = lines(
      'dB',
      fader.scale.map(([raw, levelDb]) => [Math.min(1, raw / fader.top), levelDb] as const),
      { step: 0.1 },
    );
  }

  /** Where a fader stands for a value, 0..1. */
  positionOf(entry: Entry, value: Stored): number {
    if (typeof value !== 'number') return 0;
    return (isLevel(entry) ? this.#law : entry.parameter.law).toPosition(value);
  }

  /** What a place of the fader wants. */
  intent(entry: Entry, position: number): Intent {
    return isLevel(entry)
      ? { kind: 'set', id: entry.id, value: this.#law.toValue(position) }
      : { kind: 'position', id: entry.id, position };
  }
}

/** dB a tick moves a level, by where it is: coarse where nothing is heard. */
const levelTick = (levelDb: number): number => (levelDb > -20 ? 0.5 : levelDb > -40 ? 1 : levelDb > -60 ? 2 : 5);
/** Ticks from one end of a range to the other; four turns of a knob with 24. */
const TICKS = 100;

/**
 * What some ticks of a knob want. They go from step to step of the parameter's grid: also out of silence, where adding dB leads nowhere.
 * @param step size of a tick as a file says it, in the parameter's unit
 * @param fine single steps of the grid
 */
export function turned(entry: Entry, now: Stored, ticks: number, step: string | undefined, fine: boolean): Intent {
  const { id, parameter } = entry;
  const { law, type } = parameter;
  const said = step === undefined ? Number.NaN : readNumber(step, law.unit);
  const value = typeof now === 'number' ? now : 0;
  const sign = Math.sign(ticks);
  if (type !== 'number') return { kind: 'nudge', id, by: sign };
  if (fine) {
    let to = value;
    for (let left = Math.abs(ticks); left > 0; left -= 1) to = law.step(to, sign > 0 ? 1 : -1);
    return { kind: 'set', id, value: to };
  }
  if (said > 0) return { kind: 'nudge', id, by: ticks * said };
  if (isLevel(entry)) return { kind: 'nudge', id, by: ticks * levelTick(sign > 0 ? value + 1e-6 : value - 1e-6) };
  const { shape } = law;
  if (shape.kind === 'log' || shape.kind === 'log-steps') {
    return { kind: 'nudge', id, by: value * ((law.max / law.min) ** (ticks / TICKS) - 1) };
  }
  const grid = shape.kind === 'linear' ? shape.step : 0.1;
  const size = Math.max(1, Math.round((law.max - Math.max(law.min, -100)) / TICKS / grid)) * grid;
  return { kind: 'nudge', id, by: ticks * size };
}

/** What the lights around a knob show. A unit that has not the fitting way shows a dot. */
export function ringOf({ parameter }: Entry, value: Stored, ring: NonNullable<Profile['ring']>): Ring {
  const { law, type } = parameter;
  const number = typeof value === 'number' ? value : 0;
  const isTwoSided = type === 'number' && law.min < 0 && law.max > 0 && Number.isFinite(law.min);
  const isAmount = type === 'switch' || (type === 'number' && law.shape.kind !== 'log' && law.shape.kind !== 'log-steps');
  const mode = isTwoSided ? 'boost-cut' : isAmount ? 'wrap' : 'dot';
  return {
    mode: ring.modes.includes(mode) ? mode : (ring.modes[0] ?? 'dot'),
    position: law.toPosition(number),
    center: ring.center && isTwoSided && number === 0,
  };
}
