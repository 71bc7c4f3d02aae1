import type { Unit } from './law.ts';
import { type Parameter, TEXT_LIMIT } from './layout.ts';
import { nearest } from './nearest.ts';
import { own } from './own.ts';
import type { Refusal } from './refusal.ts';

/** A value as files, JSON and people write it: dB with `-inf`, `true`/`false`, a choice by its word, a text. */
export type Value = number | boolean | string;
/** A value as the desk stores it: a number (switch 0/1, choice an index), or a text. */
export type Stored = number | string;

const UNIT_WORDS: Readonly<Record<string, readonly [Unit, number]>> = {
  db: ['dB', 1],
  hz: ['Hz', 1],
  khz: ['Hz', 1000],
  k: ['Hz', 1000],
  ms: ['ms', 1],
  min: ['s', 60],
  s: ['s', 1],
  '%': ['%', 1],
  ':1': [':1', 1],
  x: ['x', 1],
};

/** Reads a number with or without its unit: `-6`, `-6 dB`, `1.2 kHz`, `-inf`, `250ms`, `4 s` (also where ms are meant). NaN when it is none. */
export function readNumber(text: string, unit: Unit): number {
  const match = /^\s*([+-]?(?:inf(?:inity)?|∞|oo|\d+(?:\.\d*)?|\.\d+))\s*([a-z%:1]*)\s*$/i.exec(text.replace('−', '-'));
  if (!match) return Number.NaN;
  const [, figure = '', word = ''] = match;
  const silent = /inf|∞|oo/i.test(figure);
  const number = silent ? (figure.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY) : Number(figure);
  if (word === '') return number;
  const known = own(UNIT_WORDS, word.toLowerCase());
  if (!known) return Number.NaN;
  const [said, factor] = known;
  if (said === unit) return number * factor;
  if (said === 's' && unit === 'ms') return number * factor * 1000;
  if (said === 'ms' && unit === 's') return (number * factor) / 1000;
  return Number.NaN;
}

const ON = new Set(['on', 'true', 'yes', '1']);
const OFF = new Set(['off', 'false', 'no', '0']);

/**
 * What somebody wrote, as the desk stores it, on the parameter's grid.
 * @param clamp a continuous hand runs into the end stop; a script is told
 * @returns the stored value, or why not; never NaN, and no infinity except -inf dB where the law has it
 */
export function readValue(parameter: Parameter, value: unknown, clamp = false): Stored | Refusal {
  const { path, type } = parameter;
  switch (type) {
    case 'number':
      return readLevel(parameter, value, clamp);
    case 'switch': {
      const word = String(value).toLowerCase();
      if (value === true || value === 1 || ON.has(word)) return 1;
      if (value === false || value === 0 || OFF.has(word)) return 0;
      return { code: 'malformed', path, got: show(value), want: 'on or off' };
    }
    case 'choice':
    case 'color':
      return readChoice(parameter, value);
    case 'text':
      return readText(path, value);
  }
}

function readLevel({ path, law }: Parameter, value: unknown, clamp: boolean): number | Refusal {
  const number = typeof value === 'number' ? value : typeof value === 'string' ? readNumber(value, law.unit) : Number.NaN;
  if (!Number.isNaN(number) && (clamp || (number <= law.max && number >= law.min))) return law.snap(number);
  const want = rangeText(law.min, law.max, law.unit);
  if (Number.isNaN(number)) return { code: 'malformed', path, got: show(value), want: `a number, ${want}` };
  return { code: 'out-of-range', path, got: formatNumber(number, law.unit), want };
}

function readChoice({ path, choices }: Parameter, value: unknown): number | Refusal {
  if (typeof value === 'number' && Number.isInteger(value) && choices.every((choice) => choice !== String(value))) {
    if (value >= 0 && value < choices.length) return value;
  }
  const word = String(value).toLowerCase();
  const index = choices.findIndex((choice) => choice.toLowerCase() === word);
  if (index >= 0) return index;
  const near = nearest(word, choices);
  const list = choices.length > 12 ? `one of ${choices.slice(0, 10).join(', ')} ... ${choices.at(-1)}` : `one of ${choices.join(', ')}`;
  return { code: 'out-of-range', path, got: show(value), want: near ? `${list}; did you mean ${near}?` : list };
}

