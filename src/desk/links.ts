import type { Entry, Model } from './model.ts';
import type { Stored } from './value.ts';
import type { Values } from './values.ts';

/** What stands, or will: as much of {@link Values} as linking asks for. */
type Standing = Pick<Values, 'wanted' | 'number'>;

/** The two strips of a pair that may be linked. */
interface Pair {
  readonly own: string;
  readonly partner: string;
  readonly ownLink: number;
  readonly partnerLink: number;
}

/** Not looked up yet · sets only itself · has a twin · sets something else. */
const NEW = -3;
const ALONE = -1;
const OTHERS = -2;

/** By parameter: its twin on the other strip (or one of the above), and the switch that links the two. Every value of a hand asks. */
interface Twins {
  readonly twin: Int32Array;
  readonly link: Int32Array;
}

const twinsOf = new WeakMap<Model, Twins>();

/**
 * A change with what it sets besides itself: the same leaf on the other strip of a linked pair, all shared leaves at the
 * moment of linking, nothing more where the console links by itself. Odd strips link with the even one above them.
 * `solo/clear` stands for all solos off and never rests on.
 */
export function withLinked(model: Model, values: Standing, id: number, value: Stored): [number, Stored][] {
  const twins = twinsOf.get(model) ?? newTwins(model);
  let twin = twins.twin[id] ?? ALONE;
  if (twin === NEW) twin = lookUp(model, twins, id);
  if (twin === OTHERS) return withOthers(model, values, id, value);
  const own: [number, Stored][] = [[id, value]];
  if (twin >= 0 && values.number(twins.link[id] ?? ALONE) === 1) own.push([twin, value]);
  return own;
}

function newTwins(model: Model): Twins {
  const size = model.entries.length;
  const twins = { twin: new Int32Array(size).fill(NEW), link: new Int32Array(size) };
  twinsOf.set(model, twins);
  return twins;
}

function lookUp(model: Model, { twin, link }: Twins, id: number): number {
  const entry = model.entries[id];
  const pair = entry && pairOf(model, entry);
  let found = ALONE;
  if (entry?.parameter.path === 'solo/clear' || id === pair?.ownLink) found = OTHERS;
  else if (pair) {
    const leaf = entry.parameter.path.slice(pair.own.length + 1);
    const isShared = model.layouts.get(entry.role)?.linked.has(pattern(leaf));
    found = (isShared ? idOf(model, entry.role, `${pair.partner}/${leaf}`) : undefined) ?? ALONE;
    link[id] = pair.ownLink;
  }
  twin[id] = found;
  return found;
}

/** A switch that links two strips, or the one that ends all solos. */
function withOthers(model: Model, values: Standing, id: number, value: Stored): [number, Stored][] {
  const entry = model.entries[id];
  if (!entry) return [];
  const pair = pairOf(model, entry);
  if (!pair) return value === 1 ? allSolosOff(model, entry.role) : [];
  const copied = value === 1 ? copyShared(model, values, entry.role, pair) : [];
  return [[id, value], [pair.partnerLink, value], ...copied];
}

function pairOf(model: Model, { role, parameter }: Entry): Pair | undefined {
  const layout = model.layouts.get(role);
  const strip = layout?.strips[parameter.strip];
  if (!layout || !strip || strip.number === 0 || layout.linked.size === 0) return undefined;
  const partner = `${strip.kind}/${strip.number % 2 === 1 ? strip.number + 1 : strip.number - 1}`;
  const ownLink = idOf(model, role, `${strip.path}/link`);
  const partnerLink = idOf(model, role, `${partner}/link`);
  return ownLink === undefined || partnerLink === undefined ? undefined : { own: strip.path, partner, ownLink, partnerLink };
}

function idOf(model: Model, role: string, path: string): number | undefined {
  const found = model.layouts.get(role)?.byPath.get(path);
  return found && (model.base.get(role) ?? 0) + found.id;
}

const pattern = (leaf: string): string => leaf.replace(/(^|\/)\d+(?=\/|$)/g, '$1{n}');

/** On linking, the partner takes over what the pair will share. */
function copyShared(model: Model, values: Standing, role: string, { own, partner }: Pair): [number, Stored][] {
  const layout = model.layouts.get(role);
  const base = model.base.get(role) ?? 0;
  const copied: [number, Stored][] = [];
  for (const parameter of layout?.parameters ?? []) {
    if (!parameter.path.startsWith(`${own}/`)) continue;
    const leaf = parameter.path.slice(own.length + 1);
    const target = layout?.byPath.get(`${partner}/${leaf}`);
    if (target && layout?.linked.has(pattern(leaf))) copied.push([base + target.id, values.wanted(base + parameter.id)]);
  }
  return copied;
}

function allSolosOff(model: Model, role: string): [number, Stored][] {
  return model.entries.filter((entry) => entry.role === role && entry.segments.at(-1) === 'solo').map((entry) => [entry.id, 0]);
}
