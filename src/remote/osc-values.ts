import type { Entry, Model } from '../desk/model.ts';
import type { Refusal } from '../desk/refusal.ts';
import type { Intent } from '../desk/turn.ts';
import { type Stored, writeValue } from '../desk/value.ts';
import type { OscValue } from '../wire/formats/osc.ts';

/** How a parameter is meant: in its unit, or as a position 0..1 by its law (`/ch/7/fader/pos`). */
export type Form = 'value' | 'position';

const POSITION = '/pos';
/** `/touch` is ours and Ardour's, `/z` is TouchOSC's. */
const TOUCH = ['/touch', '/z'];

/** What an address speaks of: `/ch/7/fader` a value, `/ch/7/fader/pos` a position, `/ch/7/fader/touch` a finger. */
export interface Meant {
  readonly path: string;
  readonly form: Form;
  readonly touch: boolean;
}

/** Splits the suffix from an address, unless a parameter has this very path. */
export function meantBy(model: Model, address: string): Meant {
  const path = address.startsWith('/') ? address.slice(1) : address;
  if (model.byPath.has(path)) return { path, form: 'value', touch: false };
  if (path.endsWith(POSITION)) return { path: path.slice(0, -POSITION.length), form: 'position', touch: false };
  const suffix = TOUCH.find((end) => path.endsWith(end));
  return suffix ? { path: path.slice(0, -suffix.length), form: 'value', touch: true } : { path, form: 'value', touch: false };
}

/** The address a peer knows a parameter by. */
export const addressOf = (entry: Entry, form: Form): string => `/${entry.path}${form === 'position' ? POSITION : ''}`;

/** A number out of any tag that carries one; T and F are 1 and 0. Undefined for text and the rest. */
export function numberOf(argument: OscValue | undefined): number | undefined {
  if (typeof argument === 'number') return argument;
  if (typeof argument === 'bigint') return Number(argument);
  return typeof argument === 'boolean' ? Number(argument) : undefined;
}

/** A finger or a button: down above one half. Undefined where the argument is no number. */
export function isDown(argument: OscValue | undefined): boolean | undefined {
  const number = numberOf(argument);
  return number === undefined || Number.isNaN(number) ? undefined : number > 0.5;
}

/**
 * What a message asks of a parameter.
 * Numbers are a hand's: they run into the end stop, and hold the parameter while they stream. Words are a script's: what is out of
 * range is refused. NaN and +infinity never enter; -infinity is silence where the law has it.
 */
export function intentOf(entry: Entry, form: Form, args: readonly OscValue[]): { intent: Intent; hand: boolean } | Refusal {
  const { id, path, parameter } = entry;
  const [argument] = args;
  if (args.length !== 1 || argument === undefined) return { code: 'malformed', path, got: `${args.length} arguments`, want: 'one value' };
  const number = numberOf(argument);
  if (number === undefined && typeof argument !== 'string')
    return { code: 'malformed', path, got: kindOf(argument), want: 'a number or a text' };
  if (number !== undefined && !isSound(number, entry, form))
    return { code: 'malformed', path, got: String(number), want: 'a finite number' };
  if (form === 'position') {
    if (number === undefined) return { code: 'malformed', path, got: String(argument).slice(0, 80), want: 'a position 0..1' };
    return { intent: { kind: 'position', id, position: number }, hand: true };
  }
  const isHand = parameter.type === 'number' && number !== undefined && typeof argument !== 'boolean';
  if (parameter.type === 'number' && typeof argument === 'boolean')
    return { code: 'malformed', path, got: String(argument), want: 'a number' };
  const value = parameter.type === 'switch' && number !== undefined ? number > 0.5 : (number ?? argument);
  return { intent: { kind: 'set', id, value }, hand: isHand };
}

const isSound = (number: number, { parameter }: Entry, form: Form): boolean =>
  Number.isFinite(number) || (number === Number.NEGATIVE_INFINITY && form === 'value' && parameter.law.min === Number.NEGATIVE_INFINITY);

const kindOf = (argument: OscValue): string =>
  argument === null ? 'nil' : argument instanceof Uint8Array ? 'a blob' : 'a list, time or colour';

/** A value as a peer is told it. Numbers are floats (silence is -infinity), switches 1 or 0, choices and texts words. */
export function told(entry: Entry, form: Form, stored: Stored): { readonly tags: 'f' | 'i' | 's'; readonly value: number | string } {
  if (typeof stored === 'string') return { tags: 's', value: stored };
  if (form === 'position') return { tags: 'f', value: Math.fround(entry.parameter.law.toPosition(stored)) };
  switch (entry.parameter.type) {
    case 'switch':
      return { tags: 'i', value: stored };
    case 'number':
      // Rounded here, so that what is compared is what the wire carries.
      return { tags: 'f', value: Math.fround(stored) };
    default:
      return { tags: 's', value: String(writeValue(entry.parameter, stored)) };
  }
}
