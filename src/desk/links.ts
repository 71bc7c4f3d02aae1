import type { Model } from './model.ts';
import type { Stored } from './value.ts';
import type { Values } from './values.ts';

/** What stands, or will: as much of {@link Values} as linking asks for. */
type Standing = Pick<Values, 'wanted' | 'number'>;

/**
 * A change with what it sets besides itself: the same leaf on the other strip of a linked pair, all shared leaves at the
 * moment of linking, nothing more where the console links by itself. Odd strips link with the even one above them.
 * `solo/clear` stands for all solos off and never rests on.
 */
export function withLinked(model: Model, values: Standing, id: number, value: Stored): [number, Stored][] {
  const own: [number, Stored][] = [[id, value]];
  const entry = model.entries[id];
  const layout = entry && model.layouts.get(entry.role);
  if (!entry || !layout) return own;
  if (entry.parameter.path === 'solo/clear') return value === 1 ? allSolosOff(model, entry.role) : [];
  const strip = layout.strips[entry.parameter.strip];
  if (!strip || strip.number === 0 || layout.linked.size === 0) return own;
  const base = model.base.get(entry.role) ?? 0;
  const idOf = (path: string): number | undefined => {
    const found = layout.byPath.get(path);
    return found && base + found.id;
  };
  const partner = `${strip.kind}/${strip.number % 2 === 1 ? strip.number + 1 : strip.number - 1}`;
  const leaf = entry.parameter.path.slice(strip.path.length + 1);
  const partnerLink = idOf(`${partner}/link`);
  const ownLink = idOf(`${strip.path}/link`);
  if (ownLink === undefined || partnerLink === undefined) return own;
  if (leaf === 'link') {
    own.push([partnerLink, value]);
    return value === 1 ? [...own, ...copyShared(model, values, entry.role, strip.path, partner)] : own;
  }
  if (values.number(ownLink) !== 1 || !layout.linked.has(pattern(leaf))) return own;
  const other = idOf(`${partner}/${leaf}`);
  if (other !== undefined) own.push([other, value]);
  return own;
}

const pattern = (leaf: string): string => leaf.replace(/(^|\/)\d+(?=\/|$)/g, '$1{n}');

/** On linking, the partner takes over what the pair will share. */
function copyShared(model: Model, values: Standing, role: string, from: string, to: string): [number, Stored][] {
  const layout = model.layouts.get(role);
  const base = model.base.get(role) ?? 0;
  const copied: [number, Stored][] = [];
  for (const parameter of layout?.parameters ?? []) {
    if (!parameter.path.startsWith(`${from}/`)) continue;
    const leaf = parameter.path.slice(from.length + 1);
    const target = layout?.byPath.get(`${to}/${leaf}`);
    if (target && layout?.linked.has(pattern(leaf))) copied.push([base + target.id, values.wanted(base + parameter.id)]);
  }
  return copied;
}

function allSolosOff(model: Model, role: string): [number, Stored][] {
  return model.entries.filter((entry) => entry.role === role && entry.segments.at(-1) === 'solo').map((entry) => [entry.id, 0]);
}
