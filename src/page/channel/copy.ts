import { signal } from '@preact/signals';
import { link } from '../link/link.ts';
import type { Value } from '../link/protocol.ts';
import { putAll } from './move.ts';

/** What is carried from a strip to another: its sound. Name, source, level, mute and groups stay each strip's own. */
const CARRIED = /^(preamp\/(trim|polarity)|hpf\/|lpf\/|gate\/|eq\/|dyn\/|delay\/|limiter\/)/;

export interface Copied {
  readonly from: string;
  readonly values: readonly (readonly [leaf: string, value: Value])[];
}
/** On this page only. */
export const copied = signal<Copied | undefined>(undefined);

export function copy(strip: string, name: string): void {
  const values = (link.layout.peek()?.params ?? []).flatMap(({ path, readOnly }) => {
    const leaf = path.startsWith(`${strip}/`) ? path.slice(strip.length + 1) : '';
    const value = link.param(path).shown.peek();
    return CARRIED.test(leaf) && !readOnly && value !== undefined ? [[leaf, value] as const] : [];
  });
  copied.value = { from: name, values };
}

/** In one turn, which one undo takes back. What the other strip does not have is left out. @returns why it was refused */
export const paste = (strip: string): Promise<string | undefined> =>
  putAll((copied.peek()?.values ?? []).map(([leaf, value]) => [`${strip}/${leaf}`, value]));
