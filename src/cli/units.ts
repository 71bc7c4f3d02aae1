import type { Unit } from '../desk/law.ts';
import type { LayoutBody } from '../remote/protocol/http.ts';

/** Of numbers, by path; other values speak for themselves. */
export function unitsOf(layout: LayoutBody): ReadonlyMap<string, Unit> {
  const numbers = layout.parameters.filter(({ type }) => type === 'number');
  // The daemon names units of its own laws.
  return new Map(numbers.map(({ path, law }) => [path, (layout.laws[law ?? -1]?.unit ?? '') as Unit]));
}
