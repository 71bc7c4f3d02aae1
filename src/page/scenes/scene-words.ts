import { link } from '../link/link.ts';
import { colorVar, nameOf } from '../mixer/names.ts';

export interface PathWords {
  /** Of the strip; '' of what belongs to none. */
  readonly strip: string;
  readonly name: string;
  readonly color: string;
  readonly leaf: string;
}

/** Whose parameter it is, and what of it, as a person says it. */
export function pathWords(path: string): PathWords {
  const strip = stripOf(path);
  if (strip === undefined) {
    const at = path.lastIndexOf('/');
    return { strip: '', name: at < 0 ? path : path.slice(0, at), color: 'var(--c-white)', leaf: at < 0 ? '' : capital(path.slice(at + 1)) };
  }
  return {
    strip,
    name: nameOf(strip),
    color: colorVar(link.param(`${strip}/color`).text.value),
    leaf: path === strip ? 'all of it' : leafWords(path.slice(strip.length + 1), strip),
  };
}

/** `ch/7` of `ch/7/eq/2/freq`; a look-up, since a preview may have thousands of rows. */
export function stripOf(path: string): string | undefined {
  const layout = link.layout.value;
  let at = path.indexOf('/');
  if (at < 0) return layout?.strip(path)?.path;
  for (; at >= 0; at = path.indexOf('/', at + 1)) {
    const strip = path.slice(0, at);
    if (layout?.strip(strip)) return strip;
  }
  return layout?.strip(path)?.path;
}

/** What the daemon says, as it stands alone. */
export const sentence = (words: string): string => capital(words);
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const SHORT: Readonly<Record<string, string>> = { hpf: 'Low cut', lpf: 'High cut', eq: 'EQ', dyn: 'Comp', gate: 'Gate', dca: 'DCA' };

function leafWords(leaf: string, strip: string): string {
  const [, bus, what] = /^send\/(\d+)\/(.+)$/.exec(leaf) ?? [];
  if (bus !== undefined) {
    const name = nameOf(`${strip.slice(0, strip.indexOf(':') + 1)}bus/${bus}`);
    return what === 'level' ? `→ ${name}` : `→ ${name} ${what}`;
  }
  const [first = '', ...rest] = leaf.split('/');
  const word = SHORT[first] ?? capital(first);
  return [word, ...rest].join(' ');
}

export const muteWord = (text: string): string => (text === 'on' ? 'muted' : 'open');

/** Levels without their unit, with a true minus. */
export const spelt = (text: string): string =>
  text
    .replace(/^-inf\b/, '−∞')
    .replace(/^-/, '−')
    .replace(/ dB$/, '');

export const saidOf = (path: string, text: string): string => (path.endsWith('/mute') && text !== '' ? muteWord(text) : spelt(text));

export function jumpText(jumpDb = 0): string {
  if (jumpDb === Number.POSITIVE_INFINITY) return 'from −∞';
  if (jumpDb === Number.NEGATIVE_INFINITY) return 'to −∞';
  return `${jumpDb > 0 ? '+' : '−'}${Math.abs(jumpDb).toFixed(1)} dB`;
}
