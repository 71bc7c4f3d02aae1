import { computed, type ReadonlySignal } from '@preact/signals';
import type { Law } from '../../desk/law.ts';
import type { Layout } from '../link/layout.ts';
import { link } from '../link/link.ts';
import type { Band, Cut, Filters } from './eq-curve.ts';
import { wordOf } from './words.ts';

/** What a handle in the graph stands for: a cut, or a band. Paths of parameters; what the strip does not have is missing. */
export interface Handle {
  /** `L`, `1`, `2` ..., `H` */
  readonly mark: string;
  readonly on: string;
  readonly freq: string;
  readonly gain?: string;
  readonly q?: string;
  readonly type?: string;
  readonly slope?: string;
  /** Of a cut: its word. */
  readonly cut?: 'Low cut' | 'High cut';
}

/** Handles of a strip from low to high, by what its layout has. */
export function handlesOf(layout: Layout, strip: string): Handle[] {
  const handles: Handle[] = [];
  const cut = (mark: string, name: string, word: 'Low cut' | 'High cut'): void => {
    const at = `${strip}/${name}`;
    if (layout.has(`${at}/freq`))
      handles.push({ mark, cut: word, on: `${at}/on`, freq: `${at}/freq`, ...(layout.has(`${at}/slope`) ? { slope: `${at}/slope` } : {}) });
  };
  cut('L', 'hpf', 'Low cut');
  const count = layout.count(strip, 'eq/{}/freq');
  for (let n = 1; n <= count; n++) {
    const at = `${strip}/eq/${n}`;
    handles.push({ mark: String(n), on: `${at}/on`, freq: `${at}/freq`, gain: `${at}/gain`, q: `${at}/q`, type: `${at}/type` });
  }
  cut('H', 'lpf', 'High cut');
  return handles;
}

const level = (path: string | undefined): number => (path === undefined ? 0 : link.param(path).level.value);

/** The numbers of a band, newest that a hand should see. Read inside `computed` or a component. */
export const bandOf = ({ on, freq, gain, q, type }: Handle): Band => ({
  // A console without a switch of its own has the band always on.
  on: link.param(on).info.value === undefined || link.param(on).on.value,
  type: type === undefined ? 'bell' : link.param(type).text.value,
  freqHz: level(freq),
  gainDb: level(gain),
  q: level(q),
});

export const cutOf = ({ on, freq, slope }: Handle): Cut => ({
  on: link.param(on).on.value,
  freqHz: level(freq),
  slope: slope === undefined ? 12 : Number(link.param(slope).text.value),
});

/** All filters of a strip as one signal: new only when one of its numbers is. */
export function filtersOf(strip: string, handles: readonly Handle[]): ReadonlySignal<Filters> {
  const bands = handles.filter(({ cut }) => cut === undefined);
  const low = handles.find(({ cut }) => cut === 'Low cut');
  const high = handles.find(({ cut }) => cut === 'High cut');
  return computed(() => ({
    on: link.param(`${strip}/eq/on`).on.value,
    bands: bands.map(bandOf),
    lowCut: low && cutOf(low),
    highCut: high && cutOf(high),
  }));
}

/** `Low cut`, `Peak`, `High shelf`. */
export const shapeOf = (handle: Handle): string =>
  handle.cut ?? wordOf(handle.type === undefined ? 'bell' : link.param(handle.type).text.value);

/** Law of a number of the strip; undefined where the engine does not have it. */
export const lawOf = (path: string | undefined): Law | undefined => (path === undefined ? undefined : link.param(path).info.peek()?.law);
