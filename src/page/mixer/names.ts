import { link } from '../link/link.ts';
import { numberOf } from './banks.ts';

const COLORS: ReadonlySet<string> = new Set(['off', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white', 'orange']);

/** Variable of the style sheet for a word of the model. */
export const colorVar = (word: string): string => `var(--c-${COLORS.has(word) ? word : 'white'})`;

/** Name on the plate: its own, or what it is. Reading it follows it. */
export function nameOf(strip: string): string {
  const own = link.param(`${strip}/name`).text.value;
  if (own !== '') return own;
  const info = link.layout.value?.strip(strip);
  if (!info) return strip;
  if (info.kind === 'ch') return `Ch ${info.number}`;
  if (info.kind === 'main') return 'Main LR';
  return numberOf(info);
}
