import type { Settings } from './config-file.ts';

/** Settings that differ, as people say them: `doors/osc/peers`, `engines/foh`, `audio/output`. Lists and engines count as one. */
export function differences(before: Settings, after: Settings): string[] {
  const { engines: one, ...rest } = before;
  const { engines: two, ...others } = after;
  const byRole = (engines: Settings['engines']): object =>
    Object.fromEntries(engines.map((engine) => [engine.role, JSON.stringify(engine)]));
  const order = (engines: Settings['engines']): string => engines.map(({ role }) => role).join(' ');
  const changed = compare(byRole(one), byRole(two), 'engines');
  // The first engine is the one whose paths have no prefix.
  const moved = changed.length === 0 && order(one) !== order(two) ? ['engines'] : [];
  return [...changed, ...moved, ...compare(rest, others, '')];
}

function compare(one: object, two: object, place: string): string[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(two)])];
  return names.flatMap((name) => {
    const here = place === '' ? name : `${place}/${name}`;
    const [before, after] = [field(one, name), field(two, name)];
    if (isBlock(before) && isBlock(after)) return compare(before, after, here);
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [here];
  });
}

const field = (block: object, name: string): unknown => Object.getOwnPropertyDescriptor(block, name)?.value;
const isBlock = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