function readText(path: string, value: unknown): string | Refusal {
  if (typeof value !== 'string' && typeof value !== 'number') return { code: 'malformed', path, got: show(value), want: 'a text' };
  const text = String(value).normalize('NFC');
  if ([...text].length > TEXT_LIMIT)
    return { code: 'out-of-range', path, got: `${[...text].length} characters`, want: `at most ${TEXT_LIMIT}` };
  const first = [...text].find((letter) => letter < ' ' || letter === '\u007f');
  if (first !== undefined) return { code: 'malformed', path, got: JSON.stringify(text), want: 'a text without control characters' };
  return text;
}

const show = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))).slice(0, 80);

/** The stored value as JSON carries it: `-10`, `"-inf"`, `true`, `"bell"`. */
export function writeValue(parameter: Parameter, stored: Stored): Value {
  if (typeof stored === 'string') return stored;
  switch (parameter.type) {
    case 'switch':
      return stored !== 0;
    case 'choice':
    case 'color':
      return parameter.choices[stored] ?? '';
    default:
      return stored === Number.NEGATIVE_INFINITY ? '-inf' : stored;
  }
}

const DECIMALS: Readonly<Record<string, number>> = { dB: 1, pan: 0, '%': 0 };

/** `-10.0 dB`, `-inf dB`, `1.25 kHz`, `L50`, `3:1`. */
export function formatNumber(value: number, unit: Unit): string {
  if (value === Number.NEGATIVE_INFINITY) return '-inf dB';
  if (value === Number.POSITIVE_INFINITY) return '+inf';
  switch (unit) {
    case 'dB': {
      const text = value.toFixed(DECIMALS.dB);
      return `${value > 0 && Number(text) !== 0 ? '+' : ''}${Number(text) === 0 ? '0.0' : text} dB`;
    }
    case 'Hz':
      return value >= 1000 ? `${Number((value / 1000).toPrecision(3))} kHz` : `${Number(value.toPrecision(3))} Hz`;
    case 'pan':
      return value === 0 ? 'C' : value < 0 ? `L${Math.round(-value)}` : `R${Math.round(value)}`;
    case ':1':
      return `${Number(value.toPrecision(3))}:1`;
    case 's':
      return `${Number(value.toFixed(3))} s`;
    case 'Q':
    case '':
      return String(Number(value.toPrecision(3)));
    default:
      return `${Number(value.toPrecision(3))} ${unit}`;
  }
}

/** The stored value as an engineer says it. */
export function formatValue(parameter: Parameter, stored: Stored): string {
  if (typeof stored === 'string') return stored;
  if (parameter.type === 'switch') return stored !== 0 ? 'on' : 'off';
  if (parameter.type === 'choice' || parameter.type === 'color') return parameter.choices[stored] ?? '';
  return formatNumber(stored, parameter.law.unit);
}

const bound = (value: number): string =>
  value === Number.NEGATIVE_INFINITY ? '-inf' : `${value > 0 ? '+' : ''}${Number(value.toPrecision(6))}`;

/** `-inf..+10 dB`, `20..20000 Hz`. */
export function rangeText(min: number, max: number, unit: Unit): string {
  const signed = unit === 'dB' || unit === 'pan';
  const low = signed ? bound(min) : String(min);
  const high = signed ? bound(max) : String(max);
  return `${low}..${high}${unit === '' || unit === 'pan' ? '' : ` ${unit}`}`;
}

/** What a parameter takes, in words. */
export function takes(parameter: Parameter): string {
  switch (parameter.type) {
    case 'number':
      return rangeText(parameter.law.min, parameter.law.max, parameter.law.unit);
    case 'switch':
      return 'on or off';
    case 'text':
      return `text of at most ${TEXT_LIMIT} characters`;
    default:
      return parameter.choices.join(', ');
  }
}
