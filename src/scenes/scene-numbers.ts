import type { Refusal } from '../desk/refusal.ts';
import type { Scene } from './scene.ts';

const place = ({ number }: Scene): number => (number === '' ? Number.POSITIVE_INFINITY : Number(number));

/** A number as files carry it, three digits before the point: `012`, `012.5`. */
export function writeNumber(number: number): string {
  const [whole = '', part] = String(Number(number.toFixed(3))).split('.');
  return `${whole.padStart(3, '0')}${part === undefined ? '' : `.${part}`}`;
}

/**
 * The roundest number that stands right before or after another scene: a whole one where there is room, else with as few digits behind
 * the point as do.
 * @param list in its order
 */
export function numberBeside(list: readonly Scene[], scene: Scene, where: 'before' | 'after', other: Scene): string | Refusal {
  const rest = list.filter((one) => one !== scene);
  const at = rest.indexOf(other) + (where === 'after' ? 1 : 0);
  if (scene === other || list.indexOf(scene) === at) return scene.number;
  const [before, after] = [rest[at - 1], rest[at]];
  // Above nothing: so there is room before the first, again and again.
  const low = before ? place(before) : 0;
  const high = after ? place(after) : Number.POSITIVE_INFINITY;
  if (low === Number.POSITIVE_INFINITY)
    return { code: 'malformed', got: `"${before?.name}" has no number, and stands at the end by that; give it one with number-scene` };
  const number = between(low, high);
  if (number !== undefined) return writeNumber(number);
  return {
    code: 'malformed',
    got: `there is no number between ${before?.number ?? 0} and ${after?.number}; give one of them another with number-scene`,
  };
}

function between(low: number, high: number): number | undefined {
  // Behind the last, and before the first, there is room.
  if (high === Number.POSITIVE_INFINITY) return Math.floor(low) + 1;
  for (const parts of [1, 10, 100, 1000]) {
    const [least, most] = [Math.floor(low * parts + 1e-6) + 1, Math.ceil(high * parts - 1e-6) - 1];
    if (least <= most) return Math.round((least + most) / 2) / parts;
  }
  return undefined;
}
