import type { Unit } from '../desk/law.ts';
import type { Entry } from '../desk/model.ts';
import { own } from '../desk/own.ts';
import type { Refusal } from '../desk/refusal.ts';
import { formatNumber, type Stored } from '../desk/value.ts';

/** Cells of one strip on a display. */
export const CELLS = 7;

/** A number in at most seven characters: `-10.0`, `-inf`, `1.25k`, `L50`, `350ms`, `3:1`. dB go without their unit: a strip is full of them. */
export function shortNumber(value: number, unit: Unit): string {
  if (value === Number.NEGATIVE_INFINITY) return '-inf';
  switch (unit) {
    case 'Hz':
      return value >= 1000 ? `${Number((value / 1000).toPrecision(3))}k` : `${Number(value.toPrecision(3))}Hz`;
    case 'ms':
      return value >= 1000 ? `${Number((value / 1000).toPrecision(3))}s` : `${Number(value.toPrecision(3))}ms`;
    case 's':
      return `${value >= 1000 ? Math.round(value) : Number(value.toPrecision(3))}s`;
    case 'dB':
      return formatNumber(value, unit).replace(' dB', '');
    default:
      return formatNumber(value, unit).replaceAll(' ', '');
  }
}

/**
 * A name in a few characters, so that neighbours stay apart: `Overhead L` is `Ovrhd L` and not `Overhea`. Vowels inside words go first,
 * from the right; then spaces; what is still too long is cut.
 */
export function shortName(name: string, cells = CELLS): string {
  let letters = [...name.trim().replace(/\s+/g, ' ')];
  const goes = (letter: string, before: string): boolean => /[aeiou]/.test(letter) && /\p{L}/u.test(before);
  while (letters.length > cells) {
    const at = letters.findLastIndex((letter, index) => goes(letter, letters[index - 1] ?? ''));
    if (at < 0) break;
    letters.splice(at, 1);
  }
  if (letters.length > cells) letters = letters.filter((letter) => letter !== ' ');
  return letters.slice(0, cells).join('');
}

/** A title in a few characters: the words it begins with, whole; a first word that is too long loses letters. */
export function shortTitle(title: string, cells = CELLS): string {
  const [first = '', ...rest] = title.trim().split(/\s+/);
  let text = shortName(first, cells);
  for (const word of rest) {
    if (text.length + 1 + word.length > cells) break;
    text += ` ${word}`;
  }
  return text;
}

/** A value of a parameter in at most seven characters. */
export function shortValue({ parameter }: Entry, stored: Stored): string {
  if (typeof stored === 'string') return shortName(stored);
  if (parameter.type === 'switch') return stored !== 0 ? 'on' : 'off';
  if (parameter.type === 'choice' || parameter.type === 'color') return (parameter.choices[stored] ?? '').slice(0, CELLS);
  return shortNumber(stored, parameter.law.unit);
}

const WORDS: Readonly<Record<string, string>> = {
  threshold: 'Thresh',
  attack: 'Attack',
  release: 'Releas',
  makeup: 'MakeUp',
  polarity: 'Phase',
  phantom: '48 V',
  preamp: 'Pre',
  freq: 'Freq',
  feedback: 'Feedbk',
  predelay: 'PreDly',
};
const word = (text: string): string => own(WORDS, text) ?? text.slice(0, 1).toUpperCase() + text.slice(1);

/** A parameter's name on a display: `Freq 2`, `Send 3`, `Thresh`, `LC Freq`. */
export function shortLabel({ segments, parameter }: Entry): string {
  const inside = parameter.strip >= 0 ? segments.slice(segments[0] === 'main' || segments[0] === 'mono' ? 1 : 2) : segments.slice(-1);
  const [first = '', ...rest] = inside;
  const last = rest.at(-1) ?? '';
  const number = rest.find((segment) => /^\d+$/.test(segment));
  const text =
    first === 'send'
      ? `${last === 'level' ? 'Send' : word(last)} ${number}`
      : first === 'hpf' || first === 'lpf'
        ? `${first === 'hpf' ? 'LC' : 'HC'} ${word(last)}`
        : first === 'gate'
          ? `G ${word(last)}`
          : number !== undefined && last !== ''
            ? `${word(last === number ? first : last)} ${number}`
            : word(last === '' ? first : last === 'on' ? first : last);
  return text.slice(0, CELLS);
}

/** What a strip is called where nobody has named it: `Ch 7`, `Main`. */
export function stripLabel(strip: string): string {
  const [kind = '', number] = (strip.split(':').at(-1) ?? '').split('/');
  const name = kind === 'dca' || kind === 'fx' ? kind.toUpperCase() : word(kind);
  return number === undefined ? name : `${name} ${number}`;
}

/** Why something was not done, in two lines of a strip: `held:` over `Anna`. */
export function refusalLines({ code, by = '', got, want = '' }: Refusal): readonly [string, string] {
  switch (code) {
    case 'held':
      return ['held:', by.replace(/ since \d+ s$/, '').slice(0, CELLS)];
    case 'offline':
      return ['offline', (/"(.*)"/.exec(got)?.[1] ?? '').slice(0, CELLS)];
    case 'read-only':
      return ['read', 'only'];
    case 'no-context':
      return ['select', want.startsWith('select a bus') ? 'a bus' : 'a strip'];
    case 'unknown-path':
      return ['not', 'here'];
    case 'role':
      return ['not', 'allowed'];
    case 'out-of-range':
      return ['out of', 'range'];
    default:
      return ['cannot', (want || got).slice(0, CELLS)];
  }
}

/** Seconds as `  0.01.23.450` for digits in groups of 3, 2, 2 and 3: hours, minutes, seconds, thousandths. */
export function timeDigits(seconds: number): string {
  const ms = Math.max(0, Math.round(seconds * 1000));
  const two = (n: number): string => String(n).padStart(2, '0');
  const hours = Math.min(999, Math.floor(ms / 3_600_000));
  return `${String(hours).padStart(3)}.${two(Math.floor(ms / 60_000) % 60)}.${two(Math.floor(ms / 1000) % 60)}.${String(ms % 1000).padStart(3, '0')}`;
}
