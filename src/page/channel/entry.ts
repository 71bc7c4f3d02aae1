import { type Law, linear, type Unit } from '../../desk/law.ts';
import { leafOf } from '../../desk/parameters.ts';
import { explain, isRefusal, type Refusal } from '../../desk/refusal.ts';
import { formatNumber, readValue } from '../../desk/value.ts';
import type { ParamInfo } from '../link/layout.ts';

const NO_LAW = linear('', 0, 1, 1);

/** What somebody typed for a number or a text, as the desk would take it, or why not: a sentence without the path, which stands above it. */
export function readEntry(info: ParamInfo, text: string): { readonly value: number | string } | { readonly refused: string } {
  const leaf = leafOf(info.path.slice(info.path.indexOf(':') + 1));
  if (!leaf) return { refused: `no parameter "${info.path}"` };
  const read = readValue({ ...info, law: info.law ?? NO_LAW, leaf, start: 0, strip: -1 }, text.trim());
  return isRefusal(read) ? { refused: inWords(read) } : { value: read };
}

/** The refusal without the path. */
function inWords(refusal: Refusal): string {
  const { path: _, ...rest } = refusal;
  return explain(rest);
}

/** Figures and units of the pad; `-` turns the sign over. */
export const PAD = ['7', '8', '9', '4', '5', '6', '1', '2', '3', '-', '0', '.'] as const;

/** Keys beside the figures, by the unit: what they are called and what they write. */
const UNIT_KEYS: Partial<Readonly<Record<Unit, readonly (readonly [label: string, text: string])[]>>> = {
  dB: [['−∞', '-inf']],
  Hz: [['kHz', 'k']],
  ms: [['s', ' s']],
  s: [['ms', ' ms']],
};
/** Keys of the unit that a law can use: silence only where it has it. */
export const unitKeys = ({ unit, min }: Law): readonly (readonly [string, string])[] =>
  unit === 'dB' && min > Number.NEGATIVE_INFINITY ? [] : (UNIT_KEYS[unit] ?? []);

/** The text after a key of the pad. Silence stands alone; the sign may be turned over at any time. */
export function typed(text: string, key: string): string {
  if (key === '-inf') return '-inf';
  const from = text.includes('inf') ? '' : text;
  if (key === '-') return from.startsWith('-') ? from.slice(1) : `-${from}`;
  if (key === '.' && from.includes('.')) return from;
  return from + key;
}

export interface Nudge {
  readonly label: string;
  readonly spoken: string;
  readonly to: (value: number) => number;
}

/** Levels step by half a dB, laws of ratios by a tenth, others by ten steps of their grid. */
const COARSE_DB = 0.5;
const COARSE_RATIO = 1.1;
const COARSE_STEPS = 10;

/** The keys down and up beside a value: coarse ones, and those of the grid. */
export function nudges(law: Law): readonly Nudge[] {
  const fine = (direction: 1 | -1): Nudge => ({
    label: direction > 0 ? '+' : '−',
    spoken: direction > 0 ? 'one step up' : 'one step down',
    to: (value) => law.step(value, direction),
  });
  return [coarse(law, -1), fine(-1), fine(1), coarse(law, 1)];
}

function coarse(law: Law, direction: 1 | -1): Nudge {
  const sign = direction > 0 ? '+' : '−';
  const way = direction > 0 ? 'up' : 'down';
  if (law.unit === 'dB') {
    const to = (value: number): number => stepped(law, value, direction, (from) => from + direction * COARSE_DB);
    return { label: `${sign}${COARSE_DB}`, spoken: `${way} half a dB`, to };
  }
  if (law.shape.kind === 'log' || law.shape.kind === 'log-steps') {
    const to = (value: number): number =>
      stepped(law, value, direction, (from) => (direction > 0 ? from * COARSE_RATIO : from / COARSE_RATIO));
    return { label: `${sign}10 %`, spoken: `${way} by a tenth`, to };
  }
  const size = law.shape.kind === 'linear' ? law.shape.step * COARSE_STEPS : 1;
  const text = formatNumber(size, law.unit).replace('+', '');
  return {
    label: `${sign}${Number(size.toPrecision(3))}`,
    spoken: `${way} ${law.unit === 'pan' ? size : text}`,
    to: (value) => stepped(law, value, direction, (from) => from + direction * size),
  };
}

/** On the grid and inside the range; from silence up it is the lowest level, and at least one step of the grid is made. */
function stepped(law: Law, value: number, direction: 1 | -1, way: (from: number) => number): number {
  const next = law.step(value, direction);
  if (!Number.isFinite(value) || !Number.isFinite(next)) return next;
  const to = law.snap(Math.min(law.max, Math.max(law.min, way(value))));
  return to === law.snap(value) ? next : to;
}

/** The keys of a keyboard on a number: arrows coarse, with Shift by the grid, Page by a lot. undefined for other keys. */
export function keyed(law: Law, value: number, key: string, shift: boolean): number | undefined {
  const direction = UPWARD[key];
  if (direction !== undefined) {
    const at = shift ? (direction > 0 ? 2 : 1) : direction > 0 ? 3 : 0;
    return nudges(law)[at]?.to(value);
  }
  const page = PAGES[key];
  if (page !== undefined) return law.snap(law.toValue(Math.min(1, Math.max(0, law.toPosition(value) + page * 0.1))));
  return undefined;
}
const UPWARD: Readonly<Record<string, 1 | -1>> = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 };
const PAGES: Readonly<Record<string, number>> = { PageUp: 1, PageDown: -1 };

/**
 * A value in two parts, figure and unit, as boxes show it: `2.8` `kHz`, `−18.5` `dB`, `3.2` `: 1`.
 * @param isSigned a level says its plus; a width or a range that is never below 0 does not
 */
export function parted(value: number, unit: Unit, isSigned = true): readonly [figure: string, unit: string] {
  switch (unit) {
    case 'dB':
      return [isSigned ? figureDb(value) : figureDb(value).replace('+', ''), 'dB'];
    case 'Hz':
      return value >= 1000 ? [digits(value / 1000), 'kHz'] : [digits(value), 'Hz'];
    case 'ms':
      return value >= 1000 ? [digits(value / 1000), 's'] : [digits(value), 'ms'];
    case ':1':
      return [digits(value), ': 1'];
    case 'pan':
      return [formatNumber(value, 'pan'), ''];
    default:
      return [digits(value), unit === 'Q' ? '' : unit];
  }
}

const digits = (value: number): string => String(Number(value.toPrecision(3)));

/** `+2.5`, `−18.5`, `0.0`, `−∞`: with the sign that fonts give figures, not the hyphen. */
export function figureDb(value: number): string {
  if (value === Number.NEGATIVE_INFINITY) return '−∞';
  const text = Math.abs(value).toFixed(1);
  return Number(text) === 0 ? '0.0' : `${value > 0 ? '+' : '−'}${text}`;
}

/** As a screen reader says it: `minus 18.5 dB`, `minus infinity`. */
export function spoken(value: number, unit: Unit, isSigned = true): string {
  if (value === Number.NEGATIVE_INFINITY) return 'minus infinity';
  const [figure, word] = parted(value, unit, isSigned);
  return `${figure.replace('−', 'minus ').replace('+', 'plus ')} ${word === ': 1' ? 'to 1' : word}`.trim();
}
